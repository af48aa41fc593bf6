"""A Word document is a zip archive of XML: count before opening. Pure.

Refuses what only an attack contains: thousands of members, a ratio no text has, declared sizes that are not true,
document types and entities, elements nested without end.
"""

from __future__ import annotations

import io
import re
import zipfile

from lxml import etree

from documents.reading.files.printed import Refused

MAX_MEMBERS = 4000
MAX_INFLATED = 256 << 20
MAX_XML = 64 << 20
MAX_RATIO = 200
MAX_DEPTH = 200
_SMALL = 4 << 20  # a ratio says nothing about a small file
_STEP = 1 << 20
_XML = re.compile(r"\.(?:xml|rels)$", re.I)
_DECLARED = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.I)

_BOMB = "展开后大得反常，疑似恶意文件，没有读入；请用 Word 或 WPS 打开检查，另存一份后再导入。"
_ENTITIES = "里有文档类型或实体声明，正常的文档不会有，没有读入；请用 Word 或 WPS 另存一份后再导入。"
_DEEP = "里的标记嵌套过深，疑似恶意文件，没有读入；请用 Word 或 WPS 另存一份后再导入。"


def inspect(raw: bytes) -> None:
    """Inflate every XML member once, in steps and with a limit. Raises Refused."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        members = archive.infolist()
        declared = sum(member.file_size for member in members)
        if len(members) > MAX_MEMBERS or declared > MAX_INFLATED or _swollen(declared, len(raw)):
            raise Refused(_BOMB)
        inflated = 0
        for member in members:
            if member.flag_bits & 1:
                raise Refused("加了密码，没有读入；请去掉密码另存后再导入。")
            if _XML.search(member.filename):
                inflated += _inspect_xml(archive, member)
                if inflated > 2 * MAX_XML or _swollen(inflated, len(raw)):
                    raise Refused(_BOMB)


def _swollen(inflated: int, packed: int) -> bool:
    return inflated > _SMALL and inflated > packed * MAX_RATIO


def _inspect_xml(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> int:
    """Bytes of one XML member, fed to a parser that keeps nothing but the depth."""
    size = 0
    parser = etree.XMLParser(target=_Depth(), resolve_entities=False, no_network=True, huge_tree=False)
    with archive.open(member) as stream:
        while step := stream.read(_STEP):
            size += len(step)
            if size > MAX_XML:
                raise Refused(_BOMB)
            if _DECLARED.search(step.replace(b"\0", b"")):  # UTF-16 too
                raise Refused(_ENTITIES)
            try:
                parser.feed(step)
            except etree.XMLSyntaxError as error:
                raise _refusal_of(error) from None
    return size


def _refusal_of(error: etree.XMLSyntaxError) -> Exception:
    """libxml2 has its own limits of depth; anything else is a broken file."""
    return Refused(_DEEP) if "depth" in str(error).lower() else error


class _Depth:
    """A parser target that counts open elements and asks for no text."""

    def __init__(self) -> None:
        self._depth = 0

    def start(self, tag: str, attributes: object) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise Refused(_DEEP)

    def end(self, tag: str) -> None:
        self._depth -= 1

    def doctype(self, *declaration: object) -> None:
        raise Refused(_ENTITIES)

    def close(self) -> None:
        self._depth = 0
