"""Roles of the staff that stand ready for every test of home care, and rivals that meet at a lock."""

import pytest
from django.core.management import call_command
from pytest_django.plugin import DjangoDbBlocker

from tests.foundation.conftest import race as race


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Making the roles anew for each test would take longer than the tests."""
    with django_db_blocker.unblock():
        call_command("ensure_roles", verbosity=0)
