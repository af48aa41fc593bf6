"""Every permission the code asks for stands in the database."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission

from foundation.lifecycle import Publishable, Verb
from foundation.permissions import SETTLE_UNIT_PROPOSAL, moving

PUBLISHED = [model for model in apps.get_models() if issubclass(model, Publishable)]
MOVING = [
    moving(model._meta.app_label, str(model._meta.model_name), verb)
    for model in PUBLISHED
    for verb in Verb
    if verb != Verb.VOID  # nobody's
]


def test_documents_and_issues_have_a_life() -> None:
    assert {model.__name__ for model in PUBLISHED} >= {"Document", "Issue"}


@pytest.mark.django_db
@pytest.mark.parametrize("name", [SETTLE_UNIT_PROPOSAL, *MOVING])
def test_a_permission_stands_in_the_database(name: str) -> None:
    app_label, codename = name.split(".")
    assert Permission.objects.filter(content_type__app_label=app_label, codename=codename).exists()
