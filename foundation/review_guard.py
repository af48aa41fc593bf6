"""Migration operations that hold the three reviews where no CHECK can: across two states of a row, and of its parts.

For each table of a Publishable, `review_guard("documents_document", "documents", "document")`:

- a new row is a draft (unless it was published before there were three reviews, `reviewed_elsewhere`, which no update
  sets);
- a status only moves as the table of moves says and with a line of the history that says the same, so that neither
  psql nor a stale copy that is saved can pass a review; who signed stays on record as long as the signature counts;
- a change of the content counts up `content_mark`, and under review it voids what was signed: back to draft, with a
  line of the history in the name of whoever acts (`foundation.acting`).

For each table of its parts, `parts_are_content(...)`: a change there is a change of the content. Columns that only link
(a unit that was recognised, a document that came on record) are named as `besides` and change nothing here; that a link
once made to a document leads elsewhere is content again (`documents/migrations/0011_repointing_is_content`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.migrations.operations import RunSQL

# The moves of `foundation.lifecycle`, as the database knows them; a test compares the two.
MOVES = (
    ("draft", "first_review"),
    ("first_review", "second_review"),
    ("second_review", "final_review"),
    ("first_review", "draft"),
    ("second_review", "draft"),
    ("final_review", "draft"),
    ("final_review", "published"),
    ("published", "withdrawn"),
)
# Of a Publishable itself: its life is no content.
LIFE = (
    "id",
    "status",
    "published_at",
    "withdrawn_at",
    "withdrawal_reason",
    "first_reviewed_by_id",
    "second_reviewed_by_id",
    "final_reviewed_by_id",
    "reviewed_elsewhere",
    "content_mark",
    "scheduled_for",
    "scheduled_by_id",
    "schedule_refusal",
    "created_at",
    "updated_at",
)

_PAIRS = ", ".join(f"('{source}', '{target}')" for source, target in MOVES)
# `id + 0` keeps the planner on the index of the subject. Arguments of both triggers: app and model of the content type.
_LAST_LINE = """
    SELECT line.from_status, line.to_status, line.subject_label INTO last
        FROM foundation_statuschange line
        WHERE line.subject_id = NEW.id AND line.subject_type_id = (
            SELECT id FROM django_content_type WHERE app_label = TG_ARGV[0] AND model = TG_ARGV[1])
        ORDER BY line.id + 0 DESC LIMIT 1;
"""
_FUNCTIONS = f"""
CREATE FUNCTION guard_reviews() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last record;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'draft' AND NOT NEW.reviewed_elsewhere THEN
            RAISE EXCEPTION '新建的只能是草稿' USING ERRCODE = 'check_violation', CONSTRAINT = 'life_begins_as_a_draft';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.reviewed_elsewhere <> OLD.reviewed_elsewhere THEN
        RAISE EXCEPTION '“三审制度启用前已发布”不能更改'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reviewed_elsewhere_is_kept';
    END IF;
    IF NEW.status <> 'draft' AND (
        OLD.first_reviewed_by_id <> NEW.first_reviewed_by_id OR OLD.second_reviewed_by_id <> NEW.second_reviewed_by_id
        OR OLD.final_reviewed_by_id <> NEW.final_reviewed_by_id
    ) THEN
        RAISE EXCEPTION '审核人签字后不能更换' USING ERRCODE = 'check_violation', CONSTRAINT = 'reviewers_are_kept';
    END IF;
    IF NEW.status = OLD.status THEN
        RETURN NEW;
    END IF;
    IF (OLD.status, NEW.status) NOT IN ({_PAIRS}) THEN
        RAISE EXCEPTION '状态不能由“%”变为“%”', OLD.status, NEW.status
            USING ERRCODE = 'check_violation', CONSTRAINT = 'status_moves_by_the_table';
    END IF;
    {_LAST_LINE}
    IF (last.from_status, last.to_status) IS DISTINCT FROM (OLD.status, NEW.status) THEN
        RAISE EXCEPTION '状态只能通过审核、发布、撤回等动作改变'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'status_moves_with_its_history';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION void_reviews() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    aside CONSTANT text[] := TG_ARGV[2:];
    last record;
BEGIN
    IF NEW.content_mark <= OLD.content_mark AND to_jsonb(NEW) - aside = to_jsonb(OLD) - aside THEN
        NEW.content_mark := OLD.content_mark;
        RETURN NEW;
    END IF;
    NEW.content_mark := OLD.content_mark + 1;
    IF NEW.status <> OLD.status THEN
        RAISE EXCEPTION '内容和状态不能同时改动' USING ERRCODE = 'check_violation', CONSTRAINT = 'reviews_sign_what_stands';
    END IF;
    IF OLD.status NOT IN ('first_review', 'second_review', 'final_review') THEN
        RETURN NEW;
    END IF;
    {_LAST_LINE}
    INSERT INTO foundation_statuschange
        (subject_type_id, subject_id, subject_label, verb, from_status, to_status, by_id, at, remark, content_mark)
    VALUES (
        (SELECT id FROM django_content_type WHERE app_label = TG_ARGV[0] AND model = TG_ARGV[1]),
        NEW.id,
        coalesce(last.subject_label, TG_ARGV[1] || ' ' || NEW.id),
        'void',
        OLD.status,
        'draft',
        nullif(current_setting('portal.actor', TRUE), '')::integer,
        clock_timestamp(),
        '审核以后内容有改动，须重新审核。',
        NEW.content_mark
    );
    NEW.status := 'draft';
    NEW.first_reviewed_by_id := NULL;
    NEW.second_reviewed_by_id := NULL;
    NEW.final_reviewed_by_id := NULL;
    NEW.scheduled_for := NULL;
    NEW.scheduled_by_id := NULL;
    NEW.schedule_refusal := '';
    RETURN NEW;
