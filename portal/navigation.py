"""The sections of the site, as the head of every page names them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from foundation.addresses import address_of


@dataclass(frozen=True)
class Section:
    """``name`` of its first page; the simplified pages show those ``for_elders`` only."""

    label: str
    name: str
    for_elders: bool = True

    @property
    def address(self) -> str:
        return address_of(self.name)


SECTIONS = (
    Section("公报", "gazette:issue_list"),
    Section("公文", "documents:document_list"),
    Section("责任事项", "documents:task_list", for_elders=False),
    Section("单位", "documents:unit_list", for_elders=False),
    Section("大事记", "gazette:chronicle_index"),
    Section("养老服务", "eldercare:institution_list"),
    Section("查找", "portal:search"),
    Section("关于", "portal:about", for_elders=False),
)


def section_of(path: str) -> str:
    """The address of the section that a page lies in, or nothing."""
    first = f"/{path[1:].partition('/')[0]}/"
    return first if first in _addresses() else ""


@cache
def _addresses() -> frozenset[str]:
    return frozenset(section.address for section in SECTIONS)
