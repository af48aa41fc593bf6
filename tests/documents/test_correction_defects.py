"""A correction brings nothing before the public that would have stopped the document itself."""

import pytest

from documents.models import Correction
from foundation.lifecycle import Status
from foundation.refusals import ObjectionsStand
from tests import make
from tests.corrected import public, publish, started

pytestmark = pytest.mark.django_db
MOBILE = "13" + "8" * 9


@pytest.mark.parametrize("field", ["body", "title", "explanation", "abstract", "subject"])
def test_a_private_number_stops_the_final_review(field: str) -> None:
    correction = started(public(), **{field: f"示例：联系电话{MOBILE}。"})
    with pytest.raises(ObjectionsStand, match="手机号码") as refusal:
        make.reviewed(correction)
    assert (
        MOBILE not in str(refusal.value).partition("不能终审")[2]
    )  # the sentence tells its place, not the number
    assert Correction.objects.get().status == Status.SECOND_REVIEW


def test_a_private_number_in_the_number_of_the_document_too() -> None:
    correction = started(public(), document_number=f"示例{MOBILE}", series="", year=None, serial=None)
    with pytest.raises(ObjectionsStand, match=r"发文字号：.*手机号码"):
        make.reviewed(correction)


def test_a_private_number_in_an_attachment_too() -> None:
    correction = started(public())
    correction.attachments.create(position=9, label="附件9", title="示例名册", text=f"示例甲\t{MOBILE}")
    with pytest.raises(ObjectionsStand, match="手机号码"):
        make.reviewed(correction)


def test_what_was_public_before_does_not_stop_the_mending_of_something_else() -> None:
    document = make.document(body=f"示例热线{MOBILE}。\n第二段。")  # from before anybody checked
    assert publish(started(document, body=f"示例热线{MOBILE}。\n第二段改过。")).number == 2
    assert publish(started(document, body="示例热线。\n第二段改过。")).number == 3
