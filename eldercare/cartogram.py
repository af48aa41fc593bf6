"""The eight counties as tiles, laid out as they lie: for pictures drawn on the server. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

WIDTH, HEIGHT, GAP = 150, 96, 8

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
    weight: int  # 0 to 4: how dark

    @property
    def middle(self) -> int:
        return self.x + WIDTH // 2

    @property
    def name_at(self) -> int:
        return self.y + 40

    @property
    def count_at(self) -> int:
        return self.y + 76


@dataclass(frozen=True)
class Cartogram:
    tiles: tuple[Tile, ...]
    width: int
    height: int
    total: int


def cartogram(names: Mapping[str, str], counts: Mapping[str, int]) -> Cartogram:
    """One tile a county: `names` and `counts` by county code. A county the layout does not know stands in a last row."""
    most = max(counts.values(), default=0)
    known = [code for code in PLACES if code in names]
    others = sorted(names.keys() - PLACES.keys())
    places = {code: PLACES[code] for code in known} | {code: (place, 4) for place, code in enumerate(others)}
    tiles = tuple(
        Tile(
            code,
            names[code],
            counts.get(code, 0),
            GAP + column * (WIDTH + GAP),
            GAP + row * (HEIGHT + GAP),
            _weight(counts.get(code, 0), most),
        )
        for code, (column, row) in sorted(places.items(), key=lambda place: (place[1][1], place[1][0]))
    )
    columns = max((column for column, _ in places.values()), default=0) + 1
    rows = max((row for _, row in places.values()), default=0) + 1
    return Cartogram(
        tiles,
        GAP + columns * (WIDTH + GAP),
        GAP + rows * (HEIGHT + GAP),
        sum(counts.get(code, 0) for code in names),
    )


def _weight(count: int, most: int) -> int:
    """0 for none, then four steps up to the most."""
    return 0 if not count else 1 + min(3, (count - 1) * 4 // most)
