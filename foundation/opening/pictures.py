"""A picture becomes its pixels and nothing else: no EXIF, no place it was taken at, no comments, no appended files."""

from __future__ import annotations

import io
from contextlib import suppress
from typing import Any

from PIL import Image, ImageCms, ImageOps, JpegImagePlugin

from foundation.opening.refused import CannotOpen

MAX_PIXELS = 60_000_000  # A4 scanned at 600 dpi has 35, a telephone's camera up to 50 million
_FORMATS = {"jpeg": ("JPEG", "MPO"), "png": ("PNG",)}
_HAS_PROFILE = ("RGB", "RGBA", "CMYK")


def clean_picture(raw: bytes, kind: str, *, most_pixels: int = MAX_PIXELS) -> bytes:
    """The picture encoded anew, upright, in sRGB. Raises CannotOpen for too many pixels, and Pillow's errors.

    A JPEG keeps its own quantisation tables: almost nothing is lost, and the size hardly changes.
    """
    Image.MAX_IMAGE_PIXELS = None  # our own limit refuses, before anything is decoded
    with Image.open(io.BytesIO(raw), formats=_FORMATS[kind]) as picture:
        if picture.width * picture.height > most_pixels:
            raise CannotOpen("TooManyPixels", f"{picture.width}×{picture.height}")
        picture.load()
        profile = picture.info.get("icc_profile")
        kept: dict[str, Any] = _quality_of(picture) if kind == "jpeg" else {}
        pixels = _in_srgb(ImageOps.exif_transpose(picture), profile)
    if kind == "jpeg":
        return _jpeg(pixels, kept)
    pixels.info = {key: value for key, value in pixels.info.items() if key == "transparency"}
    return _encoded(pixels, "PNG")


def _quality_of(picture: Image.Image) -> dict[str, Any]:
    """How finely a JPEG was encoded."""
    if not isinstance(picture, JpegImagePlugin.JpegImageFile) or picture.mode not in ("RGB", "L"):
        return {"quality": 92, "subsampling": 0}  # four colours become three
    sampling = JpegImagePlugin.get_sampling(picture)
    return {"qtables": picture.quantization, "subsampling": max(sampling, 0)}


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours as every screen shows them, so that the profile, which carries text, can go."""
    if profile and picture.mode in _HAS_PROFILE:
        with suppress(ImageCms.PyCMSError, OSError, ValueError):  # a broken profile changes nothing
            given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            mode = "RGB" if picture.mode == "CMYK" else picture.mode
            shown = ImageCms.profileToProfile(picture, given, ImageCms.createProfile("sRGB"), outputMode=mode)
            return shown or picture
    return picture


def _jpeg(picture: Image.Image, quality: dict[str, Any]) -> bytes:
    colours = picture if picture.mode in ("RGB", "L") else picture.convert("RGB")
    colours.info = {}
    return _encoded(colours, "JPEG", optimize=True, **quality)


def _encoded(picture: Image.Image, format: str, **how: Any) -> bytes:
    made = io.BytesIO()
    picture.save(made, format, **how)
    return made.getvalue()
