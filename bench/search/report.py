"""Rates, sizes, exactness and milliseconds, corpus by corpus."""

from __future__ import annotations

import os
import random
import re
import statistics
import time
from collections.abc import Sequence
from itertools import islice

import psutil
from django.db import connection

from bench.search.corpus import NEWEST, Corpus
from bench.search.questions import Chooser
from foundation.models import SearchEntry
from foundation.search.finding import find, numbers_found
from foundation.search.folding import BREAK, ZONE
from foundation.search.indexing import entry_of
from foundation.search.segments import rebuild

ROUNDS = 5
SUBSTRINGS = 2000
LABEL = "documents.document"
CORPORA = {
    "small": (300, True),
    "long": (10_000, True),
    "short": (100_000, False),
    "million": (1_000_000, False),
}
TABLES = ("searchentry", "searchfresh", "searchgrave", "searchsegment", "searchposting")


def report(names: Sequence[str]) -> None:
    chosen = names or ["long", "short", *(["million"] if os.environ.get("MILLION") else [])]
    for name in chosen:
        documents, is_long = CORPORA[name]
        _measure(Corpus(documents=documents, is_long=is_long))


def _measure(corpus: Corpus) -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE " + ", ".join(f"foundation_{table}" for table in TABLES))
    begun = time.perf_counter()
    entries, characters = _load(corpus)
    written = time.perf_counter()
    rebuild()
    indexed = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    text, index, rows = _sizes()
    print(f"\n{corpus}，{entries} 个条目，{characters / 1e6:.0f} 百万字（折叠后 {text / 1e6:.0f} MB）")
    print(
        f"  写条目 {entries / (written - begun):.0f} 条/秒，编入分段 {entries / (indexed - written):.0f} 条/秒"
        f"（{characters / (indexed - written) / 1e6:.2f} 百万字/秒）；分段 {index / 1e6:.0f} MB = 折叠文字的 {index / text:.2f} 倍，"
        f"条目表 {rows / 1e6:.0f} MB"
    )
    _exactness(entries)
    _speed(entries)


