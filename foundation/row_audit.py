"""Migration operations that let the database itself log what becomes of rows (foundation.models.RowChange).

A trigger sees every change: of a form, of bulk updates, of raw SQL, of somebody at psql. It cannot know who sits at the
desk: `foundation.acting` tells it for the length of a transaction. TRUNCATE fires no row trigger and is not logged.

An app's migration, which depends on foundation's `0006_row_changes`, reads:

    audited("eldercare_filing", owner=("eldercare_institution", "institution_id"), hidden=["id_number", "phone"])
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from django.apps import apps
from django.db import connection
from django.db.migrations.operations import RunSQL

HIDDEN = "〔保密〕"
Owner = tuple[str, str]

# Arguments of the trigger: the owner's table or '', the column that holds the owner's id or '', then hidden columns.
# When a hidden or owning column is no more (renamed, dropped) the table takes no change until the trigger is made anew:
# rather none than one that shows what it must hide. Generated columns are derived and left out.
_FUNCTIONS = f"""
CREATE FUNCTION fit_to_be_logged(part jsonb, hidden text[], binaries text[]) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN part ?| (hidden || binaries) THEN (
        SELECT jsonb_object_agg(key, CASE
            WHEN value = 'null' THEN value
            WHEN key = ANY (hidden) THEN '"{HIDDEN}"'
            WHEN key = ANY (binaries) THEN to_jsonb(format('〔%s 字节〕', (length(value #>> '{{}}') - 2) / 2))
            ELSE value END)
        FROM jsonb_each(part)
    ) ELSE part END
$$;

CREATE FUNCTION log_row_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    hidden CONSTANT text[] := coalesce(TG_ARGV[2:], '{{}}');
    needed CONSTANT text[] := array_remove(hidden || TG_ARGV[1] || 'id'::text, '');
    binaries text[];
    derived text[];
    was jsonb;
    is_now jsonb;
    whole jsonb;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD *= NEW THEN
        RETURN NULL;
    END IF;
    SELECT coalesce(array_agg(attname::text) FILTER (WHERE atttypid = 'bytea'::regtype), '{{}}'),
           coalesce(array_agg(attname::text) FILTER (WHERE attgenerated <> ''), '{{}}')
        INTO binaries, derived
        FROM pg_attribute WHERE attrelid = TG_RELID AND attnum > 0 AND NOT attisdropped;
    IF TG_OP <> 'INSERT' THEN was := to_jsonb(OLD) - derived; END IF;
    IF TG_OP <> 'DELETE' THEN is_now := to_jsonb(NEW) - derived; END IF;
    whole := coalesce(is_now, was);
    IF NOT whole ?& needed THEN
        RAISE EXCEPTION '表 % 缺少修改记录所需的列，没有改动：请在迁移中重建触发器（所需 %）', TG_TABLE_NAME, needed
            USING ERRCODE = 'undefined_column';
    END IF;
    IF TG_OP = 'UPDATE' THEN
        SELECT jsonb_object_agg(key, was -> key), jsonb_object_agg(key, value) INTO was, is_now
            FROM jsonb_each(is_now) WHERE value <> was -> key;
        IF was IS NULL THEN
            RETURN NULL;
        END IF;
    END IF;
    IF cardinality(hidden || binaries) > 0 THEN
        was := fit_to_be_logged(was, hidden, binaries);
        is_now := fit_to_be_logged(is_now, hidden, binaries);
    END IF;
    INSERT INTO foundation_rowchange
        (table_name, row_id, deed, before, after, owner_table, owner_id, by_id, via, at, transaction_id)
    VALUES (
        TG_TABLE_NAME,
        (whole ->> 'id')::bigint,
        lower(TG_OP),
        was,
        is_now,
        CASE WHEN whole ->> TG_ARGV[1] IS NULL THEN '' ELSE TG_ARGV[0] END,
        (whole ->> TG_ARGV[1])::bigint,
        nullif(current_setting('portal.actor', TRUE), '')::integer,
        left(coalesce(current_setting('portal.via', TRUE), ''), 200),
        clock_timestamp(),
        pg_current_xact_id()::text::bigint
    );
    RETURN NULL;
END $$;
"""
_NO_FUNCTIONS = """
DROP FUNCTION log_row_change();
DROP FUNCTION fit_to_be_logged(jsonb, text[], text[]);
"""
_APPENDED = """
CREATE FUNCTION refuse_rewritten_row_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '修改记录只能追加' USING ERRCODE = 'check_violation', CONSTRAINT = 'row_change_is_appended';
END $$;
CREATE TRIGGER refuse_rewritten_row_change BEFORE UPDATE OR DELETE ON foundation_rowchange
    FOR EACH ROW EXECUTE FUNCTION refuse_rewritten_row_change();
"""
_REWRITABLE = """
DROP TRIGGER refuse_rewritten_row_change ON foundation_rowchange;
DROP FUNCTION refuse_rewritten_row_change();
"""


def row_audit_function() -> RunSQL:
    """The trigger function every audited table shares; it lives in foundation's own migrations."""
    return RunSQL(_FUNCTIONS, _NO_FUNCTIONS)


def row_changes_are_appended() -> RunSQL:
    """Nobody rewrites the log."""
    return RunSQL(_APPENDED, _REWRITABLE)


def audited(
    table: str, *, owner: Owner | None = None, hidden: Sequence[str] = (), columns: Sequence[str] = ()
) -> RunSQL:
    """Log every row of the table from now on.

    `owner` is the table a row belongs to and the column of the row that holds the owner's id (`id` for the owner's own
    table): a desk can then show all that became of one institution. A row that moves is logged with its new owner.

    Of `hidden` columns only that they changed is logged: encrypted ones and the keyed hashes beside them, for the log is
    kept for ever. Where `columns` are given, an update that sets none of them is not looked at: the hour of each log-in
    is no change of an account. The table has an integer `id`.
    """
    return RunSQL(_create(table, owner, hidden, columns), _drop(table))


def no_longer_audited(table: str, *, owner: Owner | None = None, hidden: Sequence[str] = ()) -> RunSQL:
    """The reverse, to be told what was said before: stands before the new `audited` when a hidden column is renamed."""
    return RunSQL(_drop(table), _create(table, owner, hidden))


def _create(table: str, owner: Owner | None, hidden: Sequence[str], columns: Sequence[str] = ()) -> str:
    arguments = [*(owner or ("", "")), *hidden]
    _require_names([table, *columns, *filter(None, arguments)])
    quoted = ", ".join(f"'{argument}'" for argument in arguments)
    update = f"UPDATE OF {', '.join(columns)}" if columns else "UPDATE"
    return (
        f'CREATE TRIGGER log_row_change AFTER INSERT OR {update} OR DELETE ON "{table}"'
        f" FOR EACH ROW EXECUTE FUNCTION log_row_change({quoted});"
    )


def _drop(table: str) -> str:
    _require_names([table])
    return f'DROP TRIGGER log_row_change ON "{table}";'


def _require_names(names: Iterable[str]) -> None:
    wrong = [name for name in names if not re.fullmatch(r"[a-z_][a-z0-9_]*", name)]
    if wrong:
        raise ValueError(f"not names of tables or columns: {wrong}")


def unaudited_tables(app_label: str) -> set[str]:
    """Tables of the app whose changes are not logged, so that a test can say which may be missing."""
    models = apps.get_app_config(app_label).get_models(include_auto_created=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger"
            " WHERE tgfoid = 'log_row_change'::regproc AND tgenabled IN ('O', 'A')"
        )
        logged = {table for (table,) in cursor.fetchall()}
    tables = {model._meta.db_table for model in models if model._meta.managed and not model._meta.proxy}
    return tables - logged
