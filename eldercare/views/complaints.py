"""Telling of an institution, and asking what became of it. Without cookies, accounts or scripts.

The forms carry no CSRF token: nothing they do depends on who is logged in, and the page is the same bytes for everybody.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from eldercare import actions
from eldercare.complaint_vocabulary import ComplaintCategory, ComplaintStatus
from eldercare.directory import counties, on_file
from eldercare.forms import ComplaintForm, ElsewhereForm, TrackingForm
from eldercare.models import Complaint, Filing
from eldercare.public_levels import bureau
from eldercare.rules.complaints import DAYS_TO_ACCEPT, DAYS_TO_HANDLE, accept_by
from eldercare.tracking_codes import as_kept, in_groups
from foundation.models import Division, WorkYear
from foundation.redaction import redacted
from foundation.refusals import TooManyVisits
from foundation.visitors import network_of
from foundation.work_days import CANNOT_COMPUTE

PROMISE = {"days_to_accept": DAYS_TO_ACCEPT, "days_to_handle": DAYS_TO_HANDLE}
ABOUT = (
    "name",
    "institution__township__name",
    "institution__township__parent__code",
    "institution__township__parent__name",
)
NO_SUCH_CODE = "没有这个查询码：请对照提交时记下的 16 位字母和数字，再输一遍。"


@csrf_exempt
def complaint_new(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """About an institution on file, or without one, about any other."""
    filing = _filing(pk)
    form = _form(request, filing)
    if request.method != "POST":
        return _page(request, filing, form)
    if not form.is_valid():
        return _page(request, filing, form, status=422)
    try:
        complaint, code = _receive(request, filing, form.cleaned_data)
    except TooManyVisits as refusal:
        form.add_error(None, str(refusal))
        return _page(request, filing, form, status=429)
    return _received(request, complaint, code)


@csrf_exempt
def complaint_status(request: HttpRequest) -> HttpResponse:
    """What became of it, for whoever holds the code. Asked by POST, so that no address and no log holds the code."""
    if request.method != "POST":
        return render(request, "eldercare/complaint_status.html", {"form": TrackingForm(), **PROMISE})
    form = TrackingForm(request.POST)
    if form.is_valid():
        complaint = _by_code(form.cleaned_data["code"])
        if complaint is not None:
            return _told(request, complaint)
        form.add_error("code", NO_SUCH_CODE)
    return render(request, "eldercare/complaint_status.html", {"form": form, **PROMISE}, status=422)


def _filing(pk: int | None) -> Filing | None:
    """The institution as the public knows it."""
    if pk is None:
        return None
    rows = on_file().filter(institution=pk).select_related("institution__township__parent")
    found = rows.only(*ABOUT).first()
    if found is None:
        raise Http404("没有这个机构，或尚未备案。")
    return found


def _form(request: HttpRequest, filing: Filing | None) -> ComplaintForm:
    sent = request.POST if request.method == "POST" else None
    return ComplaintForm(sent) if filing else ElsewhereForm(sent, counties=counties())


def _page(
    request: HttpRequest, filing: Filing | None, form: ComplaintForm, *, status: int = 200
) -> HttpResponse:
    name = redacted(filing.name) if filing else ""
    context = {"institution": filing and filing.institution, "name": name, "form": form, **PROMISE}
    return render(request, "eldercare/complaint_new.html", context, status=status)


def _receive(request: HttpRequest, filing: Filing | None, said: dict[str, Any]) -> tuple[Complaint, str]:
    institution = filing.institution if filing else None
    county = institution.county if institution else Division.objects.get(code=said["county"])
    return actions.receive_complaint(
        institution=institution,
        about=said.get("about", ""),
        county=county,
        category=ComplaintCategory(said["category"]),
        text=said["text"],
        contact_phone=said["contact_phone"],
        network=network_of(request),
        at=timezone.localtime(),
    )


def _received(request: HttpRequest, complaint: Complaint, code: str) -> HttpResponse:
    """The code is shown in this one answer; nobody can look it up again."""
    due = accept_by(complaint.received_on, WorkYear.objects.calendar())
    context = {
        "complaint": complaint,
        "code": in_groups(code),
        "office": bureau(complaint.county.name),
        "due": due,
        **PROMISE,
    }
    response = render(request, "eldercare/complaint_received.html", context, status=201)
    response["Cache-Control"] = "no-store"
    return response


def _by_code(typed: str) -> Complaint | None:
    digest = as_kept(typed)
    found = Complaint.objects.filter(code_digest=digest) if digest else Complaint.objects.none()
    return found.without_words().select_related("county").first()


def _told(request: HttpRequest, complaint: Complaint) -> HttpResponse:
    """States, days and the reply; nothing of what was told, and nobody's name."""
    due = complaint.due_on(WorkYear.objects.calendar()) if complaint.is_open else None
    context = {
        "complaint": complaint,
        "status": ComplaintStatus(complaint.status),
        "office": bureau(complaint.county.name),
        "due": due,
        "cannot_compute": CANNOT_COMPUTE,
        "reply": redacted(complaint.reply),
    }
    response = render(request, "eldercare/complaint_told.html", context)
    response["Cache-Control"] = "no-store"
    return response
