"""The typefaces papers are printed in: open ones that come with the portal (static/fonts), and before them the
licensed 仿宋 and 小标宋 of GB/T 9704-2012 where the operator has them (PAPER_FONTS_DIR and the two names beside it).

No font of the machine is ever used, so a paper looks the same wherever it is made.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import typst
from django.conf import settings

from foundation.refusals import Refusal

SHIPPED = Path(__file__).resolve().parents[1] / "static" / "fonts"
SONG = "Noto Serif CJK SC"
CHECK_BOXES = "Noto Sans Symbols2"


class TypefaceMissing(Refusal):
    """The operator named a typeface that is not there; another one is never taken in its place."""


@dataclass(frozen=True)
class Typefaces:
    """The fonts the typesetter may look into, and the families for text, titles and page numbers, the first wanted
    first."""

    fonts: typst.Fonts
    body: tuple[str, ...]
    title: tuple[str, ...]
    page_number: tuple[str, ...]


def in_use() -> Typefaces:
    """Raises TypefaceMissing."""
    if sentence := problem():
        raise TypefaceMissing(sentence)
    folder: Path | None = settings.PAPER_FONTS_DIR
    open_ones = (SONG, CHECK_BOXES)
    return Typefaces(
        fonts=_fonts_in(SHIPPED, *filter(None, [folder])),
        body=(*filter(None, [settings.PAPER_BODY_FONT]), *open_ones),
        title=(*filter(None, [settings.PAPER_TITLE_FONT]), *open_ones),
        page_number=open_ones,  # 宋体 whatever the text is set in
    )


def problem() -> str:
    """Why the typefaces cannot be used, in a sentence for the operator, or ""."""
    if SONG not in _fonts_in(SHIPPED).families():
        return f"自带的字体“{SONG}”不在 {SHIPPED} 里，文书会没有字：请从发布包里恢复这个文件夹。"
    named = {
        name: family
        for name in ("PAPER_BODY_FONT", "PAPER_TITLE_FONT")
        if (family := getattr(settings, name))
    }
    folder: Path | None = settings.PAPER_FONTS_DIR
    if folder is None:
        return "".join(
            f"设置了 {name}，但没有用 PAPER_FONTS_DIR 说明字体放在哪个文件夹。" for name in list(named)[:1]
        )
    families = _fonts_in(folder).families()
    if not families:
        return f"PAPER_FONTS_DIR 指向的文件夹 {folder} 里没有能用的字体（.ttf、.otf 或 .ttc）。"
    return "".join(
        f"{name} 要用的字体“{family}”不在 {folder} 里；那里有：{'、'.join(families)}。"
        for name, family in named.items()
        if family.lower() not in map(str.lower, families)
    )


@lru_cache(maxsize=8)
def _fonts_in(*folders: Path) -> typst.Fonts:
    """Looked through once a process: who puts a font into the folder starts the portal anew."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in folders],
    )
