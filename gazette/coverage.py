"""Which issues are on record: year against number, with the gaps. Pure but for the addresses of the issues."""

from __future__ import annotations

from collections.abc import Sequence

from foundation.pictures import grid
from foundation.pictures.picture import Figure, Picture, Table, TableRow
from gazette.models import Issue

ISSUES_A_YEAR = 12
LAYOUT = grid.Layout(names=84, width=46, height=46, total=64, total_name="收录")


def coverage(issues: Sequence[Issue]) -> Picture | None:
    """Every year from the first to the last, newest first; nothing while there are no issues."""
    if not issues:
        return None
    known = {(issue.year, issue.number): issue for issue in issues}
    numbers = range(1, max(ISSUES_A_YEAR, *(issue.number for issue in issues)) + 1)
    years = range(max(issue.year for issue in issues), min(issue.year for issue in issues) - 1, -1)
    counts = {year: sum(issue.year == year for issue in issues) for year in years}
    lines = [_line(year, counts[year]) for year in years]
    heads = [grid.Head(number, str(number), label=f"第{number}期") for number in numbers]
    spots = {(year, number): _spot(year, number, known) for year in years for number in numbers}
    rows = tuple(
        TableRow(f"{year}年", (Figure(str(counts[year])), Figure(_missing(year, numbers, known))))
        for year in years
    )
    table = Table(
        ("年份", "收录期数", "没有收录的期号"), rows, TableRow("合计", (Figure(str(len(issues))), Figure("")))
    )
    return Picture(
        key="coverage",
        title="收录情况",
        text="一行一年，一格一期，格里是期号。点格子打开那一期；画“–”的还没有收录。",
        drawing=grid.draw(lines, heads, spots, LAYOUT),
        table=table,
    )


def _line(year: int, count: int) -> grid.Line:
    return grid.Line(year, f"{year}年", f"#y{year}" if count else "", f"{count}期")


def _spot(year: int, number: int, known: dict[tuple[int, int], Issue]) -> grid.Spot:
    issue = known.get((year, number))
    if issue is None:
        return grid.Spot(0, f"{year}年第{number}期还没有收录", text="–", missing=True)
    return grid.Spot(1, str(issue), issue.get_absolute_url(), str(number), weight=1)


def _missing(year: int, numbers: range, known: dict[tuple[int, int], Issue]) -> str:
    return "、".join(str(number) for number in numbers if (year, number) not in known) or "没有缺的"
