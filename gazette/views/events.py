"""One event of the chronicle."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from foundation.lifecycle import AFTER_PUBLICATION, Status
from gazette.linking import link
from gazette.models import Event
from gazette.views.chronicle import with_people

PUBLIC = AnonymousUser()


def event_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """An event with what it names, what else happened that day, and the way to the one before and after."""
    found = with_people(Event.objects.filter(pk=pk))
    event = next(iter(link(found)), None)
    if event is None or event.entry.issue.status not in AFTER_PUBLICATION:
        raise Http404("没有这件事，或尚未发布。")
    issue = event.entry.issue
    if issue.status == Status.WITHDRAWN:
        return render(request, "gazette/issue_withdrawn.html", {"issue": issue}, status=410)
    public = Event.objects.visible_to(PUBLIC).select_related("entry")
    context = {
        "event": event,
        "issue": issue,
        "same_day": public.filter(entry__start=event.entry.start).exclude(pk=pk).oldest_first(),
        "previous": public.before(event).first(),
        "next": public.after(event).first(),
    }
    return render(request, "gazette/event_detail.html", context)
