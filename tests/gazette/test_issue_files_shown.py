"""Who reads the cover and the original of an issue: everybody while it is public, the staff always, nobody by another way."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management.base import CommandError
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from foundation.private_files import names_on_record
from gazette.models import Issue
from tests import make
from tests.files.uploads import PLAIN_PDF, encoded, two_colours
from tests.staff import rows_of

pytestmark = pytest.mark.django_db
PNG = encoded(two_colours(), "PNG")
DRAFT = {"published": False}


@pytest.fixture(autouse=True)
def root(settings: Any, tmp_path: Path) -> Path:
    settings.PRIVATE_ROOT, settings.MEDIA_ROOT = tmp_path / "private", tmp_path / "media"
    return tmp_path


def an_issue(**fields: Any) -> Issue:
    issue = make.issue(2024, 9, **fields)
    issue.pdf.save("原版.pdf", ContentFile(PLAIN_PDF), save=False)
    issue.cover.save("封面.png", ContentFile(PNG))
    return issue


def addresses(issue: Issue) -> dict[str, str]:
    own = issue.get_absolute_url()
    return {"pdf": f"{own}original.pdf", "cover": f"{own}cover"}


def desk(issue: Issue) -> dict[str, str]:
    return {field: reverse(f"admin:gazette_issue_{field}", args=[issue.pk]) for field in ("pdf", "cover")}


def test_readers_have_the_files_of_a_public_issue_and_no_cookie() -> None:
    issue = an_issue()
    for field, content, kind in (("pdf", PLAIN_PDF, "application/pdf"), ("cover", PNG, "image/png")):
        answer = Client().get(addresses(issue)[field])
        assert (answer.status_code, answer.getvalue()) == (200, content)
        assert answer.headers["Content-Type"] == kind
        assert answer.headers["Cache-Control"] == "no-cache"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert not answer.cookies
        assert "Vary" not in answer.headers
        assert "2024" in answer.headers["Content-Disposition"]
        again = Client().get(addresses(issue)[field], headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert Client().head(addresses(issue)[field]).headers["Content-Length"] == str(len(content))
    assert set(addresses(issue).values()) <= set(_links(Client().get(issue.get_absolute_url())))


def _links(answer: Any) -> list[str]:
    return [
        part.split('"')[0] for start in ('href="', 'src="') for part in answer.content.decode().split(start)
    ]


@pytest.mark.parametrize(
    ("asked", "status", "piece"),
    [
        ("bytes=0-3", 206, slice(0, 4)),
        ("bytes=5-", 206, slice(5, None)),
        ("bytes=-7", 206, slice(-7, None)),
        ("bytes=2-999999999", 206, slice(2, None)),
        ("bytes=999999999-", 416, slice(0, 0)),
        ("bytes=5-4", 416, slice(0, 0)),
        ("bytes=-", 200, slice(None)),
        ("bytes=0-1,4-5", 200, slice(None)),
        ("lines=1-2", 200, slice(None)),
        ("bytes=١-٢", 200, slice(None)),
    ],
)
def test_a_broken_download_goes_on(asked: str, status: int, piece: slice) -> None:
    answer = Client().get(addresses(an_issue())["pdf"], headers={"Range": asked})
    assert (answer.status_code, answer.getvalue()) == (status, PLAIN_PDF[piece])
    assert ("Content-Range" in answer.headers) is (status != 200)


def test_a_piece_of_another_version_is_not_put_to_the_old_one() -> None:
    answer = Client().get(addresses(an_issue())["pdf"], headers={"Range": "bytes=5-", "If-Range": '"old"'})
    assert (answer.status_code, answer.getvalue()) == (200, PLAIN_PDF)


@pytest.mark.parametrize("status", ["draft", "withdrawn", "deleted"])
def test_strangers_have_none_of_what_is_not_public(status: str, root: Path) -> None:
    issue = an_issue(published=status != "draft")
    held = addresses(issue)
    if status == "withdrawn":
        make.withdrawn(issue, "示例：印错了")
    if status == "deleted":
        issue.delete()
    expected = {"draft": 404, "withdrawn": 410, "deleted": 404}[status]
    names = [name for name in (issue.pdf.name, issue.cover.name) if name]
    for address in (
        *held.values(),
        *(f"/media/{name}" for name in names),
        *(f"/private/{name}" for name in names),
    ):
        answer = Client().get(address, headers={"Range": "bytes=0-3"})
        assert answer.status_code == (expected if address in held.values() else 404), address
        assert b"%PDF" not in answer.content
        assert ("示例：印错了" in answer.content.decode()) is (answer.status_code == 410)
    assert not (root / "media").exists()


@pytest.mark.parametrize("status", ["draft", "published", "withdrawn"])
def test_the_desk_shows_them_to_who_may_see_the_issue(status: str) -> None:
    issue = an_issue(published=status != "draft")
    if status == "withdrawn":
        issue = make.withdrawn(issue)
    seeing, other = Client(), Client()
    seeing.force_login(make.staff("gazette.view_issue"))
    other.force_login(make.staff("documents.view_document"))
    for field, address in desk(issue).items():
        answer = seeing.get(address)
        assert (answer.status_code, answer.getvalue()) == (200, PLAIN_PDF if field == "pdf" else PNG)
        assert "no-store" in answer.headers["Cache-Control"]
        assert other.get(address).status_code == 403
        assert Client().get(address).status_code == 302
    shown = set(desk(issue).values()) if status != "published" else set(addresses(issue).values())
    assert shown <= set(_links(seeing.get(reverse("admin:gazette_issue_change", args=[issue.pk]))))
    if status == "draft":
        editing = Client()
        editing.force_login(make.staff("gazette.view_issue", "gazette.change_issue"))
        form = editing.get(reverse("admin:gazette_issue_change", args=[issue.pk])).content.decode()
        assert f'<img src="{desk(issue)["cover"]}"' in form, "the form shows the cover itself"
        assert shown <= set(_links(seeing.get(reverse("admin:gazette_issue_preview", args=[issue.pk]))))
    assert seeing.get(reverse("admin:gazette_issue_pdf", args=[0])).status_code == 404


def test_an_issue_without_files_has_none_and_a_lost_one_is_told(caplog: pytest.LogCaptureFixture) -> None:
    bare, issue = make.issue(2023, 2), an_issue()
    assert {Client().get(address).status_code for address in addresses(bare).values()} == {404}
    Path(issue.pdf.path).unlink()
    assert Client().get(addresses(issue)["pdf"]).status_code == 404
    assert issue.pdf.name in caplog.text
    issue.cover.storage.delete(issue.cover.name)
    Path(issue.cover.path).write_bytes(b"GIF89a")
    assert Client().get(addresses(issue)["cover"]).status_code == 404


def test_a_file_lives_and_goes_with_its_row(root: Path) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        an_issue(**DRAFT)
        raise ZeroDivisionError
    assert not [path for path in (root / "private").rglob("*") if path.is_file()]


def test_what_takes_its_place_puts_the_old_one_away(
    root: Path, django_capture_on_commit_callbacks: Any
) -> None:
    issue, client = an_issue(**DRAFT), Client()
    client.force_login(User.objects.create_superuser("chief"))
    page = reverse("admin:gazette_issue_change", args=[issue.pk])
    form = {"title": issue.title, "year": issue.year, "number": issue.number, "text_status": "full"}
    form |= {"pdf": SimpleUploadedFile("新.pdf", PLAIN_PDF + b"\n"), "cover-clear": "on"}
    for rows in ("entries", "masthead", "chronicle"):
        form |= rows_of(rows, [], stored=0)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(page, form).status_code == 302
    issue.refresh_from_db()
    assert (bool(issue.cover), issue.pdf.read()) == (False, PLAIN_PDF + b"\n")
    assert _on_disk(root) == {issue.pdf.name} == names_on_record()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("admin:gazette_issue_delete", args=[issue.pk]), {"post": "yes"})
    assert _on_disk(root) == set()


def _on_disk(root: Path) -> set[str]:
    private = root / "private"
    return {str(path.relative_to(private)) for path in private.rglob("*") if path.is_file()}


def test_files_of_earlier_versions_move_once_and_back(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    move = import_module("gazette.migrations.0012_files_of_issues_move")
    issue = make.issue(2024, 9, cover="covers/封面.png", pdf="issues/2024-9.pdf")
    make.issue(2024, 8)
    (root / "media" / "covers").mkdir(parents=True)
    (root / "media" / "issues").mkdir()
    (root / "media" / "covers" / "封面.png").write_bytes(PNG)
    (root / "media" / "issues" / "2024-9.pdf").write_bytes(PLAIN_PDF)
    (root / "media" / "site.png").write_bytes(PNG)
    for _ in range(2):
        move.move_in(apps, connection.schema_editor())
        assert _on_disk(root) == {"covers/封面.png", "issues/2024-9.pdf"}
    assert [path.name for path in (root / "media").rglob("*") if path.is_file()] == ["site.png"]
    assert Path(issue.pdf.path).stat().st_mode & 0o777 == 0o600
    assert Client().get(addresses(issue)["pdf"]).getvalue() == PLAIN_PDF
    assert Client().get(addresses(issue)["cover"]).getvalue() == PNG
    assert capsys.readouterr().err == ""
    move.move_back(apps, connection.schema_editor())
    assert (_on_disk(root), (root / "media" / "issues" / "2024-9.pdf").read_bytes()) == (set(), PLAIN_PDF)
    (root / "media" / "covers" / "封面.png").unlink()
    (root / "private").rename(root / "away")
    (root / "private").write_text("no folder")
    with pytest.raises(CommandError, match=r"issues/2024-9\.pdf.*没有搬到"):
        move.move_in(apps, connection.schema_editor())
    assert "covers/封面.png" in capsys.readouterr().err
