"""The roles of the staff stand ready for every test of home care; making them anew for each takes longer than the tests."""

import pytest
from django.core.management import call_command
from pytest_django.plugin import DjangoDbBlocker


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        call_command("ensure_roles", verbosity=0)
