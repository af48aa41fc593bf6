"""Scales, labels and drawings: every count drawn once, nothing outside its room."""

from calendar import isleap
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from foundation.pictures import bars, grid, year
from foundation.pictures.scales import STEPS, length, weight
from foundation.pictures.words import ems, shorten, width_of, wrap

NAMES = st.text(st.sampled_from("市财政局人民政府（）2024abc〔〕号"), min_size=1, max_size=40)
COUNTS = st.integers(0, 5000)


def test_han_letters_are_wide_and_figures_narrow() -> None:
    assert width_of("财政") == 2
    assert width_of("12") < 2
    assert ems(45) == "2.5em"
    assert wrap("临政办发〔2024〕3号", 8, 3) == ("临政办发", "〔2024〕3号")


@given(NAMES, st.integers(2, 30))
def test_a_shortened_name_fits_and_says_that_it_goes_on(name: str, room: int) -> None:
    short = shorten(name, room)
    assert width_of(short) <= room
    assert short == name or name.startswith(short.removesuffix("…")) and short.endswith("…")


@given(NAMES, st.integers(2, 12), st.integers(1, 4))
def test_wrapped_lines_fit_and_lose_nothing_but_the_end(name: str, room: int, lines: int) -> None:
    rows = wrap(name, room, lines)
    assert 1 <= len(rows) <= lines
    assert all(width_of(row) <= room for row in rows)
    assert name.startswith("".join(rows).removesuffix("…"))


@given(COUNTS, COUNTS)
def test_more_is_never_lighter_or_shorter(one: int, other: int) -> None:
    low, high = sorted((one, other))
    assert 0 <= weight(low, high) <= weight(high, high) <= STEPS
    assert (weight(low, high) == 0) == (low == 0)
    assert length(low, high, 300) <= length(high, high, 300) <= 300
    assert (length(low, high, 300) == 0) == (low == 0)


@given(st.lists(st.tuples(NAMES, st.lists(COUNTS, min_size=3, max_size=3)), max_size=12))
def test_bars_keep_to_the_width_and_their_words_to_the_room(rows: list[tuple[str, list[int]]]) -> None:
    drawn = bars.draw(
        [
            bars.BarRow(
                name,
                tuple(bars.Part("lead", Decimal(count), f"牵头{count}") for count in counts),
                f"{sum(counts)}件",
                name,
            )
            for name, counts in rows
        ]
    )
    assert [bar.row.value for bar in drawn.bars] == [sum(counts) for _, counts in rows]
    for bar in drawn.bars:
        assert width_of(bar.name) * bars.TYPE <= drawn.width
        assert bar.end + width_of(bar.row.total) * bars.TOTAL_TYPE <= drawn.width
        assert bar.y + bar.line <= drawn.height
        edges = [(part.x, part.x + part.width) for part in bar.segments]
        assert all(one[1] == other[0] for one, other in zip(edges, edges[1:], strict=False))
    tops = [bar.y for bar in drawn.bars]
    assert all(other - one >= bars.LINE for one, other in zip(tops, tops[1:], strict=False))


@given(
    st.dictionaries(st.tuples(st.integers(0, 6), st.integers(0, 5)), st.integers(1, 900), max_size=40),
    st.booleans(),
)
def test_a_grid_draws_every_spot_once_and_no_two_on_each_other(
    counts: dict[tuple[int, int], int], as_bars: bool
) -> None:
    lines = [grid.Line(row, f"示例单位第{row}号", total="9") for row in range(7)]
    heads = [grid.Head(column, f"示例通知第{column}号") for column in range(6)]
    spots = {key: grid.Spot(count, f"{key}") for key, count in counts.items()}
    drawn = grid.draw(lines, heads, spots, grid.Layout(width=60, height=60, head_lines=2, bars=as_bars))
    assert sorted(cell.spot.label for cell in drawn.cells) == sorted(f"{key}" for key in counts)
    assert sum(cell.spot.count for cell in drawn.cells) == sum(counts.values())
    places = {(cell.x, cell.y) for cell in drawn.cells}
    assert len(places) == len(counts)
    for cell in drawn.cells:
        assert cell.x + cell.width < drawn.cells_width
        assert cell.y + cell.height < drawn.height
        assert cell.bar <= cell.height
        assert not as_bars or cell.above_bar - grid.TYPE >= cell.y - 5
    for name in (*drawn.names, *drawn.heads):
        assert all(width_of(line) * grid.HEAD_TYPE <= max(name.width, 0) + grid.GAP for line, _ in name.text)


def test_marks_keep_the_slot_of_their_order() -> None:
    spot = grid.Spot(
        5, "", marks=(grid.Mark("lead", 0), grid.Mark("support", 2), grid.Mark("responsible", 3))
    )
    drawn = grid.draw(
        [grid.Line(1, "甲")], [grid.Head(1, "乙")], {(1, 1): spot}, grid.Layout(width=110, height=38)
    )
    (cell,) = drawn.cells
    assert [(mark.kind, mark.x) for mark in cell.spot.marks] == [
        ("support", 3 + grid.SLOT),
        ("responsible", 3 + 2 * grid.SLOT),
    ]
    assert all(cell.y <= mark.y and mark.y + mark.size <= cell.y + cell.height for mark in cell.spot.marks)


@given(st.integers(1949, 2999), st.dictionaries(st.integers(0, 364), st.integers(1, 60), max_size=60))
def test_a_year_has_every_day_once_and_counts_each_once(of: int, busy: dict[int, int]) -> None:
    counts = {date(of, 1, 1) + timedelta(days=day): count for day, count in busy.items()}
    counts[date(of - 1, 12, 31)] = 7  # of another year
    drawn = year.draw(of, counts, day_url=lambda day: f"#{day}", month_url=lambda month: f"/{month}")
    squares = [square for month in drawn.months for square in month.squares]
    assert len({square.day for square in squares}) == len(squares) == 365 + isleap(of)
    assert drawn.total == sum(busy.values()) == sum(square.count for square in squares)
    assert {square.day for square in squares if square.url} == set(counts) - {date(of - 1, 12, 31)}
    assert [bool(month.url) for month in drawn.months] == [month.count > 0 for month in drawn.months]
    for month in drawn.months:
        places = {(square.x, square.y) for square in month.squares}
        assert len(places) == len(month.squares)
        assert all(square.x + square.size <= month.width for square in month.squares)
        assert all(square.y + square.size <= month.height for square in month.squares)
