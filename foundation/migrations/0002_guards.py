"""What a CHECK cannot hold because it crosses rows or two states of one row: triggers."""

from django.db import migrations

from foundation.publication_guard import publication_guard_function

HISTORY_IS_APPENDED = """
CREATE FUNCTION refuse_rewritten_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '状态变更历史只能追加' USING ERRCODE = 'check_violation', CONSTRAINT = 'status_change_is_appended';
END $$;
CREATE TRIGGER refuse_rewritten_history BEFORE UPDATE OR DELETE ON foundation_statuschange
    FOR EACH ROW EXECUTE FUNCTION refuse_rewritten_history();
"""

HISTORY_MAY_CHANGE = """
DROP TRIGGER refuse_rewritten_history ON foundation_statuschange;
DROP FUNCTION refuse_rewritten_history();
"""

# The rows of both units are locked, so that neither can change its nature between the look and the commit.
ONLY_GROUPS_HAVE_MEMBERS = """
CREATE FUNCTION check_unit_membership() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE fits boolean;
BEGIN
    PERFORM 1 FROM foundation_unit WHERE id IN (NEW.group_id, NEW.member_id) ORDER BY id FOR SHARE;
    SELECT g.is_group AND NOT m.is_group INTO fits
        FROM foundation_unit g, foundation_unit m WHERE g.id = NEW.group_id AND m.id = NEW.member_id;
    IF NOT coalesce(fits, TRUE) THEN
        RAISE EXCEPTION '只有一组单位才有成员，成员须是具体单位'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_membership_joins_office_to_group';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER check_unit_membership BEFORE INSERT OR UPDATE ON foundation_unitmembership
    FOR EACH ROW EXECUTE FUNCTION check_unit_membership();

CREATE FUNCTION check_unit_nature() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM foundation_unitmembership
               WHERE CASE WHEN NEW.is_group THEN member_id ELSE group_id END = NEW.id) THEN
        RAISE EXCEPTION '只有一组单位才有成员，成员须是具体单位'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_membership_joins_office_to_group';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER check_unit_nature BEFORE UPDATE OF is_group ON foundation_unit
    FOR EACH ROW WHEN (OLD.is_group IS DISTINCT FROM NEW.is_group) EXECUTE FUNCTION check_unit_nature();
"""

ANY_UNIT_HAS_MEMBERS = """
DROP TRIGGER check_unit_nature ON foundation_unit;
DROP FUNCTION check_unit_nature();
DROP TRIGGER check_unit_membership ON foundation_unitmembership;
DROP FUNCTION check_unit_membership();
"""


class Migration(migrations.Migration):
    dependencies = [("foundation", "0001_divisions_units_history")]

    operations = [
        publication_guard_function(),
        migrations.RunSQL(HISTORY_IS_APPENDED, HISTORY_MAY_CHANGE),
        migrations.RunSQL(ONLY_GROUPS_HAVE_MEMBERS, ANY_UNIT_HAS_MEMBERS),
    ]
