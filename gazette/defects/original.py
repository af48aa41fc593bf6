"""What stands in the original of an issue, as facts. A file is opened once in a process: it never changes by its name."""

from __future__ import annotations

from functools import lru_cache

from foundation.pdf_words import LARGEST, PdfWords, UnreadPdf, words_of
from foundation.private_files import PrivateStorage
from gazette.defects.facts import OriginalFact
from gazette.models import Issue

_KEPT = 4  # originals, each some hundred kilobytes of text


def original_of(issue: Issue) -> OriginalFact | None:
    """None where there is none; one that cannot be read says why."""
    if not issue.pdf:
        return None
    name = str(issue.pdf.name)
    try:
        size = issue.pdf.size
        if size > LARGEST:
            raise UnreadPdf(f"超过 {LARGEST >> 20} MB，没有打开")
        words = _words(name, size)
    except FileNotFoundError:
        return OriginalFact(name, unread="不在盘上，请从备份恢复")
    except UnreadPdf as error:
        return OriginalFact(name, unread=str(error))
    return OriginalFact(name, words.about, words.pages)


@lru_cache(maxsize=_KEPT)
def _words(name: str, size: int) -> PdfWords:
    with PrivateStorage().open(name) as file:
        return words_of(file.read())
