"""A random walk over a few institutions: anybody does anything on any day, and a model of its own remembers what must hold."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.contrib.auth.models import User

from eldercare import actions
from eldercare.models import FORM, Filing, Institution
from foundation.refusals import Refusal
from tests import care, make

REASON = "示例：材料不齐。"
Deed = Callable[[Institution, Filing | None, User], None]
FROZEN = (*FORM, "operator_id", "path", "authority_id", "opened_on", "due_on", "filed_on", "commitment_on")


class Walk:
    """What happened so far, told by a model of its own: statuses by filing, forms as they were handed in, doors closed."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.on = date(2026, 9, 1)
        places = [care.township("530922101"), care.township("530922102"), care.township("530902001")]
        kinds = ["social", "company", "village", "social", "township"]
        self.institutions = [
            care.institution(township=places[number % 3], kind_of_operator=kind, opened_on=None)
            for number, kind in enumerate(kinds)
        ]
        self.people = self._people(places)
        self.status: dict[int, str] = {}
        self.forms: dict[int, dict[str, Any]] = {}
        self.done: dict[str, int] = defaultdict(int)
        self.refused = 0

    @staticmethod
    def _people(places: list[Any]) -> list[User]:
        counties = [care.county("530922"), care.county("530902")]
        return [
            *(care.officer("养老县区经办", *counties, *places) for _ in range(4)),
            care.officer("养老县区经办", counties[0]),
            care.officer("养老乡镇经办", *places[:2]),
            care.officer("养老乡镇经办", places[2]),
            care.officer("养老登记管理", care.city()),
            care.officer("养老市级管理", care.city()),
            User.objects.create_superuser(f"chief{make.serial()}"),
            make.staff(),
        ]

    @property
    def at(self) -> datetime:
        return datetime(self.on.year, self.on.month, self.on.day, self.dice.randrange(16), 30, tzinfo=UTC)

    def step(self) -> None:
        if self.dice.random() < 0.1:
            self.on += timedelta(days=self.dice.choice([1, 2, 7, 30]))
        able = self.people[:4] if self.dice.random() < 0.6 else self.people
        institution, by = self.dice.choice(self.institutions), self.dice.choice(able)
        newest = Filing.objects.filter(institution=institution).order_by("-version").first()
        act = self.dice.choices([self.natural, self.anything, self.elsewhere], weights=[4, 5, 2])[0]
        try:
            act(Institution.objects.get(pk=institution.pk), newest, by)
        except Refusal as refusal:
            self.refused += 1
            assert str(refusal).endswith("。")

    def natural(self, institution: Institution, newest: Filing | None, by: User) -> None:
        """The next step from where the filing stands."""
        status = newest.status if newest else ""
        verb = {"draft": self.submit, "submitted": self.accept, "returned": self.submit}.get(
            status, self.open
        )
        verb(institution, newest, by)

    def anything(self, institution: Institution, newest: Filing | None, by: User) -> None:
        """Mostly what fits the state, sometimes what does not."""
        every: list[Deed] = [self.submit, self.accept, self.send_back, self.discard, self.cancel, self.note]
        fitting: dict[str, list[Deed]] = {
            "submitted": [self.send_back],
            "draft": [self.discard, self.submit, self.submit],
            "returned": [self.discard, self.submit, self.submit],
            "accepted": [self.cancel, self.note, self.note, self.open],
        }
        likely = fitting.get(newest.status if newest else "", [self.open])
        deeds = likely if self.dice.random() < 0.7 else [*every, self.cancel_older, self.open]
        self.dice.choice(deeds)(institution, newest, by)

    def elsewhere(self, institution: Institution, newest: Filing | None, by: User) -> None:
        """What changes under a filing: the site, its doors, its operator."""
        deeds: list[Deed] = [self.edit, self.open_doors, self.close_doors, self.succeed]
        self.dice.choices(deeds, weights=[6, 6, 1, 1])[0](institution, newest, by)

    def open(self, institution: Institution, newest: Filing | None, by: User) -> None:
        summary = self.dice.choice(["示例变更", "示例变更", ""])
        self.moved("open", actions.open_filing(institution, change_summary=summary, by=by, at=self.at))

    def submit(self, institution: Institution, newest: Filing | None, by: User) -> None:
        if newest is None:
            return
        filed_on = self.on - timedelta(days=self.dice.choice([-1, 0, 0, 0, 1, 3]))
        signed_on = filed_on - timedelta(days=self.dice.choice([-1, 0, 0, 0, 2]))
        filing = actions.submit_filing(newest, filed_on=filed_on, commitment_on=signed_on, by=by, at=self.at)
        self.moved("submit", filing)
        self.forms[filing.pk] = frozen(Filing.objects.get(pk=filing.pk))

    def accept(self, institution: Institution, newest: Filing | None, by: User) -> None:
        if newest is None:
            return
        before = Filing.objects.in_force().filter(institution=institution).first()
        self.moved("accept", actions.accept_filing(newest, by=by, at=self.at))
        if before is not None:
            self.status[before.pk] = "changed"

    def send_back(self, institution: Institution, newest: Filing | None, by: User) -> None:
        if newest is not None:
            self.moved("return", actions.return_filing(newest, reason=REASON, by=by, at=self.at))

    def discard(self, institution: Institution, newest: Filing | None, by: User) -> None:
        if newest is not None:
            self.moved("discard", actions.discard_filing(newest, reason=REASON, by=by, at=self.at))

    def cancel(self, institution: Institution, newest: Filing | None, by: User) -> None:
        if newest is not None:
            self.moved("cancel", actions.cancel_filing(newest, reason=REASON, by=by, at=self.at))

    def cancel_older(self, institution: Institution, newest: Filing | None, by: User) -> None:
        """Of whatever version."""
        filings = list(Filing.objects.filter(institution=institution).order_by("pk"))
        if filings:
            self.cancel(institution, self.dice.choice(filings), by)

    def note(self, institution: Institution, newest: Filing | None, by: User) -> None:
        if newest is not None:
            actions.note_copy(newest, by=by, at=self.at)
            self.done["note"] += 1

    def edit(self, institution: Institution, newest: Filing | None, by: User) -> None:
        field, value = self.dice.choice(
            [
                ("beds", self.dice.randrange(100)),
                ("address", f"示例路{self.dice.randrange(100)}号"),
                ("contact_phone", f"1380013800{self.dice.randrange(10)}"),
                ("contact", self.dice.choice(["示例乙", "示例丙", "示例丁", ""])),
            ]
        )
        setattr(institution, field, value)
        institution.save()

    def open_doors(self, institution: Institution, newest: Filing | None, by: User) -> None:
        opened = institution.opened_on or self.on
        values = {"opened_on": opened, "closed_on": None, "closing_reason": ""}
        Institution.objects.filter(pk=institution.pk).update(**values)

    def close_doors(self, institution: Institution, newest: Filing | None, by: User) -> None:
        closed_on = max(self.on, institution.opened_on or self.on)
        Institution.objects.filter(pk=institution.pk).update(closed_on=closed_on, closing_reason="示例停业")

    def succeed(self, institution: Institution, newest: Filing | None, by: User) -> None:
        kind = self.dice.choice(["social", "village", "company"])
        successor = care.operator(kind, county=institution.township.parent)
        actions.succeed(institution, successor=successor, on=self.on, basis="示例协议", by=by, at=self.at)
        self.done["succeed"] += 1
        if kind != "village":
            institution.refresh_from_db()
            kind_of = "market" if institution.profit == "for_profit" else "social"
            care.registration(institution, kind=kind_of)

    def moved(self, verb: str, filing: Filing) -> None:
        self.done[verb] += 1
        self.status[filing.pk] = filing.status


def frozen(filing: Filing) -> dict[str, Any]:
    return {field: getattr(filing, field) for field in FROZEN}
