"""Counties and townships as rows write them, and which of them the reader is on duty for. Three questions."""

from __future__ import annotations

from collections import defaultdict
from difflib import get_close_matches

from eldercare.spreadsheets.cells import plain_text
from eldercare.spreadsheets.columns import COUNTY, TOWNSHIP
from eldercare.spreadsheets.sheet import Entry
from foundation.chinese_text import fold
from foundation.models import Division
from foundation.scope import Reader, places_of


def said(entry: Entry, key: str) -> str:
    """A cell as plain text; "" where there is none."""
    cell = entry.cells.get(key)
    return plain_text(cell) if cell is not None else ""


class Places:
    def __init__(self, reader: Reader) -> None:
        self.counties: dict[str, Division] = {}
        self.townships: dict[str, dict[str, Division]] = defaultdict(dict)
        for county in Division.objects.counties().order_by("code"):
            self.counties |= {fold(county.short_name): county, fold(county.name): county}
        townships = list(Division.objects.townships().select_related("parent").order_by("code"))
        for name in ("short_name", "name"):  # a full name counts before another one's short name
            for township in townships:
                self.townships[str(township.parent_id)][fold(getattr(township, name))] = township
        self.reach = set(places_of(reader).townships().values_list("pk", flat=True))

    def township(self, entry: Entry) -> Division | None:
        """The place a row names, within reach or not."""
        county = self.counties.get(fold(said(entry, COUNTY)))
        return self.townships[county.code].get(fold(said(entry, TOWNSHIP))) if county else None

    def wrong(self, entry: Entry) -> tuple[str, str] | None:
        """The column and the sentence, if the row names no place within reach."""
        county_name, township_name = said(entry, COUNTY), said(entry, TOWNSHIP)
        if not county_name:
            return COUNTY, "请填写县（区）。"
        county = self.counties.get(fold(county_name))
        if county is None:
            return COUNTY, f"没有“{county_name[:20]}”这个县（区）{_nearest(county_name, self.counties)}"
        if not township_name:
            return TOWNSHIP, "请填写乡镇（街道）。"
        known = self.townships[county.code]
        township = known.get(fold(township_name))
        if township is None:
            where = self._elsewhere(township_name) or _nearest(township_name, known)
            return TOWNSHIP, f"{county}没有“{township_name[:20]}”这个乡镇（街道）{where}"
        if township.pk not in self.reach:
            return TOWNSHIP, f"{county}{township}不在您的辖区，不能导入。"
        return None

    def _elsewhere(self, township_name: str) -> str:
        found = (known.get(fold(township_name)) for known in self.townships.values())
        township = next(filter(None, found), None)
        return f"，它属于{township.parent}：请核对县（区）。" if township is not None else ""


def _nearest(asked: str, known: dict[str, Division]) -> str:
    near = get_close_matches(fold(asked), list(known), n=1, cutoff=0.4)
    return f"：是不是“{known[near[0]]}”？" if near else "：请写全称。"