def _load(corpus: Corpus) -> tuple[int, int]:
    """Entries as the portal makes them, brought in by COPY; how many, and of how many characters."""
    fields = [field for field in SearchEntry._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    entries = characters = 0
    with connection.cursor() as cursor:
        copy = f"COPY {SearchEntry._meta.db_table} ({columns}) FROM STDIN"
        with cursor.copy(copy) as copied:
            for pk, place in corpus.places():
                entry = entry_of(LABEL, pk, place)
                row = [field.get_db_prep_save(getattr(entry, field.attname), connection) for field in fields]
                copied.write_row(row)
                entries, characters = entries + 1, characters + len(entry.folded)
    return entries, characters


def _sizes() -> tuple[int, int, int]:
    """Bytes of the folded texts, of the segments with their index, and of the entries themselves."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT sum(octet_length(folded)) FROM foundation_searchentry),"
            " pg_total_relation_size('foundation_searchposting') + pg_total_relation_size('foundation_searchsegment'),"
            " pg_total_relation_size('foundation_searchentry')"
        )
        text, index, rows = cursor.fetchone()
        return int(text), int(index), int(rows)


def _exactness(entries: int) -> None:
    """The set of hits of random pieces against a walk through the whole text."""
    pks, texts = _texts()
    whole = "\x00".join(texts)
    ends: list[int] = []
    for text in texts:
        ends.append((ends[-1] + 1 if ends else 0) + len(text))
    dice, wrong, asked = random.Random(entries), 0, 0
    begun = time.perf_counter()
    limit = float(os.environ.get("EXACT_SECONDS", "900"))
    while asked < SUBSTRINGS and time.perf_counter() - begun < limit:
        at = dice.randrange(len(whole))
        piece = re.split(f"[{BREAK}{ZONE}\x00]", whole[at : at + dice.randint(1, 12)])[0]
        if piece:
            asked += 1
            wrong += numbers_found(piece) != _walked(piece, whole, ends, pks)
    print(f"  与逐条查找比较：{asked} 个随机片段，不一致 {wrong} 个")


def _texts() -> tuple[list[int], list[str]]:
    """What one term is found by: all zones but the title of the whole."""
    rows = SearchEntry.objects.order_by("pk").values_list("pk", "folded")
    pks, texts = zip(*((pk, folded.rpartition(ZONE)[0]) for pk, folded in rows), strict=True)
    return list(pks), list(texts)


def _walked(piece: str, whole: str, ends: Sequence[int], pks: Sequence[int]) -> set[int]:
    found, at, place = set(), whole.find(piece), 0
    while at >= 0:
        place = _entry_at(ends, at, place)
        found.add(pks[place])
        at = whole.find(piece, ends[place])
    return found


def _entry_at(ends: Sequence[int], at: int, first: int) -> int:
    """The entry a position lies in, looked for from the last one on in growing steps."""
    step = 1
    while first + step < len(ends) and ends[first + step] < at:
        step *= 2
    low, high = first, min(first + step, len(ends) - 1)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if ends[middle] < at else (low, middle)
    return low


def _speed(entries: int) -> None:
    sample = SearchEntry.objects.order_by("digest").values_list("folded", flat=True)
    texts = [folded.rpartition(ZONE)[0].replace(BREAK, "，") for folded in islice(sample.iterator(), 3000)]
    classes = Chooser(texts, lambda term: find(term, on=NEWEST).count, entries).classes()
    print(
        f"  整页（20 条、总数、全部筛选项），每题 {ROUNDS} 次，毫秒；“处理器”是程序和数据库合计的平均，与别的程序无关"
    )
    print(f"  {'p50':>8} {'p95':>8} {'最慢':>8} {'处理器':>7} {'ILIKE÷':>8}  类")
    everything: list[float] = []
    for name, terms in classes.items():
        before = _processor()
        taken = [milliseconds for term in terms for milliseconds in _timed(term)]
        spent = (_processor() - before) / (len(terms) * (ROUNDS + 1))
        ratio = _scanned(terms[0]) / statistics.median(taken[:ROUNDS])
        everything += taken
        print(f"{_told(taken)} {spent:8.1f} {ratio:8.0f}  {name}  {terms[0]}", flush=True)
    print(f"{_told(everything)} {'':8} {'':8}  全部", flush=True)


def _told(taken: Sequence[float]) -> str:
    return f"  {statistics.median(taken):8.1f} {_p95(taken):8.1f} {max(taken):8.1f}"


def _p95(taken: Sequence[float]) -> float:
    return sorted(taken)[max(0, round(len(taken) * 0.95) - 1)]


def _processor() -> float:
    """Milliseconds of processor time of this process and of the server's that answers it, as far as it is here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    try:
        times = psutil.Process(pid).cpu_times()
    except psutil.Error:
        return time.process_time() * 1000
    return (time.process_time() + times.user + times.system) * 1000


def _timed(term: str) -> list[float]:
    """Milliseconds of whole pages, warm."""
    taken = []
    for _ in range(ROUNDS + 1):
        begun = time.perf_counter()
        page = find(term, on=NEWEST)
        taken.append((time.perf_counter() - begun) * 1000)
    if page.is_partial:
        print(f"  没有查完：{term}")
    return taken[1:]


def _scanned(term: str) -> float:
    """Milliseconds of counting by ILIKE."""
    begun = time.perf_counter()
    with connection.cursor() as cursor:
        conditions = " AND ".join(["folded ILIKE %s"] * len(term.split()))
        cursor.execute(
            f"SELECT count(*) FROM foundation_searchentry WHERE {conditions}",
            [f"%{part}%" for part in term.split()],
        )
    return (time.perf_counter() - begun) * 1000
