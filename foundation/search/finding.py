"""The one door to the search: a question in, a page of hits out. Callers know nothing of the index behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.db import connection

from foundation.content_state import content_state
from foundation.models import SearchEntry
from foundation.refusals import FacetUnknown
from foundation.search import cursors, registry
from foundation.search.gathering import NEWEST, ORDERS, REACH, RELEVANCE, Candidate, Gathered
from foundation.search.marking import Marked, marked, snippet
from foundation.search.matching import SCATTERED, Wanted, spread
from foundation.search.memory import Memory, memory_of
from foundation.search.question import Question, Term, read_question
from foundation.search.reading import gather, one_view
from foundation.search.results import Facet, FacetValue, Hit, Page
from foundation.search.synonyms import Sought, sought_in

HITS_A_PAGE = 20
MOST_A_PAGE = 50
LONGEST_VALUE = 18  # of a facet that anybody knows
TO_PROVE = 60  # seconds to find everything, where nobody waits at a page
READ_FOR_NEARNESS = (
    60  # of the best: three pages; reading all that can be paged through would take most of the time
)


def find(
    typed: str,
    *,
    on: date,
    facets: Mapping[str, Collection[str]] | None = None,
    order: str = RELEVANCE,
    cursor: str = "",
    limit: int = HITS_A_PAGE,
) -> Page:
    """The places that hold every term, best first or newest first, as they may be relied on that day.

    ``facets`` narrows to entries bearing, in each facet named, one of the values given. Raises QuestionTooLong,
    QuestionEmpty, FacetUnknown, CursorBroken or SearchTooSlow.
    """
    question = read_question(typed)
    chosen = _chosen(facets or {}, order)
    after = cursors.read(cursor, order=order)
    is_within = connection.in_atomic_block
    with one_view():
        memory = memory_of(None if is_within else content_state())
        sought = sought_in(question, memory)
        wanted = wanted_of(question, sought)
        gathered = Gathered(chosen, order, on)
        is_whole = gather(wanted, gathered)
        ranked = _ranked(gathered.best(), wanted, order)
        waiting = [pair for pair in ranked if after is None or pair[0] > after]
        shown = waiting[: max(1, min(limit, MOST_A_PAGE))]
        forms = tuple(dict.fromkeys(form for forms in wanted.terms for form in forms))
        return Page(
            question=question,
            forms=forms,
            hits=_hits([pk for _, pk in shown], forms, on=on),
            count=gathered.count,
            is_partial=not is_whole,
            facets=_facets(gathered, memory),
            next_cursor=cursors.written(order, shown[-1][0]) if len(waiting) > len(shown) else "",
            is_cut=len(waiting) == len(shown) and gathered.count > REACH,
            reach=REACH,
        )


def numbers_found(*texts: str, excluded: Sequence[str] = ()) -> set[int]:
    """The numbers of all entries that hold these texts, taken literally, past any paging: to compare and to prove."""
    terms = [Term(text, is_exact=True) for text in texts]
    terms += [Term(text, is_exact=True, is_excluded=True) for text in excluded]
    sought = [Sought(term, (term.text,)) for term in terms]
    gathered = Gathered({}, RELEVANCE, date.max, numbers=[])
    with one_view(TO_PROVE):
        whole = gather(wanted_of(Question("", tuple(terms)), sought), gathered, time=TO_PROVE)
    assert whole and gathered.numbers is not None
    assert gathered.count == len(set(gathered.numbers)), "an entry was found twice"
    return set(gathered.numbers)


def wanted_of(question: Question, sought: Sequence[Sought]) -> Wanted:
    terms = question.wanted
    return Wanted(
        tuple(each.forms for each in sought if not each.term.is_excluded),
        tuple(each.forms for each in sought if each.term.is_excluded),
        "".join(term.text for term in terms) if len(terms) > 1 else "",
    )


def _chosen(facets: Mapping[str, Collection[str]], order: str) -> dict[str, frozenset[str]]:
    known = registry.facets()
    for name in facets:
        if name not in known:
            raise FacetUnknown(f"没有“{name[:20]}”这种筛选，请从页面上选择。")
    if order not in ORDERS:
        raise FacetUnknown("只能按相关程度或日期排序。")
    return {name: frozenset(values) for name, values in facets.items() if values}


def _ranked(best: Sequence[Candidate], wanted: Wanted, order: str) -> list[tuple[cursors.Key, int]]:
    """The sort key and number of each candidate. How near the terms stand is only looked at in the best of them."""
    if order == NEWEST:
        return [((each.age, each.pk), each.pk) for each in best]
    read = [each.pk for each in best[:READ_FOR_NEARNESS]] if wanted.phrase else []
    near = _spreads(read, wanted)
    last = SCATTERED if read else 0
    ranked = [((each.tier, each.void, near.get(each.pk, last), each.age, each.pk), each.pk) for each in best]
    return sorted(ranked)


def _spreads(pks: Sequence[int], wanted: Wanted) -> dict[int, int]:
    texts = SearchEntry.objects.filter(pk__in=pks).values_list("pk", "folded")
    return {pk: spread(wanted, text) for pk, text in texts}


def _hits(pks: Sequence[int], forms: Sequence[str], *, on: date) -> tuple[Hit, ...]:
    entries = SearchEntry.objects.defer("folded", "facets", "digest").in_bulk(pks)
    kinds = registry.kind_labels()
    return tuple(_hit(entries[pk], kinds, forms, on=on) for pk in pks if pk in entries)


def _hit(entry: SearchEntry, kinds: Mapping[str, str], forms: Sequence[str], *, on: date) -> Hit:
    piece = snippet(entry.body, forms)
    return Hit(
        kind=entry.kind,
        kind_label=kinds.get(entry.kind, entry.kind),
        subject=entry.subject,
        subject_id=entry.subject_id,
        address=_address(entry, piece),
        whole=marked(entry.whole, forms),
        trail=entry.trail,
        title=marked(entry.title, forms),
        number=marked(entry.number, forms),
        heading=marked(entry.heading.replace("\n", " "), forms),
        snippet=piece,
        day=entry.day,
        validity=_validity(entry, on=on),
    )


def _address(entry: SearchEntry, piece: Marked) -> str:
    """The page, at the paragraph the snippet shows."""
    line = entry.body.count("\n", 0, piece.at)
    anchor = entry.anchors[line] if line < len(entry.anchors) else ""
    return f"{entry.address}#{anchor}" if anchor else entry.address


def _validity(entry: SearchEntry, *, on: date) -> str:
    """As `Shelf.validity` says it of whole segments."""
    if entry.repealed_from and entry.repealed_from <= on:
        return "repealed"
    if entry.effective_until and entry.effective_until < on:
        return "expired"
    return "pending" if entry.effective_from and entry.effective_from > on else "valid"


def _facets(gathered: Gathered, memory: Memory) -> tuple[Facet, ...]:
    """The facets that anything found bears, in the order they were registered."""
    counted: dict[str, dict[str, int]] = {}
    for name in registry.facets():
        chosen = gathered.chosen.get(name, ())
        counts = dict.fromkeys(sorted(chosen), 0) | dict(gathered.facets.get(name, {}))
        if counts:
            counted[name] = counts
    labels = _labels(counted, memory)
    return tuple(
        _facet(registry.facets()[name], counts, labels[name], gathered.chosen.get(name, ()))
        for name, counts in counted.items()
    )


def _labels(counted: Mapping[str, Mapping[str, int]], memory: Memory) -> dict[str, Mapping[str, str]]:
    """What the values of each facet are called; facets of the same things (units) are asked for together."""
    values: dict[registry.Labels, set[str]] = defaultdict(set)
    for name, counts in counted.items():
        values[registry.facets()[name].labels] |= {value for value in counts if len(value) <= LONGEST_VALUE}
    known = {labels: memory.names(labels, asked) for labels, asked in values.items()}
    return {name: known[registry.facets()[name].labels] for name in counted}


def _facet(
    kind: registry.FacetKind, counts: Mapping[str, int], labels: Mapping[str, str], chosen: Collection[str]
) -> Facet:
    """Years newest first, everything else by how much there is of it; a value nobody knows keeps its own name."""
    ordered = sorted(counts, key=lambda value: (-counts[value], value))
    if kind.name == registry.YEAR:
        ordered.sort(reverse=True)
    values = (FacetValue(v, labels.get(v, v), counts[v], v in chosen) for v in ordered)
    return Facet(kind.name, kind.label, tuple(values))
