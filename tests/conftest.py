"""What every test stands on: development mode, the server manage.py uses, cheap passwords, a real browser."""

import os
from collections.abc import Iterator

# Before pytest-django reads the settings: tests never depend on the operator's environment.
os.environ["DEBUG"] = "1"

import pytest
from django.test import override_settings


@pytest.fixture(autouse=True, scope="session")
def cheap_passwords() -> Iterator[None]:
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield
