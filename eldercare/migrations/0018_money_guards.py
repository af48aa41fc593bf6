"""What a CHECK cannot hold of money because it crosses rows or two states of one row: functions and triggers.

The functions answer for the queries, too: what a page shows is what the guard looks at.
"""

from django.db import migrations

# The days of a year on which an institution is both rated and on file, by level; adjoining spans are one.
DAYS = """
CREATE FUNCTION eldercare_rated_days(site bigint, of_year integer) RETURNS jsonb LANGUAGE sql STABLE STRICT AS $$
    SELECT coalesce(jsonb_object_agg(held.level, (
            SELECT jsonb_agg(jsonb_build_array(lower(span), upper(span) - 1) ORDER BY lower(span)) FROM unnest(held.days) AS span
        )), '{}')
    FROM (
        SELECT r.level, range_agg(r.period) * filed.days
            * datemultirange(daterange(make_date(of_year, 1, 1), make_date(of_year + 1, 1, 1))) AS days
        FROM eldercare_rating r, (
            SELECT coalesce(range_agg(daterange(f.accepted_on, least(f.ended_on, i.closed_on))), '{}') AS days
            FROM eldercare_filing f JOIN eldercare_institution i ON i.id = f.institution_id
            WHERE f.institution_id = site AND f.accepted_on IS NOT NULL
                AND f.accepted_on < coalesce(least(f.ended_on, i.closed_on), 'infinity')
        ) filed
        WHERE r.institution_id = site AND r.superseded_at IS NULL
        GROUP BY r.level, filed.days
    ) held
    WHERE NOT isempty(held.days)
$$;
"""
NO_DAYS = "DROP FUNCTION eldercare_rated_days(bigint, integer);"

# An edition in force is what awards are reckoned by: it begins as a draft, which alone may change or go.
RULES_ARE_KEPT = """
CREATE FUNCTION eldercare_keep_money_rules() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moving CONSTANT text[] := ARRAY['status', 'published_by_id', 'published_at', 'retired_by_id', 'retired_at', 'retire_reason'];
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'draft' THEN
            RAISE EXCEPTION '补助规则从草稿开始' USING ERRCODE = 'check_violation', CONSTRAINT = 'money_rules_move_as_the_table_says';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' THEN
        IF OLD.status <> 'draft' THEN
            RAISE EXCEPTION '施行过的补助规则不能删除，只能停用' USING ERRCODE = 'check_violation', CONSTRAINT = 'money_rules_are_kept';
        END IF;
        RETURN OLD;
    END IF;
    IF (OLD.status, NEW.status) IN (('draft', 'retired'), ('published', 'draft'), ('retired', 'draft'), ('retired', 'published')) THEN
        RAISE EXCEPTION '补助规则只能从草稿到施行，从施行到停用' USING ERRCODE = 'check_violation', CONSTRAINT = 'money_rules_move_as_the_table_says';
    END IF;
    IF NEW.status <> 'draft' AND (to_jsonb(OLD) - moving IS DISTINCT FROM to_jsonb(NEW) - moving OR OLD.status = NEW.status AND OLD IS DISTINCT FROM NEW) THEN
        RAISE EXCEPTION '施行的补助规则不能改动，请添加新的一版' USING ERRCODE = 'check_violation', CONSTRAINT = 'money_rules_are_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_money_rules BEFORE INSERT OR UPDATE OR DELETE ON eldercare_moneyrules
    FOR EACH ROW EXECUTE FUNCTION eldercare_keep_money_rules();
"""
RULES_MAY_CHANGE = """
DROP TRIGGER keep_money_rules ON eldercare_moneyrules;
DROP FUNCTION eldercare_keep_money_rules();
"""

# Nobody attached to an institution handles its money: superusers are no exception.
PEOPLE_ARE_INDEPENDENT = """
CREATE FUNCTION eldercare_require_independent(site bigint, person bigint, moment timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE acted_on CONSTANT date := (moment AT TIME ZONE 'Asia/Shanghai')::date;
BEGIN
    IF EXISTS (SELECT 1 FROM eldercare_affiliation WHERE institution_id = site AND user_id = person
            AND since <= acted_on AND (until IS NULL OR until >= acted_on)) THEN
        RAISE EXCEPTION '与机构有利害关系的人不能办理它的补助' USING ERRCODE = 'check_violation', CONSTRAINT = 'money_people_are_independent';
    END IF;
END $$;
"""
PEOPLE_ARE_FREE = "DROP FUNCTION eldercare_require_independent(bigint, bigint, timestamptz);"

