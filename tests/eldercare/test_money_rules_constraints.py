"""What must hold of the rules of money, whoever writes; and what gets in past the program."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Value

from eldercare import actions
from eldercare.models import Award, MoneyRules, Rating
from eldercare.models.award import RatedDays
from tests import care, money, rating
from tests.eldercare.broken import (
    deleted,
    refused,
    refused_new,
    said,
    taken,
    values_of,
)
from tests.money import AT, LATER

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "values"),
    [
        *(
            (f"money_rules_{rate}_is_money", {rate: Decimal(wrong)})
            for rate in ("amount_a", "new_building", "conversion")
            for wrong in ("0", "-1", "1e11")
        ),
        *(
            (f"money_rules_{rate}_is_to_the_fen", {rate: Decimal("24999.995")})
            for rate in ("amount_aa", "new_building", "conversion")
        ),
        ("money_rules_amount_a_is_to_the_fen", {"amount_a": Decimal("19999.995")}),
        ("money_rules_amount_aaa_is_to_the_fen", {"amount_aaa": Decimal("29999.995")}),
        ("money_rules_status_is_known", {"status": "lost"}),
        ("money_rules_part_year_is_known", {"part_year": ""}),
        ("money_rules_level_change_is_known", {"level_change": "guess"}),
        ("money_rules_year_is_plausible", {"year_from": 2023}),
        ("money_rules_year_is_plausible", {"year_from": 2101}),
        *(
            ("money_rules_cut_off_is_a_day_of_every_year", {"cut_off_month": month, "cut_off_day": day})
            for month, day in ((0, 1), (13, 1), (1, 0), (1, 32), (4, 31), (2, 29))
        ),
        ("money_rules_higher_levels_get_no_less", {"amount_a": Decimal("25000.01")}),
        ("money_rules_higher_levels_get_no_less", {"amount_aaa": Decimal("24999.99")}),
        ("money_rules_have_source", {"source": ""}),
    ],
)
def test_the_database_refuses_such_rules(name: str, values: dict[str, Any]) -> None:
    rules = money.draft_rules(year_from=2030)
    refused(rules, name, **values)
    assert said(rules, name, **values).endswith("。")


def test_rules_in_force_never_change_nor_go() -> None:
    used = money.project()[0].rules
    assert used is not None
    refused(used, "money_rules_are_kept", amount_a=Decimal("1.00"))
    refused(used, "money_rules_are_kept", remark="示例")
    refused(used, "money_rules_are_kept", published_at=LATER)
    deleted(used, "money_rules_are_kept")
    city = rating.city_officer()
    newer = actions.publish_money_rules(money.draft_rules(year_from=2030), by=city, at=AT)
    retired = actions.retire_money_rules(newer, reason="示例。", by=city, at=LATER)
    refused(retired, "money_rules_are_kept", retire_reason="另一个原因。")
    deleted(retired, "money_rules_are_kept")


def test_a_draft_may_change_and_go() -> None:
    draft = money.draft_rules(year_from=2030)
    taken(draft, remark="示例", year_from=2031)
    draft.delete()


def test_rules_go_from_draft_to_force_to_retirement_and_no_other_way() -> None:
    city = rating.city_officer()
    said_so = {"published_by": city, "published_at": AT}
    ended = {"retired_by": city, "retired_at": LATER, "retire_reason": "示例。"}
    name = "money_rules_move_as_the_table_says"
    draft = money.draft_rules(year_from=2030)
    refused(draft, name, status="retired", **said_so, **ended)
    refused_new(name, MoneyRules, **values_of(draft, status="published") | said_so)
    rules = money.published(draft)
    refused(rules, name, status="draft", published_by=None, published_at=None)
    taken(rules, status="retired", **ended)
    retired = actions.retire_money_rules(rules, reason="示例。", by=city, at=LATER)
    refused(retired, name, status="published", retired_by=None, retired_at=None, retire_reason="")


@pytest.mark.parametrize("missing", ["published_by", "published_at"])
def test_rules_in_force_say_who_put_them_there_and_when(missing: str) -> None:
    draft = money.draft_rules(year_from=2030)
    who = {"published_by": rating.city_officer(), "published_at": AT}
    refused(draft, "money_rules_status_is_whole", **{"status": "published"} | who | {missing: None})
    refused(draft, "money_rules_status_is_whole", **who)
    assert said(draft, "money_rules_status_is_whole", status="published").endswith("。")


@pytest.mark.parametrize("missing", ["retired_by", "retired_at", "retire_reason"])
def test_retired_rules_say_who_when_and_why(missing: str) -> None:
    rules = money.rules(year_from=2030)
    ended = {"retired_by": rating.city_officer(), "retired_at": LATER, "retire_reason": "示例。"}
    nothing = "" if missing == "retire_reason" else None
    refused(rules, "money_rules_status_is_whole", **{"status": "retired"} | ended | {missing: nothing})
    early = ended | {"retired_at": rating.AT - timedelta(days=1)}
    refused(rules, "money_rules_status_is_whole", status="retired", **early)


def test_one_edition_of_a_year_is_in_force() -> None:
    """Drafts of the same year wait beside it."""
    rules = money.rules(year_from=2030)
    draft = money.draft_rules(year_from=2030)
    moved = {"status": "published", "published_by": rating.city_officer(), "published_at": AT}
    refused(draft, "money_rules_of_a_year_are_one", **moved)
    assert MoneyRules.objects.for_year(2030) == rules


def test_rules_miss_nothing() -> None:
    rules = money.draft_rules()
    for field in MoneyRules._meta.concrete_fields:
        if not field.null and not field.primary_key:
            refused(rules, f"{field.column} is null", **{field.attname: None})


def test_nothing_that_is_no_number_gets_in_past_the_program() -> None:
    """PostgreSQL holds NaN greater than every number."""
    row = actions.reject_award(money.prepared(), reason="示例。", by=care.officer(), at=AT)
    with connection.cursor() as cursor:
        for column in ("amount", "computed", "most"):
            for wrong in ("NaN", "Infinity", "-Infinity"):
                columns = [field.column for field in Award._meta.concrete_fields if not field.primary_key]
                taken = ", ".join("%s::numeric" if name == column else _copied(name) for name in columns)
                copy = f"INSERT INTO eldercare_award ({', '.join(columns)}) SELECT {taken} FROM eldercare_award WHERE id = %s"
                with pytest.raises(IntegrityError), transaction.atomic():
                    cursor.execute(copy, [wrong, row.pk])
        for rate in ("amount_a", "amount_aa", "amount_aaa", "new_building", "conversion"):
            with pytest.raises(IntegrityError, match="money_rules"), transaction.atomic():
                wanted = ", ".join(f"'NaN'::numeric AS {name}" if name == rate else name for name in _RATES)
                cursor.execute(
                    "INSERT INTO eldercare_moneyrules (year_from, cut_off_month, cut_off_day, part_year, level_change,"
                    f" source, remark, status, retire_reason, {', '.join(_RATES)})"
                    " SELECT 2050, 12, 31, part_year, level_change, source, remark, 'draft', '',"
                    f" {wanted} FROM eldercare_moneyrules"
                )


_RATES = ("amount_a", "amount_aa", "amount_aaa", "new_building", "conversion")


_FRESH = {
    "status": "'drafted'",
    "checked_by_id": "NULL",
    "checked_at": "NULL",
    "check_remark": "''",
    "reason": "'示例'",
}


def _copied(column: str) -> str:
    return _FRESH.get(column, column)


def test_the_days_of_a_year_are_those_both_rated_and_on_file() -> None:
    """Adjoining spans are one; a filing counts to the day before it ended, an institution to the day before it closed."""
    institution = money.rated()
    rating = Rating.objects.get(institution=institution)

    def days(year: int) -> Any:
        return (
            Rating.objects.filter(pk=rating.pk)
            .values_list(RatedDays("institution", Value(year)), flat=True)
            .get()
        )

    assert days(2025) == {}
    assert days(2026) == {"2A": [["2026-06-10", "2026-12-31"]]}
    assert days(2028) == {"2A": [["2028-01-01", "2028-12-31"]]}
    assert days(2029) == {"2A": [["2029-01-01", "2029-06-10"]]}
    assert days(2030) == {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT eldercare_rated_days(%s, NULL), eldercare_rated_days(-1, 2027)", [institution.pk]
        )
        assert list(map(str, cursor.fetchone())) == ["None", "{}"]
