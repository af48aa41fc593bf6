"""Lists, filters, searches and choices by typing: none of them shows, counts or names what lies elsewhere."""

from __future__ import annotations

import re
from itertools import product

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.urls import reverse

from eldercare.models import (
    CareChange,
    Evidence,
    Filing,
    Institution,
    Operator,
    Registration,
    SupportMeasure,
)
from tests.eldercare.desk import add_page, client_of, list_of
from tests.eldercare.places import site, sites, somebody

pytestmark = pytest.mark.django_db
SCOPED = (Institution, Filing, Registration, Evidence, CareChange)
LISTED = (*SCOPED, Operator, SupportMeasure)
EVERYWHERE = {"here", "near", "there"}
SEEN: dict[str, set[str]] = {
    "township": {"here"},
    "county": {"here", "near"},
    "city": EVERYWHERE,
    "auditor": {"here", "near"},
    "registry": {"here", "near"},
    "nowhere": set(),
}


def named(text: str) -> set[str]:
    """Places whose institution or file the page names."""
    return set(re.findall(r"示例(here|near|there)(?:老年|证明)", text))


def test_lists_show_and_count_what_lies_in_ones_places() -> None:
    sites()
    for role, places in SEEN.items():
        client = client_of(somebody(role))
        for model in (Institution, Filing, Registration, Evidence):
            answer = client.get(list_of(model))
            assert named(answer.content.decode()) == places, (role, model)
            assert answer.context["cl"].result_count == len(places), (role, model)


@pytest.mark.parametrize("role", ["editor", "looker", "accounts"])
def test_other_offices_see_no_list_of_home_care(role: str) -> None:
    client = client_of(somebody(role))
    for model in LISTED:
        assert client.get(list_of(model)).status_code == 403, model
        assert client.get(add_page(model)).status_code == 403, model


ADDS = {
    "township": {Institution, Registration, Operator},
    "county": {Institution, Registration, Operator},
    "registry": {Institution, Registration, Operator, SupportMeasure},
    "city": set(),
    "auditor": set(),
    "nowhere": {Institution, Registration, Operator},
}


@pytest.mark.parametrize("role", ADDS)
def test_who_may_enter_something_new(role: str) -> None:
    client = client_of(somebody(role))
    for model in LISTED:
        assert client.get(add_page(model)).status_code == (200 if model in ADDS[role] else 403), model


def test_the_log_of_changes_follows_the_places() -> None:
    sites()
    for role in ("county", "auditor", "registry", "city"):
        seen = {change.owner_id for change in CareChange.objects.visible_to(somebody(role))} - {None}
        places = set(Institution.objects.in_bulk(seen).values())
        assert named(" ".join(map(str, places))) == SEEN[role], role
    assert not CareChange.objects.visible_to(somebody("township")).exists()
    assert not CareChange.objects.visible_to(somebody("looker")).exists()


QUESTIONS = [
    "county=530902",
    "township=530902001",
    "township__code=530902001",
    "township__parent__code=530902",
    "institution__township=530902001",
    "institution__person_in_charge__startswith=示例丙",
    "q=示例丙",
    "q=there",
    "q=530902",
    "state=submitted",
    "clock=overdue",
    "waiting=decide",
    "id__gt=0",
    "all=",
    "o=1.2.3",
    "_popup=1",
    "e=1",
    "owner_id__gt=0",
]


def test_no_question_to_a_list_brings_out_another_place() -> None:
    sites()
    client = client_of(somebody("county"))
    for model, question in product(SCOPED, QUESTIONS):
        answer = client.get(f"{list_of(model)}?{question}")
        shown = re.sub(
            r'value="[^"]*"', "", answer.content.decode()
        )  # what was typed stands in its line again
        assert answer.status_code in (200, 400) or "e=1" in answer["Location"], (model, question)
        assert "there" not in named(shown), (model, question)


