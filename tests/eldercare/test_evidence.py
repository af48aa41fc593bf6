"""材料: recognised by content, kept with its row or not at all, voided with a reason, sent only to who may see it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import override_settings
from django.urls import reverse
from PIL import Image

from eldercare import actions
from eldercare.models import Evidence, Institution
from eldercare.refusals import EvidenceRefused, NotOnDuty
from foundation.models import RowChange
from foundation.refusals import NotPermitted, RemarkRequired
from tests import care
from tests.care import AT
from tests.eldercare.desk import client_of, page_of
from tests.files.uploads import PLAIN_PDF, encoded, two_colours, upload
from tests.foundation.conftest import files_in

pytestmark = pytest.mark.django_db
JPEG = encoded(two_colours(), "JPEG")


@pytest.fixture(autouse=True)
def root(tmp_path: Path) -> Iterator[Path]:
    with override_settings(PRIVATE_ROOT=tmp_path / "private"):
        yield tmp_path / "private"


def added(institution: Institution, raw: bytes = PLAIN_PDF, name: str = "示例证明.pdf") -> Evidence:
    by = care.colleague(institution)
    return actions.add_evidence(institution, kind="premises", upload=upload(raw, name), by=by, at=AT)


def test_a_file_is_kept_outside_of_everything_public(root: Path) -> None:
    row = added(care.institution())
    assert files_in(root) == {row.file.name}
    assert "示例" not in str(row.file.name)
    assert (row.name, row.file_kind, row.size) == ("示例证明.pdf", "pdf", len(PLAIN_PDF))
    assert (root / str(row.file.name)).read_bytes() == PLAIN_PDF
    with pytest.raises(ValueError, match="没有网址"):
        str(row.file.url)


def test_a_picture_loses_where_it_was_taken(root: Path) -> None:
    picture = two_colours()
    exif = Image.Exif()
    exif[0x010E] = "taken here"
    raw = encoded(picture, "JPEG", exif=exif)
    assert b"taken here" in raw
    row = added(care.institution(), raw, "示例.jpg")
    kept = (root / str(row.file.name)).read_bytes()
    assert b"taken here" not in kept
    assert not Image.open(io.BytesIO(kept)).getexif()


class Regret(Exception):
    pass


def test_a_rollback_takes_the_file_with_it(root: Path) -> None:
    institution = care.institution()
    with pytest.raises(Regret), transaction.atomic():
        added(institution)
        assert len(files_in(root)) == 1
        raise Regret
    assert files_in(root) == set()
    assert not Evidence.objects.exists()


def test_the_same_content_stands_once_at_an_institution_under_whatever_name(root: Path) -> None:
    institution = care.institution()
    first = added(institution)
    with pytest.raises(EvidenceRefused, match=f"已经有内容相同的文件：房屋使用证明：{first.name}"):
        added(institution, name="另一个名字.pdf")
    assert len(files_in(root)) == 1
    added(care.institution())  # elsewhere it is another
    by = care.colleague(institution)
    actions.void_evidence(first, reason="示例：传错了。", by=by, at=AT)
    again = added(institution)
    assert set(Evidence.objects.standing().filter(institution=institution)) == {again}
    assert len(files_in(root)) == 3  # what was voided is kept


FOREIGN = [
    (JPEG, "示例.pdf", "JPEG"),
    (PLAIN_PDF, "示例.jpg", "PDF"),
    (b"PK\x03\x04" + b"word/" * 9, "示例.docx", "Word 文档"),
    (b"MZ" + b"\0" * 60, "示例.pdf", "程序"),
    (b"", "示例.pdf", "空"),
    (PLAIN_PDF[:200], "示例.pdf", "损坏"),
    (b"<html><script>1</script></html>", "示例.pdf", "网页"),
]


@pytest.mark.parametrize(("raw", "name", "said"), FOREIGN)
def test_a_file_that_is_not_what_it_says_is_refused_at_the_desk(
    root: Path, raw: bytes, name: str, said: str
) -> None:
    institution = care.institution()
    client = client_of(care.colleague(institution))
    before = RowChange.objects.count()
    sent = {"kind": "premises", "file": SimpleUploadedFile(name, raw)}
    answer = client.post(page_of(institution, "attach"), sent)
    assert answer.status_code == 422
    told = " ".join(answer.context["form"].non_field_errors())
    assert said in told
    assert told.endswith("。")
    assert not Evidence.objects.exists()
    assert files_in(root) == set()
    assert RowChange.objects.count() == before


def test_a_file_comes_in_and_goes_out_through_the_desk(root: Path) -> None:
    institution = care.institution()
    client = client_of(care.officer("养老乡镇经办", institution.township))
    page = page_of(institution, "attach")
    assert "请选择一个文件" in client.post(page, {"kind": "fire"}).content.decode()
    sent = {"kind": "fire", "file": SimpleUploadedFile("消防 清单.pdf", PLAIN_PDF, "text/html")}
    assert client.post(page, sent).status_code == 302
    row = Evidence.objects.get()
    assert (row.kind, row.uploaded_by.groups.get().name) == ("fire", "养老乡镇经办")
    file = client.get(reverse("admin:eldercare_evidence_file", args=[row.pk]))
    assert file.content == PLAIN_PDF
    assert file["Content-Type"] == "application/pdf"  # as recognised, not as sent
    assert "no-store" in file["Cache-Control"]
    assert file["X-Content-Type-Options"] == "nosniff"
    assert "%E6%B6%88%E9%98%B2" in file["Content-Disposition"]
    assert "消防 清单.pdf" in client.get(page_of(institution)).content.decode()
    (root / str(row.file.name)).unlink()
    assert client.get(reverse("admin:eldercare_evidence_file", args=[row.pk])).status_code == 404


def test_voiding_says_why_and_happens_once() -> None:
    institution = care.institution()
    row, by = added(institution), care.colleague(institution)
    for reason in ("", " \u3000"):
        with pytest.raises(RemarkRequired, match="作废材料须写明原因"):
            actions.void_evidence(row, reason=reason, by=by, at=AT)
    voided = actions.void_evidence(row, reason=" 示例：传错了。 ", by=by, at=AT)
    assert (voided.void_reason, voided.voided_by, voided.voided_at) == ("示例：传错了。", by, AT)
    with pytest.raises(EvidenceRefused, match="已经作废"):
        actions.void_evidence(row, reason="示例", by=by, at=AT)
    assert not Evidence.objects.standing().exists()


def test_the_longest_reason_the_form_takes_is_taken() -> None:
    institution = care.institution()
    row, client = added(institution), client_of(care.officer("养老县区经办", institution.county))
    assert client.post(page_of(row, "void"), {"reason": "示" * 301}).status_code == 422
    assert client.post(page_of(row, "void"), {"reason": "示" * 300}).status_code == 302
    row.refresh_from_db()
    assert row.void_reason == "示" * 300
    shown = client.get(page_of(row)).content.decode()
    assert "已作废" in client.get(reverse("admin:eldercare_evidence_changelist")).content.decode()
    assert "作废材料" not in shown  # the button is gone
    assert client.get(reverse("admin:eldercare_evidence_file", args=[row.pk])).status_code == 200


def test_who_may_not_and_who_is_elsewhere() -> None:
    institution = care.institution()
    row = added(institution)
    for role in ("养老市级管理", "养老审计（只读）"):
        person = care.officer(role, institution.county)
        with pytest.raises(NotPermitted, match="没有上传材料的权限"):
            actions.add_evidence(institution, kind="photo", upload=upload(PLAIN_PDF), by=person, at=AT)
        with pytest.raises(NotPermitted, match="没有作废材料的权限"):
            actions.void_evidence(row, reason="示例", by=person, at=AT)
    elsewhere = care.officer("养老县区经办", care.county("530902"))
    with pytest.raises(NotOnDuty, match="不在您的辖区"):
        actions.add_evidence(institution, kind="photo", upload=upload(PLAIN_PDF), by=elsewhere, at=AT)
    with pytest.raises(NotOnDuty, match="不在您的辖区"):
        actions.void_evidence(row, reason="示例", by=elsewhere, at=AT)
    assert Evidence.objects.standing().get() == row


def test_a_file_of_a_filing_belongs_to_its_institution() -> None:
    filing, other = care.draft(), care.institution()
    by = care.officer("养老县区经办", other.county)
    with pytest.raises(EvidenceRefused, match="这份备案不是"):
        actions.add_evidence(other, kind="filing_form", upload=upload(PLAIN_PDF), filing=filing, by=by, at=AT)
    row = actions.add_evidence(
        filing.institution, kind="filing_form", upload=upload(PLAIN_PDF), filing=filing, by=by, at=AT
    )
    assert list(filing.evidence.all()) == [row]


def test_a_kind_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="rumour"):
        actions.add_evidence(
            institution := care.institution(),
            kind="rumour",
            upload=upload(PLAIN_PDF),
            by=care.colleague(institution),
            at=AT,
        )
    assert not Evidence.objects.exists()
