"""Readers, writers and folds at once: every reader sees each entry exactly once, whatever happens meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connection, transaction

from documents.models import Document
from foundation.models import SearchEntry, SearchSegment
from foundation.search import indexing, segments
from foundation.search.finding import numbers_found
from foundation.search.indexing import entry_of, refresh, write
from foundation.search.proving import misplaced
from tests import make
from tests.entries import LABEL, place

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 25
AT_MOST = 60  # seconds: whoever stands still that long waits for ever
STANDING = 30


class Crowd:
    """Threads that repeat their deed until each has done it so often, each on a connection of its own."""

    def __init__(self, rounds: int = ROUNDS) -> None:
        self._wanted = rounds
        self._over = Event()
        self._failures: list[BaseException] = []
        self._rounds: dict[str, int] = {}

    def run(self, **deeds: Callable[[], object]) -> None:
        self._rounds = dict.fromkeys(deeds, 0)
        threads = [Thread(target=self._repeat, args=pair) for pair in deeds.items()]
        for thread in threads:
            thread.start()
        self._over.wait(AT_MOST)
        self._over.set()
        for thread in threads:
            thread.join(AT_MOST)
            assert not thread.is_alive()
        if self._failures:
            raise self._failures[0]
        assert min(self._rounds.values()) >= self._wanted, self._rounds

    def _repeat(self, name: str, deed: Callable[[], object]) -> None:
        try:
            while not self._over.is_set():
                deed()
                self._rounds[name] += 1
                if min(self._rounds.values()) >= self._wanted:
                    self._over.set()
        except BaseException as failure:
            self._failures.append(failure)
            self._over.set()
        finally:
            connection.close()


def replace(subject: int, body: str) -> None:
    """As a correction does it: the old entries go and the new ones come in one transaction."""
    with transaction.atomic():
        indexing.lock_subjects(LABEL, [subject])
        mine = SearchEntry.objects.filter(subject=LABEL, subject_id=subject)
        indexing.bury(list(mine.values_list("pk", flat=True)))
        write([entry_of(LABEL, subject, place(body))])


def replacing(subject: int) -> Callable[[], None]:
    numbers = iter(range(10**9))
    return lambda: replace(subject, f"更正中的条目，第{next(numbers)}次")


def reading() -> None:
    assert len(numbers_found("不动的条目")) == STANDING
    assert len(numbers_found("更正中")) == 2
    assert len(numbers_found("条")) == STANDING + 2


def test_no_reader_sees_an_entry_twice_or_misses_one() -> None:
    write([entry_of(LABEL, n, place(f"不动的条目{n}")) for n in range(STANDING)])
    for subject in (1001, 1002):
        replace(subject, "更正中的条目")
    crowd = Crowd()
    crowd.run(
        one=replacing(1001),
        another=replacing(1002),
        folding=segments.fold,
        rebuilding=segments.rebuild,
        reader=reading,
        second_reader=reading,
    )
    assert misplaced() == (0, 0)
    segments.fold()
    reading()


def test_folds_take_turns() -> None:
    """Whoever finds another folding leaves it to that one, and nothing is folded twice."""
    write([entry_of(LABEL, n, place(f"不动的条目{n}")) for n in range(STANDING)])
    crowd = Crowd(8 * ROUNDS)
    crowd.run(one=segments.fold, other=segments.fold, third=segments.fold)
    assert len(numbers_found("不动的条目")) == STANDING
    assert misplaced() == (0, 0)
    assert SearchSegment.objects.filter(is_current=True).count() == 1


def test_who_writes_last_of_a_document_writes_what_it_is_last() -> None:
    """Two changes whose writing overlaps: the entries are those of the last state, once."""
    document = make.document(title="通知")

    def changing(word: str) -> Callable[[], None]:
        def change() -> None:
            Document.objects.filter(pk=document.pk).update(title=f"关于{word}的通知")
            refresh("documents.document", [document.pk])

        return change

    Crowd().run(tea=changing("茶叶"), coffee=changing("咖啡"), folding=segments.fold)
    document.refresh_from_db()
    assert list(SearchEntry.objects.filter(title__startswith="关于").values_list("title", flat=True)) == [
        document.title
    ]


def test_a_publication_does_not_wait_for_a_rebuild(monkeypatch: pytest.MonkeyPatch) -> None:
    """Entries come and go while segments are written; what came meanwhile is found, what went is not."""
    write([entry_of(LABEL, n, place(f"不动的条目{n}")) for n in range(3)])
    gone = SearchEntry.objects.earliest("pk").pk
    writes = segments.write_segment

    def meanwhile(rows: Any) -> SearchSegment:
        made = writes(rows)
        rival = Thread(
            target=lambda: (replace(2001, "不动的条目，新来的"), indexing.bury([gone]), connection.close())
        )
        rival.start()
        rival.join(20)
        assert not rival.is_alive()
        return made

    monkeypatch.setattr(segments, "write_segment", meanwhile)
    segments.rebuild()
    found = numbers_found("不动的条目")
    assert len(found) == 3 and gone not in found
    assert misplaced() == (0, 0)
