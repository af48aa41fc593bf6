"""Each of the seventeen roles at every address that its permissions do not open: forbidden or not there, read or sent.

The views are called as the resolver finds them, past the middleware that walks with every request: nine thousand
refusals take seconds, and the door itself is tried in `test_staff_addresses`. What opens an address is written down in
`tests.staff_permissions`; whoever adds an address writes it down there.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Permission, User
from django.contrib.contenttypes.models import ContentType
from django.contrib.messages.storage import default_storage
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import RequestFactory
from django.urls import resolve
from django.utils import timezone

from documents.models import Document, Reading
from eldercare import actions
from eldercare.models import Affiliation, Evidence, Institution, SupportMeasure
from eldercare.money_vocabulary import UsePurpose
from foundation.accounts.record import note
from foundation.models import SecurityDeed, Synonym, UnitProposal
from foundation.permissions import ADD_REMARK, VIEW_REMARK
from foundation.remark_actions import add_remark
from foundation.roles import ROLES
from gazette.models import Issue, YearlyReport
from tests import care, complaining, make, money, submitting, supervision
from tests.corrected import started
from tests.staff_addresses import Address, some_object, staff_addresses
from tests.staff_permissions import DEEDS, SEEN_WITH, permissions_for
from tests.uploading import NOTICE, received
from tests.uploading import person as uploader

pytestmark = pytest.mark.django_db
SHUT = (403, 404, 405)


def test_it_is_written_down_what_opens_every_address() -> None:
    written = {f"{noun}/{page}" for noun, pages in DEEDS.items() for page in pages}
    addresses = staff_addresses()
    routes = {
        address.route.split("/", 1)[1].replace("<path:object_id>/", "").rstrip("/") for address in addresses
    }
    assert [address.route for address in addresses if not _is_written_down(address)] == []
    assert written - routes == set(), "what is written down is an address"


def _is_written_down(address: Address) -> bool:
    try:
        permissions_for(address)
    except KeyError:
        return False
    return True


def test_what_is_written_down_are_permissions() -> None:
    known = {
        f"{app}.{name}" for app, name in Permission.objects.values_list("content_type__app_label", "codename")
    }
    for noun, pages in [*DEEDS.items(), *((noun, {"": said}) for noun, said in SEEN_WITH.items())]:
        for word in " ".join(pages.values()).split():
            assert word == "view" or (word if "." in word else f"{noun.partition('/')[0]}.{word}") in known


def one_of_each() -> None:
    """Something of every noun of the desk, so that a refusal is never for want of an object."""
    issue = make.portal(rows=1)
    document = Document.objects.filter(tasks__isnull=False).order_by("pk")[0]
    _of_the_gazette(issue, document)
    _of_home_care()
    now, somebody = timezone.now(), make.staff()
    make.reveal(document)
    make.work_year()
    Synonym.objects.create(group="茶叶", word="香茗")
    UnitProposal.objects.create(printed="示例未知局", first_seen_in="示例")
    note(SecurityDeed.LOGGED_IN, at=now, user=somebody)
    LogEntry.objects.create(
        user=somebody, content_type=ContentType.objects.get_for_model(Document), object_id=str(document.pk),
        object_repr="示例", action_flag=CHANGE,
    )  # fmt: skip


def _of_the_gazette(issue: Issue, document: Document) -> None:
    now = timezone.now()
    reading = Reading.objects.create(
        source_name="示例.txt", sha256="0" * 64, characters=1, placed=1, furniture=0, read_at=now
    )
    reading.problems.create(position=0, line=1, kind="date_incomplete", message="示例")
    started(document)
    make.issue(published=False)
    draft = make.move(make.document(published=False), "first_review")
    reviewer = make.staff(VIEW_REMARK, ADD_REMARK, "documents.view_document")
    add_remark(draft, text="示例批注。", by=reviewer, at=now)
    received(NOTICE, by=uploader("责任编辑"))
    submitting.sent()
    YearlyReport.objects.create(year=2026, figures={}, confirmed_by=make.staff(), confirmed_at=now)


def _of_home_care() -> None:
    award, pair = money.approved()
    money.paid(award, "20000", by=pair)
    spent: dict[str, Any] = {"purpose": UsePurpose.WAGES, "amount": Decimal("7.5"), "paper": "示例"}
    actions.record_use(award, **spent, spent_on=money.DAY, by=pair.maker, at=money.AT)
    who = supervision.watched(None)
    supervision.incident(who)
    supervision.order(who)
    actions.record_inspection(
        who.institution, inspected_on=supervision.days(3), departments="示例局", result="示例", meets_standard=True,
        by=who.officer, at=supervision.moment(2),
    )  # fmt: skip
    complaining.sent(Institution.objects.order_by("pk")[0])
    Affiliation.objects.create(
        user=who.other, institution=who.institution, bond="owner", since=date(2026, 1, 1)
    )
    Evidence.objects.create(
        institution=who.institution, kind="premises", file="ab/0", name="示例.pdf", file_kind="pdf", size=1,
        sha256="0" * 64, uploaded_by=who.officer, uploaded_at=timezone.now(),
    )  # fmt: skip
    SupportMeasure.objects.create(
        title="示例", content="示例", basis="示例", office="示例局", since=date(2026, 1, 1)
    )


class Visitor:
    """Somebody of one role, on duty in the whole city where duty is of a place."""

    def __init__(self, role: str) -> None:
        self.user: User = care.officer(role, care.city())
        self.session = SessionStore()

    def status(self, method: str, where: str) -> int | str:
        """What the view answers; whatever else it raises is the answer of a broken page."""
        request = RequestFactory().generic(method, where)
        request.user, request.session = (
            self.user,
            self.session,
        )  # the user keeps what it may: one question a role
        request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
        request._messages = default_storage(request)  # type: ignore[attr-defined]
        found = resolve(where)
        try:
            answer = found.func(request, *found.args, **found.kwargs)
        except PermissionDenied:
            return 403
        except Http404:
            return 404
        except Exception as error:
            return repr(error)
        return int(answer.status_code)


def shut(role: str) -> Iterator[Address]:
    """The addresses that no permission of the role opens. The bare number only leads to the page, which asks."""
    for address in staff_addresses():
        opened_by = permissions_for(address)
        is_bare = address.route.endswith("/<path:object_id>/")
        if opened_by is not None and not is_bare and not opened_by & ROLES[role]:
            yield address


def test_no_role_opens_what_its_permissions_do_not() -> None:
    one_of_each()
    found, wrong, tried = some_object(), {}, 0
    for role in ROLES:
        visitor = Visitor(role)
        for address in shut(role):
            where = address.filled(found(address.model))
            for method in ("GET", "POST"):
                status = visitor.status(method, where)
                tried += 1
                if status not in SHUT:
                    wrong[role, method, where] = status
    nouns = {address.model for address in staff_addresses() if address.model}
    assert [noun.__name__ for noun in nouns if not noun._base_manager.exists()] == []
    assert tried > 8000
    assert wrong == {}
