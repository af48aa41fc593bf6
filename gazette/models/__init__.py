"""Issues, their contents, and the chronicle."""

from gazette.models.chronicle import Appearance, ChronicleEntry, Event, Official, OfficialAlias
from gazette.models.issue import Entry, Issue, MastheadRole
from gazette.models.issue_dates import IssueDates
from gazette.models.submission import Interpretation, Submission
from gazette.models.submission_parts import FileRole, SubmissionBook, SubmissionFile, SubmissionMove
from gazette.models.upload import Choice, Subject, Upload, UploadDecision, UploadKind, UploadState
from gazette.models.yearly import YearlyReport

__all__ = [
    "Appearance",
    "Choice",
    "ChronicleEntry",
    "Entry",
    "Event",
    "FileRole",
    "Interpretation",
    "Issue",
    "IssueDates",
    "MastheadRole",
    "Official",
    "OfficialAlias",
    "Subject",
    "Submission",
    "SubmissionBook",
    "SubmissionFile",
    "SubmissionMove",
    "Upload",
    "UploadDecision",
    "UploadKind",
    "UploadState",
    "YearlyReport",
]
