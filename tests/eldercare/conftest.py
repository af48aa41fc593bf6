"""A clock that stands still, and rivals that meet at a lock."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.utils import timezone

from tests import money
from tests.foundation.conftest import race as race


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """The desk reads the clock: it stands at the moment of the money builders until it is set anew."""

    def stand(at: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: at)

    stand(money.AT)
    return stand
