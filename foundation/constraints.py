"""Constraints that many nouns share."""

from decimal import Decimal

from django.db import models
from django.db.models import Q


def is_known(
    noun: str, field: str, choices: type[models.TextChoices], *, blank: bool = False
) -> models.CheckConstraint:
    """The column holds one of the choices, or nothing where `blank`: `<noun>_<field>_is_known`."""
    values = [*choices.values, *([""] if blank else [])]
    return models.CheckConstraint(
        name=f"{noun}_{field}_is_known",
        condition=Q(**{f"{field}__in": values}),
        violation_error_message="请从列出的各项中选择。",
    )


def is_between(
    noun: str, field: str, least: Decimal | int, most: Decimal | int, *, message: str
) -> models.CheckConstraint:
    """The column is empty or lies between both bounds, themselves included: `<noun>_<field>_is_plausible`."""
    return models.CheckConstraint(
        name=f"{noun}_{field}_is_plausible",
        condition=Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": least, f"{field}__lte": most}),
        violation_error_message=message,
    )
