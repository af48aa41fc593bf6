"""Counting the values of a facet: the same however many of them an entry bears."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from foundation.search.shelf import FacetColumn

VALUES = ("甲", "乙", "丙")
BORNE = st.lists(st.sets(st.integers(0, len(VALUES) - 1)), max_size=200)


@given(borne=BORNE, data=st.data())
def test_every_value_is_counted_once_for_each_hit_that_bears_it(
    borne: list[set[int]], data: st.DataObject
) -> None:
    hits = data.draw(st.lists(st.booleans(), min_size=len(borne), max_size=len(borne)))
    pairs = [(place, code) for place, codes in enumerate(borne) for code in sorted(codes)]
    packed = np.array(pairs, dtype=np.uint32).reshape(-1, 2)
    column = FacetColumn(VALUES, packed[:, 0].copy(), packed[:, 1].copy(), len(borne))
    counted = Counter(VALUES[code] for place, code in pairs if hits[place])
    assert column.counts(np.flatnonzero(hits)) == dict(counted)
