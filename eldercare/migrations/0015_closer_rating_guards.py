"""What the guards of rating let through: findings of who left the group, groups that were none, earlier opinions."""

from django.db import migrations

# Who wrote a finding took part, also after leaving the group; who is attached writes none.
FINDINGS_COUNT = """
CREATE OR REPLACE FUNCTION eldercare_check_people() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wanted bigint; person bigint; acted_on date; site bigint; role text;
BEGIN
    wanted := NEW.application_id;
    IF TG_TABLE_NAME = 'eldercare_panelmember' THEN
        person := NEW.user_id; role := 'panel'; acted_on := (NEW.appointed_at AT TIME ZONE 'Asia/Shanghai')::date;
    ELSIF TG_TABLE_NAME = 'eldercare_finding' THEN
        person := NEW.by_id; role := 'panel'; acted_on := (NEW.at AT TIME ZONE 'Asia/Shanghai')::date;
    ELSE
        IF NEW.capacity = '' THEN RETURN NULL; END IF;
        person := NEW.by_id; role := NEW.capacity; acted_on := (NEW.at AT TIME ZONE 'Asia/Shanghai')::date;
    END IF;
    SELECT institution_id INTO site FROM eldercare_ratingapplication WHERE id = wanted FOR UPDATE;
    IF EXISTS (SELECT 1 FROM eldercare_ratingmove WHERE application_id = wanted AND by_id = person AND capacity NOT IN (role, ''))
            OR role <> 'panel' AND (
                EXISTS (SELECT 1 FROM eldercare_panelmember WHERE application_id = wanted AND user_id = person)
                OR EXISTS (SELECT 1 FROM eldercare_finding WHERE application_id = wanted AND by_id = person)) THEN
        RAISE EXCEPTION '同一个人不能以两种身份办理同一份申请' USING ERRCODE = 'check_violation', CONSTRAINT = 'rating_people_are_apart';
    END IF;
    IF role <> 'applicant' AND EXISTS (SELECT 1 FROM eldercare_affiliation WHERE institution_id = site AND user_id = person
            AND since <= acted_on AND (until IS NULL OR until >= acted_on)) THEN
        RAISE EXCEPTION '与机构有利害关系的人不能参与评定' USING ERRCODE = 'check_violation', CONSTRAINT = 'rating_people_are_independent';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER check_people AFTER INSERT OR UPDATE OF by_id, application_id ON eldercare_finding
    FOR EACH ROW EXECUTE FUNCTION eldercare_check_people();
"""
FINDINGS_DO_NOT_COUNT = """
DROP TRIGGER check_people ON eldercare_finding;
CREATE OR REPLACE FUNCTION eldercare_check_people() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wanted bigint; person bigint; acted_on date; site bigint; role text;
BEGIN
    IF TG_TABLE_NAME = 'eldercare_panelmember' THEN
        wanted := NEW.application_id; person := NEW.user_id; role := 'panel';
        acted_on := (NEW.appointed_at AT TIME ZONE 'Asia/Shanghai')::date;
    ELSE
        IF NEW.capacity = '' THEN RETURN NULL; END IF;
        wanted := NEW.application_id; person := NEW.by_id; role := NEW.capacity;
        acted_on := (NEW.at AT TIME ZONE 'Asia/Shanghai')::date;
    END IF;
    SELECT institution_id INTO site FROM eldercare_ratingapplication WHERE id = wanted FOR UPDATE;
    IF EXISTS (SELECT 1 FROM eldercare_ratingmove WHERE application_id = wanted AND by_id = person AND capacity NOT IN (role, ''))
            OR role <> 'panel' AND EXISTS (SELECT 1 FROM eldercare_panelmember WHERE application_id = wanted AND user_id = person) THEN
        RAISE EXCEPTION '同一个人不能以两种身份办理同一份申请' USING ERRCODE = 'check_violation', CONSTRAINT = 'rating_people_are_apart';
    END IF;
    IF role <> 'applicant' AND EXISTS (SELECT 1 FROM eldercare_affiliation WHERE institution_id = site AND user_id = person
            AND since <= acted_on AND (until IS NULL OR until >= acted_on)) THEN
        RAISE EXCEPTION '与机构有利害关系的人不能参与评定' USING ERRCODE = 'check_violation', CONSTRAINT = 'rating_people_are_independent';
    END IF;
    RETURN NULL;
END $$;
"""

