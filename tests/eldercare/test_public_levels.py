"""The level of an institution in public: on its page, in the list and its filter, in the data; true for any day."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from eldercare import actions
from eldercare.models import Filing, Institution, RatingDecision
from eldercare.public_levels import history_of, plaque_of, with_plaque
from eldercare.rating_vocabulary import DecisionKind, IncidentKind, Level
from eldercare.rules.plaque import Plaque, PlaqueState
from tests import care, rating

pytestmark = pytest.mark.django_db
LATER = datetime(2026, 7, 1, 2, tzinfo=UTC)


def plaque(institution: Institution, on: date) -> Plaque:
    row = with_plaque(Filing.objects.in_force().filter(institution=institution), on=on).get()
    return plaque_of(row, on=on)


def page_of(institution: Institution) -> str:
    return Client().get(institution.get_absolute_url()).content.decode()


def cancelled(institution: Institution, *, on: date = date(2026, 6, 20)) -> RatingDecision:
    county = institution.county
    found_by, judged_by, decided_by = (care.officer("养老县区经办", county) for _ in range(3))
    incident = actions.record_incident(
        institution,
        kind=IncidentKind.FIRE,
        happened_on=on,
        summary="示例：秘密经过",
        by=found_by,
        at=LATER,
    )
    actions.determine_incident(
        incident, is_major=True, determination="示例认定书", determined_on=on, by=judged_by, at=LATER
    )
    return actions.cancel_level(incident, grounds="示例：秘密理由", by=decided_by, at=LATER)


def corrected(decision: RatingDecision, level: Level | None) -> RatingDecision:
    kind = DecisionKind.GRANT if level else DecisionKind.REFUSE
    return actions.correct_decision(
        decision,
        kind=kind,
        level=level,
        effective_on=decision.effective_on,
        grounds="示例：秘密复核",
        by=care.officer("养老县区经办", decision.authority),
        at=LATER,
    )


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2026, 6, 9), PlaqueState.COMING),
        (date(2026, 6, 10), PlaqueState.VALID),
        (date(2029, 6, 10), PlaqueState.EXPIRING),
        (date(2029, 6, 11), PlaqueState.EXPIRED),
    ],
)
def test_it_runs_out_by_the_date_alone(on: date, state: PlaqueState) -> None:
    decision, _ = rating.rated(level=Level.AA)
    found = plaque(decision.institution, on)
    assert found.state == state
    assert found.shown is not None
    assert (found.shown.level, found.shown.first, found.shown.last) == (
        Level.AA,
        date(2026, 6, 10),
        date(2029, 6, 10),
    )
    assert (found.shown.number, found.shown.authority) == (decision.letter_number, "云县民政局")


def test_a_cancelled_level_ends_the_day_before_the_accident() -> None:
    decision, _ = rating.rated(level=Level.AA)
    taken = cancelled(decision.institution)
    assert plaque(decision.institution, date(2026, 6, 19)).holds
    found = plaque(decision.institution, date(2026, 6, 20))
    assert found.state == PlaqueState.CANCELLED
    assert found.taken is not None
    assert found.taken.number == taken.letter_number
    assert found.barred_until == date(2028, 6, 20)


def test_the_page_says_the_level_the_days_and_who_decided() -> None:
    decision, _ = rating.rated(level=Level.AA)
    text = page_of(decision.institution)
    for said in ("2A 级", "2026年6月10日—2029年6月10日", decision.letter_number, "云县民政局", "有效"):
        assert said in text
    assert "更正" not in text


def test_an_institution_without_a_level_says_so() -> None:
    text = page_of(care.accepted().institution)
    assert "还没有评定过等级" in text
    assert "历次决定" not in text


def test_an_application_that_was_refused_is_nobodys_business() -> None:
    application, who = rating.assessed(level=None)
    actions.refuse(application, reason="示例：秘密原因", by=who.approver, at=rating.AT)
    text = page_of(application.institution)
    assert "不予评定" not in text
    assert "秘密" not in text
    assert "还没有评定过等级" in text


def test_a_correction_says_what_it_stands_for() -> None:
    decision, _ = rating.rated(level=Level.AA)
    new = corrected(decision, Level.A)
    text = page_of(decision.institution)
    assert f"更正：代替决定 {decision.letter_number}。" in text
    assert f"已由决定 {new.letter_number} 更正" in text
    assert "<del>评定等级：2A 级</del>" in text
    assert "秘密" not in text
    history = history_of(decision.institution_id)
    assert [(line.number, line.corrects, line.corrected_by) for line in history] == [
        (new.letter_number, decision.letter_number, ""),
        (decision.letter_number, "", new.letter_number),
    ]
    assert history[0].spans == ((date(2026, 6, 10), date(2029, 6, 10)),)
    assert history[1].spans == ()


def test_a_level_that_was_corrected_into_a_refusal_is_not_hushed_up() -> None:
    decision, _ = rating.rated(level=Level.AA)
    corrected(decision, None)
    text = page_of(decision.institution)
    assert "不予评定" in text
    assert "<del>评定等级：2A 级</del>" in text
    assert plaque(decision.institution, date(2026, 7, 1)).state == PlaqueState.UNRATED


def test_the_page_tells_a_cancellation_without_its_story() -> None:
    decision, _ = rating.rated(level=Level.AA)
    cancelled(decision.institution)
    text = page_of(decision.institution)
    assert "2026年6月20日起取消等级" in text
    assert "没有等级" in text
    assert "秘密" not in text


def test_the_list_is_narrowed_by_the_level_of_today() -> None:
    at = timezone.localtime() - timedelta(days=30)
    year = at.year
    one = rating.rated(level=Level.AA, at=at, year=year)[0].institution
    other = rating.rated(level=Level.A, at=at, year=year)[0].institution
    none = care.accepted().institution

    def found(level: str) -> set[int]:
        answer = Client().get(f"/eldercare/institutions.json?level={level}").json()
        return {said["id"] for said in answer["institutions"]}

    assert found("2A") == {one.pk}
    assert found("A") == {other.pk}
    assert found("3A") == set()
    assert found("none") == {none.pk}
    assert found("") == {one.pk, other.pk, none.pk}
    page = Client().get("/eldercare/?level=2A").content.decode()
    assert one.name in page
    assert other.name not in page
    assert '<span class="tag tag-strong">2A 级</span>' in page
    assert Client().get("/eldercare/institutions.json?level=4A").status_code == 400


def test_the_data_say_the_level_and_its_days() -> None:
    at = timezone.localtime() - timedelta(days=30)
    decision, _ = rating.rated(level=Level.AA, at=at, year=at.year)
    (said,) = Client().get("/eldercare/institutions.json").json()["institutions"]
    wanted: dict[str, Any] = {
        "level": "2A",
        "level_name": "2A 级",
        "level_state": "valid",
        "level_state_name": "有效",
        "level_from": decision.effective_on.isoformat(),
        "level_decision": decision.letter_number,
        "level_authority": "云县民政局",
    }
    assert wanted.items() <= said.items()
    text = Client().get("/eldercare/institutions.csv").content.decode("utf-8-sig")
    (row,) = csv.DictReader(StringIO(text))
    assert (row["等级"], row["等级状态"]) == ("2A 级", "有效")
    assert row["评定决定编号"] == decision.letter_number
