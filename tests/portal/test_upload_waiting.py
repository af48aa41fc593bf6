"""A file that takes long to read: the page keeps talking, saves only at the end, and says why when it fails."""

import time
from typing import Any

import pytest
from django.test import RequestFactory

from documents.reading.files.printed import UnreadableSource
from gazette import uploads
from gazette.admin.upload_reading import answer_when_read, reading_of
from gazette.models import Upload
from tests.uploading import AT, NOTICE, person

pytestmark = pytest.mark.django_db


def test_a_long_reading_keeps_talking_and_ends_at_the_preview() -> None:
    user = person("责任编辑")
    quick = reading_of(NOTICE.encode(), name="慢.pdf", kind="")

    def slow() -> Any:
        time.sleep(0.3)
        return quick()

    def settle(checked: Any) -> str:
        return str(
            uploads.receive_upload(checked.read, raw=NOTICE.encode(), name="慢.pdf", by=user, at=AT).pk
        )

    asked = RequestFactory().post("/")
    answer = answer_when_read(
        asked, slow, settle=settle, refuse=lambda _: pytest.fail(), back="/", patience=0.01, beat=0.1
    )
    assert answer["Content-Encoding"] == "identity"  # nothing between here and the browser may hold it back
    said = b"".join(answer).decode()  # type: ignore[arg-type]
    assert said.count("已读") >= 1
    assert f"url={Upload.objects.get().pk}" in said
    assert said.rstrip().endswith("</html>")


def test_a_long_reading_that_fails_saves_nothing_and_says_why() -> None:
    def slow() -> Any:
        time.sleep(0.1)
        raise UnreadableSource("文件“慢.pdf”加了密码。")

    answer = answer_when_read(
        RequestFactory().post("/"),
        slow,
        settle=lambda _: pytest.fail(),
        refuse=lambda _: pytest.fail(),
        back="/back/",
        patience=0.01,
        beat=0.05,
    )
    said = b"".join(answer).decode()  # type: ignore[arg-type]
    assert "文件“慢.pdf”加了密码。" in said
    assert 'href="/back/"' in said
    assert Upload.objects.count() == 0
