"""A printed list of units becomes single names. Pure.

Splits at 、 ， ； and at 和/及/与 before a last unit, never inside a name (市工业和信息化局) and never inside
“各县、区人民政府”. A shared ending is given back to each: “云县、凤庆县人民政府” names two governments.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from foundation.chinese_text import squeeze

_CLASS = r"(?:自治县|自治旗|自治州|自治区|县级市|直辖市|特区|林区|新区|开发区|省|市|州|地|盟|县|区|旗|乡|镇|街道|办事处)"
_COUNTIES = re.compile(
    rf"各?{_CLASS}(?:级)?(?:[（(][^（()）]{{1,10}}[)）])?(?:、{_CLASS}(?:[（(][^（()）]{{1,10}}[)）])?)+(?=人民政府|政府|党委|委|[\u4e00-\u9fff]{{2,6}}(?:局|部门|单位|办)|[，,、；;：:。]|$)|"
    r"各部?委?、?委?、办、局|各委、办、厅、局|各委、局|中央、省|中央、国家|委、人民政府|党委、政府"
)
_TOGETHER = re.compile(r"(?<=[局委办府会院部厅])(?:会同|会商|商)(?=[市省县区州国])")
_SET_WIDE = re.compile(r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff](?:\s+[\u4e00-\u9fff])+(?![\u4e00-\u9fff])")
_HOLD = "\ue000"
_SEPARATOR = re.compile(r"[、，,；;/]|\s+(?=[\u4e00-\u9fff])")
_AND = re.compile(r"(?:以及|和|及|与)")
_SUFFIX = (
    r"局|委|委员会|办|办公室|政府|会|院|社|行|公司|部门|单位|中心|海关|站|所|队|厅|部|集团|协会|学校|学院|大学|医院|银行|"
    r"党校|校|台|馆|处|督查室|研究室|署|科|股|组|专班|指挥部|联盟|企业|机构|园区|基地|机场|场|库|社区|街道|乡镇|镇|乡|村|县|区|州|市|"
    r"党委|党组|机关|团体|工会|团市委|妇联|残联|工商联|文联|科协|侨联|记者站|电网|运营商|协调机制"
)
_UNIT = re.compile(rf"(?:{_SUFFIX})(?:[（(][^（()）]{{1,16}}[)）])?$")
_UNIT_BEFORE_AND = re.compile(
    r"(?:局|委|委员会|办|办公室|政府|会|院|社|行|公司|部门|单位|中心|海关|厅|联|区|县|市)$"
)
_UNIT_AFTER_AND = re.compile(
    r"^(?:各|市|县|区|省|州|临沧|国家|中国|人民银行|有关|相关|其他|所在|属地|乡|镇|街道|[\u4e00-\u9fff]{1,3}(?:县|区|市|镇|乡))"
)
_COUNTED = re.compile(r"(?:[0-9一二三四五六七八九十]*[个家])?(部门|单位)")
_MARKER = re.compile(r"^[★☆△▲●○*※]+")
_COUNTY = re.compile(r"^[\u4e00-\u9fff]{1,8}(?:县|区|自治县)$")
_COUNTY_WITH_ENDING = re.compile(r"^[\u4e00-\u9fff]{1,8}(?:县|区|自治县)((?:人民)?政府)$")
_PUNCTUATION = re.compile(r"[。：:！？“”《》\"'%％‰=<>]|\d{2,}")
_NAME_LIMIT = 60
_DEED = re.compile(r"要求|加强|推进|开展|建立|按照|根据|进行|确保|做好|组织实施|落实")

Known = Callable[[str], bool]


def _held(text: str) -> str:
    """The text with the 、 inside “各县、区” hidden, and the blanks inside a name set wide taken out."""
    text = _SET_WIDE.sub(lambda match: squeeze(match.group()), text.strip())
    return _COUNTIES.sub(lambda match: _hold(match.group()), text)


def _hold(counties: str) -> str:
    """“各乡镇、街道、市审计局” lists townships and a bureau of the city: the last 、 parts names."""
    if counties.endswith("、市") and re.search("[乡镇]|街道", counties):
        return counties[:-2].replace("、", _HOLD) + counties[-2:]
    return counties.replace("、", _HOLD)


def split_list(text: str) -> list[str]:
    """Parts of a printed list, outside brackets and not inside “各县、区”."""
    held = _held(text)
    return [part.replace(_HOLD, "、").strip() for part in _outside_brackets(held) if part.strip()]


def split_units(text: str, *, known: Known = lambda name: False) -> tuple[str, ...]:
    """Single unit names in printed order, without repetition."""
    held = _held(text)
    names: list[str] = []
    for part in _outside_brackets(_TOGETHER.sub("、", held)):
        names.extend(_split_and(part, known))
    names = _mend([_MARKER.sub("", squeeze(name.replace(_HOLD, "、"))) for name in names if name.strip()])
    names = [one for name in names if name for one in ([name] if known(name) else _glued(name))]
    return tuple(dict.fromkeys(_share_ending(_drop_etc(names))))


def looks_like_unit(name: str) -> bool:
    """Whether a name can be a unit at all; prose inside brackets fails here."""
    if not 2 <= len(name) <= 36 or _PUNCTUATION.search(name):
        return False
    return name.endswith(("成员单位", "主管部门")) or bool(_UNIT.search(name) and not _DEED.search(name))


def _outside_brackets(text: str) -> list[str]:
    """Split at separators that stand outside every bracket."""
    parts, depth, start = [], 0, 0
    position = 0
    while position < len(text):
        character = text[position]
        if character in "（([〔":
            depth += 1
        elif character in "）)]〕":
            depth = max(depth - 1, 0)
        elif depth == 0 and (match := _SEPARATOR.match(text, position)):
            parts.append(text[start:position])
            position = start = match.end()
            continue
        position += 1
    parts.append(text[start:])
    return parts


def _split_and(part: str, known: Known) -> list[str]:
    """Split "A和B" where both sides are units; a known name is never cut."""
    names: list[str] = []
    while match := _and_between_units(part, known):
        names.append(part[: match.start()])
        part = part[match.end() :]
    return [*names, part]


def _and_between_units(part: str, known: Known) -> re.Match[str] | None:
    """The first 和, 及 or 与 that parts two units; no name is longer than ``_NAME_LIMIT``."""
    if len(part) <= _NAME_LIMIT and known(squeeze(part).replace(_HOLD, "、")):
        return None
    for match in _AND.finditer(part, 0, _NAME_LIMIT):
        before, after = part[: match.start()], part[match.end() : match.end() + _NAME_LIMIT]
        whole = _UNIT_BEFORE_AND.search(before) and _UNIT_AFTER_AND.search(after.replace(_HOLD, ""))
        if whole or (known(squeeze(before)) and known(squeeze(after).replace(_HOLD, "、"))):
            return match
    return None


def _drop_etc(names: list[str]) -> list[str]:
    """ "市市场监管局等市级有关部门" → two names; a closing 等 (部门, 15个单位) is dropped.

    "市场监管、公安等部门" names departments by their field: each gets the word back.
    """
    result: list[str] = []
    for name in names:
        before, etc, after = name.partition("等")
        counted = _COUNTED.fullmatch(after)
        if etc and (
            not after or counted or _UNIT_AFTER_AND.search(after) or after in ("有关部门", "相关部门")
        ):
            result.append(before)
            if after and not counted:
                result.append(after)
            elif counted and not any(_UNIT.search(field) for field in result):
                result = [f"{field}{counted[1]}" for field in result]
        else:
            result.append(name)
    return [name for name in result if name]


def _glued(name: str) -> list[str]:
    """Names whose blanks were lost: "市财政局市住建局" → two, when each begins alike and is whole."""
    parts = (
        re.split(rf"(?<=[局委办府会院])(?={name[0]}[\u4e00-\u9fff]{{2}})", name)
        if name[0] in "市县区省州"
        else [name]
    )
    return parts if all(len(part) > 3 and looks_like_unit(part) for part in parts) else [name]


def _mend(names: list[str]) -> list[str]:
    """A blank inside a name cut it: "…安全委员会 成员单位"."""
    result: list[str] = []
    for name in names:
        if result and name in ("成员单位", "各成员单位", "有关成员单位"):
            result[-1] += name
        else:
            result.append(name)
    return result


def _share_ending(names: list[str]) -> list[str]:
    """Counties before "X县人民政府" share its ending."""
    result = list(names)
    for index in range(len(result) - 1, 0, -1):
        ending = _COUNTY_WITH_ENDING.match(result[index])
        if ending and _COUNTY.match(result[index - 1]):
            result[index - 1] += ending.group(1)
    return result