END $$;

-- Arguments: the owner's table, a query that gives the owners' ids of the rows of `part`, then columns that only link.
CREATE FUNCTION count_part_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    aside CONSTANT text[] := TG_ARGV[2:];
    rows CONSTANT text := CASE TG_OP
        WHEN 'INSERT' THEN 'SELECT * FROM new_rows'
        WHEN 'DELETE' THEN 'SELECT * FROM old_rows'
        ELSE 'SELECT o.* FROM old_rows o LEFT JOIN new_rows n ON n.id = o.id'
            ' WHERE to_jsonb(o) - $1 IS DISTINCT FROM to_jsonb(n) - $1'
            ' UNION ALL SELECT n.* FROM new_rows n LEFT JOIN old_rows o ON n.id = o.id'
            ' WHERE to_jsonb(o) - $1 IS DISTINCT FROM to_jsonb(n) - $1'
        END;
BEGIN
    EXECUTE format(
        'WITH part AS (%s) UPDATE %I SET content_mark = content_mark + 1 WHERE id IN'
        ' (SELECT id FROM %I WHERE id IN (%s) ORDER BY id FOR NO KEY UPDATE)',
        rows, TG_ARGV[0], TG_ARGV[0], TG_ARGV[1]
    ) USING aside;
    RETURN NULL;
END $$;
"""
_NO_FUNCTIONS = """
DROP FUNCTION count_part_change();
DROP FUNCTION void_reviews();
DROP FUNCTION guard_reviews();
"""


def review_guard_functions() -> RunSQL:
    """The trigger functions every Publishable shares; they live in foundation's own migrations."""
    return RunSQL(_FUNCTIONS, _NO_FUNCTIONS)


def review_guard(table: str, app_label: str, model: str, *, besides: Iterable[str] = ()) -> RunSQL:
    """Both triggers of one table; its migration depends on foundation's `0012_review_guards`.

    `besides` are columns of its own that are no content.
    """
    return RunSQL(_guard(table, app_label, model, besides), _no_guard(table))


def review_guard_again(
    table: str, app_label: str, model: str, *, before: Iterable[str] = (), besides: Iterable[str] = ()
) -> RunSQL:
    """The same anew when a table gets columns that are no content; `before` is what `besides` was until then."""
    return RunSQL(
        _no_guard(table) + _guard(table, app_label, model, besides),
        _no_guard(table) + _guard(table, app_label, model, before),
    )


def _guard(table: str, app_label: str, model: str, besides: Iterable[str]) -> str:
    aside = _quoted([app_label, model, *LIFE, *besides])
    return (
        f'CREATE TRIGGER guard_reviews BEFORE INSERT OR UPDATE ON "{table}"'
        f" FOR EACH ROW EXECUTE FUNCTION guard_reviews({_quoted([app_label, model])});"
        f'CREATE TRIGGER void_reviews BEFORE UPDATE ON "{table}"'
        f" FOR EACH ROW EXECUTE FUNCTION void_reviews({aside});"
    )


def _no_guard(table: str) -> str:
    return f'DROP TRIGGER guard_reviews ON "{table}"; DROP TRIGGER void_reviews ON "{table}";'


def parts_are_content(table: str, *, of: str, owners: str, besides: Sequence[str] = ()) -> RunSQL:
    """A change of these rows is a change of their owner's content.

    `owners` is a query that gives the owners' ids of the rows of `part`: "SELECT document_id FROM part". `besides` are
    columns that only link.
    """
    arguments = _quoted([of, owners, "id", *besides])
    made = [
        f'CREATE TRIGGER count_{deed.lower()} AFTER {deed} ON "{table}" REFERENCING {tables}'
        f" FOR EACH STATEMENT EXECUTE FUNCTION count_part_change({arguments});"
        for deed, tables in _TRANSITIONS.items()
    ]
    gone = [f'DROP TRIGGER count_{deed.lower()} ON "{table}";' for deed in _TRANSITIONS]
    return RunSQL("".join(made), "".join(gone))


_TRANSITIONS = {
    "INSERT": "NEW TABLE AS new_rows",
    "UPDATE": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "DELETE": "OLD TABLE AS old_rows",
}


def _quoted(words: Iterable[str]) -> str:
    return ", ".join("'" + word.replace("'", "''") + "'" for word in words)
