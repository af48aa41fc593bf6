"""Which state of the content a page is made from, told by one short query.

Triggers on every table that a public page may be made from give each transaction that touches one a number of its own;
the numbers that are committed tell one state from every other. A counter would not do: of two transactions the one that
counted first may commit last, and a reader in between would take the state before it for the state after it. Numbers come
from a sequence, which a backup brings back with the rest (those of the server's transactions begin anew on another
server), and never come again, so old ones can be forgotten.

An app's migration, which depends on foundation's `0010_content_changes`, says `watched("documents")`; tables that are
made later say so again in their own migration.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import connection
from django.db.migrations.operations import RunPython, RunSQL

from foundation.models import (
    ContentChange,
    RecoveryCode,
    SecondFactor,
    SecurityEvent,
    StaffSession,
    TemporaryPassword,
    VisitTally,
)

KEPT = 100  # numbers; whoever forgets the older ones waits for nobody
TRIGGER = "note_content_change"
_TABLE = ContentChange._meta.db_table
# Written at every search or log-in, and shown on no public page.
UNWATCHED = frozenset({_TABLE}) | {
    model._meta.db_table
    for model in (VisitTally, StaffSession, TemporaryPassword, SecondFactor, RecoveryCode, SecurityEvent)
}

_NOTE = f"""
CREATE FUNCTION note_content_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('portal.content_noted', TRUE), '') = '' THEN
        INSERT INTO {_TABLE} DEFAULT VALUES;
        PERFORM set_config('portal.content_noted', '1', TRUE);
        DELETE FROM {_TABLE} WHERE id IN (
            SELECT id FROM {_TABLE} ORDER BY id DESC OFFSET {KEPT} FOR UPDATE SKIP LOCKED
        );
    END IF;
    RETURN NULL;
END $$;
"""


def content_state() -> str:
    """The same text for the same committed content, another one after any change of it. One query."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(string_agg(id::text, ',' ORDER BY id), '') FROM {_TABLE}")
        return str(cursor.fetchone()[0])


def note_function() -> RunSQL:
    """The trigger function every watched table shares; it lives in foundation's own migrations."""
    return RunSQL(_NOTE, "DROP FUNCTION note_content_change()")


def watched(label: str) -> RunPython:
    """Note from now on every change of the tables this app has by then."""

    def watch(state: Any, editor: Any) -> None:
        for table in _tables(state.get_app_config(label)):
            editor.execute(f'DROP TRIGGER IF EXISTS {TRIGGER} ON "{table}"')
            editor.execute(
                f'CREATE TRIGGER {TRIGGER} AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "{table}"'
                " FOR EACH STATEMENT EXECUTE FUNCTION note_content_change()"
            )

    def leave(state: Any, editor: Any) -> None:
        for table in _tables(state.get_app_config(label)):
            editor.execute(f'DROP TRIGGER IF EXISTS {TRIGGER} ON "{table}"')

    return RunPython(watch, leave)


def unwatched_tables(label: str) -> set[str]:
    """Tables of an app whose changes nobody would note; there should be none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = %s", [TRIGGER])
        noted = {name for (name,) in cursor.fetchall()}
    return _tables(apps.get_app_config(label)) - noted


def _tables(app: Any) -> set[str]:
    models = [model for model in app.get_models(include_auto_created=True) if model._meta.managed]
    return {model._meta.db_table for model in models} - UNWATCHED
