"""A random walk through rating: anybody does anything on any day to a few institutions, and a model of its own remembers
what must hold. The same seed walks the same way again.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User

from eldercare import actions
from eldercare.actions.applications import Checked, Mark
from eldercare.actions.panels import Found
from eldercare.models import (
    Institution,
    RatingApplication,
    RatingRound,
)
from eldercare.rating_vocabulary import Level, MaterialState, RatingStatus, VisitMode
from foundation.models import Jurisdiction
from foundation.refusals import Refusal
from tests import care, make, rating
from tests.eldercare.rating_verbs import brief_edition
from tests.eldercare.rating_walk_beside import BESIDE

WORD = "示例：说明。"
PLACES = ("530922101", "530922102", "530902001")
FIRST_DAY = date(2026, 2, 2)


class RatingWalk:
    """What happened, told by the walk itself: where each application stands, and what was done how often."""

    def __init__(self, seed: int, *, beside: float) -> None:
        self.dice = random.Random(seed)
        self.on, self.beside = FIRST_DAY, beside
        self.edition = brief_edition()
        self.criteria = [row for row in self.edition.criteria.order_by("position") if row.is_scored]
        places = [care.township(code) for code in PLACES]
        runners = [care.operator("social", county=places[0].parent), care.operator("village")]
        self.institutions = [
            rating.eligible(township=places[number % 3], operator=runner, opened_on=date(2024, 5, 6))
            for number, runner in enumerate([runners[0], runners[0], runners[1], runners[1]])
        ]
        self.people = self._people(places)
        self.status: dict[int, str] = {}
        self.known_from: dict[
            int, tuple[int, int]
        ] = {}  # bond → the last line and decision before it was known
        self.tried = 0
        self.done: dict[str, int] = defaultdict(int)
        self.refused: dict[str, int] = defaultdict(int)

    @staticmethod
    def _people(places: Sequence[Any]) -> dict[str, list[User]]:
        counties, city = [care.county("530922"), care.county("530902")], care.city()
        chief = User.objects.create_superuser(f"chief{make.serial()}")
        for place in (city, *counties, *places):
            Jurisdiction.objects.create(user=chief, division=place)
        return {
            "applicant": [care.officer("养老乡镇经办", *places) for _ in range(2)],
            "township": [care.officer("养老乡镇经办", *places) for _ in range(2)],
            "county": [care.officer("养老县区经办", *counties) for _ in range(4)],
            "assessor": [care.officer("养老评定员", *counties) for _ in range(3)],
            "city": [care.officer("养老市级管理", city) for _ in range(2)],
            "others": [
                care.officer("养老审计（只读）", city),
                care.officer("养老乡镇经办", places[2]),
                chief,
            ],
        }

    @property
    def at(self) -> datetime:
        """Some hour of the day; each verb asks for it once."""
        self.tried += 1
        return datetime(self.on.year, self.on.month, self.on.day, self.dice.randrange(8), 30, tzinfo=UTC)

    def somebody(self, *roles: str) -> User:
        """Mostly one of these roles, sometimes anybody."""
        if self.dice.random() < 0.85:
            return self.dice.choice([user for role in roles for user in self.people[role]])
        return self.dice.choice([user for users in self.people.values() for user in users])

    def step(self) -> int:
        """One deed, done or refused; how many verbs that were, none where there was nothing to do it to."""
        if self.dice.random() < 0.1:
            self.on += timedelta(days=self.dice.choice([1, 3, 20, 60, 120]))
        site = self.dice.choice(self.institutions)
        newest = RatingApplication.objects.filter(institution=site).order_by("-pk").first()
        verb, act = self._chosen(site, newest)
        self.tried = 0
        try:
            act()
        except Refusal as refusal:
            self.refused[type(refusal).__name__] += 1
            assert str(refusal).endswith("。"), str(refusal)
        else:
            self.done[verb] += self.tried > 0
        return self.tried

    def _chosen(
        self, site: Institution, newest: RatingApplication | None
    ) -> tuple[str, Callable[[], object]]:
        rests = newest is None or newest.status not in FITTING
        if self.dice.random() < (0.5 if rests else self.beside):
            name = self.dice.choices(list(BESIDE), weights=[weight for weight, _ in BESIDE.values()])[0]
            return name, lambda: BESIDE[name][1](self, site)
        likely = FITTING[newest.status] if newest and not rests else ("open",)
        name = self.dice.choice(likely if self.dice.random() < 0.85 else tuple(OF_APPLICATION))
        if newest is None or name == "open":
            return "open", lambda: self.open(site)
        return name, lambda: OF_APPLICATION[name](self, newest)

    def open(self, site: Institution) -> None:
        round_ = RatingRound.objects.filter(year=self.on.year).first() or self._new_round()
        by = self.somebody("applicant")
        self.moved(actions.open_application(site, round=round_, by=by, at=self.at))

    def _new_round(self) -> RatingRound:
        year = self.on.year
        return actions.set_up_round(
            year,
            opens_on=date(year, 1, 1),
            closes_on=date(year, 12, self.dice.choice([1, 31])),
            notice="示例",
            edition=self.edition,
            by=self.people["city"][0],
        )

    def mark(self, application: RatingApplication) -> None:
        marks = {row.pk: Mark(self.dice.choice(["", "A", "2A", "3A"])) for row in self.criteria}
        if self.dice.random() < 0.3:
            marks.popitem()
        actions.save_self_assessment(application, marks=marks, by=self.somebody("applicant"), at=self.at)

    def check(self, application: RatingApplication) -> None:
        state = self.dice.choice([MaterialState.PROVIDED] * 5 + [MaterialState.MISSING])
        checked = {number: Checked(state) for number in self.dice.sample(range(1, 11), 2)}
        actions.check_materials(application, checked=checked, by=self.somebody("applicant"), at=self.at)

    def submit(self, application: RatingApplication) -> None:
        wanted = self.on - timedelta(days=self.dice.choice([-1, 0, 0, 0, 2, 40]))
        signed = wanted - timedelta(days=self.dice.choice([-1, 0, 0, 0, 3]))
        self._hand_in(application, wanted, signed, self.somebody("applicant"))

    def fill_and_submit(self, application: RatingApplication) -> None:
        """As an applicant who knows what they do, and may be late with the paper."""
        by = self.dice.choice(self.people["applicant"])
        if not application.self_marks.exists():
            marks = {row.pk: Mark("2A") for row in self.criteria}
            actions.save_self_assessment(application, marks=marks, by=by, at=self.at)
        missing = application.materials.filter(state=MaterialState.MISSING).values_list("number", flat=True)
        if missing:
            checked = {number: Checked(MaterialState.PROVIDED) for number in missing}
            actions.check_materials(application, checked=checked, by=by, at=self.at)
        day = min(self.on, application.round.closes_on)
        self._hand_in(application, day, day, by)

    def _hand_in(self, application: RatingApplication, applied_on: date, signed: date, by: User) -> None:
        level = self.dice.choice(list(Level))
        self.moved(
            actions.submit_application(
                application, level=level, applied_on=applied_on, commitment_on=signed, by=by, at=self.at
            )
        )

    def pass_(self, application: RatingApplication) -> None:
        self.moved(actions.pass_review(application, opinion=WORD, by=self.somebody("township"), at=self.at))

    def send_home(self, application: RatingApplication) -> None:
        by = self.somebody("township" if application.status == RatingStatus.SUBMITTED else "county")
        self.moved(actions.return_application(application, reason=self.word(), by=by, at=self.at))

    def convene(self, application: RatingApplication) -> None:
        seats = [*self.people["assessor"], *(self.people["county"][:2] if self.dice.random() < 0.1 else [])]
        lead, *members = self.dice.sample(seats, self.dice.choice([1, 2, 2, 3]))
        actions.convene_panel(application, lead=lead, members=members, by=self.somebody("county"), at=self.at)

    def find(self, application: RatingApplication) -> None:
        by = self.member(application)
        level = self.dice.choice([None, *Level, Level.AAA, Level.AAA])
        figure = Decimal(self.dice.choice([200, 300, 401, 401]))
        found = {row.pk: Found(level, figure) for row in self.criteria}
        if self.dice.random() < 0.1:
            found.popitem()
        actions.record_findings(application, found=found, by=by, at=self.at)

    def member(self, application: RatingApplication, *, lead: bool = False) -> User:
        seats = application.panel.order_by("-is_lead", "pk").values_list("user", flat=True)
        sitting = [user for users in self.people.values() for user in users if user.pk in set(seats)]
        first = [user for user in sitting if user.pk == seats[0]] if seats else []
        if sitting and self.dice.random() < 0.9:
            return first[0] if lead and first else self.dice.choice(sitting)
        return self.somebody("assessor", "county")

    def assess(self, application: RatingApplication) -> None:
        self.moved(
            actions.finish_assessment(
                application,
                level=self.dice.choice([None, Level.A, Level.A, Level.AA, Level.AAA]),
                visit_mode=self.dice.choice(list(VisitMode)),
                visited_on=self.on - timedelta(days=self.dice.choice([0, 0, 0, 1, -1])),
                opinion=WORD,
                by=self.member(application, lead=True),
                at=self.at,
            )
        )

    def send_back(self, application: RatingApplication) -> None:
        by = self.somebody("county")
        self.moved(actions.send_back(application, reason=self.word(), by=by, at=self.at))

    def approve(self, application: RatingApplication) -> None:
        level = (
            self.dice.choice(list(Level))
            if self.dice.random() < 0.3
            else Level(application.panel_level or "A")
        )
        self.moved(
            actions.approve(
                application,
                level=level,
                opinion=WORD,
                effective_on=self.some_day(),
                by=self.somebody("county"),
                at=self.at,
            )
        )

    def refuse(self, application: RatingApplication) -> None:
        by = self.somebody("county")
        self.moved(actions.refuse(application, reason=self.word(), by=by, at=self.at))

    def confirm(self, application: RatingApplication) -> None:
        self.moved(
            actions.confirm(
                application,
                level=self.dice.choice([Level.A, Level.AA, Level.AAA, Level.AAA]),
                opinion=WORD,
                effective_on=self.some_day(),
                by=self.somebody("city"),
                at=self.at,
            )
        )

    def remand(self, application: RatingApplication) -> None:
        self.moved(actions.remand(application, reason=self.word(), by=self.somebody("city"), at=self.at))

    def decline(self, application: RatingApplication) -> None:
        self.moved(actions.decline(application, reason=self.word(), by=self.somebody("city"), at=self.at))

    def withdraw(self, application: RatingApplication) -> None:
        by = self.somebody("applicant")
        self.moved(actions.withdraw_application(application, reason=self.word(), by=by, at=self.at))

    def some_day(self) -> date | None:
        return self.dice.choice([None, None, None, self.on + timedelta(days=self.dice.randrange(-40, 400))])

    def word(self) -> str:
        return self.dice.choice([WORD, WORD, WORD, WORD, " "])

    def moved(self, application: RatingApplication) -> None:
        self.status[application.pk] = application.status


OF_APPLICATION: dict[str, Callable[[RatingWalk, RatingApplication], None]] = {
    "mark": RatingWalk.mark,
    "check": RatingWalk.check,
    "submit": RatingWalk.submit,
    "fill_and_submit": RatingWalk.fill_and_submit,
    "pass": RatingWalk.pass_,
    "return": RatingWalk.send_home,
    "convene": RatingWalk.convene,
    "find": RatingWalk.find,
    "assess": RatingWalk.assess,
    "send_back": RatingWalk.send_back,
    "approve": RatingWalk.approve,
    "refuse": RatingWalk.refuse,
    "confirm": RatingWalk.confirm,
    "remand": RatingWalk.remand,
    "decline": RatingWalk.decline,
    "withdraw": RatingWalk.withdraw,
}
# What fits an application that stands there; where nothing does, a new one is opened.
FITTING = {
    "draft": ("fill_and_submit",) * 4 + ("mark", "check", "submit"),
    "returned": ("fill_and_submit", "fill_and_submit", "submit", "mark"),
    "submitted": ("pass",) * 6 + ("return",),
    "reviewed": ("convene", "find", "find", "assess", "assess", "assess"),
    "assessed": ("approve",) * 9 + ("refuse", "send_back", "return"),
    "proposed": ("confirm", "confirm", "confirm", "remand", "decline"),
}
