"""What the search says of levels is what the decisions say: after each of them, and on whatever day it is read."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from eldercare import actions, searchables
from eldercare.models import Institution
from eldercare.rating_vocabulary import DecisionKind, Level
from foundation.models import SearchEntry
from foundation.search.indexing import entries_of
from foundation.search.proving import proofs
from tests import care, rating
from tests.eldercare import test_rating_corrections as corrections
from tests.eldercare.rating_verbs import REASON, brief_edition
from tests.entries import ask
from tests.rating import DAY

pytestmark = pytest.mark.django_db
LABEL = "eldercare.institution"


@pytest.fixture(autouse=True)
def _edition() -> None:
    brief_edition()


def levels_found() -> list[str]:
    """What the one institution on file is found to say of its levels."""
    body = SearchEntry.objects.get(subject=LABEL).body
    return [line.removeprefix("等级：") for line in body.split("\n") if line.startswith("等级：")]


WHOLE = "2A 级，2026年6月10日至2029年6月10日"
UNTIL_AUGUST = "2A 级，2026年6月10日至2026年8月8日"


@pytest.mark.parametrize(
    ("kind", "said", "correction", "then_said"),
    [
        ("grant", [WHOLE], ("refuse", None, DAY), []),
        ("refuse", [], ("grant", "2A", DAY), [WHOLE]),
        (
            "lower",
            [UNTIL_AUGUST, "A 级，2026年8月9日至2029年6月10日"],
            ("revoke", None, corrections.AUG),
            [UNTIL_AUGUST],
        ),
        ("revoke", [UNTIL_AUGUST], ("annul", None, corrections.AUG), [WHOLE]),
        ("cancel", ["2A 级，2026年6月10日至2026年6月30日"], ("cancel", None, DAY), []),
    ],
)
def test_every_decision_shows_at_once_and_so_does_its_correction(
    commits: Any,
    kind: str,
    said: list[str],
    correction: tuple[str, str | None, date],
    then_said: list[str],
) -> None:
    with commits():
        decision = corrections.decided(kind)
    assert levels_found() == said
    with commits():
        corrections.corrected(decision, *correction)
    assert levels_found() == then_said
    assert all(proof.agrees for proof in proofs())


def test_a_level_is_asked_for_in_any_spelling(commits: Any) -> None:
    with commits():
        decision, _ = rating.rated(level=Level.AA)
    address = decision.institution.get_absolute_url()
    for typed in ("2A级", "2A 级", "２ａ级", f"{decision.institution.township.name} 2A级", "等级：2A级"):
        assert [hit.address for hit in ask(typed).hits] == [address], typed
    assert ask("3A级").count == 0


def test_a_level_that_was_taken_is_hidden_before_its_transaction_is_through(commits: Any) -> None:
    """Nothing waits for what runs after the commit: a process may die before it."""
    with commits():
        decision = corrections.decided(DecisionKind.GRANT)
    order = corrections.failed_order(decision.institution)
    by = corrections.county_officer(decision.institution)
    actions.lower_or_revoke(order, level=None, grounds=REASON, by=by, at=corrections.LATER)
    assert ask("2A级").count == 0


def test_an_entry_is_the_same_on_every_day(commits: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing has to run for it to stay true: before the level, while it holds, after it, and after a revocation."""
    with commits():
        corrections.decided(DecisionKind.REVOKE)
    pks = list(Institution.objects.values_list("pk", flat=True))
    digests = set()
    for day in (date(2026, 6, 9), DAY, date(2026, 8, 8), corrections.AUG, date(2029, 6, 11)):
        monkeypatch.setattr(searchables, "ANY_DAY", day)
        (entry,) = entries_of(LABEL, pks)
        digests.add(entry.digest)
    assert len(digests) == 1


def test_an_institution_without_a_filing_takes_its_levels_along(commits: Any) -> None:
    with commits():
        decision, _ = rating.rated(level=Level.AA)
    site = decision.institution
    filing = site.filings.get()
    with commits():
        actions.cancel_filing(filing, reason="停办", by=care.colleague(site), at=corrections.LATER)
    assert ask("2A级").count == 0
    assert not SearchEntry.objects.filter(subject=LABEL).exists()
