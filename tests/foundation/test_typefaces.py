"""Licensed typefaces come first where the operator has them, and are never silently replaced where he has not."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.test import override_settings

from foundation import typefaces
from foundation.typefaces import TypefaceMissing
from foundation.typesetting import missing_characters, typeset
from tests import printed
from tests.foundation.test_typesetting import LINE
from tests.portal.test_settings import PRODUCTION, manage

FAMILY = "Demo FangSong One"  # as long as the name it takes the place of
OPEN, LICENSED = "NotoSerifCJKsc-Regular", "DemoFangSong-Regula"


def renamed(font: Path) -> bytes:
    """A real font under names of its own."""
    raw = font.read_bytes()
    for old, new in (("Noto Serif CJK SC", FAMILY), ("NotoSerifCJKsc-Bold", "DemoFangSong-Regula")):
        assert len(old) == len(new)
        raw = raw.replace(old.encode("utf-16-be"), new.encode("utf-16-be")).replace(
            old.encode(), new.encode()
        )
    return raw


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "licensed.otf").write_bytes(renamed(typefaces.SHIPPED / "NotoSerifCJKsc-Bold.otf"))
    return tmp_path


def fonts_of(text: str) -> set[str]:
    return printed.fonts(typeset(LINE, {"text": text}, at=datetime(2026, 3, 2, tzinfo=UTC)))


def test_without_configuration_the_open_typeface_is_used() -> None:
    assert typefaces.problem() == ""
    assert fonts_of("临沧市") == {OPEN}


@pytest.mark.parametrize("family", [FAMILY, FAMILY.upper()])
def test_a_licensed_typeface_comes_first(folder: Path, family: str) -> None:
    with override_settings(PAPER_FONTS_DIR=folder, PAPER_BODY_FONT=family):
        assert typefaces.problem() == ""
        assert fonts_of("临沧市") == {LICENSED}


def test_what_a_licensed_typeface_lacks_comes_from_the_open_one(folder: Path) -> None:
    with override_settings(PAPER_FONTS_DIR=folder, PAPER_BODY_FONT=FAMILY):
        assert fonts_of("临沧市𠮷") == {LICENSED, OPEN}
        assert missing_characters("临沧市𠮷") == ""


def test_titles_have_a_typeface_of_their_own(folder: Path) -> None:
    with override_settings(PAPER_FONTS_DIR=folder, PAPER_TITLE_FONT=FAMILY):
        in_use = typefaces.in_use()
    assert in_use.title[0] == FAMILY
    assert in_use.body[0] == typefaces.SONG


def test_a_folder_alone_lends_no_more_than_what_is_missing(folder: Path) -> None:
    with override_settings(PAPER_FONTS_DIR=folder):
        assert fonts_of("临沧市") == {OPEN}


@pytest.mark.parametrize("name", ["PAPER_BODY_FONT", "PAPER_TITLE_FONT"])
def test_a_typeface_that_is_not_there_is_never_replaced(folder: Path, name: str) -> None:
    said = f"{name} 要用的字体“仿宋_GB2312”不在 {folder} 里；那里有：{FAMILY}。"
    with override_settings(PAPER_FONTS_DIR=folder, **{name: "仿宋_GB2312"}):
        assert [error.msg for error in run_checks() if not error.is_silenced()] == [said]
        with pytest.raises(TypefaceMissing) as refused:
            fonts_of("临沧市")
    assert str(refused.value) == said


def test_a_folder_without_fonts_is_said(tmp_path: Path) -> None:
    (tmp_path / "broken.ttf").write_bytes(b"not a font")
    with override_settings(PAPER_FONTS_DIR=tmp_path):
        said = typefaces.problem()
    assert said == f"PAPER_FONTS_DIR 指向的文件夹 {tmp_path} 里没有能用的字体（.ttf、.otf 或 .ttc）。"


def test_a_typeface_without_a_folder_is_said() -> None:
    with override_settings(PAPER_BODY_FONT=FAMILY, PAPER_TITLE_FONT=FAMILY):
        said = typefaces.problem()
    assert said == "设置了 PAPER_BODY_FONT，但没有用 PAPER_FONTS_DIR 说明字体放在哪个文件夹。"


@pytest.mark.parametrize("arguments", [("check",), ("shell", "--no-imports", "-c", "import portal.wsgi")])
def test_the_portal_does_not_start_while_a_typeface_is_missing(
    folder: Path, arguments: tuple[str, ...]
) -> None:
    done = manage(*arguments, **PRODUCTION, PAPER_FONTS_DIR=str(folder), PAPER_BODY_FONT="仿宋_GB2312")
    assert done.returncode == 1
    assert "PAPER_BODY_FONT 要用的字体“仿宋_GB2312”不在" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_portal_starts_when_the_typeface_is_there(folder: Path) -> None:
    program = ("shell", "--no-imports", "-c", "import portal.wsgi")
    done = manage(*program, **PRODUCTION, PAPER_FONTS_DIR=str(folder), PAPER_BODY_FONT=FAMILY)
    assert done.returncode == 0, done.stderr
