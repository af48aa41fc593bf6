"""What is found is what stands there: the same as looking through every entry, whatever was written, deleted or folded."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundation.models import SearchEntry, SearchFresh, SearchGrave, SearchPosting, SearchSegment
from foundation.search import indexing, postings, segments
from foundation.search.folding import ZONE
from foundation.search.proving import misplaced
from tests import entries

pytestmark = pytest.mark.django_db

LETTERS = "临沧市人民政a1(\n。"
TEXTS = st.text(st.sampled_from(LETTERS), max_size=30)
DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), TEXTS, TEXTS, TEXTS),
        st.tuples(st.just("delete"), st.integers(0, 30)),
        st.tuples(st.just("correct"), st.integers(0, 30), TEXTS),
        st.tuples(st.just("fold")),
        st.tuples(st.just("rebuild")),
    ),
    min_size=1,
    max_size=20,
)
TOLERANT = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def clear() -> None:
    for model in (SearchEntry, SearchFresh, SearchGrave, SearchPosting, SearchSegment):
        model._default_manager.all().delete()


def do(deed: tuple[object, ...], known: list[int]) -> None:
    match deed:
        case ("write", str(title), str(body), str(whole)):
            known.append(entries.entry(body, title=title, whole=whole).pk)
        case ("delete", int(place)) if place < len(known):
            indexing.bury([known.pop(place)])
        case ("correct", int(place), str(body)) if place < len(known):
            indexing.bury([known.pop(place)])
            known.append(entries.entry(body).pk)
        case ("fold",):
            assert segments.fold()
        case ("rebuild",):
            segments.rebuild()


@TOLERANT
@given(DEEDS, st.lists(TEXTS.filter(lambda text: text.strip("\n")), max_size=6))
def test_found_is_what_stands_there(deeds: list[tuple[object, ...]], others: list[str]) -> None:
    clear()
    known: list[int] = []
    for deed in deeds:
        do(deed, known)
    everything = entries.everything()
    texts = [zone for _, whole in everything for zone in whole.split(ZONE)]
    pieces = [
        line[at : at + size]
        for text in texts
        for line in text.split("\n")
        for at in (0, 1, 3)
        for size in (1, 2, 3, 5)
    ]
    for piece in {*pieces[:60], *(part for text in others for part in text.split("\n"))} - {""}:
        assert entries.found(piece) == entries.standing(piece, among=everything), piece
    assert misplaced() == (0, 0)


@TOLERANT
@given(
    DEEDS,
    st.lists(
        st.text(st.sampled_from("临沧市人民"), min_size=1, max_size=3), min_size=2, max_size=3, unique=True
    ),
)
def test_several_terms_and_exclusions(deeds: list[tuple[object, ...]], terms: list[str]) -> None:
    clear()
    known: list[int] = []
    for deed in deeds:
        do(deed, known)
    assert entries.found(*terms) == entries.standing(*terms)
    assert entries.found(terms[0], excluded=terms[1:]) == entries.standing(terms[0], excluded=terms[1:])


def test_random_pieces_of_longer_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several segments, every form a posting can have, pieces of up to twelve characters."""
    monkeypatch.setattr(segments, "SEGMENT_CHARACTERS", 40_000)
    monkeypatch.setattr(postings, "_COMMON", 300)
    monkeypatch.setattr(postings, "_FEW", 20)
    dice = random.Random(20260302)
    syllables = [
        "临沧市",
        "人民政府",
        "办公室",
        "关于",
        "印发",
        "的",
        "通知",
        "2024年",
        "，",
        "。\n",
        "实施方案",
        "养老",
    ]
    rare = [chr(dice.randrange(0x4E00, 0x9FA5)) for _ in range(400)]
    bodies = [
        "".join(dice.choice(syllables) if dice.random() < 0.9 else dice.choice(rare) for _ in range(150))
        for _ in range(300)
    ]
    indexing.write(
        [indexing.entry_of(entries.LABEL, n, entries.place(body)) for n, body in enumerate(bodies)]
    )
    segments.rebuild()
    everything = entries.everything()
    assert SearchSegment.objects.filter(is_current=True).count() > 2
    for _ in range(400):
        body = dice.choice(bodies)
        at = dice.randrange(len(body))
        piece = max(body[at : at + dice.randint(1, 12)].split("\n"), key=len)
        if piece:
            assert entries.found(piece) == entries.standing(piece, among=everything), piece
    for absent in ("人民政印", "临沧府", "沧临", "〇", "养老养老养老养老养老养老养"):
        assert entries.found(absent) == entries.standing(absent, among=everything)


@pytest.mark.parametrize("character", ["%", "_", "\\", "'", ";", "<", "𠮷", "(", "*", "."])
@pytest.mark.parametrize("is_folded", [True, False])
def test_any_character_is_only_itself(character: str, is_folded: bool) -> None:
    entries.entry(f"甲{character}乙")
    entries.entry("甲丙乙")
    if is_folded:
        segments.fold()
    for text in (character, f"甲{character}", f"{character}乙", f"甲{character}乙"):
        assert len(entries.found(text)) == 1


def test_a_term_never_reaches_across_paragraphs_fields_or_entries() -> None:
    entries.entry("甲乙\n丙丁", title="戊己", heading="庚辛")
    entries.entry("壬癸")
    for _ in range(2):
        for text in ("乙丙", "乙丙丁", "己庚", "辛甲", "丁壬", "丁戊己"):
            assert entries.found(text) == set()
        segments.fold()


def test_a_gap_wider_than_two_bytes_is_walked() -> None:
    """Far positions in the form of gaps: pieces that stand at both ends of a long segment."""
    first = entries.entry("首尾" * 200)
    between = [entries.entry("填充文字" * 20_000) for _ in range(2)]
    last = entries.entry("尾首" + "首尾" * 20)
    segments.fold()
    assert entries.found("首尾首") == {first.pk, last.pk}
    assert entries.found("充文字填") == {row.pk for row in between}
    assert entries.found("首填") == entries.found("字尾") == set()


def test_a_fold_takes_what_it_can_and_the_next_one_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segments, "FOLDED_ON_COMMIT", 100)
    written = {entries.entry("临沧市人民政府" * 5).pk for _ in range(7)}
    folds = 0
    while SearchFresh.objects.exists():
        assert segments.fold()
        folds += 1
        assert entries.found("人民政府") == written
    assert folds == 4
    assert misplaced() == (0, 0)


def test_a_fold_is_due_when_there_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segments, "MOST_FRESH", 2)
    for size in (1, 2):
        entries.entry("甲")
        assert not segments.fold_if_due(), size
    entries.entry("甲")
    assert segments.fold_if_due()
    assert not SearchFresh.objects.exists()
