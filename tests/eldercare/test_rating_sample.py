"""The sample goes through three rounds and more: every status is there, and every part has something to do."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone

from eldercare.clocks.filings import FILING
from eldercare.clocks.ratings import EXPIRY, PANEL, STAGE
from eldercare.clocks.supervision import LEVEL, ORDER, RECHECK
from eldercare.complaint_vocabulary import ComplaintStatus
from eldercare.models import (
    Complaint,
    Extension,
    Institution,
    RatingApplication,
    RatingDecision,
    RatingMove,
    RatingRound,
    Rectification,
)
from eldercare.radar import clocks_of
from eldercare.rating_standing import standing_facts, with_standing
from eldercare.rating_vocabulary import DecisionKind, Level, OrderKind, RatingStatus, RatingVerb
from eldercare.rating_waiting import WAITING
from eldercare.rules.rectification import OrderStage
from eldercare.rules.standing import Standing, standing
from eldercare.sample import STAFF, load_institutions
from eldercare.supervision import stage_of, with_stage
from foundation.models import RowChange
from foundation.sample_staff import load_staff
from tests.eldercare.test_care_audit import everything_logged, secrets

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
# Statuses of the display that the sample shows; a level that has not begun is the only one it leaves out.
SHOWN = set(Standing) - {Standing.COMING}


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    call_command("load_reference", verbosity=0)
    load_staff(tmp_path / "logins.json", STAFF)
    return tmp_path


def test_the_sample_of_today(notebook: Path) -> None:
    """Loading takes half a minute: everything that is to be seen of it is looked at here."""
    moment = timezone.localtime()
    assert load_institutions(at=moment) == 71
    _shows_every_status(moment.date())
    _is_logged_as_loaded()
    _gives_each_printed_account_something_to_do(moment.date())
    assert load_institutions(at=moment) == 0


@pytest.mark.long
@pytest.mark.parametrize(
    "at",
    [
        datetime(2026, 1, 3, 9, tzinfo=SHANGHAI),  # most of a story lies in the year before
        datetime(2028, 2, 29, 9, tzinfo=SHANGHAI),
    ],
    ids=["new year", "leap day"],
)
def test_the_sample_is_whole_on_whatever_day_it_is_loaded(notebook: Path, at: datetime) -> None:
    assert load_institutions(at=at) == 71
    _shows_every_status(at.date())


def _shows_every_status(today: date) -> None:
    assert set(RatingApplication.objects.values_list("status", flat=True)) == set(RatingStatus.values)
    rows = list(with_standing(Institution.objects.all(), on=today))
    assert {standing(standing_facts(row, on=today)) for row in rows} == SHOWN
    assert {row.level_held for row in rows} == {None, *Level.values}
    assert set(RatingRound.objects.values_list("year", flat=True)) >= {
        today.year - 2,
        today.year - 1,
        today.year,
    }
    returning = {RatingVerb.RETURN, RatingVerb.SEND_BACK, RatingVerb.REMAND}
    assert returning <= set(RatingMove.objects.values_list("verb", flat=True))
    assert RatingDecision.objects.filter(supersedes__isnull=False).count() == 1
    assert RatingApplication.objects.filter(approved_level="3A", confirmed_level="2A").count() == 1
    assert not User.objects.filter(username__startswith="sample-", is_active=True).exists()
    _shows_supervision(today)


def _shows_supervision(today: date) -> None:
    """One revoked, one cancelled after an accident, one to recover from, and orders in every stage but one."""
    kinds = set(RatingDecision.objects.values_list("kind", flat=True))
    assert {DecisionKind.REVOKE, DecisionKind.CANCEL} <= kinds
    orders = list(with_stage(Rectification.objects.all(), on=today))
    stages = {stage_of(order, on=today) for order in orders}
    assert stages == set(OrderStage) - {OrderStage.CORRECTED, OrderStage.UNCORRECTED}
    assert Extension.objects.count() == 1
    besides = {order.kind for order in orders} - {OrderKind.STANDARD}
    assert besides == {OrderKind.DIVERSION, OrderKind.FUNDS}
    assert set(Complaint.objects.values_list("status", flat=True)) == set(ComplaintStatus.values)
    chief = User.objects.create_superuser("chief")
    found = {clock.kind for clock in clocks_of(chief, on=today)}
    assert found >= {FILING, STAGE, PANEL, EXPIRY, ORDER, RECHECK, LEVEL}


def _is_logged_as_loaded() -> None:
    changes = RowChange.objects.filter(table_name__startswith="eldercare_")
    assert {change.via for change in changes} == {"load_sample"}
    assert changes.filter(by=None).count() == 0
    logged = everything_logged()
    assert not [secret for secret in secrets() if secret in logged]


def _gives_each_printed_account_something_to_do(today: date) -> None:
    waiting = {
        "township1": {"review", "mend"},
        "township2": {"review", "mend"},
        "county1": {"convene", "approve", "mend"},
        "county3": {"convene", "approve", "mend"},
        "assessor1": {"assess"},
        "assessor2": {"assess"},
        "city": {"confirm"},
        "city2": {"confirm"},
        "care-auditor": set[str](),
    }
    for username, expected in waiting.items():
        user = User.objects.get(username=username)
        found = {
            name
            for name, (_title, permission, waits) in WAITING.items()
            if user.has_perm(permission) and waits(user, on=today).exists()
        }
        assert found == expected, username
