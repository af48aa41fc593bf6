"""Issues, their contents, and the chronicle."""

from gazette.models.chronicle import Appearance, ChronicleEntry, Event, Official, OfficialAlias
from gazette.models.issue import Entry, Issue, MastheadRole
from gazette.models.upload import Choice, Subject, Upload, UploadDecision, UploadKind, UploadState

__all__ = [
    "Appearance",
    "Choice",
    "ChronicleEntry",
    "Entry",
    "Event",
    "Issue",
    "MastheadRole",
    "Official",
    "OfficialAlias",
    "Subject",
    "Upload",
    "UploadDecision",
    "UploadKind",
    "UploadState",
]