# A group of two at least, its lead the one who finished, a finding of every criterion that asks something: N081.
PANEL_IS_WHOLE = """
CREATE FUNCTION eldercare_check_panel() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM eldercare_panelmember WHERE application_id = NEW.id) < 2
            OR NOT EXISTS (SELECT 1 FROM eldercare_panelmember WHERE application_id = NEW.id AND user_id = NEW.assessed_by_id AND is_lead)
            OR EXISTS (SELECT 1 FROM eldercare_criterion c WHERE c.edition_id = NEW.edition_id
                AND NOT (ARRAY[c.level_a, c.level_aa, c.level_aaa]::text[] <@ ARRAY['不强制要求', '条文缺失'])
                AND NOT EXISTS (SELECT 1 FROM eldercare_finding f WHERE f.application_id = NEW.id AND f.criterion_id = c.id)) THEN
        RAISE EXCEPTION '评定组至少两人，由组长在每一条都有评定记录后完成评定' USING ERRCODE = 'check_violation', CONSTRAINT = 'application_is_assessed_by_its_panel';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER check_panel AFTER UPDATE OF status ON eldercare_ratingapplication
    FOR EACH ROW WHEN (OLD.status = 'reviewed' AND NEW.status = 'assessed') EXECUTE FUNCTION eldercare_check_panel();
"""
PANEL_MAY_BE_ANYTHING = """
DROP TRIGGER check_panel ON eldercare_ratingapplication;
DROP FUNCTION eldercare_check_panel();
"""

# A move writes its own stage; what the stages before it said goes with it unchanged.
OPINIONS_ARE_KEPT = """
CREATE FUNCTION eldercare_keep_stages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.reviewed_by_id, OLD.reviewed_at, OLD.review_opinion) IS DISTINCT FROM (NEW.reviewed_by_id, NEW.reviewed_at, NEW.review_opinion)
            OR (OLD.status <> 'reviewed' AND NEW.status <> 'reviewed' OR NEW.status IN ('withdrawn', 'ended')) AND
                (OLD.assessed_by_id, OLD.assessed_at, OLD.visit_mode, OLD.visited_on, OLD.panel_level, OLD.panel_opinion) IS DISTINCT FROM
                (NEW.assessed_by_id, NEW.assessed_at, NEW.visit_mode, NEW.visited_on, NEW.panel_level, NEW.panel_opinion)
            OR (OLD.status = 'proposed' AND NEW.status <> 'assessed' OR NEW.status IN ('withdrawn', 'ended')) AND
                (OLD.approved_by_id, OLD.approved_at, OLD.approved_level, OLD.approval_opinion) IS DISTINCT FROM
                (NEW.approved_by_id, NEW.approved_at, NEW.approved_level, NEW.approval_opinion) THEN
        RAISE EXCEPTION '前面各阶段的意见不能改动' USING ERRCODE = 'check_violation', CONSTRAINT = 'application_opinions_are_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_stages BEFORE UPDATE OF status ON eldercare_ratingapplication
    FOR EACH ROW WHEN (OLD.status <> NEW.status AND OLD.status IN ('reviewed', 'assessed', 'proposed') AND NEW.status <> 'returned')
    EXECUTE FUNCTION eldercare_keep_stages();
"""
OPINIONS_MAY_CHANGE = """
DROP TRIGGER keep_stages ON eldercare_ratingapplication;
DROP FUNCTION eldercare_keep_stages();
"""


class Migration(migrations.Migration):
    dependencies = [("eldercare", "0014_complaint_audit")]

    operations = [
        migrations.RunSQL(FINDINGS_COUNT, FINDINGS_DO_NOT_COUNT),
        migrations.RunSQL(PANEL_IS_WHOLE, PANEL_MAY_BE_ANYTHING),
        migrations.RunSQL(OPINIONS_ARE_KEPT, OPINIONS_MAY_CHANGE),
    ]
