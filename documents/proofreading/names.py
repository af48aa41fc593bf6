"""Rules of names: units and places against what is known. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import groupby

from documents.proofreading.finding import Rule, Severity, Slip
from documents.proofreading.known import Known, places
from documents.proofreading.manuscript import Manuscript
from documents.proofreading.near import NearNames
from documents.proofreading.passages import Passage
from documents.reading.annotations import brackets
from documents.reading.answer import UnitRole
from foundation.chinese_text import fold, squeeze

_AUTONOMOUS = re.compile(r"(双江|耿马|沧源)((?:[^族\W\d_]{1,3}族){0,8})自治县")
_BEHIND = re.compile(r"^(?:街道|镇|(?:[^族\W\d_]{1,3}族){0,5}乡)(?![村镇])")
_SEPARATOR = re.compile(r"[、，,；;]")
_WHO = re.compile(r"牵头|配合|负责|责任单位")
_ROLE_WORDS = re.compile(
    r"^(?:责任|牵头|配合)单位[：:]|(?:按.{0,4}职责.{0,8}|共同|分别|联合)?(?:负责|牵头|配合|落实|参与).{0,6}$"
)
_LEAST, _MOST_LOST = 3, 2


def unit_near(manuscript: Manuscript) -> Iterator[Slip]:
    """Units named in prose and tables, one inner letter from a known one; said once each."""
    said: set[str] = set()
    for passage in (
        manuscript.of_role("prose", "heading", "cell", "title", "addressees") if _is_ours(manuscript) else ()
    ):
        for near in manuscript.known.unit_names.find(passage.text):
            printed = passage.text[near.start : near.end]
            if printed in said or manuscript.known.units.is_known(printed):
                continue
            said.add(printed)
            message = f"“{printed}”与已知单位“{near.name}”只差一字，可能误印，请核对。"
            yield Slip(passage, near.start, near.end, message, near.name)


def _is_ours(manuscript: Manuscript) -> bool:
    """Whether offices we know issued it: the units of another city have names of their own."""
    document = manuscript.document
    city = places()[0].short_name
    return (
        any(map(manuscript.known.units.is_known, document.organs))
        or city in document.title + document.body[:2000]
    )


def unit_shortened(manuscript: Manuscript) -> Iterator[Slip]:
    """An unknown unit in an annotation that lacks letters of exactly one known: 市教育局 for 市教育体育局."""
    said: set[str] = set()
    named = [role.unit for role in _assignments(manuscript) if not role.implied]
    for name in [*named, *_posted(manuscript)] if _is_ours(manuscript) else ():
        known = manuscript.known.units.is_known(name)
        if name in said or "各" in name or len(name) < _LEAST or known:
            continue
        said.add(name)
        longer = _longer(fold(name), manuscript.known)
        passage = next((p for p in manuscript.of_role("prose", "cell") if name in p.text), None)
        if longer and passage and manuscript.known.units.nearest(name) is None:
            start = passage.text.index(name)
            message = f"“{name}”不是已知单位，可能是“{longer}”漏字，请核对。"
            yield Slip(passage, start, start + len(name), message, longer)


def _posted(manuscript: Manuscript) -> Iterator[str]:
    """Units in the posts of a list of members: 市财政局 of 市财政局副局长."""
    for _, post in _holders(manuscript):
        if match := _UNIT_OF_POST.match(post.text):
            yield match[1]


def unit_spelled_twice(manuscript: Manuscript) -> Iterator[Slip]:
    """One unit under two names in one document: 市地志办 here, 市志办 there. The rarer one is shown."""
    counts: dict[str, Counter[str]] = {}
    for role in _assignments(manuscript):
        canonical = manuscript.known.units.resolve(role.unit)
        if canonical and not role.implied and "各" not in role.unit:
            counts.setdefault(canonical, Counter())[role.unit] += 1
    for forms in counts.values():
        (usual, _), *rare = forms.most_common()
        for name, _ in rare:
            found = _standing(name, manuscript)
            if found and fold(name) != fold(usual):
                passage, start = found
                message = f"同一单位又写作“{name}”，别处是“{usual}”，请统一。"
                yield Slip(passage, start, start + len(name), message, usual)


def _standing(name: str, manuscript: Manuscript) -> tuple[Passage, int] | None:
    """Where the name stands by itself, not as the end of a longer one."""
    alone = re.compile(rf"(?<![\u4e00-\u9fff]){re.escape(name)}|(?<=[和及与]){re.escape(name)}")
    matches = ((p, alone.search(p.text)) for p in manuscript.of_role("prose", "cell") if name in p.text)
    return next(((passage, match.start()) for passage, match in matches if match), None)


_UNIT_OF_POST = re.compile(r"^(市[\u4e00-\u9fff]{2,14}?(?:局|委|办|院|社))副?(?:局长|主任|院长)$")
_HEAD = re.compile(r"([局台院行校站队])副?([局台院行校站队])长$")
_POST = re.compile(r"(?:长|主任|书记|主席|经理|委员|秘书)$")


def person_spelled_twice(manuscript: Manuscript) -> Iterator[Slip]:
    """Lists of members: the same post, and two names one letter apart."""
    holders: dict[str, str] = {}
    for holder, post in _holders(manuscript):
        name = squeeze(holder.text)
        first = holders.setdefault(post.text, name)
        if one_letter_apart(first, name):
            message = f"{post.text}在这里印作“{name}”，前面是“{first}”，只差一字，请核对。"
            yield Slip(holder, 0, len(holder.text), message, first)


def _holders(manuscript: Manuscript) -> Iterator[tuple[Passage, Passage]]:
    """Name and post of every row of a list of members."""
    for _, group in groupby(manuscript.of_role("cell"), key=lambda cell: (cell.anchor, cell.place)):
        cells = list(group)
        if len(cells) >= 2 and _POST.search(cells[-1].text):
            yield cells[-2], cells[-1]


def post_mismatch(manuscript: Manuscript) -> Iterator[Slip]:
    """A 局长 heads a 局, a 台长 a 台."""
    for _, post in _holders(manuscript):
        match = _HEAD.search(post.text)
        if match and match[1] != match[2]:
            message = f"“{post.text}”的单位与职务不相配（“{match[1]}”与“{match[2]}长”），请核对。"
            yield Slip(post, 0, len(post.text), message)


def one_letter_apart(one: str, other: str) -> bool:
    return (
        len(one) == len(other) >= 2
        and sum(a != b for a, b in zip(one, other, strict=True)) == 1
        and one[0] == other[0]
    )


def _assignments(manuscript: Manuscript) -> Iterator[UnitRole]:
    for task in manuscript.document.tasks:
        yield from task.assignments
    for item in manuscript.document.checklist:
        yield from item.assignments


def _longer(name: str, known: Known) -> str | None:
    """The one known unit whose name keeps these letters in order, with the same beginning and end."""
    near = {
        known.units.resolve(other): other
        for other in known.units.names
        if len(name) < len(other) <= len(name) + _MOST_LOST
        and other[0] == name[0]
        and other[-1] == name[-1]
        and _is_within(name, other)
    }
    return next(iter(near.values())) if len(near) == 1 else None


def _is_within(name: str, other: str) -> bool:
    letters = iter(other)
    return all(letter in letters for letter in name)


def unit_twice(passage: Passage) -> Iterator[Slip]:
    """The same unit twice in one annotation."""
    if passage.role not in ("prose", "cell", "heading"):
        return
    for span in brackets(passage.text):
        if _WHO.search(span.inner):
            yield from _twice(passage, span.inner, span.start + 1)
    if passage.text.startswith(("责任单位", "牵头单位", "配合单位")):
        yield from _twice(passage, passage.text, 0)


def _twice(passage: Passage, text: str, offset: int) -> Iterator[Slip]:
    seen: set[str] = set()
    position = 0
    for piece in _SEPARATOR.split(text):
        name = _ROLE_WORDS.sub("", piece).strip()
        if len(name) >= 4 and name in seen:
            start = offset + position + piece.index(name)
            yield Slip(passage, start, start + len(name), f"“{name}”在同一处责任标注里列了两次，请删去一个。")
        seen.add(name)
        position += len(piece) + 1


@cache
def _counties() -> dict[str, tuple[str, frozenset[str]]]:
    """双江 → full name, and the forms it may take."""
    full = {place.short_name: place.name for place in places() if place.name.endswith("自治县")}
    return {short: (name, frozenset({name, f"{short}自治县"})) for short, name in full.items()}


def autonomous_county(passage: Passage) -> Iterator[Slip]:
    """The peoples in the name of an autonomous county stand in a fixed order."""
    for match in _AUTONOMOUS.finditer(passage.text):
        name, forms = _counties().get(match[1], ("", frozenset()))
        if name and match.group() not in forms:
            message = f"自治县名称“{match.group()}”有误，全称是“{name}”，请改正。"
            yield Slip(passage, *match.span(), message, name)


@cache
def _townships() -> tuple[NearNames, dict[str, str], re.Pattern[str]]:
    """Long names for near ones, and stems of three letters or more (short ones name other places too)."""
    rows = [place for place in places() if place.level == "township"]
    stems = {place.short_name: place.name for place in rows if _is_own(place.short_name)}
    pattern = re.compile("|".join(sorted(map(re.escape, stems), key=len, reverse=True)))
    return NearNames([place.name for place in rows], shortest=5), stems, pattern


def _is_own(stem: str) -> bool:
    """Stems that hardly name anything else: with letters of this region."""
    return len(stem) >= 3 or any(letter in stem for letter in "勐忙佑糯驮畔箐")


def township_near(passage: Passage) -> Iterator[Slip]:
    for near in _townships()[0].find(passage.text):
        printed = passage.text[near.start : near.end]
        yield Slip(
            passage, near.start, near.end, f"“{printed}”与乡镇“{near.name}”只差一字，请核对。", near.name
        )


def township_kind(passage: Passage) -> Iterator[Slip]:
    """A known township under the wrong kind: 忙畔镇 for 忙畔街道."""
    _, stems, pattern = _townships()
    for match in pattern.finditer(passage.text):
        name = stems[match.group()]
        behind = _BEHIND.match(passage.text[match.end() : match.end() + 14])
        printed = match.group() + behind.group() if behind else ""
        if behind and printed != name and not passage.text.startswith(name, match.start()):
            message = f"“{printed}”的建制与现行区划不符，应为“{name}”，请核对。"
            yield Slip(passage, match.start(), match.start() + len(printed), message, name)


_DIVISIONS = "民政部全国行政区划信息"
RULES = (
    Rule(
        "unit_misprint",
        "单位名称只差一字",
        Severity.WARNING,
        "党政机关公文处理工作条例第十九条",
        document=unit_near,
    ),
    Rule(
        "unit_shortened",
        "单位名称漏字",
        Severity.WARNING,
        "党政机关公文处理工作条例第十九条",
        document=unit_shortened,
    ),
    Rule(
        "unit_spelled_twice",
        "单位写法不一",
        Severity.HINT,
        "党政机关公文处理工作条例第十九条",
        document=unit_spelled_twice,
    ),
    Rule(
        "person_spelled_twice",
        "同职人名只差一字",
        Severity.ERROR,
        "党政机关公文处理工作条例第十九条",
        document=person_spelled_twice,
    ),
    Rule(
        "post_mismatch",
        "单位与职务不相配",
        Severity.WARNING,
        "党政机关公文处理工作条例第十九条",
        document=post_mismatch,
    ),
    Rule(
        "unit_twice", "责任单位重复", Severity.WARNING, "党政机关公文处理工作条例第十九条", passage=unit_twice
    ),
    Rule("autonomous_county", "自治县名称", Severity.ERROR, _DIVISIONS, passage=autonomous_county),
    Rule("township_misprint", "乡镇名称只差一字", Severity.WARNING, _DIVISIONS, passage=township_near),
    Rule("township_kind", "乡镇建制", Severity.WARNING, _DIVISIONS, passage=township_kind),
)
