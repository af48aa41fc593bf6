"""manage.py reindex: nothing is lost, whatever was damaged; it says when index and content disagree."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from documents.models import Document
from foundation.models import SearchEntry, SearchFresh, SearchGrave, SearchPosting, SearchSegment
from foundation.search import segments
from tests import care, make
from tests.entries import ask

pytestmark = pytest.mark.django_db


def reindex(*options: str) -> str:
    said = io.StringIO()
    call_command("reindex", *options, stdout=said)
    return said.getvalue()


@pytest.fixture
def document() -> Document:
    document = make.document("关于罗汉果的通知", body="一、总则\n种植罗汉果。")
    make.event(make.issue(2024, 9), on=document.written_on, people=["示例甲"])
    care.accepted()
    return document


def test_everything_public_is_found(document: Document) -> None:
    said = reindex()
    assert "公文：应有条目 2，现有 2" in said
    assert "索引与内容一致" in said
    assert ask("罗汉果").count == 2
    assert ask("示例甲").count >= 1
    assert not SearchFresh.objects.exists()
    assert SearchSegment.objects.filter(is_current=True).count() == 1


def test_running_it_again_writes_no_entry(document: Document) -> None:
    reindex()
    before = set(SearchEntry.objects.values_list("pk", flat=True))
    assert "改动条目 0" in reindex()
    assert set(SearchEntry.objects.values_list("pk", flat=True)) == before


def test_what_differs_is_told_and_mended(document: Document) -> None:
    reindex()
    Document.objects.filter(pk=document.pk).update(title="关于坚果的通知")
    with pytest.raises(CommandError, match="公文有 1 个对象与索引不一致"):
        reindex("--check")
    reindex()
    reindex("--check")
    assert ask("坚果").count == 1


def test_entries_of_what_is_gone_are_swept(document: Document) -> None:
    reindex()
    document.delete()
    with pytest.raises(CommandError, match="不一致"):
        reindex("--check")
    reindex()
    assert ask("罗汉果").count == 0


@pytest.mark.parametrize("damage", ["entries", "postings", "segments", "fresh", "graves"])
def test_any_damage_is_mended(document: Document, damage: str) -> None:
    reindex()
    entry = SearchEntry.objects.filter(subject="documents.document").earliest("pk")
    match damage:
        case "entries":
            entry.delete()
        case "postings":
            SearchPosting.objects.all().delete()
        case "segments":
            SearchSegment.objects.all().delete()
        case "fresh":
            SearchFresh.objects.create(entry_id=entry.pk)
        case "graves":
            SearchGrave.objects.create(entry_id=entry.pk)
    with pytest.raises(CommandError, match="不一致"):
        reindex("--check")
    reindex()
    assert ask("罗汉果").count == 2
    assert SearchPosting.objects.values("segment_id").distinct().count() == 1


def test_what_a_killed_rebuild_left_is_swept(document: Document) -> None:
    reindex()
    rows = segments.rows_of(list(SearchEntry.objects.values_list("pk", flat=True)))
    left = segments.write_segment(rows)
    assert ask("罗汉果").count == 2  # nobody reads it
    reindex()
    assert not SearchSegment.objects.filter(pk=left.pk).exists()
    assert not SearchPosting.objects.filter(segment_id=left.pk).exists()
