"""Whether a text is on record already: by title and day, letter for letter, or nearly so. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from documents.defects.defect import Found
from documents.defects.facts import DocumentFacts, OtherText
from foundation.chinese_text import fold, squeeze

_SHINGLE = 12
_SHORTEST = 120  # characters: shorter notices are alike by nature
_LONGEST = 20_000  # looked at of one text
_NEARLY = 0.8  # share of the pieces that both have


def duplicates(document: DocumentFacts, others: Iterable[OtherText]) -> Iterator[Found]:
    """What was found of the first kind is not said again of the second."""
    own, title = squeeze(document.body), fold(document.title)
    for other in others:
        if other.pk == document.pk:
            continue
        if fold(other.title) == title and document.written_on and other.written_on == document.written_on:
            sentence = f"“{other.name}”的标题和成文日期与这份相同，可能重复收录，请核对。"
            yield _found("duplicate_title", document, other, sentence)
        elif min(len(own), len(other.body)) < _SHORTEST:
            continue
        elif own == squeeze(other.body):
            yield _found("duplicate_text", document, other, f"正文与“{other.name}”完全相同，请核对。")
        elif (share := likeness(own, squeeze(other.body))) >= _NEARLY:
            sentence = f"正文与“{other.name}”有{share:.0%}相同，可能是同一文件的两个文本，请核对。"
            yield _found("duplicate_nearly", document, other, sentence)


def likeness(one: str, other: str) -> float:
    """Jaccard's share of twelve-letter pieces; texts of very different lengths are not compared."""
    if min(len(one), len(other)) < _NEARLY * max(len(one), len(other)):
        return 0.0
    first, second = _pieces(one[:_LONGEST]), _pieces(other[:_LONGEST])
    common = len(first & second)
    return common / (len(first) + len(second) - common) if first or second else 0.0


@lru_cache(maxsize=256)
def _pieces(text: str) -> frozenset[int]:
    """Numbers instead of the pieces themselves: a fifth of the memory, and chance meetings do no harm."""
    return frozenset(hash(text[at : at + _SHINGLE]) for at in range(max(len(text) - _SHINGLE + 1, 0)))


def _found(code: str, document: DocumentFacts, other: OtherText, sentence: str) -> Found:
    return Found(code, document.at("正文", "body"), sentence, f"{document.pk}/{other.pk}/{fold(other.title)}")
