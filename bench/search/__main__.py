"""python -m bench.search: a database of its own on the server of the settings."""

from __future__ import annotations

import os
import sys

NAME = f"gazette_bench_search_{os.getpid()}"


def main() -> None:
    os.environ |= {"DJANGO_SETTINGS_MODULE": "portal.settings", "DEBUG": "1"}
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.DEBUG = False  # no log of queries
    from django.db import connection

    from bench.search import report

    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {NAME}")
        cursor.execute(f"CREATE DATABASE {NAME} TEMPLATE template0")
    try:
        _turn_to(NAME)
        call_command("migrate", verbosity=0)
        report.report(sys.argv[1:])
    finally:
        _turn_to("postgres")
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")


def _turn_to(name: str) -> None:
    """Let the connection, and the pool behind it, lead to another database of the server."""
    from django.db import connection

    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL has one
    connection.settings_dict["NAME"] = name


if __name__ == "__main__":
    main()
