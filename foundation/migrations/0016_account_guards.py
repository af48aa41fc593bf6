"""What must hold for an account whoever changes it, at the desk, in a shell or at psql."""

from django.db import migrations

from foundation.row_audit import audited

# The hour of a log-in is in the security record; here it would only hide the changes that matter.
WHAT_AN_ACCOUNT_IS = [
    "username",
    "password",
    "first_name",
    "last_name",
    "email",
    "is_active",
    "is_staff",
    "is_superuser",
]

RECORD_IS_APPENDED = """
CREATE FUNCTION refuse_rewritten_security_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '安全记录只能追加' USING ERRCODE = 'check_violation', CONSTRAINT = 'security_event_is_appended';
END $$;
CREATE TRIGGER refuse_rewritten_security_event BEFORE UPDATE OR DELETE ON foundation_securityevent
    FOR EACH ROW EXECUTE FUNCTION refuse_rewritten_security_event();
"""
RECORD_MAY_CHANGE = """
DROP TRIGGER refuse_rewritten_security_event ON foundation_securityevent;
DROP FUNCTION refuse_rewritten_security_event();
"""

# Whoever knew the old password, or had the old roles, comes in again by the door.
SESSIONS_END = """
CREATE FUNCTION end_sessions_of_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM foundation_staffsession WHERE user_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER end_sessions AFTER UPDATE OF password, is_active, is_staff, is_superuser ON auth_user
    FOR EACH ROW WHEN (
        (OLD.password, OLD.is_active, OLD.is_staff, OLD.is_superuser)
        IS DISTINCT FROM (NEW.password, NEW.is_active, NEW.is_staff, NEW.is_superuser)
    ) EXECUTE FUNCTION end_sessions_of_account();

CREATE FUNCTION end_sessions_of_holder() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN DELETE FROM foundation_staffsession WHERE user_id = OLD.user_id; END IF;
    IF TG_OP <> 'DELETE' THEN DELETE FROM foundation_staffsession WHERE user_id = NEW.user_id; END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER end_sessions AFTER INSERT OR UPDATE OR DELETE ON auth_user_groups
    FOR EACH ROW EXECUTE FUNCTION end_sessions_of_holder();
CREATE TRIGGER end_sessions AFTER INSERT OR UPDATE OR DELETE ON auth_user_user_permissions
    FOR EACH ROW EXECUTE FUNCTION end_sessions_of_holder();
"""
SESSIONS_GO_ON = """
DROP TRIGGER end_sessions ON auth_user_user_permissions;
DROP TRIGGER end_sessions ON auth_user_groups;
DROP TRIGGER end_sessions ON auth_user;
DROP FUNCTION end_sessions_of_holder();
DROP FUNCTION end_sessions_of_account();
"""

# foundation.acting tells who acts. Where nobody is told (a command, the stronger hash made at a log-in) nothing is known
# of who knows the password, and what stood goes on. An unusable password begins with an exclamation mark.
PASSWORDS_OF_OTHERS = """
CREATE FUNCTION note_password_set() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    actor CONSTANT integer := nullif(current_setting('portal.actor', TRUE), '')::integer;
BEGIN
    IF actor = NEW.id THEN
        DELETE FROM foundation_temporarypassword WHERE user_id = NEW.id;
    ELSIF actor IS NOT NULL AND NEW.password NOT LIKE '!%' THEN
        INSERT INTO foundation_temporarypassword (user_id, set_by_id, set_at)
            VALUES (NEW.id, actor, clock_timestamp())
            ON CONFLICT (user_id) DO UPDATE SET set_by_id = EXCLUDED.set_by_id, set_at = EXCLUDED.set_at;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER note_password_made AFTER INSERT ON auth_user
    FOR EACH ROW EXECUTE FUNCTION note_password_set();
CREATE TRIGGER note_password_set AFTER UPDATE OF password ON auth_user
    FOR EACH ROW WHEN (OLD.password IS DISTINCT FROM NEW.password) EXECUTE FUNCTION note_password_set();
"""
PASSWORDS_UNNOTED = """
DROP TRIGGER note_password_set ON auth_user;
DROP TRIGGER note_password_made ON auth_user;
DROP FUNCTION note_password_set();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0015_accounts"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.RunSQL(RECORD_IS_APPENDED, RECORD_MAY_CHANGE),
        migrations.RunSQL(SESSIONS_END, SESSIONS_GO_ON),
        migrations.RunSQL(PASSWORDS_OF_OTHERS, PASSWORDS_UNNOTED),
        audited("auth_user", owner=("auth_user", "id"), hidden=["password"], columns=WHAT_AN_ACCOUNT_IS),
        audited("auth_user_groups", owner=("auth_user", "user_id")),
        audited("auth_user_user_permissions", owner=("auth_user", "user_id")),
        audited("auth_group", owner=("auth_group", "id")),
        audited("auth_group_permissions", owner=("auth_group", "group_id")),
    ]
