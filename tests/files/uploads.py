"""Uploaded files for tests: small pictures and PDFs, and how a browser hands them over."""

from __future__ import annotations

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.files.pdf_sheets import Sheet, pdf

PAGE = Sheet().text(50, 50, "示例证明")
PLAIN_PDF = pdf([PAGE])
RED, BLUE = (200, 20, 30), (20, 30, 200)


def encoded(picture: Image.Image, format: str, **how: object) -> bytes:
    made = io.BytesIO()
    picture.save(made, format, **how)
    return made.getvalue()


def two_colours(mode: str = "RGB") -> Image.Image:
    """Red on the left half, blue on the right."""
    picture = Image.new("RGB", (80, 40), RED)
    picture.paste(BLUE, (40, 0, 80, 40))
    return picture.convert(mode)


def upload(raw: bytes, name: str = "示例证明.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, raw)
