"""Migration operations that guard publication where no CHECK can: across two states of the same row."""

from django.db.migrations.operations import RunSQL

GUARD_FUNCTION = """
CREATE FUNCTION keep_publish_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.published_at IS NOT NULL AND NEW.published_at IS DISTINCT FROM OLD.published_at THEN
        RAISE EXCEPTION '发布时间写入后不能更改' USING ERRCODE = 'check_violation', CONSTRAINT = 'publish_time_is_kept';
    END IF;
    RETURN NEW;
END $$;
"""


def publication_guard_function() -> RunSQL:
    """The trigger function every published table shares; it lives in foundation's own migrations."""
    return RunSQL(GUARD_FUNCTION, "DROP FUNCTION keep_publish_time();")


def publication_guard(table: str) -> RunSQL:
    """The trigger for one table; its migration depends on foundation's `0002_guards`."""
    return RunSQL(
        f'CREATE TRIGGER keep_publish_time BEFORE UPDATE ON "{table}"'
        " FOR EACH ROW EXECUTE FUNCTION keep_publish_time();",
        f'DROP TRIGGER keep_publish_time ON "{table}";',
    )
