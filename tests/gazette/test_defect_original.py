"""The original of an issue is searched for numbers of persons, page by page, whatever kind of file it turns out to be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents.defects.defect import Defect
from foundation.refusals import ObjectionsStand
from gazette.defects.facts import OriginalFact
from gazette.defects.original import _words, original_of
from gazette.defects.report import issue_report
from gazette.models import Issue
from tests import make
from tests.files.pdf_sheets import Sheet, pdf
from tests.gazette.test_defect_rules import ISSUE, defects
from tests.numbers import identity_number
from tests.staff import log_in

MOBILE = "13800138000"


def searched(*pages: str, about: str = "", contact: str = "") -> list[Defect]:
    issue = replace(ISSUE, original=OriginalFact("a", about, pages), contact=(("printer_phone", contact),))
    return [one for one in defects(issue) if one.place.field == "pdf"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"联系人 示例甲 {MOBILE}", "mobile"),
        ("联系人 示例甲 138 0013 8000", "mobile"),
        ("电话：+86 138 0013 8000", "mobile"),
        ("表格 13 800 138 00 0", "original_number_doubtful"),
        ("6222 0212 3456 7890 128", "bank_card"),
        ("62 22021 234567890128", "original_number_doubtful"),
        ("电话 0883-2120000", ""),
        ("13 800 138\n000", ""),
    ],
)
def test_what_is_written_like_a_number_stops_and_neighbouring_figures_are_asked_about(
    text: str, code: str
) -> None:
    found = searched("示例", text)
    assert [one.code for one in found] == ([code] if code else [])
    assert all((one.place.page, one.place.label) == (2, "原版 PDF 第2页") for one in found)
    assert not any(MOBILE in f"{one.sentence}{one.quote}".replace(" ", "") for one in found)


def test_identity_numbers_properties_and_the_telephone_of_the_printers() -> None:
    assert [one.code for one in searched(f"示例甲{identity_number()}")] == ["identity"]
    (of_the_file,) = searched("示例", about=f"示例甲\n{MOBILE}")
    assert (of_the_file.code, of_the_file.place.label) == ("mobile", "原版 PDF 的文件属性")
    assert searched(f"印刷电话 {MOBILE}", contact="138-0013-8000") == []


def test_a_page_without_words_is_looked_at_by_a_person() -> None:
    (found,) = searched("示例", "", " \n")
    assert (found.code, found.place.page) == ("original_unread", 2)
    assert "第2、3页（共2页）" in found.sentence


def an_issue(content: bytes) -> Issue:
    issue = make.issue(2024, 9, published=False, total_number=161)
    issue.pdf.save("原版.pdf", ContentFile(content))
    return issue


@pytest.mark.django_db
def test_a_number_on_a_page_stops_the_issue_and_the_report_leads_to_the_page(client: Client) -> None:
    note = f"/Annots [ << /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents ({MOBILE}) >> ]"
    content = pdf([Sheet().text(50, 50, "示例"), Sheet().text(50, 50, f"示例甲 {MOBILE}"), Sheet()])
    content = content.replace(b"/Type /Page /Parent", b"/Type /Page " + note.encode() + b" /Parent")
    issue = an_issue(content)
    before = _words.cache_info().misses
    report = issue_report(issue, on=timezone.localdate())
    assert [row.defect.place.page for row in report.blocking] == [1, 2, 2, 3], "in the text and in notes"
    with pytest.raises(ObjectionsStand, match="手机号码"):
        make.reviewed(issue)
    log_in(client, "责任编辑")
    page = client.get(reverse("admin:gazette_issue_defects", args=[issue.pk])).content.decode()
    assert f'href="{reverse("admin:gazette_issue_pdf", args=[issue.pk])}#page=2"' in page
    assert f'href="{reverse("admin:gazette_issue_change", args=[issue.pk])}#id_pdf"' in page
    assert MOBILE not in page
    assert _words.cache_info().misses == before + 1, "a file is opened once"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7\nnothing", "已损坏"),
        (pdf([Sheet().text(50, 50, "示例")])[:300], "已损坏"),
        (pdf([Sheet().text(50, 50, "示例")], encrypted=True), "加了密码"),
        (pdf([Sheet().picture()]), "没有文字层"),
    ],
)
def test_what_cannot_be_searched_says_so_and_waits_for_a_reason(content: bytes, said: str) -> None:
    issue = an_issue(content)
    (row,) = issue_report(issue, on=timezone.localdate()).unticked
    assert (row.defect.code, row.may_be_ticked) == ("original_unread", True)
    assert said in row.defect.sentence
    assert row.defect.sentence.endswith("说明。")
    assert make.reviewed(issue).status == "final_review", "with a reason it goes on"


@pytest.mark.django_db
def test_a_file_that_is_lost_or_endless_is_not_opened() -> None:
    issue = an_issue(b"%PDF-1.7")
    path = Path(issue.pdf.path)
    with path.open("r+b") as file:
        file.truncate(300 << 20)  # of nothing: no disk is filled
    endless = original_of(issue)
    assert endless is not None
    assert "200 MB" in endless.unread
    path.unlink()
    lost = original_of(issue)
    assert lost is not None
    assert "不在盘上" in lost.unread
