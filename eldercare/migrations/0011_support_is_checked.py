"""Files can be attached: a variable of the check bore the name of a column, so that PostgreSQL refused every one."""

from django.db import migrations

CHECK_SUPPORT = """
CREATE OR REPLACE FUNCTION eldercare_check_support() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE chosen bigint; site bigint; owner bigint; link jsonb;
BEGIN
    IF TG_OP = 'DELETE' THEN link := to_jsonb(OLD); ELSE link := to_jsonb(NEW); END IF;
    chosen := (link ->> 'evidence_id')::bigint;
    owner := (link ->> TG_ARGV[1])::bigint;
    IF TG_ARGV[2] <> '' THEN
        EXECUTE format('SELECT a.institution_id FROM %I p JOIN eldercare_ratingapplication a ON a.id = p.application_id
                        WHERE p.id = $1 AND a.status = ANY (string_to_array($2, '',''))', TG_ARGV[0]) INTO site USING owner, TG_ARGV[2];
        IF site IS NULL AND (TG_OP <> 'DELETE' OR pg_trigger_depth() = 1) THEN
            EXECUTE format('SELECT 1 FROM %I WHERE id = $1', TG_ARGV[0]) INTO site USING owner;
            IF site IS NULL THEN RETURN NULL; END IF;
            RAISE EXCEPTION '申请现在的状态下，材料不能改动' USING ERRCODE = 'check_violation', CONSTRAINT = 'support_is_kept';
        END IF;
    ELSIF TG_ARGV[0] = 'eldercare_recheck' THEN
        SELECT r.institution_id INTO site FROM eldercare_recheck c JOIN eldercare_rectification r ON r.id = c.rectification_id WHERE c.id = owner;
    ELSE
        SELECT institution_id INTO site FROM eldercare_inspection WHERE id = owner;
    END IF;
    IF TG_OP = 'DELETE' THEN
        IF TG_ARGV[2] = '' THEN
            RAISE EXCEPTION '检查和复查的材料不能取下' USING ERRCODE = 'check_violation', CONSTRAINT = 'support_is_kept';
        END IF;
        RETURN NULL;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM eldercare_evidence WHERE id = chosen AND institution_id = site AND voided_at IS NULL) THEN
        RAISE EXCEPTION '材料须是这个机构的，没有作废' USING ERRCODE = 'check_violation', CONSTRAINT = 'support_is_of_the_institution';
    END IF;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("eldercare", "0010_rounds_before_the_notice")]

    operations = [
        # Nothing to take back: the triggers of 0011 call the function by its name.
        migrations.RunSQL(CHECK_SUPPORT, migrations.RunSQL.noop),
    ]
