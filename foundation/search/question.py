"""What a person typed, read into terms. Pure.

Terms are parted by blanks and all of them must stand in what is found; a text in quotation marks is one term, taken
literally (no other names for it); a hyphen before a term shuts out what holds it. Blanks around the year of a
document number do not part it: 临政办发 〔2023〕 3号 is one term.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from foundation.refusals import QuestionEmpty, QuestionTooLong
from foundation.search.folding import folded

MOST_CHARACTERS = 100
MOST_TERMS = 8
LONGEST_TERM = 40

_QUOTES = '"“”„‟＂「」『』〝〞'
_OPENING, _CLOSING = r"[\[(（〔［【〈]", r"[\])）〕］】〉]"
_NUMBER = re.compile(
    rf"\s*{_OPENING}\s*((?:19|20|１９|２０)\d\d)\s*{_CLOSING}\s*(?:第\s*)?(\d{{1,5}})\s*(号?)"
)
_TERM = re.compile(rf"([-－−]?)(?:[{_QUOTES}]([^{_QUOTES}]*)(?:[{_QUOTES}]|$)|([^\s{_QUOTES}]+))")


@dataclass(frozen=True)
class Term:
    """``text`` is folded; ``is_exact`` was put in quotation marks."""

    text: str
    is_exact: bool = False
    is_excluded: bool = False


@dataclass(frozen=True)
class Question:
    """The terms of a question, each once; at least one of them is looked for."""

    typed: str
    terms: tuple[Term, ...]

    @property
    def wanted(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if not term.is_excluded)

    @property
    def excluded(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if term.is_excluded)


def read_question(typed: str) -> Question:
    """Raises QuestionTooLong or QuestionEmpty."""
    if len(typed) > MOST_CHARACTERS:
        raise QuestionTooLong(
            f"查找内容最多 {MOST_CHARACTERS} 个字，现在有 {len(typed)} 个：请只写关键的几个词。"
        )
    terms = tuple(dict.fromkeys(_terms(_NUMBER.sub(r"(\1)\2\3", typed))))
    if len(terms) > MOST_TERMS:
        raise QuestionTooLong(f"一次最多查找 {MOST_TERMS} 个词，现在有 {len(terms)} 个：请去掉几个。")
    for term in terms:
        if len(term.text) > LONGEST_TERM:
            raise QuestionTooLong(
                f"一个词最多 {LONGEST_TERM} 个字：请把“{term.text[:12]}……”缩短，或用空格分开。"
            )
    if not terms:
        raise QuestionEmpty("请写要查找的词，一个字也可以。")
    if all(term.is_excluded for term in terms):
        raise QuestionEmpty("只写了要排除的词：请至少再写一个要查找的词。")
    return Question(typed, terms)


def _terms(typed: str) -> list[Term]:
    found = []
    for minus, quoted, plain in _TERM.findall(typed):
        text = folded((quoted or plain).replace("\n", " ").replace("\t", " ")).replace("\n", "")
        if text.strip("-"):
            found.append(Term(text, is_exact=bool(quoted), is_excluded=bool(minus)))
    return found
