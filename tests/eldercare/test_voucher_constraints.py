"""What must hold of vouchers and their numbers, whoever writes: each broken past the verbs, the missing value too."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from eldercare import actions
from eldercare.models import Affiliation, Voucher, VoucherBook
from eldercare.money_vocabulary import Account
from tests import care, money
from tests.eldercare.broken import (
    ask_now,
    constraint_of,
    deleted,
    refused,
    refused_new,
    said,
    values_of,
)
from tests.eldercare.raw_money import moved, not_written, posting
from tests.money import AT, DAY

pytestmark = pytest.mark.django_db
EXPENSE, PAYABLE, FUNDS, RECEIVABLE = Account.values
PAYMENT = moved(PAYABLE, FUNDS)


def test_what_the_verbs_leave_behind_is_whole() -> None:
    award, who = money.project()
    draft, posted = money.payment(award, "5.00", by=who), money.paid(award, "5.00", by=who)
    gone = actions.discard_voucher(money.payment(award, "5.00", by=who), reason="示例。", by=who.maker, at=AT)
    for voucher in (draft, posted, gone, award.vouchers.get(kind="award")):
        Voucher.objects.get(pk=voucher.pk).full_clean()
    ask_now()


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("voucher_status_is_whole", {"checked_by": None}),
        ("voucher_status_is_whole", {"checked_at": None}),
        ("voucher_status_is_whole", {"checked_at": AT - timedelta(1)}),
        ("voucher_status_is_whole", {"posted_on": None}),
        ("voucher_status_is_whole", {"posted_on": DAY - timedelta(1)}),
        ("voucher_status_is_whole", {"book_year": None}),
        ("voucher_status_is_whole", {"book_year": 2027}),
        ("voucher_status_is_whole", {"book_serial": None}),
        ("voucher_status_is_whole", {"book_code": ""}),
        ("voucher_status_is_whole", {"book_code": "53092"}),
        ("voucher_status_is_whole", {"discard_reason": "示例"}),
        ("voucher_status_is_whole", {"status": "discarded"}),
        ("voucher_number_has_no_gap", {"book_serial": 4}),
        ("voucher_number_has_no_gap", {"book_serial": 0}),
        ("voucher_number_is_once", {"book_serial": 1}),
        ("voucher_number_is_of_its_county", {"book_code": "530902", "book_serial": 1}),
    ],
)
def test_posting_asks_for_everything(name: str, values: dict[str, Any]) -> None:
    award, who = money.project()
    draft = money.payment(award, "5.00", by=who)
    refused(draft, name, **posting(who, **values))
    if name == "voucher_status_is_whole":
        assert said(draft, name, **posting(who, **values)).endswith("。")


def test_a_draft_carries_nothing_of_a_posted_or_discarded_one() -> None:
    award, who = money.project()
    draft = money.payment(award, "5.00", by=who)
    for values in (
        {"checked_by": who.checker},
        {"checked_at": AT},
        {"posted_on": DAY},
        {"discarded_by": who.maker},
        {"discarded_at": AT},
        {"status": "discarded", "discarded_by": who.maker, "discarded_at": AT},
        {"status": "discarded", "discarded_by": who.maker, "discard_reason": "示例"},
        {"status": "discarded", "discarded_at": AT, "discard_reason": "示例"},
    ):
        refused(draft, "voucher_status_is_whole", **values)
    assert said(draft, "voucher_status_is_known", status="lost") == "请从列出的各项中选择。"


def test_who_drafts_does_not_post_and_nobody_attached_does_either() -> None:
    """Superusers are no exception."""
    award, who = money.project()
    draft = money.payment(award, "5.00", by=who)
    refused(draft, "voucher_is_checked_by_another", **posting(who, checked_by=who.maker))
    attached = care.officer()
    Affiliation.objects.create(
        user=attached, institution=award.institution, bond="owner", since=date(2027, 1, 1)
    )
    refused(draft, "money_people_are_independent", **posting(who, checked_by=attached))
    values = values_of(draft) | {"drafted_by_id": attached.pk}
    refused_new("money_people_are_independent", Voucher, **values)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("voucher_says_what", {"memo": ""}),
        ("voucher_says_what", {"paper_number": ""}),
        ("voucher_says_what", {"kind": "recovery", "paper_number": ""}),
        ("voucher_basis_fits_kind", {"kind": "reduction"}),
        ("voucher_basis_fits_kind", {"kind": "claim"}),
        ("voucher_basis_fits_kind", {"kind": "increase"}),
        ("voucher_basis_fits_kind", {"kind": "reversal"}),
        ("voucher_moves_as_the_table_says", {"status": "posted"}),
        ("voucher_balances", {}),
    ],
)
def test_the_database_refuses_such_a_voucher(name: str, values: dict[str, Any]) -> None:
    """The last one has no lines."""
    award, who = money.project()
    like = values_of(money.payment(award, "5.00", by=who))
    refused_new(name, Voucher, **like | values)


def test_a_kind_is_known_and_a_basis_belongs_to_the_award() -> None:
    award, who = money.project()
    draft = money.payment(award, "5.00", by=who)
    assert said(draft, "voucher_kind_is_known", kind="gift") == "请从列出的各项中选择。"
    draft.refresh_from_db()
    posted = money.paid(award, "5.00", by=who)
    refused_new("voucher_basis_fits_kind", Voucher, **values_of(draft) | {"reverses_id": posted.pk})
    money.adjusted(award, "800000.00", by=who)
    change = award.adjustments.get()
    refused_new("voucher_basis_fits_kind", Voucher, **values_of(draft) | {"adjustment_id": change.pk})
    other, pair = money.project()
    not_written(
        "voucher_is_of_an_approved_adjustment",
        other,
        "reduction",
        moved(PAYABLE, EXPENSE),
        by=pair,
        adjustment=change,
    )


def test_only_an_approved_award_has_vouchers_and_one_of_its_own() -> None:
    waiting = money.prepared()
    by = money.pair(waiting.institution)
    not_written("voucher_is_of_an_approved_award", waiting, "payment", PAYMENT, by=by)
    award, who = money.project()
    not_written("voucher_of_award_is_one", award, "award", moved(EXPENSE, PAYABLE), by=who)


def test_missing_values_of_a_voucher_are_refused_by_name() -> None:
    award, who = money.project()
    draft = money.payment(award, "5.00", by=who)
    for field in Voucher._meta.concrete_fields:
        if not field.null and not field.primary_key and field.name not in ("award", "status"):
            refused_new(f"{field.column} is null", Voucher, **values_of(draft) | {field.attname: None})
    refused_new("voucher_is_of_an_approved_award", Voucher, **values_of(draft) | {"award_id": None})
    refused_new("voucher_moves_as_the_table_says", Voucher, **values_of(draft) | {"status": ""})


def test_a_voucher_is_kept_whatever_became_of_it() -> None:
    award, who = money.project()
    draft, posted = money.payment(award, "5.00", by=who), money.paid(award, "5.00", by=who)
    gone = actions.discard_voucher(money.payment(award, "5.00", by=who), reason="示例。", by=who.maker, at=AT)
    for voucher in (draft, posted, gone):
        refused(voucher, "voucher_is_kept", memo="改写")
        refused(voucher, "voucher_is_kept", on=DAY - timedelta(1))
        deleted(voucher, "voucher_stays_on_record")
    refused(posted, "voucher_is_kept", status="drafted")
    refused(posted, "voucher_is_kept", book_serial=9)
    refused(posted, "voucher_is_kept", checked_by=care.officer())
    refused(gone, "voucher_is_kept", **posting(who))
    refused(posted, "voucher_is_kept", status="discarded", discard_reason="示例")


def test_a_county_has_one_book_of_vouchers_a_year() -> None:
    money.project()
    book = VoucherBook.objects.get()
    refused_new("voucher_book_is_one", VoucherBook, **values_of(book))
    for name in ("code", "year", "last"):
        refused(book, f"{name} is null", **{name: None})


@pytest.mark.parametrize("tampered", [0, 7])
def test_a_book_that_was_tampered_with_numbers_nothing_wrongly(tampered: int) -> None:
    award, who = money.project()
    draft = money.payment(award, "5.00", by=who)
    VoucherBook.objects.update(last=tampered)
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        actions.post_voucher(draft, by=who.checker, at=AT)
    named = ("voucher_number_is_once", "voucher_number_has_no_gap")[bool(tampered)]
    assert constraint_of(refusal.value) == named
