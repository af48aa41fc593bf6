"""Long random walks through rating: anybody does anything on any day, and what must always hold is looked at all the way.

Ten walks of a thousand verbs, half of them here, among applications; the other half, among accidents, orders and
corrections, in `test_supervision_properties`. A walk is known by its seed. One of each half always runs, the others
when asked for (``--long``).
"""

from __future__ import annotations

import pytest

from tests.eldercare.rating_invariants import INVARIANTS
from tests.eldercare.rating_walk import RatingWalk

pytestmark = pytest.mark.django_db
VERBS, LOOK_EVERY = 1000, 100


def walked(seed: int, *, beside: float) -> RatingWalk:
    """A thousand verbs; every hundred, and at the end, everything is looked at."""
    walk, verbs, looked = RatingWalk(seed, beside=beside), 0, 0
    while verbs < VERBS:
        verbs += walk.step()
        if verbs >= looked + LOOK_EVERY or verbs >= VERBS:
            looked = verbs
            for holds in INVARIANTS:
                holds(walk)
    return walk


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.long) for seed in (2, 3, 4, 5))])
def test_whatever_anybody_does_the_ratings_stay_sound(seed: int) -> None:
    walk = walked(seed, beside=0.12)
    assert min(walk.done[verb] for verb in ("open", "fill_and_submit", "pass", "convene", "find")) > 0
    assert min(walk.done[verb] for verb in ("return", "assess", "approve")) > 0
    assert VERBS / 10 < sum(walk.refused.values()) < VERBS * 0.8