# What was reckoned stays as it was reckoned; it is checked once, while it still rests on the days and the rules that hold.
RECKONINGS_ARE_KEPT = """
CREATE FUNCTION eldercare_most(edition bigint, days jsonb, works text, area numeric) RETURNS numeric LANGUAGE sql STABLE AS $$
    SELECT CASE works
        WHEN 'new' THEN round(area * r.new_building, 2)
        WHEN 'conversion' THEN round(area * r.conversion, 2)
        ELSE (SELECT max(CASE level WHEN 'A' THEN r.amount_a WHEN '2A' THEN r.amount_aa WHEN '3A' THEN r.amount_aaa END)
              FROM jsonb_object_keys(days) AS level)
        END
    FROM eldercare_moneyrules r WHERE r.id = edition
$$;

CREATE FUNCTION eldercare_keep_reckoning() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    checking CONSTANT text[] := ARRAY['status', 'checked_by_id', 'checked_at', 'check_remark'];
    of_award record;
    held jsonb;
    best numeric;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION '核定和调整不能删除，只能退回' USING ERRCODE = 'check_violation', CONSTRAINT = TG_ARGV[0] || '_stays_on_record';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'drafted' THEN
            RAISE EXCEPTION '核定和调整从待核准开始' USING ERRCODE = 'check_violation', CONSTRAINT = TG_ARGV[0] || '_moves_as_the_table_says';
        END IF;
    ELSIF to_jsonb(OLD) - checking IS DISTINCT FROM to_jsonb(NEW) - checking
            OR OLD.status <> 'drafted' AND OLD IS DISTINCT FROM NEW THEN
        RAISE EXCEPTION '核定的内容不能改动，请退回后重新核定' USING ERRCODE = 'check_violation', CONSTRAINT = TG_ARGV[0] || '_is_kept';
    END IF;
    IF NEW.status = 'rejected' OR TG_OP = 'UPDATE' AND OLD.status = NEW.status THEN
        RETURN NEW;
    END IF;

    IF TG_TABLE_NAME = 'eldercare_award' THEN
        of_award := NEW;
    ELSE
        SELECT * INTO of_award FROM eldercare_award WHERE id = NEW.award_id;
        IF of_award.status <> 'approved' THEN
            RAISE EXCEPTION '只有已核准的补助可以调整' USING ERRCODE = 'check_violation', CONSTRAINT = 'adjustment_is_of_an_approved_award';
        END IF;
        IF NEW.rectification_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM eldercare_rectification WHERE id = NEW.rectification_id
                AND institution_id = of_award.institution_id AND kind IN ('diversion', 'funds') AND status = 'failed') THEN
            RAISE EXCEPTION '收回全部补助须有这个机构拒不整改的认定' USING ERRCODE = 'check_violation', CONSTRAINT = 'adjustment_rests_on_a_failed_correction';
        END IF;
    END IF;
    IF of_award.kind = 'operating' THEN
        held := eldercare_rated_days(of_award.institution_id, of_award.year);
        IF NEW.days IS DISTINCT FROM held THEN
            RAISE EXCEPTION '等级或备案已有变化，请退回后重新核算' USING ERRCODE = 'check_violation', CONSTRAINT = TG_ARGV[0] || '_rests_on_its_days';
        END IF;
        IF NEW.rules_id IS DISTINCT FROM (SELECT id FROM eldercare_moneyrules
                WHERE status = 'published' AND year_from <= of_award.year ORDER BY year_from DESC LIMIT 1) THEN
            RAISE EXCEPTION '须用这一年度的补助规则' USING ERRCODE = 'check_violation', CONSTRAINT = TG_ARGV[0] || '_has_rules_of_its_year';
        END IF;
    END IF;
    best := CASE WHEN NEW.rules_id IS NOT NULL THEN coalesce(eldercare_most(NEW.rules_id, NEW.days, of_award.works, of_award.area), 0)
                 ELSE of_award.amount END;
    IF NEW.most > best OR NEW.computed > best THEN
        RAISE EXCEPTION '超过补助规则可以给的金额' USING ERRCODE = 'check_violation', CONSTRAINT = TG_ARGV[0] || '_most_is_of_its_rules';
    END IF;
    PERFORM eldercare_require_independent(of_award.institution_id, NEW.prepared_by_id, NEW.prepared_at);
    PERFORM eldercare_require_independent(of_award.institution_id, NEW.checked_by_id, NEW.checked_at);
    RETURN NEW;
END $$;
CREATE TRIGGER keep_reckoning BEFORE INSERT OR UPDATE OR DELETE ON eldercare_award
    FOR EACH ROW EXECUTE FUNCTION eldercare_keep_reckoning('award');
CREATE TRIGGER keep_reckoning BEFORE INSERT OR UPDATE OR DELETE ON eldercare_adjustment
    FOR EACH ROW EXECUTE FUNCTION eldercare_keep_reckoning('adjustment');
"""
RECKONINGS_MAY_CHANGE = """
DROP TRIGGER keep_reckoning ON eldercare_adjustment;
DROP TRIGGER keep_reckoning ON eldercare_award;
DROP FUNCTION eldercare_keep_reckoning();
DROP FUNCTION eldercare_most(bigint, jsonb, text, numeric);
"""

