"""Roles of the staff that stand ready for every test of home care, and rivals that meet at a lock."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from tests import money
from tests.foundation.conftest import race as race


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Making the roles anew for each test would take longer than the tests."""
    with django_db_blocker.unblock():
        call_command("ensure_roles", verbosity=0)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """The desk reads the clock: it stands at the moment of the money builders until it is set anew."""

    def stand(at: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: at)

    stand(money.AT)
    return stand
