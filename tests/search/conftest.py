"""What the tests of the search share."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest


@pytest.fixture
def commits(
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[Any]],
) -> Callable[[], AbstractContextManager[Any]]:
    """Within it a transaction is through: what waits for the commit runs at its end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)
