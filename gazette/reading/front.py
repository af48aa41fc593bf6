"""The pages before the first document: title, issue data, masthead, contact, distribution. Pure.

Cover slogans, repeated titles and headings of lists are furniture; everything else must find its field.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from documents.reading.source import Ledger, SourceLine
from foundation.chinese_text import squeeze, tidy
from gazette.reading.answer import EntryAnswer, IssueAnswer, MastheadAnswer

_TITLE = re.compile(r"^(.{2,30}(?:人民政府)?公报)(?:[（(][^（()）]{1,10}[)）])?$")
_NUMBER = re.compile(r"(\d{4})年第(\d{1,3})期")
_TOTAL = re.compile(r"总第(\d{1,5})期")
_PUBLISHED = re.compile(r"((?:19|20)\d{2})年(1[0-2]|0?[1-9])月(?:\d{1,2}日)?(?:出版|发行|印发)")
_FREQUENCY = re.compile(r"^[（(]?(月刊|半月刊|双月刊|季刊|旬刊|周刊|不定期)[)）]?$")
_PERMIT = re.compile(r"^(?:内部资料)?准印证号?[：:]?(.+)$")
_SPONSOR = re.compile(r"^(?:主办(?:单位)?[：:])?(.{3,30}?)主办$|^主办(?:单位)?[：:](.{3,30})$")
_STATUS = re.compile(r"内部资料|免费交流|内部发行|公开发行|免费赠阅")
_ROLE = re.compile(
    r"^(?P<role>顾\s*问|名誉主任|主\s*任|副\s*主\s*任|委\s*员|编委(?:会)?成员|编\s*委|总\s*编(?:\s*辑)?|副\s*总\s*编|主\s*编|副\s*主\s*编|"
    r"执行主编|执行副主编|责任编辑|编\s*辑|美术编辑|校\s*对|编\s*审|审\s*核|成\s*员)(?P<order>\s*[（(][^（()）]*[)）])?(?:\s*[：:]|\s+|$)(?P<names>.*)$"
)
_CONTACT = re.compile(
    r"^(?P<label>编辑发行|编辑出版|编辑部|编\s*辑|主管|电\s*话|联系电话|E\s*[-－—]?\s*mail|电子邮箱|邮\s*箱|邮\s*编|邮政编码|地\s*址|印\s*刷|承\s*印|印刷单位)\s*[：:]\s*(?P<value>.*)$",
    re.I,
)
_CONTACT_KEYS = {
    "编辑发行": "editor",
    "编辑出版": "editor",
    "编辑部": "editor",
    "编辑": "editor",
    "电话": "phone",
    "联系电话": "phone",
    "电子邮箱": "email",
    "邮箱": "email",
    "邮编": "postcode",
    "邮政编码": "postcode",
    "地址": "address",
    "印刷": "printer",
    "承印": "printer",
    "印刷单位": "printer",
}
_CONTACT_REST = 8  # characters of a value broken by a narrow box
_DISTRIBUTION = re.compile(r"^发送(?:范围|单位)\s*[：:]?\s*(.*)$")
_LISTED = re.compile(r"^(?:-\s*|\d{1,2}\s*[.．、]\s*|[（(]\d{1,2}[)）]\s*)")
_NAME = re.compile(r"^[\u4e00-\u9fff·]{1,6}$")
_FURNITURE = re.compile(
    r"^(?:编辑委员会|编委会|目录|版权页|公报|政府公报|《.*公报》编辑委员会|.*公报编辑委员会)(?:[（(][^（()）]{1,8}[)）])?$"
)


@dataclass
class _Front:
    ledger: Ledger
    values: dict[str, object] = field(default_factory=dict)
    masthead: list[tuple[str, list[str]]] = field(default_factory=list)
    contact: dict[str, str] = field(default_factory=dict)
    distribution: list[str] = field(default_factory=list)
    mode: str = ""  # what an unlabelled line goes on with: masthead | contact:<key> | distribution
    vertical: list[SourceLine] = field(default_factory=list)

    def read(self, line: SourceLine) -> None:
        """Give the line to the first field that takes it; nobody takes it: it stays open."""
        text = line.text.strip()
        if len(squeeze(text)) == 1 and _NAME.match(squeeze(text)):
            self.vertical.append(line)
            return
        self.flush_vertical()
        for take in (
            self._data,
            self._contact,
            self._distribution,
            self._role,
            self._continuation,
            self._furniture,
        ):
            if take(text, squeeze(text), line):
                return
        self.mode = ""

    def flush_vertical(self) -> None:
        """Characters set one under another (the sponsor on the spine) read as one line."""
        if self.vertical:
            word = "".join(squeeze(line.text) for line in self.vertical)
            if match := _SPONSOR.match(word):
                self.values.setdefault("sponsor", match[1] or match[2])
                self.ledger.place(line.number for line in self.vertical)
            self.vertical = []

    def _set(self, line: SourceLine, **values: object) -> bool:
        for name, value in values.items():
            self.values.setdefault(name, value)
        self.ledger.restate(line.number, line.text)
        self.ledger.place([line.number])
        self.mode = ""
        return True

    def _data(self, text: str, bare: str, line: SourceLine) -> bool:
        if match := _NUMBER.search(bare):
            total = _TOTAL.search(bare)
            extra = {"total_number": int(total[1])} if total else {}
            return self._set(line, year=int(match[1]), number=int(match[2]), **extra)
        if match := _TOTAL.search(bare):
            return self._set(line, total_number=int(match[1]))
        if match := _PUBLISHED.search(bare):
            return self._set(line, published=f"{match[1]}-{int(match[2]):02d}")
        if match := _FREQUENCY.match(bare):
            return self._set(line, frequency=match[1])
        if match := _PERMIT.match(bare):
            return self._set(line, permit_number=match[1])
        if match := _SPONSOR.match(bare):
            return self._set(line, sponsor=match[1] or match[2])
        if _STATUS.search(bare) and len(bare) <= 20:
            return self._set(line, distribution_status=re.sub(r"\s+", " ", text))
        return bool(_TITLE.match(bare)) and "title" not in self.values and self._set(line, title=bare)

    def _contact(self, text: str, bare: str, line: SourceLine) -> bool:
        match = _CONTACT.match(text)
        if match is None:
            return False
        label = squeeze(match["label"])
        key = _CONTACT_KEYS.get(label, "email" if label.lower().startswith("e") else "editor")
        if key == "phone" and "printer" in self.contact:
            key = "printer_phone"
        self.contact.setdefault(key, squeeze(match["value"]))
        self.ledger.restate(line.number, text[: match.start("value")])
        self.ledger.place([line.number])
        self.mode = f"contact:{key}"
        return True

    def _distribution(self, text: str, bare: str, line: SourceLine) -> bool:
        if match := _DISTRIBUTION.match(text):
            if match[1].strip():
                self.distribution.append(tidy(match[1]))
            self.mode = "distribution"
            self.ledger.furnish(line.number, len(bare) - len(squeeze(match[1])))
            self.ledger.place([line.number])
            return True
        if self.mode == "distribution" and (match := _LISTED.match(text)):
            self.ledger.furnish(line.number, len(squeeze(match.group())))
            self.distribution.append(tidy(text[match.end() :]))
            self.ledger.place([line.number])
            return True
        return False

    def _role(self, text: str, bare: str, line: SourceLine) -> bool:
        match = _ROLE.match(text)
        names = _names(match["names"]) if match else None
        if match is None or names is None:
            return False
        self.masthead.append((squeeze(match["role"] + (match["order"] or "")), names))
        self.ledger.place([line.number])
        self.mode = "masthead"
        return True

    def _continuation(self, text: str, bare: str, line: SourceLine) -> bool:
        if _FURNITURE.match(bare) or _TITLE.match(bare):
            return False
        if self.mode == "masthead" and (names := _names(text)):
            self.masthead[-1][1].extend(names)
        elif self.mode.startswith("contact:") and self._is_rest_of_contact(bare, line):
            self.contact[self.mode.partition(":")[2]] += bare
        elif self.mode == "distribution" and self.distribution and not self.distribution[-1].endswith("。"):
            self.distribution[-1] += tidy(text)
        else:
            return False
        self.ledger.place([line.number])
        return True

    def _is_rest_of_contact(self, bare: str, line: SourceLine) -> bool:
        """The rest of a value that a narrow box broke: right below, or short, or after a label without a value."""
        return not line.gap or len(bare) <= _CONTACT_REST or not self.contact[self.mode.partition(":")[2]]

    def _furniture(self, text: str, bare: str, line: SourceLine) -> bool:
        title = str(self.values.get("title", ""))
        repeated = bool(title) and (bare in title or bare == str(self.values.get("sponsor", "")))
        slogan = len(bare) <= 40 and ("·" in text or text.isascii())
        if not (_FURNITURE.match(bare) or repeated or slogan):
            return False
        self.ledger.furnish(line.number)
        self.mode = ""
        return True


def read_front(lines: Sequence[SourceLine], entries: Sequence[EntryAnswer], ledger: Ledger) -> IssueAnswer:
    """Read the lines before the first document that are not contents."""
    front = _Front(ledger)
    for line in lines:
        front.read(line)
    front.flush_vertical()
    values = front.values
    return IssueAnswer(
        title=str(values.get("title") or ""),
        year=_int(values.get("year")),
        number=_int(values.get("number")),
        total_number=_int(values.get("total_number")),
        frequency=_text(values.get("frequency")),
        published=_text(values.get("published")),
        permit_number=_text(values.get("permit_number")),
        sponsor=_text(values.get("sponsor")),
        distribution_status=_text(values.get("distribution_status")),
        masthead=tuple(MastheadAnswer(role, tuple(names)) for role, names in front.masthead),
        contact=front.contact,
        distribution=tuple(front.distribution),
        contents=tuple(entries),
    )


def _names(text: str) -> list[str] | None:
    """Names parted by blanks; "罗 伟" set apart is one name. None when something else stands there."""
    names: list[str] = []
    half = ""
    for token in re.split(r"[\s、]+", text.strip()):
        if not token:
            continue
        if not _NAME.match(token):
            return None
        if len(token) == 1:
            if half:
                names.append(half + token)
                half = ""
            else:
                half = token
            continue
        names.append(token)
    return None if half else names


def _int(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
