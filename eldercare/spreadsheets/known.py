"""What is on record that the rows of a file may speak of: loaded in a fixed number of questions, kept up as rows come in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from eldercare.entry import NAMED, known_elsewhere
from eldercare.models import Institution, Licence, Operator, Registration, StaffCount
from eldercare.spreadsheets.cards import LICENCE_KINDS, Card, card_of, with_cards
from eldercare.spreadsheets.cells import Unfit, said_by
from eldercare.spreadsheets.columns import (
    BY_KEY,
    COUNTY,
    CREDIT_CODE,
    IDENTITY,
    NAME,
    OPERATOR,
    REGISTRATION_NUMBER,
    STAFF_DAY,
)
from eldercare.spreadsheets.places import Places, said
from eldercare.spreadsheets.sheet import Entry
from foundation.chinese_text import fold
from foundation.fields import fingerprint
from foundation.identity_numbers import Checked, check_identity_number, normal_number
from foundation.models import Division
from foundation.protected import fingerprints
from foundation.scope import Reader

Key = tuple[int, str]  # township or county, folded name


class Site(NamedTuple):
    """An institution a person is in charge of; one that a row above opens has no number yet."""

    pk: int | None
    name: str
    is_visible: bool


class Holder(NamedTuple):
    """A registration and whose it is; one that a row above opens has no number yet."""

    pk: int | None
    operator: Operator


class Known:
    """For one reading of one file by one person. `lock` keeps the institutions it found as they are until the end of
    the transaction."""

    def __init__(self, entries: Sequence[Entry], *, reader: Reader, on: date, lock: bool) -> None:
        self.reader, self.on = reader, on
        self.places = Places(reader)
        self.rows_of: dict[Key, list[int]] = defaultdict(list)
        for entry in entries:
            if key := self.key_of(entry):
                self.rows_of[key].append(entry.number)
        self.cards = self._cards(lock=lock)
        self.operators: dict[Key, Operator] = {}
        self.by_code: dict[str, Operator] = {}
        self._load_operators(entries)
        self.registrations: dict[str, list[Holder]] = defaultdict(list)
        self._load_registrations(entries)
        self.sites: dict[str, list[Site]] = defaultdict(list)
        self._load_sites(entries)

    def key_of(self, entry: Entry) -> Key | None:
        """What an institution is known by; None for a row that names no place or no institution."""
        place, name = self.places.township(entry), fold(said(entry, NAME))
        return (place.pk, name) if place is not None and name else None

    # Institutions

    def _cards(self, *, lock: bool) -> dict[Key, Card]:
        within = {place for place, _ in self.rows_of} & self.places.reach
        listed = Institution.objects.filter(township__in=within).values_list("pk", "township", "name")
        keys = {pk: (township, fold(name)) for pk, township, name in listed.order_by("pk")}
        chosen = Institution.objects.filter(pk__in=[pk for pk, key in keys.items() if key in self.rows_of])
        if lock:
            list(chosen.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
        return {keys[row.pk]: card_of(row) for row in with_cards(chosen.order_by("pk"))}

    def card_for(self, entry: Entry) -> Card:
        """The card of the institution on record, or a blank one at its place, with the records the row speaks of."""
        key, place = self.key_of(entry), self.places.township(entry)
        card = self.cards.get(key) if key else None
        if card is not None:
            card = card.fresh()
        elif place is not None and place.pk in self.places.reach:
            card = Card(Institution(township=place))
        else:
            card = Card(Institution())
        self._choose_records(card, entry)
        return card

    def _choose_records(self, card: Card, entry: Entry) -> None:
        """Those the day and the numbers of the row name, else new ones."""
        parts = {BY_KEY[key].part for key in entry.cells}
        loaded = vars(card.institution)
        if "registration" in parts and card.registration is None:
            card.registration = Registration()
        for part, kind in LICENCE_KINDS.items():
            if part in parts:
                number = normal_number(said(entry, f"{part}__number"))
                same = (
                    row
                    for row in loaded.get("licensed", [])
                    if row.kind == kind and normal_number(row.number) == number
                )
                setattr(card, part, next(same, Licence(kind=kind)))
        if "staff" in parts:
            day = None
            with suppress(Unfit, KeyError):  # told where the cell itself is read
                day = said_by(entry.cells[STAFF_DAY], BY_KEY[STAFF_DAY])
            counts = loaded.get("counted", [])
            card.staff = next((row for row in counts if row.counted_on == day), StaffCount())

    # Operators

    def _load_operators(self, entries: Sequence[Entry]) -> None:
        counties = {county.pk for entry in entries if (county := self.county(entry))}
        codes = {normal_number(said(entry, CREDIT_CODE)) for entry in entries} - {""}
        names = any(OPERATOR in entry.cells for entry in entries)
        asked = Q(credit_code__in=codes) | (Q(county__in=counties) if names else Q(pk__in=[]))
        for operator in Operator.objects.filter(asked).order_by("pk"):
            self._remember_operator(operator)

    def county(self, entry: Entry) -> Division | None:
        return self.places.counties.get(fold(said(entry, COUNTY)))

    def _remember_operator(self, operator: Operator) -> None:
        self.operators[operator.county_id, fold(operator.name)] = operator
        if operator.credit_code:
            self.by_code[operator.credit_code] = operator

    def operator_named(self, entry: Entry) -> Operator | None:
        county, name = self.county(entry), fold(said(entry, OPERATOR))
        return self.operators.get((county.pk, name)) if county is not None else None

    def operator_coded(self, entry: Entry) -> Operator | None:
        return self.by_code.get(normal_number(said(entry, CREDIT_CODE)))

    # Registrations

    def _load_registrations(self, entries: Sequence[Entry]) -> None:
        numbers = {normal_number(said(entry, REGISTRATION_NUMBER)) for entry in entries} - {""}
        found = Registration.objects.filter(number__in=numbers).select_related("operator").order_by("pk")
        for row in found:
            self.registrations[row.number].append(Holder(row.pk, row.operator))

    def holder_of(self, number: str, *, besides: Registration) -> Operator | None:
        """Who holds this registration number already, at another site or before."""
        holders = self.registrations.get(number, [])
        return next((who for pk, who in holders if pk is None or pk != besides.pk), None)

    # People

    def _load_sites(self, entries: Sequence[Entry]) -> None:
        marks = {mark for entry in entries for mark in fingerprints("identity_number", said(entry, IDENTITY))}
        running = Institution.objects.filter(closed_on__isnull=True)
        found = list(
            running.alias(mark=fingerprint("identity_number"))
            .filter(mark__in=marks)
            .order_by("name", "pk")
            .values_list("pk", "name", "identity_number")
        )
        visible = set(
            Institution.objects.visible_to(self.reader)
            .filter(pk__in=[pk for pk, *_ in found])
            .values_list("pk", flat=True)
        )
        for pk, name, number in found:
            self.sites[number.fingerprint].append(Site(pk, name, pk in visible))

    def check_person(self, number: str, card: Card) -> Checked:
        """As `eldercare.entry.check_person`, without a question of its own."""
        checked = check_identity_number(number, on=self.on)
        if checked.errors:
            return checked
        marks = fingerprints("identity_number", number)
        mine = card.institution.pk
        others = [site for mark in marks for site in self.sites[mark] if site.pk is None or site.pk != mine]
        if not others:
            return checked
        names = [site.name for site in others if site.is_visible][:NAMED]
        return Checked(doubts=(*checked.doubts, known_elsewhere(names)))

    # Rows that came in

    def remember(self, card: Card) -> None:
        """What a row has written is on record for the rows below."""
        assert card.operator is not None
        self._remember_operator(card.operator)
        row, institution = card.registration, card.institution
        if row is not None and "number" in card.touched["registration"]:
            self.registrations[row.number].append(Holder(row.pk, card.operator))
        if "identity_number" in card.touched["institution"] and institution.closed_on is None:
            site = Site(institution.pk, institution.name, is_visible=True)
            self.sites[institution.identity_number.fingerprint].append(site)
