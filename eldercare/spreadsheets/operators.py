"""Who runs the institution of a row: an operator on record is reused and never renamed, another one is opened.

An operator runs several sites, so a row of one of them corrects nothing of the operator but a missing credit code.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy

from eldercare.models import Operator
from eldercare.spreadsheets.cards import Card
from eldercare.spreadsheets.cells import Unfit, said_by
from eldercare.spreadsheets.columns import BY_KEY, CREDIT_CODE, OPERATOR, OPERATOR_KIND
from eldercare.spreadsheets.judging import CONFIRM, Wrong, check_number, normal_form
from eldercare.spreadsheets.known import Known
from eldercare.spreadsheets.sheet import Entry
from foundation.chinese_text import fold

ITS_OWN_PAGE = "确需更正的，请到“运营主体”页更正。"
BY_SUCCESSION = "提交过备案的机构，换运营主体请办理“运营主体承接”。"


def take_operator(card: Card, entry: Entry, known: Known) -> Iterator[Wrong]:
    """Set the operator of the card; what is wrong, by column."""
    said: dict[str, str] = {}
    for key in (OPERATOR, OPERATOR_KIND, CREDIT_CODE):
        if key in entry.cells:
            try:
                said[key] = str(said_by(entry.cells[key], BY_KEY[key]))
            except Unfit as unfit:
                yield key, str(unfit)
    if CREDIT_CODE in said:
        said[CREDIT_CODE] = normal_form(BY_KEY[CREDIT_CODE], said[CREDIT_CODE])
    if OPERATOR not in said and CREDIT_CODE not in said and card.operator is None:
        return  # told as missing, with all that a new institution needs
    yield from _choose(card, entry, said, known)
    if card.operator is not None:
        yield from _compare(card, said, known)
        yield from _change(card)


def _choose(card: Card, entry: Entry, said: dict[str, str], known: Known) -> Iterator[Wrong]:
    """The operator of that name in the county, or with that code; the one on record where the row names no other."""
    named, coded = known.operator_named(entry), known.operator_coded(entry)
    name, stays = said.get(OPERATOR, ""), card.operator
    if stays is not None and (not name or fold(name) == fold(stays.name)):
        if coded is not None and coded != stays:
            yield CREDIT_CODE, f"这个代码属于另一个运营主体“{coded}”：请核对。"
        return
    if named is not None and coded is not None and named != coded:
        yield CREDIT_CODE, f"这个代码属于运营主体“{coded}”，与名称不符：请核对。"
    elif named is None and coded is not None and name and not card.is_confirmed:
        doubt = f"这个代码属于已登记的运营主体“{coded}”，名称与这里不同；确是同一个的，沿用登记的名称。"
        yield OPERATOR, doubt + CONFIRM
    found = named or coded
    county = known.county(entry)
    if found is None and name and county is not None:
        found = Operator(name=name, county=county)
    card.operator = found


def _compare(card: Card, said: dict[str, str], known: Known) -> Iterator[Wrong]:
    """Kind and code against the record; both as they are for a new operator."""
    operator = card.operator
    assert operator is not None
    kind, code = said.get(OPERATOR_KIND, ""), said.get(CREDIT_CODE, "")
    if kind and operator.kind and kind != operator.kind:
        yield (
            OPERATOR_KIND,
            f"登记的运营主体“{operator}”是“{operator.get_kind_display()}”：请核对。{ITS_OWN_PAGE}",
        )
    elif kind and not operator.kind:
        operator.kind = kind
        card.note(OPERATOR_KIND, "", kind)
    if code and operator.credit_code and code != operator.credit_code:
        yield CREDIT_CODE, f"与登记的运营主体“{operator}”的代码不同：请核对。{ITS_OWN_PAGE}"
    elif code and not operator.credit_code:
        found = check_number(BY_KEY[CREDIT_CODE], code, card, known)
        if found.errors or (found.doubts and not card.is_confirmed):
            yield CREDIT_CODE, "".join(found.errors or (*found.doubts, CONFIRM))
        else:
            card.operator = copy(operator)  # the record itself is changed by a row that comes in, no other
            card.operator.credit_code = code
            card.note(CREDIT_CODE, "", code)


def _change(card: Card) -> Iterator[Wrong]:
    operator, before = card.operator, card.before
    assert operator is not None
    if before is not None and before.pk == operator.pk:
        return
    card.note(OPERATOR, before.name if before else "", operator.name)
    if operator.pk is not None:
        card.touched["operator"].discard("name")  # another operator, not another name
    if before is not None and card.is_handed_in:
        yield OPERATOR, BY_SUCCESSION
