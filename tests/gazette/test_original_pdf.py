"""The original of an issue is a PDF by its content."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from gazette.models import Issue


def upload(content: bytes) -> Issue:
    return Issue(year=2012, number=3, pdf=SimpleUploadedFile("2012-03.pdf", content))


def test_a_pdf_is_taken() -> None:
    upload(b"%PDF-1.7\n").clean_fields(exclude=["reading"])


@pytest.mark.parametrize("content", [b"<html><script>", b"PK\x03\x04", b"", b"%PD"])
def test_anything_else_by_that_name_is_refused(content: bytes) -> None:
    with pytest.raises(ValidationError) as refused:
        upload(content).clean_fields(exclude=["reading"])
    assert set(refused.value.message_dict) == {"pdf"}
