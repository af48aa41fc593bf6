"""A file that takes long to read: the page keeps talking, saves only at the end, and says why when it fails."""

from collections.abc import Callable
from threading import Event
from typing import Any

import pytest
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory
from django.urls import reverse

from documents.reading.files.printed import UnreadableSource
from gazette import uploads
from gazette.admin.upload_reading import answer_when_read, reading_of
from gazette.models import Upload
from tests.uploading import AT, NOTICE, person

pytestmark = pytest.mark.django_db


def heard(answer: HttpResponseBase, *, then: Callable[[], None]) -> str:
    """All that the waiting page says; at its first sign of life something happens."""
    said = ""
    for piece in answer:
        said += piece.decode()
        if "已读" in said:
            then()
    return said


def test_a_long_reading_keeps_talking_and_ends_at_the_preview() -> None:
    user, go_on = person("责任编辑"), Event()
    quick = reading_of(NOTICE.encode(), name="慢.pdf", kind="")

    def slow() -> Any:
        assert go_on.wait(60)
        return quick()

    def settle(checked: Any) -> str:
        return str(
            uploads.receive_upload(checked.read, raw=NOTICE.encode(), name="慢.pdf", by=user, at=AT).pk
        )

    asked = RequestFactory().post("/")
    answer = answer_when_read(
        asked, slow, settle=settle, refuse=lambda _: pytest.fail(), back="/", patience=0.01, beat=0.01
    )
    assert answer["Content-Encoding"] == "identity"  # nothing between here and the browser may hold it back
    said = heard(answer, then=go_on.set)
    assert f"url={Upload.objects.get().pk}" in said
    assert said.rstrip().endswith("</html>")


def test_a_long_reading_that_fails_saves_nothing_and_says_why() -> None:
    go_on = Event()

    def slow() -> Any:
        assert go_on.wait(60)
        raise UnreadableSource("文件“慢.pdf”加了密码。")

    answer = answer_when_read(
        RequestFactory().post("/"),
        slow,
        settle=lambda _: pytest.fail(),
        refuse=lambda _: pytest.fail(),
        back="/back/",
        patience=0.01,
        beat=0.01,
    )
    said = heard(answer, then=go_on.set)
    assert "文件“慢.pdf”加了密码。" in said
    assert 'href="/back/"' in said
    assert Upload.objects.count() == 0


def test_a_reading_that_ran_out_of_time_is_not_waited_for_again() -> None:
    def spent() -> Any:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        answer_when_read(
            RequestFactory().post("/"),
            spent,
            settle=lambda _: pytest.fail(),
            refuse=lambda _: pytest.fail(),
            back="/",
        )


def test_a_very_long_file_is_shown_in_sheets(client: Client) -> None:
    user = person("责任编辑")
    client.force_login(user)
    lines = "\n".join(
        f"{number}.第{number}项工作要抓紧抓好。（示例市第{number}局负责）" for number in range(1, 7001)
    )
    raw = NOTICE.replace("一、备足种子。", f"一、备足种子。\n{lines}\n").encode()
    checked = reading_of(raw, name="长.txt", kind="")()
    upload = uploads.receive_upload(
        checked.read, findings=checked.findings, raw=raw, name="长.txt", by=user, at=AT
    )
    page = reverse("admin:gazette_upload_change", args=[upload.pk])
    first, last = client.get(page), client.get(page, {"sheet": "3"})
    assert len(first.content) < 1_500_000
    assert (b'id="L3000"' in first.content, b'id="L6500"' in first.content) == (True, False)
    assert (b'id="L3000"' in last.content, b'id="L6500"' in last.content) == (False, True)
    sheets = first.context["preview"].sheets
    assert (sheets.jump(5), sheets.jump(6500)) == ("#L5", "?sheet=3#L6500")
    assert client.get(page, {"sheet": "99"}).context["preview"].sheets.shown == 3
