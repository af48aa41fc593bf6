"""The eight counties as tiles, laid out as they lie: for pictures drawn on the server. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

WIDTH, HEIGHT, GAP = 150, 72, 8
COLUMNS, ROWS = 3, 4
BASELINE = 47  # where the words stand in a tile
LONGEST_NAME = 4  # characters that fit beside a number
STEPS = 4  # how many darknesses there are

# County code → column and row, north at the top.
PLACES = {
    "530921": (1, 0),  # 凤庆
    "530922": (2, 0),  # 云县
    "530923": (0, 1),  # 永德
    "530902": (2, 1),  # 临翔
    "530924": (0, 2),  # 镇康
    "530926": (1, 2),  # 耿马
    "530925": (2, 2),  # 双江
    "530927": (1, 3),  # 沧源
}


@dataclass(frozen=True)
class Tile:
    code: str
    name: str
    count: int
    x: int
    y: int
    weight: int  # 0 for none, then 1 to STEPS: how dark
    is_chosen: bool = False
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def label(self) -> str:
        """What fits into the tile."""
        return self.name if len(self.name) <= LONGEST_NAME else f"{self.name[: LONGEST_NAME - 1]}…"

    @property
    def middle(self) -> int:
        return self.x + WIDTH // 2

    @property
    def baseline(self) -> int:
        return self.y + BASELINE


@dataclass(frozen=True)
class Cartogram:
    tiles: tuple[Tile, ...]
    width: int
    height: int
    total: int


def cartogram(names: Mapping[str, str], counts: Mapping[str, int], *, chosen: str = "") -> Cartogram:
    """One tile a county, row by row: `names` and `counts` by county code.

    A county the layout does not know stands below it; a count of a county without a name is left out.
    """
    others = sorted(names.keys() - PLACES.keys())
    places = {code: PLACES[code] for code in PLACES if code in names}
    places |= {code: (number % COLUMNS, ROWS + number // COLUMNS) for number, code in enumerate(others)}
    most = max((counts.get(code, 0) for code in names), default=0)
    tiles = tuple(
        Tile(
            code=code,
            name=names[code],
            count=counts.get(code, 0),
            x=GAP + column * (WIDTH + GAP),
            y=GAP + row * (HEIGHT + GAP),
            weight=_weight(counts.get(code, 0), most),
            is_chosen=code == chosen,
        )
        for code, (column, row) in sorted(places.items(), key=lambda place: place[1][::-1])
    )
    rows = max((row for _, row in places.values()), default=-1) + 1
    return Cartogram(
        tiles,
        width=GAP + COLUMNS * (WIDTH + GAP),
        height=GAP + rows * (HEIGHT + GAP),
        total=sum(tile.count for tile in tiles),
    )


def _weight(count: int, most: int) -> int:
    return 0 if not count else 1 + min(STEPS - 1, (count - 1) * STEPS // most)
