"""Office files are zip archives of XML: count before opening. Pure.

Refuses what only an attack contains: thousands of members, a ratio no text has, declared sizes that are not true,
document types and entities, elements nested without end.
"""

from __future__ import annotations

import io
import re
import zipfile

from lxml import etree

from foundation.opening.refused import CannotOpen

MAX_MEMBERS = 4000
MAX_INFLATED = 256 << 20
MAX_XML = 64 << 20
MAX_RATIO = 200
MAX_DEPTH = 200
_SMALL = 4 << 20  # a ratio says nothing about a small file
_STEP = 1 << 20
_XML = re.compile(r"\.(?:xml|rels)$", re.I)
_DECLARED = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.I)

SWOLLEN, LOCKED, DECLARED, DEEP = "SwollenArchive", "LockedArchive", "DeclaredEntities", "NestedTooDeep"


def require_sound_archive(raw: bytes) -> None:
    """Inflate every XML member once, in steps and with a limit. Raises CannotOpen with one of the four reasons."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        members = archive.infolist()
        declared = sum(member.file_size for member in members)
        if len(members) > MAX_MEMBERS or declared > MAX_INFLATED or _swollen(declared, len(raw)):
            raise CannotOpen(SWOLLEN)
        inflated = 0
        for member in members:
            if member.flag_bits & 1:
                raise CannotOpen(LOCKED)
            if _XML.search(member.filename):
                inflated += _inspect_xml(archive, member)
                if inflated > 2 * MAX_XML or _swollen(inflated, len(raw)):
                    raise CannotOpen(SWOLLEN)


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
                raise CannotOpen(SWOLLEN)
            if _DECLARED.search(step.replace(b"\0", b"")):  # UTF-16 too
                raise CannotOpen(DECLARED)
            try:
                parser.feed(step)
            except etree.XMLSyntaxError as error:
                raise _refusal_of(error) from None
    return size


def _refusal_of(error: etree.XMLSyntaxError) -> Exception:
    """libxml2 has its own limits of depth; anything else is a broken file."""
    return CannotOpen(DEEP) if "depth" in str(error).lower() else error


class _Depth:
    """A parser target that counts open elements and asks for no text."""

    def __init__(self) -> None:
        self._depth = 0

    def start(self, tag: str, attributes: object) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise CannotOpen(DEEP)

    def end(self, tag: str) -> None:
        self._depth -= 1

    def doctype(self, *declaration: object) -> None:
        raise CannotOpen(DECLARED)

    def close(self) -> None:
        self._depth = 0
