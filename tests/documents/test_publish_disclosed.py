"""Only what is 主动公开 comes before the public: by refusal at the door, and by the database behind it."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from documents.actions import NotForThePublic, publish_document
from documents.models import Disclosure, Document
from foundation.models import Status
from foundation.refusals import ObjectionsStand
from tests import make

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 10, 8, 1, 30, tzinfo=UTC)


@pytest.fixture
def chief() -> Iterator[User]:
    yield User.objects.create_superuser("chief-of-all", password="long-enough-for-a-test")


@pytest.mark.parametrize("disclosure", [Disclosure.CLOSED, Disclosure.ON_REQUEST])
def test_what_is_not_disclosed_is_refused_even_to_a_superuser(chief: User, disclosure: str) -> None:
    document = make.document(published=False)
    Document.objects.filter(pk=document.pk).update(disclosure=disclosure)
    with pytest.raises(NotForThePublic, match="不能发布"):
        publish_document(document, by=chief, at=NOW)
    document.refresh_from_db()
    assert (document.status, document.published_at) == (Status.DRAFT, None)


def test_an_issue_with_one_such_document_stays_whole_unpublished(chief: User) -> None:
    issue = make.issue(2012, 3, published=False)
    documents = [make.document(published=False) for _ in range(2)]
    for document in documents:
        make.entry(issue, document)
    Document.objects.filter(pk=documents[1].pk).update(disclosure=Disclosure.CLOSED)
    with pytest.raises(ObjectionsStand, match="不予公开"):
        make.reviewed(issue)
    issue.refresh_from_db()
    assert issue.status == Status.SECOND_REVIEW
    assert set(Document.objects.values_list("status", flat=True)) == {Status.SECOND_REVIEW}


@pytest.mark.parametrize("disclosure", [Disclosure.CLOSED, Disclosure.ON_REQUEST, "", "open"])
def test_the_database_refuses_a_published_document_that_is_not_disclosed(disclosure: str) -> None:
    document = make.document()
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(disclosure=disclosure)
