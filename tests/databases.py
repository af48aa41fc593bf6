"""Databases of their own for tests with real processes, on the server the tests use."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import psycopg
from django.apps import apps
from django.db import connection, transaction
from psycopg import sql

PROJECT = Path(__file__).resolve().parents[1]
Command = subprocess.Popen[bytes]


@dataclass(frozen=True)
class Database:
    """One database of the server; commands run on it as an operator's would."""

    name: str

    @property
    def url(self) -> str:
        server = _server()
        host = quote(server["host"], safe="")
        return f"postgresql://{quote(server['user'])}:{quote(server['password'])}@{host}:{server['port']}/{self.name}"

    def start(self, *command: str, **environment: str) -> Command:
        """manage.py with these words, as a process of its own."""
        wanted = {"DEBUG": "1", "DATABASE_URL": self.url, "DATABASE_POOL_TIMEOUT": "5"}
        return subprocess.Popen(
            [sys.executable, "manage.py", *command],
            cwd=PROJECT,
            env=os.environ | wanted | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def run(self, *command: str, timeout: int = 120, **environment: str) -> tuple[int, bytes, str]:
        """Exit code, standard output, standard error."""
        process = self.start(*command, **environment)
        out, said = process.communicate(timeout=timeout)
        return process.returncode, out, said.decode("utf-8")

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(dbname=self.name, **_server()) as asked:
            return asked.execute(query).fetchall()

    def counts(self) -> dict[str, int]:
        """How many rows each table holds."""
        tables = self.ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        parts = [f"SELECT '{table}', count(*) FROM {table}" for (table,) in tables]
        return dict(self.ask(" UNION ALL ".join(parts))) if parts else {}


@contextmanager
def new_database(template: str = "template0") -> Iterator[Database]:
    """A new database, a copy of ``template``; it is gone afterwards."""
    made = Database(f"test_import_{uuid4().hex[:12]}")
    _on_server("CREATE DATABASE {} TEMPLATE {}", made.name, template)
    try:
        yield made
    finally:
        _on_server("DROP DATABASE {} WITH (FORCE)", made.name)


def migrated() -> str:
    """The name of a database with all tables and no rows of ours, to be copied: migrating takes most of a minute.

    It is made once for each state of the migrations and kept by the server from run to run. Whoever comes first makes
    it, the others wait; it gets its name last, so that what a killed run left is never taken for whole.
    """
    name = f"test_template_{_state_of_migrations()}"
    with psycopg.connect(dbname="postgres", autocommit=True, **_server()) as server:
        server.execute("SELECT pg_advisory_lock(hashtext('test_template'))")
        known = server.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE 'test_template_%'"
        ).fetchall()
        if (name,) not in known:
            for (old,) in known:
                server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(old)))
            with new_database() as made:
                code, _, said = made.run("migrate", timeout=600)
                assert code == 0, said
                _on_server("CREATE DATABASE {} TEMPLATE {}", name, made.name)
    return name


def _state_of_migrations() -> str:
    """A digest of our migrations and of the libraries that bring their own."""
    files = [PROJECT / "constraints.txt"]
    for app in apps.get_app_configs():
        if PROJECT in Path(app.path).parents:
            files += sorted(Path(app.path).glob("migrations/*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


def _server() -> dict[str, Any]:
    connection.get_connection_params()  # makes sure that the embedded server runs, and where
    known = connection.settings_dict
    found = {"host": known["HOST"] or "localhost", "port": known["PORT"] or 5432, "user": known["USER"]}
    return found | {"password": known["PASSWORD"] or ""}


def _on_server(statement: str, *names: Sequence[str]) -> None:
    with psycopg.connect(dbname="postgres", autocommit=True, **_server()) as server:
        server.execute(sql.SQL(statement).format(*(sql.Identifier(str(name)) for name in names)))


@contextmanager
def past_the_triggers() -> Iterator[None]:
    """Rows are written in bulk, past guards, logs and the look-up of foreign keys; all other constraints hold as ever."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")
