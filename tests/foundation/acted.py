"""What the log and the connection say of who acts."""

from __future__ import annotations

from typing import Any

from django.db import connection

from foundation.models import RowChange

BROKEN = "SELECT no_such_column FROM foundation_unit"


def who() -> list[tuple[str | None, str]]:
    """Of all that was changed, accounts aside."""
    changes = RowChange.objects.exclude(table_name__startswith="auth_").order_by("pk")
    return list(changes.values_list("by__username", "via"))


def held() -> tuple[str, str]:
    """What the connection itself says of the actor now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(current_setting('portal.actor', TRUE), ''), coalesce(current_setting('portal.via', TRUE), '')"
        )
        found: tuple[str, str] = cursor.fetchone()
        return found


def run(sql: str, *params: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])
