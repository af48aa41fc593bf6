"""How a document, and a place in it, are cited. Pure.

发文机关：《标题》（文号），载《刊名》年第期，第页。网址
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from foundation.chinese_text import NUMERALS


@dataclass(frozen=True)
class Citation:
    """``work`` names organs, title and number; ``printed`` where the gazette carries it, with its comma, or nothing.

    The words of a place in the text stand between the two.
    """

    work: str
    printed: str
    address: str

    def __str__(self) -> str:
        return f"{self.work}{self.printed}。{self.address}"


def cite(
    *,
    organs: Sequence[str],
    title: str,
    number: str,
    gazette: str = "",
    issue: str = "",
    page: int | None = None,
    address: str,
) -> Citation:
    """The citation of a document; what is not known is left out."""
    issued_by = "、".join(organs)
    work = f"{issued_by}：《{title}》" if issued_by else f"《{title}》"
    work += f"（{number}）" if number else ""
    printed = f"，载《{gazette}》{issue}" if issue else ""
    printed += f"，第{page}页" if issue and page else ""
    return Citation(work, printed, address)


def place_in_text(path: str) -> str:
    """The words for a numbered place: "一/（一）/1" → "第一部分（一）第1点"; chapters and articles name themselves."""
    return "".join(_part(part) for part in path.split("/") if part)


def _part(part: str) -> str:
    if all(character in NUMERALS for character in part):
        return f"第{part}部分"
    return f"第{part}点" if part.isdigit() else part
