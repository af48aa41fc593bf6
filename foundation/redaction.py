"""A second line of defence: numbers that came into a log or an error page by a way nobody thought of. Pure."""

import logging
import re

_DIGIT = "[0-9０-９]"
_NEXT = rf"[ \-\u3000]?{_DIGIT}"
_IDENTITY_NUMBER = rf"{_DIGIT}(?:{_NEXT}){{16}}[ \-\u3000]?[0-9０-９XxＸｘ]"
_MOBILE = rf"[1１][ \-\u3000]?[3-9３-９](?:{_NEXT}){{9}}"
_NUMBERS = re.compile(rf"(?<!{_DIGIT})(?:{_IDENTITY_NUMBER}|{_MOBILE})(?!{_DIGIT})")
HIDDEN = "［已隐去］"


def redacted(text: str) -> str:
    """The text without anything that looks like an identity number or a mobile number."""
    return _NUMBERS.sub(HIDDEN, text)


class RedactingFormatter(logging.Formatter):
    """Lines of the log, with the traceback that may follow them."""

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record))
