"""For tests of the money desk: who may be asked, what a page offers, and what a button answers."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Model
from django.urls import reverse
from openpyxl import load_workbook

from eldercare.models import Institution
from tests import care
from tests.eldercare.desk import client_of, page_of


@dataclass(frozen=True)
class Cast:
    """Everybody who might open a page of money."""

    county: User
    colleague: User
    neighbour: User  # the same role in another county
    township: User
    city: User
    auditor: User
    assessor: User


def cast(institution: Institution) -> Cast:
    county = institution.county
    return Cast(
        county=care.officer("养老县区经办", county),
        colleague=care.officer("养老县区经办", county),
        neighbour=care.officer("养老县区经办", care.county("530902")),
        township=care.officer("养老乡镇经办", institution.township),
        city=care.officer("养老市级管理", care.city()),
        auditor=care.officer("养老审计（只读）", care.city()),
        assessor=care.officer("养老评定员", county),
    )


def buttons(user: User, row: Model) -> set[str]:
    """The last part of the address of every button the page offers this person."""
    answer = client_of(user).get(page_of(row))
    assert answer.status_code == 200
    offered: list[dict[str, Any]] = answer.context["actions_detail"]
    flat = [item for button in offered for item in button.get("items", [button])]
    return {item["path"].rstrip("/").rsplit("/", 1)[-1] for item in flat}


def send(user: User, row: Model, deed: str, **said: Any) -> Any:
    """Fill in and send the form of a button."""
    return client_of(user).post(page_of(row, deed), said)


def done(user: User, row: Model, deed: str, **said: Any) -> None:
    answer = send(user, row, deed, **said)
    assert answer.status_code == 302, refusal(answer)


def refusal(answer: Any) -> str:
    """What the page says; it stays, nothing is lost."""
    assert answer.status_code == 422
    return "；".join(str(error) for errors in answer.context["form"].errors.values() for error in errors)


def money_page(institution: Institution, part: str = "") -> str:
    return reverse("admin:eldercare_institution_money", args=[institution.pk]) + part


def sheets(answer: Any) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of every sheet of the spreadsheet that was handed out."""
    assert answer.status_code == 200
    book = load_workbook(io.BytesIO(answer.content))
    return {sheet.title: [tuple(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}
