"""Labels in front of units and time limits: 牵头单位： 责任部门： 完成时限： 责任领导：. Pure."""

import re

UNIT = (
    r"(?:牵头|责任|主要责任|主责|配合|主办|协办|协同|协同配合|协助|参与|参加|承办|落实|实施|主管|支持|指导|联合|督办)"
    r"(?:责任|配合)?(?:单位|部门|主体|科室)"
)
TIME = r"(?:完成)?(?:时限|时间|期限)(?:要求)?|时间节点|时间进度"
PERSON = r"(?:责任|牵头|分管|包保|挂钩|联系|督办)(?:县|市|区)?(?:领导|人)"

_ROLES = {"牵": "lead", "主": "lead", "配": "support", "协": "support", "参": "support", "支": "support"}


def at_line_start() -> re.Pattern[str]:
    """A paragraph that begins with a label."""
    return re.compile(rf"^(?:{UNIT}|{TIME}|{PERSON})\s*[：:]")


def anywhere() -> re.Pattern[str]:
    """Every label of an annotation, its name as the first group."""
    return re.compile(rf"({UNIT}|{TIME}|{PERSON})\s*[：:]")


def is_time(label: str) -> bool:
    return re.fullmatch(TIME, label) is not None


def is_person(label: str) -> bool:
    """Who answers in person: kept in the printed annotation, no unit."""
    return re.fullmatch(PERSON, label) is not None


def role(label: str) -> str:
    return _ROLES.get(label[0], "responsible")
