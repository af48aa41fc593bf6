"""Whatever anybody does in whatever order: three people, one content, one publish time, an unbroken history."""

from __future__ import annotations

import os

import pytest

from tests.foundation.review_walk import ReviewWalk

STEPS = int(os.environ.get("WALK_STEPS", "150"))


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [8, 1954])
def test_a_random_walk_through_the_reviews(seed: int) -> None:
    walk = ReviewWalk(seed)
    for _ in range(STEPS):
        walk.step()
    assert walk.published, walk.done
    assert {"MoveNotAllowed", "NotPermitted", "ReviewsTwice"} <= set(walk.refused), walk.refused
