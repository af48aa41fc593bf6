"""The facts in fixtures/reference hang together; pure."""

import json
import re
from collections import Counter
from typing import Any

from foundation.chinese_text import fold
from foundation.reference import FOLDER


def rows(name: str) -> list[dict[str, Any]]:
    content = json.loads((FOLDER / name).read_text("utf-8"))
    return list(content["rows"])


DIVISIONS = rows("divisions.json")
UNITS = rows("units.json")


def test_one_city_eight_counties_and_seventy_seven_townships_and_streets() -> None:
    assert Counter(row["level"] for row in DIVISIONS) == {"city": 1, "county": 8, "township": 77}


def test_each_county_has_its_townships() -> None:
    short = {row["code"]: row["short_name"] for row in DIVISIONS}
    townships = Counter(short[row["parent"]] for row in DIVISIONS if row["level"] == "township")
    expected = {"临翔": 10, "凤庆": 13, "云县": 12, "永德": 10, "镇康": 7, "双江": 6, "耿马": 9, "沧源": 10}
    assert townships == expected


def test_what_a_township_is_stands_in_its_name() -> None:
    endings = {"street": "街道", "town": "镇", "township": "乡", "ethnic_township": "族乡"}
    townships = [row for row in DIVISIONS if row["level"] == "township"]
    assert [row["name"] for row in townships if not row["name"].endswith(endings[row["kind"]])] == []
    assert Counter(row["kind"] for row in townships) == {
        "street": 2,
        "town": 32,
        "township": 30,
        "ethnic_township": 13,
    }


def test_no_printed_name_stands_for_two_units() -> None:
    names = Counter(
        fold(printed)
        for row in UNITS
        for printed in (row["name"], row["short_name"], *row.get("variants", []))
        if printed
    )
    assert [name for name, times in names.items() if times > 1] == []


def test_what_a_unit_refers_to_is_there() -> None:
    names = {row["name"] for row in UNITS}
    codes = {row["code"] for row in DIVISIONS}
    groups = {row["name"] for row in UNITS if row.get("is_group")}
    members = {member for row in UNITS for member in row.get("members", [])}
    assert {row["successor"] for row in UNITS if "successor" in row} <= names
    assert {row["division"] for row in UNITS if "division" in row} <= codes
    assert members <= names - groups
    assert {row["name"] for row in UNITS if "members" in row} <= groups


def test_the_county_governments_are_the_eight() -> None:
    group = next(row for row in UNITS if row["name"] == "各县（区）人民政府")
    counties = [row["name"] for row in DIVISIONS if row["level"] == "county"]
    assert group["members"] == [f"{county}人民政府" for county in counties]


def test_fifteen_kinds_are_official() -> None:
    official = [row["name"] for row in rows("kinds.json") if row["is_official"]]
    assert len(set(official)) == 15
    assert {"通知", "意见", "决定", "报告", "纪要"} < set(official)


def test_columns_have_readable_addresses() -> None:
    slugs = [row["slug"] for row in rows("columns.json")]
    assert len(set(slugs)) == len(slugs)
    assert [slug for slug in slugs if not re.fullmatch(r"[a-z0-9-]+", slug)] == []
