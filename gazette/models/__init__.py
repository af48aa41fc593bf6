"""Issues, their contents, and the chronicle."""

from gazette.models.chronicle import Appearance, ChronicleEntry, Event, Official, OfficialAlias
from gazette.models.issue import Entry, Issue, MastheadRole

__all__ = [
    "Appearance",
    "ChronicleEntry",
    "Entry",
    "Event",
    "Issue",
    "MastheadRole",
    "Official",
    "OfficialAlias",
]
