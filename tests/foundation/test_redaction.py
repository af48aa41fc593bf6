"""Numbers that strayed into a log or an error page do not stand there."""

import logging
import sys
from typing import NoReturn

import pytest
from django.http import HttpRequest
from django.test import Client, override_settings
from django.urls import path

from foundation.redaction import HIDDEN, RedactingFormatter, redacted
from portal import urls
from tests.numbers import PHONE, identity_number
from tests.persons.models import Person

NUMBER = identity_number()
WIDE = NUMBER.translate({ord(digit): chr(ord(digit) + 0xFEE0) for digit in "0123456789"})


@pytest.mark.parametrize(
    "written",
    [
        NUMBER,
        WIDE,
        f"{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}",
        f"{NUMBER[:17]}x",
        PHONE,
        "138-0013-8000",
        "138 0013 8000",
    ],
)
def test_numbers_are_hidden_wherever_they_stand(written: str) -> None:
    assert redacted(f"电话{written}，见'{written}'") == f"电话{HIDDEN}，见'{HIDDEN}'"


@pytest.mark.parametrize(
    "text",
    [
        "2024-09-30 01:00:00,123 INFO django[12345] 530902001 530902001001",
        "示政发〔2024〕12号，邮编677000，0883-2123456",
        "0x7f03d6fe2d10",
        "1234567890123456789012",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert redacted(text) == text


def test_the_portals_log_is_written_through_it() -> None:
    ours = [handler.formatter for handler in logging.getLogger().handlers]
    assert any(isinstance(formatter, RedactingFormatter) for formatter in ours)


def test_a_traceback_in_the_log_is_redacted_too() -> None:
    try:
        raise ValueError(f"strange: {NUMBER}")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "for %s", (PHONE,), sys.exc_info())
    line = RedactingFormatter().format(record)
    assert "Traceback" in line
    assert NUMBER not in line
    assert PHONE not in line


def careless(request: HttpRequest) -> NoReturn:
    typed = request.POST["identity_number"]
    unsaved = Person(name="示例甲", identity_number=typed)
    raise RuntimeError(f"{unsaved} {typed}")


class Failing:
    urlpatterns = (*urls.urlpatterns, path("careless/", careless))


@pytest.mark.parametrize("accept", ["text/html", "text/plain"])
def test_the_developers_error_page_holds_no_number(accept: str) -> None:
    """Neither among what was sent, nor among the variables, nor in the message."""
    client = Client(raise_request_exception=False, headers={"accept": accept})
    with override_settings(ROOT_URLCONF=Failing, DEBUG=True):
        answer = client.post("/careless/", {"identity_number": NUMBER, "phone": PHONE})
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "RuntimeError" in page
    assert "careless" in page
    assert HIDDEN in page
    for digits in (NUMBER, NUMBER[6:14], PHONE):
        assert digits not in page
