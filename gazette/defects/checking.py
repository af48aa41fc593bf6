"""All rules over the facts of an issue. Pure: no model, no clock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from documents.defects.checking import factual
from documents.defects.defect import Defect, Found, tied
from documents.defects.facts import Surroundings
from documents.defects.rules import parts, privacy
from documents.defects.rules.privacy import Text
from documents.defects.rules.proofread import Laid, lay_out_facts
from documents.proofreading.known import Known
from gazette.defects.facts import IssueFacts
from gazette.defects.register import KINDS
from gazette.defects.rules import contents, numbers
from gazette.defects.rules.original import numbers_in_original, unread_original
from gazette.defects.rules.proofread import proofread_issue_facts

FACTUAL = (*contents.RULES, *numbers.RULES, unread_original)


def defects_of_issue(issue: IssueFacts, around: Surroundings, *, known: Known) -> list[Defect]:
    """What is wrong with the issue itself; its documents are asked by `documents.defects.checking`."""
    laid = [lay_out_facts(facts, known=known) for facts in issue.documents]
    return list(tied(_found(issue, laid, around, known), subject=issue.subject, kinds=KINDS))


def _found(issue: IssueFacts, laid: Sequence[Laid], around: Surroundings, known: Known) -> Iterator[Found]:
    texts = list(texts_of(issue))
    found = [one for rule in FACTUAL for one in rule(issue)]
    found += privacy.numbers_in(texts, derived=(), on=around.on)
    found += numbers_in_original(issue, on=around.on)
    found += (one for text in texts for one in parts.unseen_in(text))
    found += proofread_issue_facts(issue, laid, known=known)
    yield from found
    said = [*found, *(one for document in issue.documents for one in factual(document, around))]
    yield from parts.open_problems(issue.problems, owner=issue.subject, found=said)


def texts_of(issue: IssueFacts) -> Iterator[Text]:
    """What readers see of the issue beside its documents. The contact's own telephones are public by their office."""
    for entry in issue.entries:
        place = issue.at(f"目录第{entry.position}行", rows="entries", row=entry.pk)
        yield Text(place, entry.title)
    for line in issue.distribution:
        yield Text(issue.at("发送范围", "distribution"), line)
    for day in issue.chronicle:
        place = issue.at(f"大事记{day.start.month}月{day.start.day}日", rows="chronicle", row=day.pk)
        yield Text(place, day.text)
        extra = [event.text for event in day.events if event.text not in day.text]
        if extra:
            yield Text(place, "\n".join(extra))
