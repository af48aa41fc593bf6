"""What the database itself holds about uploads and decisions."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from gazette.models import Upload, UploadDecision
from tests.uploading import AT, NOTICE, decide, person, received

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> User:
    return person("责任编辑")


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("upload_kind_is_known", {"kind": "letter"}),
        ("upload_state_has_its_time", {"state": "accepted"}),
        ("upload_state_has_its_time", {"state": "lost"}),
        ("upload_state_has_its_time", {"decided_at": AT}),
        ("upload_size_is_allowed", {"size": 0}),
        ("upload_size_is_allowed", {"size": 21 * 1024 * 1024}),
    ],
)
def test_the_database_refuses(editor: User, constraint: str, values: dict[str, Any]) -> None:
    upload = received(NOTICE, by=editor)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Upload.objects.filter(pk=upload.pk).update(**values)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("upload_decision_is_known", {"subject": "person", "choice": "dismiss"}),
        ("upload_decision_names_its_object", {"choice": "alias"}),
        ("upload_decision_names_its_object", {"name": "示例市财政局"}),
        ("upload_decision_new_unit_has_level", {"choice": "create", "name": "示例市粮站"}),
        ("upload_decision_new_unit_has_level", {"level": "city"}),
    ],
)
def test_the_database_refuses_a_decision(editor: User, constraint: str, values: dict[str, Any]) -> None:
    upload = received(NOTICE, by=editor)
    decision = decide(upload, editor, "示例市粮站", "dismiss")
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        UploadDecision.objects.filter(pk=decision.pk).update(**values)


def test_one_file_waits_once_and_one_name_has_one_answer(editor: User) -> None:
    upload = received(NOTICE, by=editor)
    decide(upload, editor, "示例市粮站", "dismiss")
    with pytest.raises(IntegrityError, match="upload_decision_is_once"), transaction.atomic():
        UploadDecision.objects.create(
            upload=upload, subject="unit", printed="示例市粮站", choice="keep", by=editor, at=AT
        )
    twin = Upload(size=1, sha256=upload.sha256, kind="document", uploaded_by=editor, uploaded_at=AT)
    with pytest.raises(IntegrityError, match="upload_waits_once"), transaction.atomic():
        twin.save()