# A voucher begins as a draft of an approved award and is posted or discarded once; its lines come while it is a draft.
VOUCHERS_ARE_KEPT = """
CREATE FUNCTION eldercare_keep_voucher() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    checking CONSTANT text[] := ARRAY['status', 'checked_by_id', 'checked_at', 'posted_on', 'book_code', 'book_year', 'book_serial',
                                      'discarded_by_id', 'discarded_at', 'discard_reason'];
    site bigint;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION '凭证不能删除，只能作废或冲销' USING ERRCODE = 'check_violation', CONSTRAINT = 'voucher_stays_on_record';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'drafted' THEN
            RAISE EXCEPTION '凭证从待复核开始' USING ERRCODE = 'check_violation', CONSTRAINT = 'voucher_moves_as_the_table_says';
        END IF;
        IF NOT EXISTS (SELECT 1 FROM eldercare_award WHERE id = NEW.award_id AND status = 'approved') THEN
            RAISE EXCEPTION '只有已核准的补助可以记账' USING ERRCODE = 'check_violation', CONSTRAINT = 'voucher_is_of_an_approved_award';
        END IF;
        IF NEW.adjustment_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM eldercare_adjustment
                WHERE id = NEW.adjustment_id AND award_id = NEW.award_id AND status = 'approved') THEN
            RAISE EXCEPTION '调整的凭证须据这笔补助已核准的调整' USING ERRCODE = 'check_violation', CONSTRAINT = 'voucher_is_of_an_approved_adjustment';
        END IF;
    ELSIF to_jsonb(OLD) - checking IS DISTINCT FROM to_jsonb(NEW) - checking
            OR OLD.status <> 'drafted' AND OLD IS DISTINCT FROM NEW THEN
        RAISE EXCEPTION '凭证不能改动；待复核的可以作废，已记账的可以冲销' USING ERRCODE = 'check_violation', CONSTRAINT = 'voucher_is_kept';
    END IF;
    IF NEW.status <> 'discarded' THEN
        SELECT institution_id INTO site FROM eldercare_award WHERE id = NEW.award_id;
        PERFORM eldercare_require_independent(site, NEW.drafted_by_id, NEW.drafted_at);
        PERFORM eldercare_require_independent(site, NEW.checked_by_id, NEW.checked_at);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_voucher BEFORE INSERT OR UPDATE OR DELETE ON eldercare_voucher
    FOR EACH ROW EXECUTE FUNCTION eldercare_keep_voucher();

CREATE FUNCTION eldercare_keep_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE stands text;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION '分录不能改动或删除' USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_is_kept';
    END IF;
    SELECT status INTO stands FROM eldercare_voucher WHERE id = NEW.voucher_id FOR SHARE;
    IF stands <> 'drafted' THEN
        RAISE EXCEPTION '记账或作废以后不能再加分录' USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_is_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_entry BEFORE INSERT OR UPDATE OR DELETE ON eldercare_entry
    FOR EACH ROW EXECUTE FUNCTION eldercare_keep_entry();

CREATE FUNCTION eldercare_check_number() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.book_code <> (SELECT t.parent_code FROM eldercare_award a JOIN eldercare_institution i ON i.id = a.institution_id
            JOIN foundation_division t ON t.id = i.township_id WHERE a.id = NEW.award_id) THEN
        RAISE EXCEPTION '凭证用机构所在县（区）的编号' USING ERRCODE = 'check_violation', CONSTRAINT = 'voucher_number_is_of_its_county';
    END IF;
    IF NEW.book_serial < 1 OR NEW.book_serial > 1 AND NOT EXISTS (
            SELECT 1 FROM eldercare_voucher WHERE book_code = NEW.book_code
            AND book_year = NEW.book_year AND book_serial = NEW.book_serial - 1) THEN
        RAISE EXCEPTION '凭证编号须接着上一号' USING ERRCODE = 'check_violation', CONSTRAINT = 'voucher_number_has_no_gap';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER check_number AFTER INSERT OR UPDATE OF book_serial ON eldercare_voucher
    FOR EACH ROW WHEN (NEW.book_serial IS NOT NULL) EXECUTE FUNCTION eldercare_check_number();
"""
VOUCHERS_MAY_CHANGE = """
DROP TRIGGER check_number ON eldercare_voucher;
DROP FUNCTION eldercare_check_number();
DROP TRIGGER keep_entry ON eldercare_entry;
DROP FUNCTION eldercare_keep_entry();
DROP TRIGGER keep_voucher ON eldercare_voucher;
DROP FUNCTION eldercare_keep_voucher();
"""

