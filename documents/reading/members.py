"""领导小组组成人员: lines of role, name and post become rows of a table. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from documents.reading.paragraphs import Paragraph
from foundation.chinese_text import squeeze

_ROLE = re.compile(
    r"^((?:第一|常务|执行)?副?\s*(?:组\s*长|主\s*任|指\s*挥\s*长|总\s*指\s*挥|召\s*集\s*人|会\s*长|理\s*事\s*长)|成\s*员|委\s*员|"
    r"办公室\s*主\s*任|联\s*络\s*员|秘\s*书\s*长|顾\s*问)\s*[：:]\s*"
)
_NAME = re.compile(r"^[\u4e00-\u9fff·]{1,4}$")
_FEWEST = 3


def member_rows(paragraphs: Sequence[Paragraph]) -> dict[int, str]:
    """Index → tabbed row (role, name, post) for every line of a list of members; a role holds until the next."""
    rows = {index: row for index, paragraph in enumerate(paragraphs) if (row := _row(paragraph))}
    named = [index for index, row in rows.items() if not row.startswith("\t")]
    return rows if named and len(rows) >= _FEWEST else {}


def _row(paragraph: Paragraph) -> str:
    """One line as a row, or nothing: a name needs a post behind it, and no sentence."""
    text = paragraph.text.strip()
    if paragraph.is_row or re.search("[。；，]", text):
        return ""
    role = _ROLE.match(text)
    rest = text[role.end() :] if role else text
    name, post = _name_and_post(rest.split())
    return f"{squeeze(role[1]) if role else ''}\t{name}\t{post}" if name and post else ""


def _name_and_post(words: list[str]) -> tuple[str, str]:
    """ "康 飞 市市场监管局局长" → a name set apart by a blank, and the post."""
    if len(words) > 2 and len(words[0]) == len(words[1]) == 1:
        words = [words[0] + words[1], *words[2:]]
    if len(words) < 2 or not _NAME.match(words[0]) or len(words[0]) < 2:
        return "", ""
    return words[0], "".join(words[1:])
