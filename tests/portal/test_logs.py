"""The log as machines read it: one line a message, the mark of its request, and nobody's numbers."""

from __future__ import annotations

import json
import logging

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings

from portal.json_log import JsonFormatter
from portal.request_ids import RequestIds, WithRequestId

ID = "53092219500101001X"


def written(request: HttpRequest, message: str, **more: object) -> tuple[dict[str, str], HttpResponse]:
    """A line that was logged while the request was answered, and the answer."""
    lines: list[str] = []

    def view(_: HttpRequest) -> HttpResponse:
        record = logging.LogRecord("portal", logging.ERROR, "x.py", 1, message, None, more.get("exc_info"))  # type: ignore[arg-type]
        WithRequestId().filter(record)
        lines.append(JsonFormatter().format(record))
        return HttpResponse()

    answer = RequestIds(view)(request)
    assert isinstance(answer, HttpResponse)
    assert "\n" not in lines[0]
    return json.loads(lines[0]), answer


def test_a_line_is_one_object_with_the_mark_of_its_request() -> None:
    line, answer = written(RequestFactory().get("/"), f"某人\n{ID} 13800138000")
    assert line["request"] == answer.headers["X-Request-ID"]
    assert line["message"] == "某人\n［已隐去］ ［已隐去］"
    assert set(line) == {"at", "level", "logger", "process", "request", "message"}


def test_a_traceback_is_part_of_it_without_numbers() -> None:
    try:
        raise ValueError(ID)
    except ValueError as error:
        line, _ = written(
            RequestFactory().get("/"), "出错", exc_info=(type(error), error, error.__traceback__)
        )
    assert "ValueError" in line["traceback"]
    assert ID not in line["traceback"]


@pytest.mark.parametrize(
    ("given", "kept"), [("abc-12345678", True), ("x\ninjected", False), ("a" * 99, False)]
)
def test_the_mark_of_the_proxy_is_kept_when_there_is_one(given: str, kept: bool) -> None:
    request = RequestFactory().get("/", headers={"X-Request-ID": given})
    with override_settings(BEHIND_PROXY=True):
        assert (written(request, "行")[0]["request"] == given) is kept
    assert written(request, "行")[0]["request"] != given
