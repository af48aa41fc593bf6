"""How an answer goes over the wire: what the visitor takes, best first, and nothing guessable on pages of the staff."""

import gzip
import random

import brotli
import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from portal.compression import Compression, encoding_for


def request(accepted: str, path: str = "/documents/") -> HttpRequest:
    asked = HttpRequest()
    asked.META["HTTP_ACCEPT_ENCODING"] = accepted
    asked.path = asked.path_info = path
    return asked


def packed(response: HttpResponseBase, accepted: str, path: str = "/documents/") -> HttpResponseBase:
    return Compression(lambda _: response)(request(accepted, path))


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("br;q=0.0,gzip;q=0", ""),
        ("br ; q=0.1", "br"),
        ("brx, xgzip", ""),
        ("identity", ""),
        ("", ""),
    ],
)
def test_the_best_that_is_taken(accepted: str, encoding: str) -> None:
    assert encoding_for(request(accepted)) == encoding
    assert encoding_for(request(accepted, "/admin/")) in ("gzip", "") != "br"


def test_a_public_page_comes_back_whole() -> None:
    page = "公报" * 500
    answer = packed(HttpResponse(page, headers={"ETag": '"1"'}), "gzip, br")
    assert isinstance(answer, HttpResponse)
    assert brotli.decompress(answer.content).decode() == page
    assert answer.headers["Content-Length"] == str(len(answer.content))
    assert (answer.headers["ETag"], answer.headers["Vary"]) == ('W/"1"', "Accept-Encoding")


def test_the_length_of_a_staff_page_tells_nothing() -> None:
    lengths = set()
    for _ in range(8):
        answer = packed(HttpResponse("公报" * 500), "gzip, br", "/admin/")
        assert isinstance(answer, HttpResponse)
        assert gzip.decompress(answer.content).decode() == "公报" * 500
        lengths.add(len(answer.content))
    assert len(lengths) > 1


def test_what_is_short_packed_already_or_no_smaller_stays_as_it_is() -> None:
    noise = random.Random(1).randbytes(256)
    for response in (HttpResponse("短"), HttpResponse("公报" * 500, headers={"Content-Encoding": "gzip"})):
        before = response.content
        answer = packed(response, "br")
        assert isinstance(answer, HttpResponse) and answer.content == before
    assert "Content-Encoding" not in packed(HttpResponse(noise), "br").headers
    streamed = packed(StreamingHttpResponse(["公报" * 500]), "br, gzip")
    assert streamed.headers["Content-Encoding"] == "gzip"
