"""What editors upload for an issue is read by everybody: nothing that acts, nothing that is something else."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import modelform_factory
from PIL import Image

from gazette.admin.issue_files import IssueForm
from gazette.models import Issue
from tests.files.pdf_sheets import pdf
from tests.files.uploads import PAGE

pytestmark = pytest.mark.django_db
Form = modelform_factory(Issue, form=IssueForm, fields=["year", "number", "cover", "pdf"])
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def sent(**files: tuple[str, bytes]) -> IssueForm:
    return Form(
        {"year": 2012, "number": 3},
        {name: SimpleUploadedFile(called, content) for name, (called, content) in files.items()},
    )


def a_picture(kind: str = "JPEG") -> bytes:
    made, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = "拍摄人 示例甲"
    Image.new("RGB", (30, 40), "red").save(made, kind, **({"exif": exif} if kind == "JPEG" else {}))
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("pdf", ("a.pdf", pdf([PAGE], catalog="/OpenAction << /S /JavaScript /JS (x) >> "))),
        ("pdf", ("a.pdf", pdf([PAGE], catalog="/OpenAction << /S /Launch /F (calc.exe) >> "))),
        ("pdf", ("a.pdf", b"%PDF-1.7\n")),
        ("pdf", ("a.pdf", b"<html><script>alert(1)</script>")),
        ("pdf", ("a.jpg", a_picture())),
        ("pdf", ("a.pdf", a_picture())),
        ("cover", ("a.svg", SVG)),
        ("cover", ("a.jpg", SVG)),
        ("cover", ("a.gif", a_picture("GIF"))),
        ("cover", ("a.html", a_picture())),
        ("cover", ("a.pdf", pdf([PAGE]))),
    ],
)
def test_what_would_act_or_is_something_else_is_refused_in_chinese(
    name: str, file: tuple[str, bytes]
) -> None:
    form = sent(**{name: file})
    assert not form.is_valid()
    assert set(form.errors) == {name}
    assert any("\u4e00" <= character <= "\u9fff" for character in str(form.errors[name]))


def test_a_cover_is_encoded_anew_and_a_pdf_stays_as_it_is(settings: Any) -> None:
    raw = pdf([PAGE])
    form = sent(cover=("../../封面 一.jpeg", a_picture()), pdf=("../etc/原版.pdf", raw))
    assert form.is_valid(), form.errors
    issue = form.save()
    assert issue.pdf.read() == raw
    assert not Image.open(issue.cover).getexif()
    for file in (issue.pdf, issue.cover):
        assert Path(file.path).resolve().is_relative_to(settings.PRIVATE_ROOT)
        assert not {"etc", "原版", "封面"} & set(Path(file.name).parts)
    again = Form({"year": 2012, "number": 4}, {}, instance=issue)  # nothing new: nothing is opened
    assert again.is_valid(), again.errors
