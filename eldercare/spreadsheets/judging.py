"""What is wrong with a row: everything the form at the desk would say, each sentence at its column."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date

from django.db import IntegrityError, models

from eldercare.entry import check_person_name, check_registration_number, check_telephone, wrong_days
from eldercare.models import Registration
from eldercare.spreadsheets.cards import PARTS, Card
from eldercare.spreadsheets.cells import plain_text
from eldercare.spreadsheets.columns import (
    BY_KEY,
    COLUMNS,
    CREDIT_CODE,
    IDENTITY,
    NAME,
    OPERATOR,
    REGISTRATION_NUMBER,
    SERVICES,
    STAFF_DAY,
    Column,
    Holds,
)
from eldercare.spreadsheets.known import Known
from foundation.constraints import broken_checks, fields_of, refusal_of
from foundation.identity_numbers import Checked, check_credit_code, normal_number, normal_phone
from foundation.protected import Protected
from foundation.tables import Cell

CONFIRM = "如果已对照证件原件核对无误，请在“号码已核对”列写“是”（没有这一列就加上）。"
TELEPHONES = ("institution__person_phone", "institution__contact_phone", "institution__service_phone")
PERSONS = ("institution__person_in_charge", "institution__contact")
# Days the paper form lets nobody write in advance.
PAST = (
    "institution__assets_registered_on",
    "registration__registered_on",
    "food__issued_on",
    "medical__issued_on",
    STAFF_DAY,
)
# What a record cannot begin with less than, and how that is told.
WHOLE_RECORDS = {
    "registration": (("kind", "authority", "number", "registered_on"), "登记还没有录入过"),
    "food": (("number", "issued_on"), "这个许可证还没有录入过"),
    "medical": (("number", "issued_on"), "这个许可证还没有录入过"),
    "staff": (("counted_on", "total"), "这一天还没有人员统计"),
}
TRIGGERS = {
    "institution_operator_changes_by_succession": OPERATOR,
    "registration_number_has_one_operator": REGISTRATION_NUMBER,
}
Wrong = tuple[str, str]  # key of the column, sentence


def normal_form(column: Column, text: str) -> str:
    """How the tables hold a number of this column."""
    if column.key in TELEPHONES:
        return normal_phone(text)
    if column.key in (CREDIT_CODE, REGISTRATION_NUMBER, IDENTITY):
        return normal_number(text)
    return "".join(unicodedata.normalize("NFKC", text).split())


def is_stored(column: Column, text: str, stored: object) -> bool:
    """Whether the number is what is on record already, however it is spelt; it was judged when it came."""
    if isinstance(stored, Protected):
        return stored.stands_for(text)
    return bool(stored) and normal_form(column, str(stored)) == normal_form(column, text)


def check_number(column: Column, number: str, card: Card, known: Known) -> Checked:
    if column.key in TELEPHONES:
        return check_telephone(number)
    if column.key == IDENTITY:
        return known.check_person(number, card)
    if column.key == CREDIT_CODE:
        return check_credit_code(number)
    return check_registration_number(number) if column.key == REGISTRATION_NUMBER else Checked()


def wrong_in(card: Card, known: Known) -> Iterator[Wrong]:
    """What no single cell shows."""
    yield from _wrong_days(card, known.on)
    yield from _wrong_persons(card)
    yield from _incomplete(card)
    if card.registration is not None and card.operator is not None:
        yield from _wrong_holder(card.registration, card, known)


def _wrong_days(card: Card, today: date) -> Iterator[Wrong]:
    institution = card.institution
    changed = card.touched["institution"]
    days = wrong_days(
        opened_on=institution.opened_on, closed_on=institution.closed_on, operator=card.operator, on=today
    )
    for name, sentence in days.items():
        if name in changed or card.is_new or OPERATOR in card.changes:
            yield f"institution__{name}", sentence
    for key in PAST:
        day = card.changes[key].after if key in card.changes else None
        if isinstance(day, date) and day > today:
            yield key, "这一天还没有到。"


def _wrong_persons(card: Card) -> Iterator[Wrong]:
    for key in PERSONS:
        if key in card.changes:
            for sentence in check_person_name(str(card.changes[key].after)).errors:
                yield key, sentence


def _incomplete(card: Card) -> Iterator[Wrong]:
    """A new institution, operator or record needs more than an old one."""
    parts = {"institution"} if card.is_new else set()
    if card.operator is not None and card.operator._state.adding:
        parts.add("operator")
    for column in COLUMNS:
        owner = getattr(card, column.part, None) if column.part in parts else None
        if column.is_needed and owner is not None and not getattr(owner, column.attribute):
            yield column.key, f"{'新的机构' if column.part == 'institution' else '新的运营主体'}须填写。"
    if card.operator is None:
        yield OPERATOR, "新的机构须填写。"
    for part, (names, reason) in WHOLE_RECORDS.items():
        row: models.Model | None = getattr(card, part)
        if row is None or not row._state.adding:
            continue
        asked = "、".join(BY_KEY[f"{part}__{name}"].heading for name in names)
        for name in names:
            if getattr(row, name) in (None, ""):
                yield f"{part}__{name}", f"{reason}：{asked}要一起填写。"


def _wrong_holder(row: Registration, card: Card, known: Known) -> Iterator[Wrong]:
    if REGISTRATION_NUMBER not in card.changes and OPERATOR not in card.changes:
        return
    holder = known.holder_of(row.number, besides=row)
    if holder is not None and holder != card.operator:
        yield REGISTRATION_NUMBER, f"这个号码已登记在“{holder}”名下：请核对证书。"


def broken_in(card: Card) -> Iterator[Wrong]:
    """Every CHECK the tables would refuse, at its columns; one question a part. Cells that are wrong already are left
    out of it."""
    for part, model in PARTS.items():
        row = getattr(card, part)
        if not isinstance(row, model) or not (row._state.adding or card.touched[part]):
            continue
        besides = {BY_KEY[key].attribute for key in card.wrong if key in BY_KEY and BY_KEY[key].part == part}
        for constraint in broken_checks(row, besides=besides):
            yield _column_for(part, fields_of(constraint), card), str(constraint.violation_error_message)


def _column_for(part: str, fields: set[str], card: Card) -> str:
    """The column to mend: if the constraint looks at several, the last one the row has filled, for it depends on those
    before it."""
    keys = [column.key for column in COLUMNS if column.part == part and column.attribute in fields]
    filled = [key for key in keys if key in card.changes]
    return (filled or keys or [NAME])[-1]


def refused_by(card: Card, error: IntegrityError) -> Wrong:
    """What the database itself refused, by the name of its constraint."""
    name = str(getattr(getattr(error.__cause__, "diag", None), "constraint_name", ""))
    if name in TRIGGERS:
        return TRIGGERS[name], f"{refusal_of(error)}。"
    for part, model in PARTS.items():
        for constraint in model._meta.constraints:
            if constraint.name == name:
                key = SERVICES if part == "services" else _column_for(part, fields_of(constraint), card)
                return key, str(constraint.violation_error_message)
    return NAME, f"没有办成：{refusal_of(error)}"


def plausible_bounds(column: Column) -> str:
    """The sentence of the constraint that says between which figures the column lies; "" if there is none."""
    model = PARTS.get(column.part)
    name = f"_{column.attribute}_is_plausible"
    found = (each for each in (model._meta.constraints if model else ()) if each.name.endswith(name))
    return next((str(each.violation_error_message) for each in found), "")


def unchanged(column: Column, stored: object, value: object) -> bool:
    """Texts are compared as they are read from a cell."""
    if column.holds == Holds.TEXT and isinstance(stored, str):
        return plain_text(Cell(stored)) == value
    return stored == value
