"""Where a reviewed document points, and what its 文种 is called, is content: whoever changes it voids the reviews."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from documents.matching import match_relations
from documents.models import Document, Kind, Relation
from foundation.models import StatusChange
from tests import make
from tests.corrected import public, started
from tests.staff import document_page, filled, log_in

pytestmark = pytest.mark.django_db


def signed(document: Document) -> tuple[str, int]:
    found = Document.objects.get(pk=document.pk)
    return found.status, found.content_mark


def repealing(target: Document | None = None) -> tuple[Document, Relation]:
    """A document with all three signatures, and the repeal in it."""
    document = make.document("示例通知", published=False, column=make.column())
    named = {} if target else {"title": "示例办法"}
    relation = make.relation(document, target, kind="repeals", **named)
    make.reviewed(document)
    return Document.objects.get(pk=document.pk), relation


def row(relation: Relation, target: Document | None) -> dict[str, object]:
    """What the form of the document sends of its one relation."""
    return {
        "outgoing_relations-TOTAL_FORMS": 1,
        "outgoing_relations-INITIAL_FORMS": 1,
        "outgoing_relations-0-id": relation.pk,
        "outgoing_relations-0-source": relation.source_id,
        "outgoing_relations-0-position": relation.position,
        "outgoing_relations-0-kind": relation.kind,
        "outgoing_relations-0-title": relation.title,
        "outgoing_relations-0-document_number": relation.document_number,
        "outgoing_relations-0-target": target.pk if target else "",
    }


@pytest.mark.parametrize("elsewhere", [True, False])
def test_pointing_a_repeal_elsewhere_or_nowhere_at_the_desk_voids(client: Client, elsewhere: bool) -> None:
    target = make.document("示例办法")
    document, relation = repealing(target)
    editor = log_in(client, "责任编辑")
    said = client.post(document_page(document), filled(document, **row(relation, target)), follow=True)
    assert (signed(document), "已经失效" in said.content.decode()) == (
        ("final_review", document.content_mark),
        False,
    )
    other = make.document("示例办法（另一件）") if elsewhere else None
    said = client.post(document_page(document), filled(document, **row(relation, other)), follow=True)
    relation.refresh_from_db()
    assert (relation.target, signed(document)) == (other, ("draft", document.content_mark + 1))
    assert "原来通过的审核已经失效" in said.content.decode()
    line = StatusChange.objects.of(document).latest("pk")
    assert (line.verb, line.from_status, line.by) == ("void", "final_review", editor)


def test_what_comes_on_record_later_is_pointed_at_and_voids_nothing() -> None:
    document, relation = repealing()
    came = make.document("示例办法")
    assert match_relations([came]) == 1
    relation.refresh_from_db()
    assert (relation.target, signed(document)) == (came, ("final_review", document.content_mark))
    again = make.document("示例办法")
    assert match_relations([again, came]) == 0, "what points somewhere is never pointed elsewhere by itself"


def test_a_link_to_what_is_deleted_goes_and_voids_nothing() -> None:
    for delete in (lambda one: one.delete(), lambda one: Document.objects.filter(pk=one.pk).delete()):
        draft = make.document("示例办法", published=False)
        document, relation = repealing(draft)
        delete(draft)
        relation.refresh_from_db()
        assert (relation.target, signed(document)) == (None, ("final_review", document.content_mark))


def test_many_pointed_elsewhere_at_once_void_only_those_that_did() -> None:
    one, other = make.document("示例甲办法"), make.document("示例乙办法")
    (moved, _), (stays, _), (opened, _) = repealing(one), repealing(other), repealing()
    Relation.objects.update(target=other)
    assert [signed(document)[0] for document in (moved, stays, opened)] == [
        "draft",
        "final_review",
        "final_review",
    ]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE documents_relation SET target_id = NULL")
    assert {signed(document)[0] for document in (moved, stays, opened)} == {"draft"}


def test_what_is_public_stays_public_when_it_points_elsewhere() -> None:
    document = make.document()
    relation = make.relation(document, make.document("示例办法"))
    mark = signed(document)[1]
    Relation.objects.filter(pk=relation.pk).update(target=None)
    assert signed(document) == ("published", mark + 1)
    assert not StatusChange.objects.of(document).exists()


def test_renaming_a_kind_voids_what_bears_it(client: Client) -> None:
    kind, another = Kind.objects.create(name="示例文种"), Kind.objects.create(name="示例另种")
    document = make.reviewed(make.document(published=False, kind=kind))
    beside = make.reviewed(make.document(published=False, kind=another))
    correction = make.reviewed(started(public(), kind=kind), to="first_review")
    deputy = log_in(client, "副主编")
    page = reverse("admin:documents_kind_change", args=[kind.pk])
    client.post(page, {"name": "示例文种", "position": 3})
    assert (Kind.objects.get(pk=kind.pk).position, signed(document)[0]) == (3, "final_review")
    client.post(page, {"name": "示例改名", "position": 3})
    correction.refresh_from_db()
    assert (signed(document)[0], signed(beside)[0], correction.status) == ("draft", "final_review", "draft")
    for voided in (document, correction):
        line = StatusChange.objects.of(voided).latest("pk")
        assert (line.verb, line.by) == ("void", deputy)
    Kind.objects.filter(pk=another.pk).update(name="又改名")
    assert signed(beside)[0] == "draft"


def test_a_kind_that_was_published_keeps_its_name_and_what_is_reviewed_its_reviews() -> None:
    kind = Kind.objects.create(name="示例文种")
    public(kind=kind)
    document = make.reviewed(make.document(published=False, kind=kind))
    with pytest.raises(IntegrityError, match="不能改名"), transaction.atomic():
        Kind.objects.filter(pk=kind.pk).update(name="示例改名")
    assert signed(document)[0] == "final_review"
