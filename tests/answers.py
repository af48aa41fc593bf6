"""Answers of the readers, in the shape of the contract: each names only what a test is about."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from tests.make import serial

Data = dict[str, Any]


def reference(title: str = "", document_number: str | None = None) -> Data:
    return {"title": title, "document_number": document_number}


def assignment(unit: str, role: str = "responsible") -> Data:
    return {"unit": unit, "role": role, "implied": False}


def task(*units: str, **fields: Any) -> Data:
    plain = {"path": "一", "title": "示例事项", "text": "一、示例事项。", "annotation": "（示例）"}
    more = {"assignments": [assignment(unit) for unit in units], "amounts": [], "deadline": None}
    return plain | more | fields


def checklist_item(number: int | None, *units: str, **fields: Any) -> Data:
    words = dict.fromkeys(("section", "point", "points", "content", "method"), "示例")
    more = {"tasks": ["示例"], "assignments": [assignment(unit) for unit in units], "damaged": False}
    return {"number": number, **words, **more, **fields}


def document(title: str = "", *, number: int | None = None, **fields: Any) -> Data:
    """A document; with ``number`` it bears 示政发〔2012〕number号."""
    printed = f"示政发〔2012〕{number}号" if number else None
    numbered = {"series": "示政发", "year": 2012, "serial": number} if number else {}
    plain: Data = {
        "column": "市政府文件",
        "title": title or f"示例市人民政府关于第{serial()}件示例工作的通知",
        "kind": "通知",
        "document_number": printed,
        **dict.fromkeys(("series", "year", "serial")),
        "organs": ["示例市人民政府"],
        "addressees": [],
        "written_on": "2012-03-05",
        "written_on_printed": "2012年3月5日",
        "note": None,
        "enclosed_title": None,
        "interprets": None,
        "body": "现将有关事项通知如下。",
    }
    lists: Data = {
        name: [] for name in ("attachments", "headings", "citations", "repeals", "tasks", "checklist")
    }
    return plain | lists | numbered | fields


def notice(data: Data, *, text: str = "") -> Data:
    """The answer for a file with one notice. Answers with the same ``text`` come from the same file."""
    digest = hashlib.sha256((text or f"file {serial()}").encode()).hexdigest()
    return {
        "source": {"name": "示例.txt", "sha256": digest, "characters": 100},
        "issue": None,
        "documents": [data],
        "chronicle": [],
        "problems": [],
        "coverage": {"characters": 100, "placed": 90, "furniture": 10, "unplaced": []},
    }


def issue(
    number: int = 3, documents: Sequence[Data] = (), *, year: int = 2012, text: str = "", **fields: Any
) -> Data:
    """The answer for a whole issue with these documents in its contents; ``fields`` are the issue's own."""
    words: Data = dict.fromkeys(
        ("frequency", "permit_number", "sponsor", "distribution_status", "total_number")
    )
    contact = dict.fromkeys(("editor", "phone", "email", "postcode", "address", "printer", "printer_phone"))
    entries = [{"column": d["column"], "title": d["title"], "page": 1} for d in documents]
    own = {
        "title": "示例市人民政府公报",
        "year": year,
        "number": number,
        **words,
        "published": f"{year}-03",
        "masthead": [],
        "contact": contact,
        "distribution": [],
        "contents": entries,
    }
    return notice({}, text=text) | {"issue": own | fields, "documents": list(documents)}
