"""Named refusals: what an action answers when it may not do what was asked.

The sentence is Chinese and meant for the person at the desk; the class is for the code.
"""


class Refusal(Exception):
    """The base of every refusal; `str(refusal)` is the sentence to show."""


class NotPermitted(Refusal):
    """The actor does not hold the permission of the verb."""


class MoveNotAllowed(Refusal):
    """The lifecycle knows no such move from where the object stands now."""


class ObjectionsStand(Refusal):
    """The move is one of the lifecycle, but something that belongs to the object is not in order yet."""


class RemarkRequired(Refusal):
    """The verb asks for a reason and none was given."""


class ProposalSettled(Refusal):
    """The proposal has already been settled or dismissed."""


class NameTaken(Refusal):
    """The printed name already belongs to another unit."""


class NotAName(Refusal):
    """What was given cannot be the name of a unit or a person."""


class KeyMissing(Refusal):
    """Protected data cannot be sealed or opened: no key is configured."""


class KeyDoesNotFit(Refusal):
    """A protected value was sealed under a key that is not configured any more."""


class YearNotKnown(Refusal):
    """The library has not learnt this year's days off yet."""


class YearIsComplete(Refusal):
    """The year's calendar counts as checked: it is not filled over."""


class NothingToReveal(Refusal):
    """No protected field of the object was named."""


class FileRefused(Refusal):
    """The base of what an uploaded file may be refused for."""


class EmptyFile(FileRefused):
    """The file holds nothing."""


class FileTooLarge(FileRefused):
    """The file, or the picture encoded anew, is over the limit."""


class UnknownFileKind(FileRefused):
    """The content is none of the kinds that are let in."""


class NameContradictsContent(FileRefused):
    """The name's ending says one kind, the content is another."""


class DamagedFile(FileRefused):
    """The content begins like a known kind and cannot be opened."""


class TooManyPixels(FileRefused):
    """The picture would need too much memory."""


class LockedPdf(FileRefused):
    """The PDF is encrypted."""


class ActivePdf(FileRefused):
    """The PDF could act when opened: a script, a launch action, a file inside."""


class FileTooComplex(FileRefused):
    """Opening the file took too much time or memory."""


class TooManyRows(FileRefused):
    """The table has more rows than are taken at once."""


class TableUnreadable(FileRefused):
    """The text is in no known encoding, or its quotes do not pair."""


class SearchRefused(Refusal):
    """The base of what a question to the search may be refused for."""


class QuestionTooLong(SearchRefused):
    """The question has too many characters or terms."""


class QuestionEmpty(SearchRefused):
    """There is nothing to look for."""


class FacetUnknown(SearchRefused):
    """No such facet, or no such order."""


class SearchTooSlow(SearchRefused):
    """The database had no time for the question."""


class CursorBroken(SearchRefused):
    """The place to go on from is none that a page gave."""


class TooManyVisits(Refusal):
    """A visitor, or all visitors together, came for the same thing too often in a minute, an hour or a day."""


class LogInRefused(Refusal):
    """The base of what a log-in may be refused for."""


class WrongCode(LogInRefused):
    """The code is none the authenticator shows now, was used before, or is no recovery code of this account."""


class PasswordExpired(LogInRefused):
    """The temporary password was not used in time."""


class NoSecondFactor(Refusal):
    """There is no second factor to confirm, renew or take away."""


class SecondFactorNeeded(Refusal):
    """The person's role does not work without a second factor."""


class NotTheirKeeper(Refusal):
    """Nobody keeps their own account, and superusers are kept by superusers."""
