"""What readers see of corrections: the note on the document, its versions, and which characters changed."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from documents.models import CorrectionAttachment, Document
from tests import make
from tests.corrected import WHY, corrected, public, publish, started
from tests.validity import faults

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>&amp;'\"\u202e"


def page(document: Document, rest: str = "", status: int = 200) -> str:
    answer = Client().get(f"{document.get_absolute_url()}{rest}")
    assert answer.status_code == status, rest
    assert not answer.cookies
    return answer.content.decode()


def plain(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


def twice() -> Document:
    """Corrected twice: three versions."""
    document = public(body="一、总则\n安排资金300万元。\n末段不动。")
    corrected(document, body="一、总则\n安排资金350万元。\n末段不动。", note="此件公开发布")
    corrected(document, body="一、总则\n安排资金350万元。\n新加一段，写明用途。\n末段不动。")
    return Document.objects.get(pk=document.pk)


def test_an_uncorrected_document_says_nothing_of_versions() -> None:
    assert "各个版本" not in page(public())


def test_the_document_tells_its_corrections_and_leads_to_them() -> None:
    document = twice()
    for rest in ("", "print/"):
        shown = page(document, rest)
        assert plain(shown).count(f"本文于2024年10月3日更正：{WHY}") == 2
    assert f'href="{document.get_absolute_url()}versions/3/changes/"' in page(document)
    assert f'href="{document.get_absolute_url()}versions/"' in page(document)
    assert "第3版" in page(document)


def test_versions_are_listed_and_each_can_be_read() -> None:
    document = twice()
    listed = page(document, "versions/")
    assert [f"第{number}版" in listed for number in (3, 2, 1)] == [True] * 3
    old, newest = page(document, "versions/1/"), page(document, "versions/3/")
    assert "安排资金300万元。" in old
    assert "这是旧的一版" in old
    assert "这是旧的一版" not in newest
    for shown in (old, newest, page(document, "versions/2/changes/")):
        assert '<meta name="robots" content="noindex">' in shown
        assert f'rel="canonical" href="http://testserver{document.get_absolute_url()}"' in shown


def test_changes_are_marked_by_character_and_can_be_heard() -> None:
    document = twice()
    first, second = page(document, "versions/2/changes/"), page(document, "versions/3/changes/")
    words = plain(first)
    assert "安排资金3［删去：0］［增加：5］0万元。" in words
    assert "正文和附件修改 1 段" in words
    assert re.search(r"附注</th><td>.*没有.*</td><td>.*此件公开发布", first)
    assert '<p class="difference-line difference-added">' in second
    assert "［增加：新加一段，写明用途。］" in plain(second)


@pytest.mark.parametrize(
    ("rest", "status"),
    [
        ("versions/1/changes/", 404),
        ("versions/0/", 404),
        ("versions/4/", 404),
        ("versions/4/changes/", 404),
        ("versions/99999999999999999999/", 404),
        ("versions/99999999999999999999/changes/", 404),
        ("versions/-1/", 404),
    ],
)
def test_there_is_no_version_that_never_was(rest: str, status: int) -> None:
    page(twice(), rest, status)


def test_drafts_and_strangers_have_no_versions_and_the_withdrawn_are_gone() -> None:
    draft, document = make.document(published=False), twice()
    make.withdrawn(document, "示例：依据已失效")
    for rest in ("versions/", "versions/1/", "versions/2/changes/"):
        page(draft, rest, 404)
        gone = page(document, rest, 410)
        assert "示例：依据已失效" in gone
        assert "安排资金" not in gone
    assert Client().get("/documents/99999999/versions/").status_code == 404


def test_hostile_text_is_shown_as_text() -> None:
    document = public(HOSTILE, body=f"一、{HOSTILE}\n\u0007\u0001控制字符")
    columns = {"title", "enclosed_title", "note", "written_on_printed", "index_number", "subject", "abstract"}
    changes = dict.fromkeys(columns, f"{HOSTILE}改") | {
        "addressees": [HOSTILE],
        "body": f"二、{HOSTILE}{HOSTILE}",
    }
    correction = started(document, explanation=f"{HOSTILE}\n第二行", written_on=None, **changes)
    correction.organs.update(printed=f"{HOSTILE}局")
    correction.attachments.update(title=HOSTILE, text=f"{HOSTILE}\t{HOSTILE}", label=HOSTILE)
    publish(correction)
    for rest in ("", "print/", "versions/", "versions/1/", "versions/2/", "versions/2/changes/"):
        shown = page(document, rest)
        assert "<script>alert" not in shown, rest
        assert escape("<script>alert(1)</script>") in shown, rest
        found = faults(shown)  # what was printed is read again as it was, control characters too
        assert [fault for fault in found if "invalid-codepoint" not in fault] == [], rest
    assert "[删去：␇␁控制字符]" in plain(page(document, "versions/2/changes/")).translate(
        {0xFF3B: "[", 0xFF3D: "]"}
    )
    assert faults(page(document, "versions/2/changes/")) == []


def test_two_hundred_attachments_and_an_empty_body() -> None:
    document = make.document(body="")  # from before anybody checked
    correction = started(document, explanation="示例：补齐附件。")
    CorrectionAttachment.objects.bulk_create(
        CorrectionAttachment(
            correction=correction, position=n, label=f"附件{n}", title=f"示例表{n}", text="甲\t1\n乙\t2"
        )
        for n in range(1, 201)
    )
    publish(correction)
    assert "示例表200" in page(document, "versions/2/")
    shown = page(document, "versions/2/changes/")
    assert "增加 600 段" in shown
    assert faults(shown) == []
    assert "这份公文还没有留存的版本" not in page(document, "versions/")


@pytest.mark.parametrize("size", [1, 60])
def test_the_pages_ask_the_same_with_more(size: int) -> None:
    document = public(body="\n".join(f"第{n}段。" for n in range(size * 10)))
    for n in range(1 if size == 1 else 5):
        corrected(document, body=f"第{n}次改。")
    for n in range(size):
        make.relation(document, title=f"示例办法{n}")
    asked = {}
    for rest in ("versions/", "versions/1/", "versions/2/changes/"):
        with CaptureQueriesContext(connection) as queries:
            page(document, rest)
        asked[rest] = len(queries)
    assert asked == {"versions/": 2, "versions/1/": 3, "versions/2/changes/": 3}
