"""Codes of addresses: the modules of the standard, drawn, with a quiet zone around them."""

from __future__ import annotations

import re

import pytest
import segno

from foundation.quick_codes import QUIET_ZONE, svg_of


@pytest.mark.parametrize(
    "address", ["https://gazette.example.cn/eldercare/1/", "http://127.0.0.1:8000/x/", "https://示例.cn/"]
)
def test_the_drawing_is_the_code_of_the_address(address: str) -> None:
    wanted = [[bool(module) for module in row] for row in segno.make_qr(address, error="m").matrix]
    drawing = svg_of(address)
    size = len(wanted) + 2 * QUIET_ZONE
    assert f'viewBox="0 0 {size} {size}"' in drawing
    assert dark_modules(drawing) == {
        (x + QUIET_ZONE, y + QUIET_ZONE) for y, row in enumerate(wanted) for x, dark in enumerate(row) if dark
    }


def dark_modules(drawing: str) -> set[tuple[int, int]]:
    """Follow the pen: m moves, h draws a row of modules."""
    path = re.search(r' d="([^"]+)"', drawing)
    assert path is not None
    x, y = 0.0, 0.0
    found = set()
    for step, said in re.findall(r"([Mmh])([-\d. ]+)", path[1]):
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", said)]
        if step == "h":
            found |= {(int(x) + place, int(y)) for place in range(int(numbers[0]))}
            x += numbers[0]
        else:
            x, y = (numbers[0], numbers[1]) if step == "M" else (x + numbers[0], y + numbers[1])
    return found
