"""Random walks with many accidents, orders, corrections and new operators between the applications (see
`test_rating_properties`)."""

from __future__ import annotations

import pytest

from tests.eldercare.test_rating_properties import walked

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", [6, *(pytest.param(seed, marks=pytest.mark.long) for seed in (7, 8, 9, 10))])
def test_whatever_happens_beside_the_ratings_stay_sound(seed: int) -> None:
    walk = walked(seed, beside=0.3)
    assert min(walk.done[verb] for verb in ("record", "determine", "order", "neglect", "approve")) > 0
    assert walk.done["cancel"] + walk.done["lower"] + walk.done["correct"] > 3