# At the end of a transaction every voucher balances and has the lines of its kind; a reversal those of what it undoes.
VOUCHERS_BALANCE = """
CREATE FUNCTION eldercare_check_lines() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE checked record; debits text[]; credits text[]; debited numeric; credited numeric; fits boolean;
BEGIN
    IF TG_TABLE_NAME = 'eldercare_entry' THEN
        SELECT * INTO checked FROM eldercare_voucher WHERE id = NEW.voucher_id;
    ELSE
        SELECT * INTO checked FROM eldercare_voucher WHERE id = NEW.id;
    END IF;
    SELECT coalesce(sum(debit), 0), coalesce(sum(credit), 0),
           array_agg(account::text ORDER BY account) FILTER (WHERE debit > 0), array_agg(account::text ORDER BY account) FILTER (WHERE credit > 0)
        INTO debited, credited, debits, credits FROM eldercare_entry WHERE voucher_id = checked.id;
    IF debited <> credited OR debited = 0 THEN
        RAISE EXCEPTION '凭证借贷不平：借方 % 元，贷方 % 元', debited, credited USING ERRCODE = 'check_violation', CONSTRAINT = 'voucher_balances';
    END IF;
    IF checked.kind = 'reversal' THEN
        IF NOT EXISTS (SELECT 1 FROM eldercare_voucher WHERE id = checked.reverses_id AND award_id = checked.award_id
                AND status = 'posted' AND kind IN ('payment', 'recovery'))
            OR EXISTS (
                (SELECT account, debit, credit FROM eldercare_entry WHERE voucher_id = checked.id
                 EXCEPT SELECT account, credit, debit FROM eldercare_entry WHERE voucher_id = checked.reverses_id)
                UNION ALL
                (SELECT account, credit, debit FROM eldercare_entry WHERE voucher_id = checked.reverses_id
                 EXCEPT SELECT account, debit, credit FROM eldercare_entry WHERE voucher_id = checked.id)) THEN
            RAISE EXCEPTION '冲销须照同一笔补助已记账的拨付或收回，借贷对调' USING ERRCODE = 'check_violation', CONSTRAINT = 'reversal_mirrors_its_voucher';
        END IF;
        RETURN NULL;
    END IF;
    fits := CASE checked.kind
        WHEN 'award' THEN debits = '{expense}' AND credits = '{payable}'
        WHEN 'increase' THEN debits = '{expense}' AND credits <@ '{payable,receivable}'
        WHEN 'reduction' THEN debits = '{payable}' AND credits = '{expense}'
        WHEN 'claim' THEN debits = '{receivable}' AND credits = '{expense}'
        WHEN 'payment' THEN debits = '{payable}' AND credits = '{funds}'
        WHEN 'recovery' THEN debits = '{funds}' AND credits = '{receivable}'
        ELSE FALSE END;
    IF NOT fits THEN
        RAISE EXCEPTION '凭证的科目与种类不符' USING ERRCODE = 'check_violation', CONSTRAINT = 'voucher_has_the_lines_of_its_kind';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER check_lines AFTER INSERT OR UPDATE ON eldercare_voucher
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION eldercare_check_lines();
CREATE CONSTRAINT TRIGGER check_lines AFTER INSERT ON eldercare_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION eldercare_check_lines();
"""
VOUCHERS_ARE_UNCHECKED = """
DROP TRIGGER check_lines ON eldercare_entry;
DROP TRIGGER check_lines ON eldercare_voucher;
DROP FUNCTION eldercare_check_lines();
"""

