"""A picture that comes in keeps its pixels and nothing else; one with too many of them is not opened."""

from __future__ import annotations

import hashlib
import io
import zipfile

import pytest
from PIL import Image, ImageChops, ImageCms, ImageStat, PngImagePlugin
from PIL.JpegImagePlugin import JpegImageFile

from foundation.file_kinds import FileKind, admitted
from foundation.opening.pictures import clean_picture
from foundation.opening.refused import CannotOpen
from foundation.refusals import FileTooLarge, TooManyPixels
from tests.files.uploads import BLUE, RED, encoded, two_colours, upload


def from_a_telephone() -> bytes:
    """A JPEG as a telephone makes it: lying on its side, with the place it was taken at, a comment and a thumbnail."""
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 90 degrees
    exif[0x010F], exif[0x0110] = "示例牌", "示例型号"
    exif.get_ifd(0x8825).update({1: "N", 2: (23.0, 53.0, 2.5), 3: "E", 4: (100.0, 5.0, 12.0)})
    exif.get_ifd(0x8769)[0xA431] = "SERIAL-0042"
    return encoded(
        two_colours(),
        "JPEG",
        quality=85,
        exif=exif,
        comment=b"taken at home",
        xmp=b"<x:xmpmeta>home</x:xmpmeta>",
    )


def test_a_photograph_forgets_where_it_was_taken_and_stands_upright() -> None:
    raw = from_a_telephone()
    before = Image.open(io.BytesIO(raw))
    assert before.getexif().get_ifd(0x8825)[2] == (23.0, 53.0, 2.5)
    file = admitted(upload(raw, "照片.JPG"))
    after = Image.open(io.BytesIO(file.content))
    assert (file.kind, file.name, after.format) == (FileKind.JPEG, "照片.JPG", "JPEG")
    assert dict(after.getexif()) == {}
    assert not set(after.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    for told in (b"Exif", b"SERIAL", b"home", "示例牌".encode(), b"http://ns.adobe.com"):
        assert told not in file.content
    assert after.size == (40, 80)
    assert near(after.getpixel((20, 5)), RED) and near(after.getpixel((20, 75)), BLUE)
    assert file.sha256 == hashlib.sha256(file.content).hexdigest()
    assert file.size == len(file.content)


def near(one: object, other: tuple[int, ...]) -> bool:
    assert isinstance(one, tuple)
    return all(abs(a - b) <= 6 for a, b in zip(one, other, strict=True))


def test_a_jpeg_is_encoded_as_finely_as_it_came() -> None:
    for quality in (60, 80, 95):
        raw = encoded(Image.effect_noise((200, 200), 60).convert("RGB"), "JPEG", quality=quality)
        before, after = Image.open(io.BytesIO(raw)), Image.open(io.BytesIO(clean_picture(raw, "jpeg")))
        assert isinstance(before, JpegImageFile) and isinstance(after, JpegImageFile)
        assert after.quantization == before.quantization
        assert max(ImageStat.Stat(ImageChops.difference(before, after)).mean) < 0.5


def test_what_is_hidden_behind_a_picture_goes() -> None:
    hidden = io.BytesIO()
    with zipfile.ZipFile(hidden, "w") as archive:
        archive.writestr("secret.txt", "x" * 1000)
    for raw, name in ((encoded(two_colours(), "PNG"), "图.png"), (encoded(two_colours(), "JPEG"), "图.jpg")):
        file = admitted(upload(raw + hidden.getvalue(), name))
        assert b"secret.txt" not in file.content


def test_a_png_forgets_its_texts_and_keeps_its_transparency() -> None:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", "somebody")
    texts.add_itxt("XML:com.adobe.xmp", "<xmp>home</xmp>")
    raw = encoded(two_colours("RGBA"), "PNG", pnginfo=texts, exif=b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0")
    file = admitted(upload(raw, "章.png"))
    assert b"somebody" not in file.content and b"home" not in file.content and b"eXIf" not in file.content
    assert Image.open(io.BytesIO(file.content)).tobytes() == two_colours("RGBA").tobytes()
    palette = two_colours().quantize(4)
    raw = encoded(palette, "PNG", transparency=1)
    kept = Image.open(io.BytesIO(admitted(upload(raw, "章.png")).content))
    assert kept.mode == "P"
    assert kept.convert("RGBA").tobytes() == Image.open(io.BytesIO(raw)).convert("RGBA").tobytes()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_way_to_write_a_png_is_understood(mode: str) -> None:
    picture = Image.new("I;16", (9, 9), 900) if mode == "I;16" else two_colours().convert(mode)
    file = admitted(upload(encoded(picture, "PNG"), "图.png"))
    assert Image.open(io.BytesIO(file.content)).convert("RGB").tobytes() == picture.convert("RGB").tobytes()


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_every_way_to_write_a_jpeg_is_understood(mode: str) -> None:
    file = admitted(upload(encoded(two_colours().convert(mode), "JPEG", quality=95), "图.jpeg"))
    shown = Image.open(io.BytesIO(file.content))
    assert shown.mode == ("L" if mode == "L" else "RGB")
    assert shown.size == (80, 40)


def test_colours_of_another_profile_are_shown_alike_and_the_profile_goes() -> None:
    """A profile that calls red what others call blue: the pixels are changed, so that no profile is needed."""
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = plain.replace(b"rXYZ", b"xXYZ").replace(b"bXYZ", b"rXYZ").replace(b"xXYZ", b"bXYZ")
    for profile, shown in ((plain, RED), (swapped, (30, 20, 200)), (b"no profile", RED)):
        for format, name in (("PNG", "图.png"), ("JPEG", "图.jpg")):
            file = admitted(upload(encoded(two_colours(), format, icc_profile=profile), name))
            kept = Image.open(io.BytesIO(file.content))
            assert "icc_profile" not in kept.info
            assert near(kept.getpixel((9, 9)), shown)


def test_a_picture_that_grows_over_the_limit_is_refused() -> None:
    noise = Image.effect_noise((300, 300), 90)
    packed = encoded(noise.quantize(256), "PNG", optimize=True)
    grown = clean_picture(packed, "png")
    assert len(grown) >= len(packed)
    with pytest.raises(FileTooLarge):
        admitted(upload(packed, "图.png"), limit=min(len(packed), len(grown) - 1))


def test_a_bomb_of_pixels_is_not_opened() -> None:
    """Sixty-four million pixels in eight thousand bytes."""
    bomb = encoded(Image.new("1", (8000, 8000)), "PNG")
    assert len(bomb) < 10_000
    with pytest.raises(TooManyPixels, match="8000×8000 像素"):
        admitted(upload(bomb, "炸弹.png"))


def test_the_pixel_limit_is_exact() -> None:
    raw = encoded(two_colours(), "PNG")
    assert clean_picture(raw, "png", most_pixels=3200)
    with pytest.raises(CannotOpen, match="TooManyPixels"):
        clean_picture(raw, "png", most_pixels=3199)
