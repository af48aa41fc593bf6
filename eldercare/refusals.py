"""Named refusals of home care."""

from collections.abc import Sequence

from eldercare.rules.answer import Answer
from foundation.refusals import Refusal


class NotOnDuty(Refusal):
    """The institution, or the authority that decides, is not where this person is on duty."""


class ReviewsOwnWork(Refusal):
    """Nobody decides on what they submitted themselves."""


class NotInDirectory(Refusal):
    """The institution has no public page to lead to."""


class FilingOpen(Refusal):
    """Another filing of the institution is on its way."""


class InstitutionClosed(Refusal):
    """The institution has closed."""


class DaysOutOfOrder(Refusal):
    """A date lies in the future or before what must come first. `field` names where it was typed."""

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class FilingIncomplete(Refusal):
    """Rules that stand in the way of submitting, each with its reason."""

    def __init__(self, answers: Sequence[Answer]) -> None:
        self.answers = tuple(answers)
        super().__init__("还不能提交：" + " ".join(answer.reason for answer in answers))


class SuccessionRefused(Refusal):
    """The succession says nothing new, or something stands in its way."""


class EvidenceRefused(Refusal):
    """The file is there already, or was voided already."""


class SpreadsheetRefused(Refusal):
    """The spreadsheet cannot be imported as it stands."""


class SpreadsheetChanged(Refusal):
    """What its rows rely on has changed since it was looked at: nothing was imported. `report` says how it is now."""

    def __init__(self, sentence: str, *, report: object) -> None:
        super().__init__(sentence)
        self.report = report


class ApplicationRefused(Refusal):
    """Rules that stand in the way of applying or of going on, each with its reason."""

    def __init__(self, lead: str, answers: Sequence[Answer]) -> None:
        self.answers = tuple(answers)
        super().__init__(lead + " ".join(f"〔{answer.rule}〕{answer.reason}" for answer in answers))


class ActsTwice(Refusal):
    """Nobody acts in two capacities on one application."""


class IsAttached(Refusal):
    """Whoever is attached to an institution takes no part in deciding on it."""


class PanelIncomplete(Refusal):
    """The rating group is too small, has no lead, or has not looked at everything."""


class LevelNotPossible(Refusal):
    """The level is above what was found, or beyond this authority."""


class DecisionRefused(Refusal):
    """The decision cannot be made as asked: nothing to decide on, or decided already."""


class EditionFrozen(Refusal):
    """A published edition of the standard does not change."""


class RulesFrozen(Refusal):
    """An edition of the rules of money that is in force does not change, and only a draft comes into force."""


class AmountRefused(Refusal):
    """Not an amount of money, or more than there is to give, pay, claim or use. `field` names where it was typed."""

    def __init__(self, sentence: str, *, field: str = "amount") -> None:
        super().__init__(sentence)
        self.field = field


class AwardRefused(Refusal):
    """Nothing is due, or something stands in the way of giving, changing or paying it."""


class ReckoningOutdated(Refusal):
    """What an amount was reckoned from no longer holds."""


class VoucherRefused(Refusal):
    """The voucher cannot be drafted, posted, discarded or reversed as asked."""


class CriterionRefused(Refusal):
    """A row of the standard does not fit its edition. `field` names where it was typed."""

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field