# Nothing is paid beyond what is due, nothing claimed beyond what was paid, nothing comes back beyond the claim, nothing is
# used beyond what was paid. The award is locked, so that two who post at once are seen by each other.
LIMITS = """
CREATE FUNCTION eldercare_balance(of_award bigint, of_account text, of_kind text DEFAULT NULL) RETURNS numeric LANGUAGE sql STABLE AS $$
    SELECT coalesce(sum(e.debit - e.credit), 0)
    FROM eldercare_entry e JOIN eldercare_voucher v ON v.id = e.voucher_id LEFT JOIN eldercare_voucher undone ON undone.id = v.reverses_id
    WHERE v.award_id = of_award AND v.status = 'posted' AND e.account = of_account
        AND (of_kind IS NULL OR v.kind = of_kind OR undone.kind = of_kind)
$$;
CREATE FUNCTION eldercare_used(of_award bigint) RETURNS numeric LANGUAGE sql STABLE AS $$
    SELECT coalesce(sum(amount), 0) FROM eldercare_funduse WHERE award_id = of_award AND voided_at IS NULL
$$;

CREATE FUNCTION eldercare_check_limits() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE held record; paid numeric; unpaid numeric;
BEGIN
    SELECT * INTO held FROM eldercare_award WHERE id = NEW.award_id FOR NO KEY UPDATE;
    unpaid := -eldercare_balance(NEW.award_id, 'payable');
    paid := -eldercare_balance(NEW.award_id, 'funds', 'payment');
    IF unpaid < 0 THEN
        RAISE EXCEPTION '拨付超过应付的补助' USING ERRCODE = 'check_violation', CONSTRAINT = 'payable_is_not_negative';
    END IF;
    IF eldercare_balance(NEW.award_id, 'receivable') < 0 THEN
        RAISE EXCEPTION '收回超过应收回的金额' USING ERRCODE = 'check_violation', CONSTRAINT = 'receivable_is_not_negative';
    END IF;
    IF eldercare_balance(NEW.award_id, 'expense') < unpaid THEN
        RAISE EXCEPTION '应收回的超过已经拨付的' USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_is_within_payments';
    END IF;
    IF eldercare_used(NEW.award_id) > paid THEN
        RAISE EXCEPTION '已登记的使用超过已拨付的金额' USING ERRCODE = 'check_violation', CONSTRAINT = 'use_is_within_payments';
    END IF;
    IF NEW.kind = 'payment' THEN
        PERFORM eldercare_check_payment(NEW.award_id, NEW."on");
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION eldercare_check_payment(of_award bigint, paid_on date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE held record; last record;
BEGIN
    SELECT * INTO held FROM eldercare_award WHERE id = of_award;
    IF paid_on < (held.checked_at AT TIME ZONE 'Asia/Shanghai')::date THEN
        RAISE EXCEPTION '拨付日期早于核准日期' USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_follows_approval';
    END IF;
    IF held.fund = 'lottery' AND NOT EXISTS (SELECT 1 FROM eldercare_institution WHERE id = held.institution_id AND lottery_sign) THEN
        RAISE EXCEPTION '福彩公益金资助的机构，须先悬挂资助标识' USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_of_lottery_money_needs_sign';
    END IF;
    SELECT * INTO last FROM eldercare_adjustment WHERE award_id = of_award AND status = 'approved' ORDER BY id DESC LIMIT 1;
    IF held.kind = 'operating' AND coalesce(last.days, held.days) <> eldercare_rated_days(held.institution_id, held.year)
            AND last.rectification_id IS NULL THEN
        RAISE EXCEPTION '等级或备案已有变化，先调整再拨付' USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_rests_on_days_that_hold';
    END IF;
END $$;
CREATE TRIGGER check_limits AFTER UPDATE OF status ON eldercare_voucher
    FOR EACH ROW WHEN (NEW.status = 'posted' AND OLD.status <> 'posted') EXECUTE FUNCTION eldercare_check_limits();
"""
NO_LIMITS = """
DROP TRIGGER check_limits ON eldercare_voucher;
DROP FUNCTION eldercare_check_payment(bigint, date);
DROP FUNCTION eldercare_check_limits();
DROP FUNCTION eldercare_used(bigint);
DROP FUNCTION eldercare_balance(bigint, text, text);
"""

