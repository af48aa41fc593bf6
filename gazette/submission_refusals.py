"""Named refusals of submissions and of the yearly figures."""

from __future__ import annotations

from collections.abc import Sequence

from foundation.refusals import Refusal


class NotYourUnit(Refusal):
    """The person is no liaison officer of the unit, in person and on that day."""


class SubmissionIncomplete(Refusal):
    """Something is missing; `sentences` says each."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("还不能报送：" + "".join(sentences))
        self.sentences = tuple(sentences)


class SubmissionFrozen(Refusal):
    """What was sent is not written in any more."""


class ChangedMeanwhile(Refusal):
    """Somebody else saved it after this person opened the form."""


class SentBefore(Refusal):
    """The same file or the same number has come already, and nobody said that it should come again."""


class SentByYourself(Refusal):
    """Nobody accepts, returns or declines what they sent."""


class NotForPublication(Refusal):
    """Only what is 主动公开 can be printed."""


class YearNotOver(Refusal):
    """The figures of a year are confirmed when it is over."""


class YearStands(Refusal):
    """The figures of the year are confirmed already, or not any more."""
