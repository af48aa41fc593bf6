"""The desk of the app of tests, beside all desks of the portal: a URL configuration for override_settings."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path

from foundation.accounts.site import StaffSite
from foundation.admin.desk import DeskAdmin
from foundation.admin.protected import RevealsProtected
from portal import urls
from tests.persons.models import Person


class PersonAdmin(RevealsProtected, DeskAdmin):
    """Officers see the people of their own county only."""

    list_display = ("name", "identity_number", "phone")
    ordering = ("pk",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        people: QuerySet[Any] = super().get_queryset(request)
        return people.exclude(name__startswith="外县")


site = StaffSite()
site._registry = {**admin.site._registry, Person: PersonAdmin(Person, site)}
urlpatterns = [path("admin/", site.urls), *urls.urlpatterns]
