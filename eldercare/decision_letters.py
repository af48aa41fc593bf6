"""The letter of a decision, from the record: as the decision was made, whatever was decided since."""

from __future__ import annotations

from datetime import date

from eldercare import rating_papers as papers
from eldercare.actions.panels import reached_by
from eldercare.levels import rulings_in
from eldercare.models import RatingApplication, RatingDecision
from eldercare.public_levels import bureau
from eldercare.rating_vocabulary import DecisionKind, Level
from eldercare.rules import letters
from eldercare.rules.letters import Corrected, LetterFacts
from eldercare.rules.standard import falls_short
from eldercare.rules.timeline import timeline
from foundation.models import Division


def decision_letter_of(decision: RatingDecision) -> papers.DecisionLetter:
    """One that a later decision corrected says so on every page."""
    facts = letter_facts(decision)
    later: RatingDecision | None = getattr(decision, "superseded_by", None)
    return papers.DecisionLetter(
        mark=f"已由 {later.letter_number} 更正，不再有效" if later else "",
        title=letters.title(facts),
        number=decision.letter_number,
        addressee=decision.operator.name,
        said=letters.said(facts),
        grounds=decision.grounds,
        basis=tuple(map(letters.in_words, letters.basis(facts))),
        authority=bureau(decision.authority.name),
        signed_on=decision.decided_on,
    )


def letter_facts(decision: RatingDecision) -> LetterFacts:
    application, order, incident = decision.application, decision.rectification, decision.incident
    level = Level(decision.level) if decision.level else None
    applied_for = Level(application.level_applied) if application and application.level_applied else None
    last = order.extensions.order_by("-until").first() if order else None
    return LetterFacts(
        kind=DecisionKind(decision.kind),
        institution=_name(decision),
        effective_on=decision.effective_on,
        level=level,
        until=_last_day(decision),
        by_city=decision.authority.level == Division.Level.CITY,
        applied_for=applied_for,
        applied_on=application.applied_on if application else None,
        short=_shortfalls(application, applied_for) if application and applied_for != level else (),
        ordered_on=order.ordered_on if order else None,
        due_on=(last.until if last else order.deadline) if order else None,
        happened_on=incident.happened_on if incident else None,
        corrected=_corrected(decision.supersedes),
    )


def _name(decision: RatingDecision) -> str:
    application = decision.application
    return application.name if application and application.name else decision.institution.name


def _corrected(before: RatingDecision | None) -> Corrected | None:
    return Corrected(before.letter_number, before.decided_on, before.outcome) if before else None


def _last_day(decision: RatingDecision) -> date | None:
    """The last day of the level, by what had been decided up to then."""
    known = RatingDecision.objects.filter(institution=decision.institution_id, pk__lte=decision.pk)
    spans = timeline(rulings_in(list(known.order_by("pk"))))
    return max((span.last for span in spans if span.source == decision.pk), default=None)


def _shortfalls(application: RatingApplication, wanted: Level | None) -> tuple[str, ...]:
    """The criteria the group found wanting for the level applied for."""
    if wanted is None:
        return ()
    criteria = [row.text for row in application.edition.criteria.order_by("position") if row.is_scored]
    short = falls_short(criteria, wanted, reached_by(application))
    return tuple(f"{row.code} {row.item}" for row in short)