# At the end of a transaction the expense of an award is what was approved last.
LEDGER_IS_WHAT_WAS_APPROVED = """
CREATE FUNCTION eldercare_check_net() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wanted bigint; approved numeric;
BEGIN
    wanted := CASE TG_TABLE_NAME WHEN 'eldercare_award' THEN NEW.id ELSE (to_jsonb(NEW) ->> 'award_id')::bigint END;
    SELECT coalesce((SELECT amount FROM eldercare_adjustment WHERE award_id = wanted AND status = 'approved' ORDER BY id DESC LIMIT 1),
                    (SELECT amount FROM eldercare_award WHERE id = wanted AND status = 'approved')) INTO approved;
    IF eldercare_balance(wanted, 'expense') IS DISTINCT FROM coalesce(approved, 0) THEN
        RAISE EXCEPTION '账上的补助与核准的金额不一致' USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_is_what_was_approved';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER check_net AFTER UPDATE OF status ON eldercare_award
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION eldercare_check_net();
CREATE CONSTRAINT TRIGGER check_net AFTER UPDATE OF status ON eldercare_adjustment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION eldercare_check_net();
CREATE CONSTRAINT TRIGGER check_net AFTER UPDATE OF status ON eldercare_voucher
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION eldercare_check_net();
"""
LEDGER_IS_FREE = """
DROP TRIGGER check_net ON eldercare_voucher;
DROP TRIGGER check_net ON eldercare_adjustment;
DROP TRIGGER check_net ON eldercare_award;
DROP FUNCTION eldercare_check_net();
"""

# Construction aid is used for its project, operating subsidy for anything but a project; a record is voided, never rewritten.
USES_ARE_KEPT = """
CREATE FUNCTION eldercare_keep_use() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE voiding CONSTANT text[] := ARRAY['voided_by_id', 'voided_at', 'void_reason'];
    held record;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION '资金使用不能删除，只能作废' USING ERRCODE = 'check_violation', CONSTRAINT = 'fund_use_is_kept';
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF to_jsonb(OLD) - voiding IS DISTINCT FROM to_jsonb(NEW) - voiding OR OLD.voided_at IS NOT NULL AND OLD IS DISTINCT FROM NEW THEN
            RAISE EXCEPTION '资金使用不能改动，只能作废' USING ERRCODE = 'check_violation', CONSTRAINT = 'fund_use_is_kept';
        END IF;
        RETURN NEW;
    END IF;
    SELECT * INTO held FROM eldercare_award WHERE id = NEW.award_id FOR NO KEY UPDATE;
    IF (held.kind = 'construction') <> (NEW.purpose = 'project') THEN
        RAISE EXCEPTION '建设补助只能用于项目建设，运营补贴不能用于项目建设' USING ERRCODE = 'check_violation', CONSTRAINT = 'fund_use_fits_kind';
    END IF;
    IF eldercare_used(NEW.award_id) + NEW.amount > -eldercare_balance(NEW.award_id, 'funds', 'payment') THEN
        RAISE EXCEPTION '登记的使用超过已拨付的金额' USING ERRCODE = 'check_violation', CONSTRAINT = 'use_is_within_payments';
    END IF;
    PERFORM eldercare_require_independent(held.institution_id, NEW.recorded_by_id, NEW.recorded_at);
    RETURN NEW;
END $$;
CREATE TRIGGER keep_use BEFORE INSERT OR UPDATE OR DELETE ON eldercare_funduse
    FOR EACH ROW EXECUTE FUNCTION eldercare_keep_use();
"""
USES_MAY_CHANGE = """
DROP TRIGGER keep_use ON eldercare_funduse;
DROP FUNCTION eldercare_keep_use();
"""


class Migration(migrations.Migration):
    dependencies = [("eldercare", "0017_money")]

    operations = [
        migrations.RunSQL(DAYS, NO_DAYS),
        migrations.RunSQL(RULES_ARE_KEPT, RULES_MAY_CHANGE),
        migrations.RunSQL(PEOPLE_ARE_INDEPENDENT, PEOPLE_ARE_FREE),
        migrations.RunSQL(RECKONINGS_ARE_KEPT, RECKONINGS_MAY_CHANGE),
        migrations.RunSQL(VOUCHERS_ARE_KEPT, VOUCHERS_MAY_CHANGE),
        migrations.RunSQL(VOUCHERS_BALANCE, VOUCHERS_ARE_UNCHECKED),
        migrations.RunSQL(LIMITS, NO_LIMITS),
        migrations.RunSQL(LEDGER_IS_WHAT_WAS_APPROVED, LEDGER_IS_FREE),
        migrations.RunSQL(USES_ARE_KEPT, USES_MAY_CHANGE),
    ]
