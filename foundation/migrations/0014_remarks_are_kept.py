"""What was said and who was in charge is never rewritten: triggers."""

from django.db import migrations

# A remark is settled once, and nothing else of it ever changes; nobody answers under one that is settled.
REMARKS_ARE_KEPT = """
CREATE FUNCTION refuse_rewritten_remark() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.resolved_at IS NULL AND NEW.resolved_at IS NOT NULL
        AND to_jsonb(NEW) - '{resolved_at,resolved_by_id,resolution}'::text[]
            = to_jsonb(OLD) - '{resolved_at,resolved_by_id,resolution}'::text[] THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '批注只能追加，办结以后不能更改' USING ERRCODE = 'check_violation', CONSTRAINT = 'remark_is_kept';
END $$;
CREATE TRIGGER refuse_rewritten_remark BEFORE UPDATE OR DELETE ON foundation_remark
    FOR EACH ROW EXECUTE FUNCTION refuse_rewritten_remark();

CREATE FUNCTION keep_remark_replies() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE settled timestamptz;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION '批注的回复只能追加' USING ERRCODE = 'check_violation', CONSTRAINT = 'remark_reply_is_kept';
    END IF;
    SELECT resolved_at INTO settled FROM foundation_remark WHERE id = NEW.remark_id FOR SHARE;
    IF settled IS NOT NULL THEN
        RAISE EXCEPTION '批注已经办结，不能再回复'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'remark_reply_to_a_standing_one';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_remark_replies BEFORE INSERT OR UPDATE OR DELETE ON foundation_remarkreply
    FOR EACH ROW EXECUTE FUNCTION keep_remark_replies();
"""
REMARKS_MAY_CHANGE = """
DROP TRIGGER keep_remark_replies ON foundation_remarkreply;
DROP FUNCTION keep_remark_replies();
DROP TRIGGER refuse_rewritten_remark ON foundation_remark;
DROP FUNCTION refuse_rewritten_remark();
"""

# A hand-over only gets its end, once.
HAND_OVERS_ARE_KEPT = """
CREATE FUNCTION refuse_rewritten_duty() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL
        AND to_jsonb(NEW) - 'ended_at' = to_jsonb(OLD) - 'ended_at' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '承办记录只能追加' USING ERRCODE = 'check_violation', CONSTRAINT = 'editorial_duty_is_kept';
END $$;
CREATE TRIGGER refuse_rewritten_duty BEFORE UPDATE OR DELETE ON foundation_editorialduty
    FOR EACH ROW EXECUTE FUNCTION refuse_rewritten_duty();
"""
HAND_OVERS_MAY_CHANGE = """
DROP TRIGGER refuse_rewritten_duty ON foundation_editorialduty;
DROP FUNCTION refuse_rewritten_duty();
"""


class Migration(migrations.Migration):
    dependencies = [("foundation", "0013_remarks_and_duties")]

    operations = [
        migrations.RunSQL(REMARKS_ARE_KEPT, REMARKS_MAY_CHANGE),
        migrations.RunSQL(HAND_OVERS_ARE_KEPT, HAND_OVERS_MAY_CHANGE),
    ]
