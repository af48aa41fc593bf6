"""Annotations that name who must do a thing: what stands in the bracket becomes units with roles. Pure.

Styles read: （A牵头，B、C配合） （A、B按职责分工负责） （A负责） （责任单位：A、B） （牵头单位：A；责任单位：B）
（时限，牵头单位：A）, in any bracket; the same with labels on lines of their own; and standing rules
(“以下均需…落实，不再列出”, “列首位的为牵头单位，下同”). Prose that mentions 责任单位 is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from documents.reading import labels
from documents.reading.answer import UnitRole
from documents.reading.unit_lists import Known, looks_like_unit, split_units

_OPEN, _CLOSE = "（([［〔【", "）)]］〕】"
_LABEL = labels.anywhere()
_INLINE = re.compile(rf"(?<=[。；])\s*(?P<label>{_LABEL.pattern}[^。]+(?:。\s*)?$)")
_SHARE = r"(?:按照?|依照?|根据|依据)(?:各自)?(?:职责|职能)(?:职责)?(?:分工)?"
_NO_UNIT = re.compile(r"^(?:以下|详见|参见|见|不含|含|除|包括|包含|如|即|附|其中|另|原|现|注)")
_CLAUSE = re.compile(
    r"(?P<units>[^。；;]+?)(?:共同|联合|具体|分别|会同)?(?P<verb>牵头(?:负责|落实|实施|组织|抓总|组织实施|推进)?|负责牵头|总牵头|"
    rf"{_SHARE}(?:共同|分别)?(?:负责(?:落实)?|配合|落实|服务|协同配合|抓好落实|推进|(?:做好|抓好)[\u4e00-\u9fff]{{0,10}})|"
    r"(?:共同|分别|具体|联合|分工|分头)?负责(?:组织)?(?:落实|实施|推进|督促|指导)?|(?:协同|共同|积极|分工)?配合(?:落实|实施)?|"
    r"参与|参加|协助|承担|组织落实|组织实施|抓落实|落实|实施)"
    r"(?=[，,；;。、]|$)"
)
_DEADLINE = re.compile(
    r"(?:完成时限[：:]|时限[：:])?((?:\d{4}\s*年)?(?:\s*\d{1,2}\s*月)?(?:\s*\d{1,2}\s*日)?(?:底|末|中旬|上旬|下旬)?(?:之?前|以前)?"
    r"(?:完成|启动|取得实效)?|长期(?:坚持|推进)?|持续(?:推进|实施|开展)|每年\d{1,2}月底前|年内完成?|年底前(?:完成)?|立即)"
)
_STANDING_UNITS = re.compile(
    r"以下(?:各项|任务|工作|措施|内容){0,4}均(?:需|由|须|应|要|涉及)?(?P<units>[^。；;]{1,60}?)(?P<verb>落实|负责|配合|参与|牵头)?[，,]\s*(?:以下)?(?:均)?不再(?:一一|逐一|重复)?(?:列出|单列|罗列|赘述)"
)
_EACH_TIME = re.compile(
    r"(?P<units>各[^，。；]{1,40}?)(?:均)?(?:为|是)(?:各项任务)?责任单位[，,](?:以下)?不再(?:一一|逐一|重复)?(?:列出|单列)"
)
_FIRST_LEADS = re.compile(
    r"(?:列(?:在)?(?:首位|第一位|首个|首)|排(?:在)?(?:首位|第一位?)|第一(?:个)?单位)的?(?:单位|部门)?(?:均)?(?:为|是)牵头(?:单位|部门)"
)


@dataclass
class StandingRules:
    """What holds from here to the end of the document."""

    implied: list[UnitRole] = field(default_factory=list)
    first_leads: bool = False


@dataclass(frozen=True)
class Annotation:
    """Units and roles as one annotation gives them. ``misfits``: parts that could not be read."""

    printed: str
    assignments: tuple[UnitRole, ...]
    deadline: str | None = None
    misfits: tuple[str, ...] = ()


@dataclass(frozen=True)
class Span:
    start: int
    end: int
    inner: str


def brackets(text: str) -> list[Span]:
    """Outermost brackets of a paragraph; an unclosed one ends where the text ends."""
    spans: list[Span] = []
    depth = start = 0
    for position, character in enumerate(text):
        if character in _OPEN:
            if depth == 0:
                start = position
            depth += 1
        elif character in _CLOSE and depth:
            depth -= 1
            if depth == 0:
                spans.append(Span(start, position + 1, text[start + 1 : position]))
    return spans


def read_annotation(
    printed: str, inner: str, rules: StandingRules, *, known: Known, closes: bool = False
) -> Annotation | None:
    """The bracket's content as units with roles, or None when it is no annotation.

    ``closes``: the bracket closes its paragraph after a full stop; there a bare list of units is one too.
    """
    content = inner.strip().rstrip("。")
    first_leads = rules.first_leads or bool(_FIRST_LEADS.search(content))
    main, standing = _take_standing(content, known)
    read = _read_labels(main, known) if _LABEL.search(main) else _read_clauses(main, known)
    if read is None and closes:
        read = (_read_bare(main, known), None, [])
    if read is None:
        return None
    roles, deadline, misfits = read
    if not roles:
        return None
    if first_leads and len(roles) > 1 and not any(role.role == "lead" for role in roles):
        roles = [UnitRole(roles[0].unit, "lead", implied=True), *roles[1:]]
    named = {role.unit for role in roles}
    inherited = [role for role in rules.implied if role.unit not in named]
    rules.first_leads = first_leads
    rules.implied.extend(role for role in standing if role not in rules.implied)
    return Annotation(printed, tuple(_once([*roles, *inherited])), deadline, tuple(misfits))


def read_standing(text: str, rules: StandingRules, *, known: Known) -> bool:
    """A standing rule in a paragraph of prose takes effect from here on."""
    if _FIRST_LEADS.search(text):
        rules.first_leads = True
    _, standing = _take_standing(text, known)
    new = [role for role in standing if role not in rules.implied]
    rules.implied.extend(new)
    return bool(new)


def inline_label(text: str) -> int:
    """Where labels stand at the end of a paragraph without a bracket (“…。责任单位：A、B”); its length if nowhere."""
    match = _INLINE.search(text)
    return match.start("label") if match else len(text)


def verb_role(verb: str) -> str:
    if "牵头" in verb:
        return "lead"
    return "support" if re.search("配合|参与|参加|协助", verb) else "responsible"


def _take_standing(content: str, known: Known) -> tuple[str, list[UnitRole]]:
    """Cut the standing rules out of an annotation and say what they imply for what follows."""
    standing: list[UnitRole] = []
    for pattern in (_STANDING_UNITS, _EACH_TIME):
        if match := pattern.search(content):
            role = verb_role(match.groupdict().get("verb") or "负责")
            standing += [
                UnitRole(unit, role, implied=True) for unit in split_units(match["units"], known=known)
            ]
            if pattern is _STANDING_UNITS:
                content = content[: match.start()] + content[match.end() :]
    content = re.sub(rf"[，,。；;]?\s*{_FIRST_LEADS.pattern}", "", content)
    content = re.sub(r"[，,。；;（(]?\s*(?:以)?下同[)）]?", "", content)
    return content.strip("，,。；; "), standing


def _read_labels(content: str, known: Known) -> tuple[list[UnitRole], str | None, list[str]] | None:
    """“牵头单位：A；责任单位：B”, perhaps with a time limit in front."""
    matches = list(_LABEL.finditer(content))
    before = content[: matches[0].start()].strip("，,；;。 ")
    if before and not _DEADLINE.fullmatch(before):
        return None
    roles: list[UnitRole] = []
    misfits: list[str] = []
    deadline = before or None
    for match, following in zip(matches, [*matches[1:], None], strict=True):
        value = content[match.end() : following.start() if following else len(content)].strip("，,；;。 ")
        if labels.is_time(match[1]):
            deadline = value
        if labels.is_time(match[1]) or labels.is_person(match[1]):
            continue
        for unit in split_units(value, known=known):
            if looks_like_unit(unit) or known(unit):
                roles.append(UnitRole(unit, labels.role(match[1])))
            else:
                misfits.append(unit)
    return roles, deadline, misfits


def _read_bare(content: str, known: Known) -> list[UnitRole]:
    """A bracket with nothing but units: they are responsible. Anything else in it makes it prose."""
    units = split_units(content, known=known)
    fits = all((looks_like_unit(unit) or known(unit)) and not _NO_UNIT.match(unit) for unit in units)
    return [UnitRole(unit, "responsible") for unit in units] if units and fits else []


def _read_clauses(content: str, known: Known) -> tuple[list[UnitRole], str | None, list[str]] | None:
    """“A牵头，B、C配合”: clauses that each end in a verb; anything else makes it prose."""
    roles: list[UnitRole] = []
    deadline: str | None = None
    position = 0
    while position < len(content):
        rest = content[position:].lstrip("，,；;。、 ")
        position = len(content) - len(rest)
        if not rest:
            break
        head, comma, _ = rest.partition("，")
        if comma and not roles and head and _DEADLINE.fullmatch(head):
            deadline, position = head, position + len(head) + 1
            continue
        if roles and _DEADLINE.fullmatch(rest):
            deadline = rest
            break
        match = _CLAUSE.match(rest)
        if match is None:
            return None
        units = split_units(match["units"].strip("，,由 "), known=known)
        if not units or not all(looks_like_unit(unit) or known(unit) for unit in units):
            return None
        roles += [UnitRole(unit, verb_role(match["verb"])) for unit in units]
        position += match.end()
    return roles, deadline, []


def _once(roles: list[UnitRole]) -> list[UnitRole]:
    """The same unit in the same role counts once."""
    seen: dict[tuple[str, str], UnitRole] = {}
    for role in roles:
        seen.setdefault((role.unit, role.role), role)
    return list(seen.values())
