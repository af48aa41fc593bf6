"""Cards are written in batches, each kind of row by one statement, for the way to the database is what takes time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import IntegrityError, models, transaction

from eldercare.models import ServiceOffer
from eldercare.spreadsheets.cards import LICENCE_KINDS, Card
from foundation.search.indexing import follow


def lay_down(cards: Sequence[Card]) -> None:
    """Write what these rows changed: all of it or, raising IntegrityError, nothing; then the cards are as before."""
    made: list[models.Model] = []
    try:
        with transaction.atomic():
            _write(cards, made)
    except IntegrityError:
        for row in made:
            row.pk, row._state.adding = None, True
        raise


def _write(cards: Sequence[Card], made: list[models.Model]) -> None:
    _save([(card.operator, card.touched["operator"]) for card in cards], made)
    for card in cards:
        assert card.operator is not None
        if card.institution.operator_id != card.operator.pk:
            card.touched["institution"].add("operator")
        card.institution.operator = card.operator
    _save([(card.institution, card.touched["institution"]) for card in cards], made, always={"updated_at"})
    for card in cards:
        _tie_registration(card)
    for part in ("registration", "staff", *LICENCE_KINDS):
        rows = [(getattr(card, part), card.touched[part]) for card in cards]
        for card, (row, _) in zip(cards, rows, strict=True):
            if row is not None:
                row.institution = card.institution
        _save(rows, made)
    _save_services([card for card in cards if card.touched["services"]])
    follow(*(card.institution for card in cards))


def _save(
    rows: Iterable[tuple[Any, set[str]]], made: list[models.Model], *, always: Collection[str] = ()
) -> None:
    """New rows in one statement; of others only what the sheet changed: what people wrote meanwhile stays."""
    new: dict[int, Any] = {}
    for row, names in rows:
        if row is None or not (row._state.adding or names):
            continue
        if row._state.adding:
            new[id(row)] = row  # one operator may be that of several cards
        else:
            row.save(update_fields=names | set(always))
    if new:
        made.extend(new.values())
        type(next(iter(new.values())))._default_manager.bulk_create(new.values())


def _tie_registration(card: Card) -> None:
    """A registration follows the operator whose it was, when a mistyped operator is mended."""
    row, operator = card.registration, card.operator
    assert operator is not None
    if row is None:
        return
    if row._state.adding:
        row.operator = operator
    elif card.before is not None and row.operator_id == card.before.pk != operator.pk:
        row.operator = operator
        card.touched["registration"].add("operator")


def _save_services(cards: Iterable[Card]) -> None:
    new = []
    for card in cards:
        rows: list[ServiceOffer] = vars(card.institution).get("offers", [])
        offered, known = card.services.offered, {row.service: row for row in rows}
        if gone := [row.pk for row in rows if row.service not in offered]:
            ServiceOffer.objects.filter(pk__in=gone).delete()
        for service, fee in offered.items():
            if service not in known:
                new.append(ServiceOffer(institution=card.institution, service=service, fee=fee))
            elif known[service].fee != fee:
                ServiceOffer.objects.filter(pk=known[service].pk).update(fee=fee)
    ServiceOffer.objects.bulk_create(new)
