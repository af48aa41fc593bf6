"""What a title is about, for places that hold few words: without its issuer and its kind. Pure."""

from __future__ import annotations

import re

_FRAME = re.compile(
    r"^(?:.*?关于(?:(?:转发|印发|发布|公布)(?![^》]*关于))?)?《?(?P<matter>.+?)》?"
    r"(?:的(?:紧急|补充)?(?:通知|意见|实施意见|决定|通报|批复|公告|通告|报告|函|请示))?$"
)


def matter_of(title: str) -> str:
    """ "某市人民政府关于印发某方案的通知" → "某方案"; the title itself where nothing would be left."""
    match = _FRAME.match(title)
    matter = match["matter"] if match else ""
    is_whole = matter.count("《") == matter.count("》")
    return matter if is_whole and len(matter) > 3 else title