WRONG = [
    *("county=%00", "township=%00", "state=%00", "clock=x", "waiting=%00", "noun=%00", "institution=%00"),
    *("kind__exact=%00", "status__exact=%00", "opened_on__year=99999", "opened_on__gte=x", "beds__gt=x"),
    *("q=%00", "p=999999", "p=x", "o=99.-99", "o=x", "_to_field=identity_number", "_to_field=name"),
    *("id__in=1,x", "nonsense=1", "institution=99999999999999999999", "uploaded_by__password__startswith=m"),
    *("submitted_by__password__startswith=m", "by__password__startswith=m", "beds=99999999999999999999"),
]


def test_a_wrong_question_is_told_to_be_wrong() -> None:
    client = client_of(somebody("county"))
    for model, question in product((Institution, Filing, CareChange), WRONG):
        answer = client.get(f"{list_of(model)}?{question}")
        assert answer.status_code in (200, 400) or "e=1" in answer["Location"], (model, question)


ORACLES = ["identity_number__matches", "identity_number", "person_phone__matches", "contact_phone__regex"]


def test_no_list_tells_whose_number_it_is() -> None:
    """A guess that a list confirms would be a look without permission, reason and record."""
    here = site("here")
    number = here.institution.identity_number.plain()
    for role, model, question in product(("county", "auditor"), (Institution, Filing), ORACLES):
        answer = client_of(somebody(role)).get(f"{list_of(model)}?{question}={number}")
        assert answer.status_code == 400 or "e=1" in answer["Location"], (role, model, question)
    answer = client_of(somebody("county")).get(f"{list_of(Institution)}?q={number}")
    assert answer.context["cl"].result_count == 0


def test_filters_offer_only_ones_own_places() -> None:
    sites()
    for role, counties in (("county", ["云县"]), ("city", ["临翔", "云县"]), ("nowhere", [])):
        client = client_of(somebody(role))
        for model in (Institution, Filing, Registration, Evidence):
            cl = client.get(list_of(model)).context["cl"]
            offered = [
                str(choice["display"])
                for spec in cl.filter_specs
                if spec.title == "县（区）"
                for choice in spec.choices(cl)
            ][1:]
            assert offered == counties or not counties, (role, model)
    page = client_of(somebody("township")).get(list_of(Institution)).content.decode()
    assert "示例101镇" in page
    assert not re.search("示例102镇|示例001镇", page)


CHOICES = [
    (model._meta.app_label, str(model._meta.model_name), field.name)
    for model in apps.get_app_config("eldercare").get_models()
    if not model._meta.proxy
    for field in model._meta.concrete_fields
    if field.is_relation
]


def test_choosing_by_typing_names_nothing_elsewhere_and_no_accounts() -> None:
    sites()
    people = {role: client_of(somebody(role)) for role in ("township", "county", "nowhere", "editor")}
    for (role, client), (app, model, field) in product(people.items(), CHOICES):
        asked = {"app_label": app, "model_name": model, "field_name": field, "term": ""}
        answer = client.get(reverse("admin:autocomplete"), asked)
        assert answer.status_code in (200, 403), (role, model, field)
        if answer.status_code == 200:
            told = " ".join(row["text"] for row in answer.json()["results"])
            assert named(told) <= SEEN.get(role, set()), (model, field)
        related = apps.get_model(app, model)._meta.get_field(field).related_model
        assert answer.status_code == 403 or related is not User, (model, field)


def test_no_list_is_narrowed_by_rows_that_point_at_its_own() -> None:
    """Who sees institutions and no complaints would learn of which one somebody complained."""
    sites()
    client = client_of(somebody("township"))
    for lookup in ("complaints__id__gt", "complaints", "filings__identity_number__gt", "awards__id__gt"):
        assert client.get(list_of(Institution), {lookup: "0"}).status_code == 400, lookup
    assert client.get(list_of(Institution), {"name__startswith": "示例"}).status_code == 200
