"""期限雷达: every clock on the right day, for those in whose places it lies, and at the desk in order."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from eldercare import actions
from eldercare.clocks.clock import Clock
from eldercare.clocks.complaints import COMPLAINT
from eldercare.clocks.filings import FILING
from eldercare.clocks.ratings import BAR, EXPIRY, PANEL, STAGE
from eldercare.clocks.supervision import LEVEL, ORDER, RECHECK
from eldercare.models import Rating
from eldercare.radar import FINDERS, When, clocks_of, when
from eldercare.rating_vocabulary import Level
from eldercare.rules.timeline import barred_until
from tests import care, complaining, rating, rating_desk, supervision
from tests.databases import past_the_triggers
from tests.eldercare.desk import client_of, page_of
from tests.rating_desk import as_user, today
from tests.supervision import days, watched

pytestmark = pytest.mark.django_db
RADAR = reverse("admin:eldercare_radar")


def told(user: User, on: date, kind: str = "") -> list[tuple[date, str, str]]:
    """Day, kind and what is waited for."""
    found = [clock for clock in clocks_of(user, on=on) if not kind or clock.kind == kind]
    return [(clock.due, clock.kind, clock.title.split("：", 1)[1]) for clock in found]


# Days


@pytest.mark.parametrize(
    ("due", "on", "found"),
    [
        (date(2026, 6, 9), date(2026, 6, 10), When.OVERDUE),
        (date(2026, 6, 10), date(2026, 6, 10), When.WEEK),  # a Wednesday
        (date(2026, 6, 14), date(2026, 6, 10), When.WEEK),  # Sunday
        (date(2026, 6, 15), date(2026, 6, 10), When.MONTH),
        (date(2026, 6, 30), date(2026, 6, 10), When.MONTH),
        (date(2026, 7, 1), date(2026, 6, 10), When.LATER),
        (date(2026, 7, 1), date(2026, 6, 29), When.WEEK),  # the week goes on over the end of the month
        (date(2027, 6, 20), date(2026, 6, 10), When.LATER),
        (date(2026, 6, 14), date(2026, 6, 14), When.WEEK),
        (date(2026, 6, 15), date(2026, 6, 14), When.MONTH),  # a Sunday ends its week
    ],
)
def test_under_which_heading(due: date, on: date, found: When) -> None:
    assert when(due, on=on) == found


def test_a_filing_is_due_after_ten_working_days() -> None:
    site, officer = care.institution(), care.officer()  # opened on 2 March 2026
    due = date(2026, 3, 16)
    for on in (date(2026, 3, 3), due, date(2026, 3, 17)):
        assert told(officer, on) == [(due, FILING, "2026-03-02 开展服务，应备案")]
    assert clocks_of(officer, on=due)[0].url == page_of(site)
    assert clocks_of(officer, on=due)[0].place == "云县 示例101镇"
    care.submitted(site)
    assert told(officer, due) == []
    care.institution(kind_of_operator="village", nature="public", operation_mode="public_run")
    assert told(officer, due) == []  # self-run: no such clock (N034)


def test_a_year_without_days_off_is_counted_and_not_guessed() -> None:
    care.institution(opened_on=date(2199, 3, 4))
    officer = care.officer()
    assert told(officer, date(2199, 3, 5)) == []
    page = as_user(officer).get(RADAR)
    assert page.context["undated"] == 1
    assert "另有 1 个机构的备案期限无法计算" in page.content.decode()


def test_an_application_by_the_stage_it_waits_in() -> None:
    on, close = rating.DAY, date(2026, 12, 31)
    site = rating.eligible()
    who = rating.people(site)
    round_ = rating.round_of()
    actions.reschedule_round(
        round_, opens_on=round_.opens_on, closes_on=date(2026, 9, 30), notice="", by=rating.city_officer()
    )
    application = rating.opened(site, by=who)
    county = care.officer()
    assert told(county, on) == [(date(2026, 9, 30), STAGE, "2026 年度评定，截止受理前提交")]
    rating.filled_in(application, by=who)
    actions.submit_application(
        application, level=Level.A, applied_on=on, commitment_on=on, by=who.applicant, at=rating.AT
    )
    assert told(county, on) == [(close, STAGE, "2026 年度评定，待初审")]
    actions.pass_review(application, opinion="示例", by=who.reviewer, at=rating.AT)
    assert told(county, on) == [(close, STAGE, "2026 年度评定，待组成评定组")]
    actions.convene_panel(application, lead=who.lead, members=[who.member], by=who.approver, at=rating.AT)
    assert told(county, on) == [(close, PANEL, "2026 年度评定，评定组完成评定")]
    assert when(close, on=date(2027, 1, 1)) == When.OVERDUE
    actions.return_application(application, reason="示例", by=who.approver, at=rating.AT)
    assert told(county, on) == [(date(2026, 9, 30), STAGE, "2026 年度评定，截止受理前补正")]
    actions.withdraw_application(application, reason="示例", by=who.applicant, at=rating.AT)
    assert told(county, on) == []


def test_a_level_runs_out_within_ninety_days() -> None:
    rating.rated(level=Level.A)
    officer, held = care.officer(), Rating.objects.get()
    last = held.last_day
    assert told(officer, last - timedelta(days=91)) == []
    for on in (last - timedelta(days=90), last):
        assert told(officer, on) == [(last, EXPIRY, "A 级到期")]
    assert told(officer, last + timedelta(days=1)) == []
    with past_the_triggers():
        Rating.objects.create(
            institution=held.institution,
            level="A",
            period=(last + timedelta(days=1), last + timedelta(days=900)),
            decision=held.decision,
            recorded_at=rating.AT,
        )
    assert told(officer, last) == []  # renewed


def test_an_order_moves_with_what_it_waits_for() -> None:
    who = watched(Level.A)
    made = supervision.order(who, ordered=40, due=10)
    ours = [ORDER, RECHECK, LEVEL]

    def waits(on: date) -> list[tuple[date, str, str]]:
        return [line for line in told(who.officer, on) if line[1] in ours]

    assert waits(days(10)) == [(days(10), ORDER, "整改期限")]
    assert waits(days(9)) == [(days(9), RECHECK, "整改期满，待复查")]
    supervision.rechecked(made, who, passed=False, ago=3)
    assert waits(today()) == [(days(10), ORDER, "整改期满未整改，待认定")]
    actions.extend_deadline(made, until=days(-5), reason="示例", by=who.officer, at=supervision.moment(2))
    assert waits(today()) == [(days(-5), ORDER, "整改期限")]
    supervision.rechecked(made, who, passed=True, ago=1)
    assert waits(today()) == [(days(-5), ORDER, "整改复查合格，待办结")]
    actions.close_rectification(made, outcome="示例", by=who.other, at=supervision.moment(0))
    assert waits(today()) == []
    supervision.failed(who)
    assert waits(today()) == [(days(5), LEVEL, "未按期整改，待决定等级")]


def test_a_major_accident_waits_for_a_word_and_its_bar_ends() -> None:
    who = watched(Level.A)
    made = supervision.incident(who)
    assert told(who.officer, today(), LEVEL) == []  # nobody has found it to be major
    actions.determine_incident(
        made,
        is_major=True,
        determination="示例",
        determined_on=days(10),
        by=who.other,
        at=supervision.moment(9),
    )
    assert told(who.officer, today(), LEVEL) == [(days(10), LEVEL, "重大责任事故，待取消等级")]
    actions.cancel_level(made, grounds="示例", by=who.decider, at=supervision.moment(0))
    assert told(who.officer, today(), LEVEL) == []
    until = barred_until(days(20))
    assert told(who.officer, until - timedelta(days=91), BAR) == []
    assert told(who.officer, until, BAR) == [(until, BAR, "禁止申请评定的最后一天")]
    assert told(who.officer, until + timedelta(days=1), BAR) == []


# Who sees


def test_a_complaint_is_due_without_what_was_written() -> None:
    complaint = complaining.sent(about="示例：某某人家", county=care.county())
    officer, township = complaining.officer(complaint), care.officer("养老乡镇经办", care.township())
    due = date(2026, 3, 19)  # seven working days after Tuesday 10 March
    assert told(officer, due, COMPLAINT) == [(due, COMPLAINT, "投诉须答复是否受理")]
    assert "某某" not in clocks_of(officer, on=due)[0].title
    assert told(township, due, COMPLAINT) == []
    complaining.accepted(complaint)
    later = date(2026, 4, 22)  # thirty, over Tomb-Sweeping Day
    assert told(officer, due, COMPLAINT) == [(later, COMPLAINT, "投诉须办结")]


def test_clocks_are_seen_where_one_is_on_duty() -> None:
    here, there = care.institution(), care.institution(township=care.township("530921101"))
    on = date(2026, 3, 10)
    seen = {
        "township": (care.officer("养老乡镇经办", here.township), [here]),
        "county": (care.officer(), [here]),
        "elsewhere": (care.officer("养老县区经办", care.county("530921")), [there]),
        "city": (rating.city_officer(), [there, here]),
        "editor": (care.officer("责任编辑", care.county()), []),
    }
    for name, (user, sites) in seen.items():
        found = {clock.url for clock in clocks_of(user, on=on)}
        assert found == {page_of(site) for site in sites}, name
    editor, _ = seen["editor"]
    assert as_user(editor).get(RADAR).status_code == 403
    assert as_user(editor).get(reverse("admin:eldercare_radar_address")).status_code == 403
    assert as_user(rating_desk.auditor()).get(RADAR).status_code == 200


def test_another_matter_joins_by_naming_its_finder() -> None:
    officer = care.officer()
    matter = Clock(days(-1), "示例会议：答复", RADAR, "会议", "云县")
    FINDERS.append(lambda user, *, on: [matter])
    try:
        assert clocks_of(officer, on=today()) == [matter]
        page = as_user(officer).get(f"{RADAR}?kind=会议")
        assert page.context["kinds"] == [("会议", 1)]
        assert "示例会议：答复" in page.content.decode()
    finally:
        FINDERS.pop()


# The page


def test_the_page_is_in_order_and_narrowed_by_kind() -> None:
    who = watched(Level.A)
    supervision.order(who, due=3)
    supervision.order(who, due=-200)
    care.institution(opened_on=days(60))
    page = as_user(who.officer).get(RADAR)
    shown = [line.clock for group in page.context["groups"] for line in group.lines]
    assert shown == clocks_of(who.officer, on=today())
    assert [group.name for group in page.context["groups"]] == ["已逾期", "以后"]
    assert "已过 2 天" in page.content.decode()  # the re-check was due the day after the deadline
    narrowed = as_user(who.officer).get(f"{RADAR}?kind={RECHECK}")
    assert {line.clock.kind for group in narrowed.context["groups"] for line in group.lines} == {RECHECK}
    for hostile in ("?kind=x%00", "?page=x", "?page=-1", "?kind=%27%3B--&page=9999999999999"):
        assert as_user(who.officer).get(RADAR + hostile).status_code == 200


def test_the_board_has_a_card_with_what_presses() -> None:
    who = watched(Level.A)
    supervision.order(who, due=3)
    supervision.order(who, due=-200)
    cards = {card.title: card for card in as_user(who.officer).get("/admin/").context["cards"]}
    assert (cards["期限雷达"].count, cards["期限雷达"].url) == (1, RADAR)
    editor = care.officer("责任编辑", care.county())
    assert "期限雷达" not in client_of(editor).get("/admin/").content.decode()


def test_the_day_is_that_of_shanghai(monkeypatch: pytest.MonkeyPatch) -> None:
    care.institution()  # due on 16 March 2026
    officer = care.officer()
    client = as_user(officer)
    evening = datetime(2026, 3, 16, 15, 59, tzinfo=UTC)  # 23:59 of the last day
    for moment, name in ((evening, "本周"), (evening + timedelta(minutes=1), "已逾期")):
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        groups = client.get(RADAR).context["groups"]
        assert [group.name for group in groups] == [name]
