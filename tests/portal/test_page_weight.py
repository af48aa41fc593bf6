"""What a first visit costs on a slow line: how much is sent, and nothing that holds up the first sight of the page."""

import gzip
import re

import pytest
from django.contrib.staticfiles import finders

from tests.portal.test_every_page import texts

KILOBYTE = 1024
MOST, MOST_CODE = 100 * KILOBYTE, 15 * KILOBYTE


def sent(content: bytes) -> int:
    """As gzip sends it, which is more than brotli."""
    return len(gzip.compress(content))


def static_bytes(address: str) -> bytes:
    found = finders.find(address.removeprefix("/static/"))
    assert isinstance(found, str), address
    with open(found, "rb") as file:
        return file.read()


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["/", "{document}", "/search/?q=示例", "{unit}", "{institution}"])
def test_a_first_visit_is_light(page: str) -> None:
    text = texts()[page]
    styles = re.findall(r'<link rel="stylesheet" href="([^"]+)"', text)
    scripts = re.findall(r'<script (?:type="module" )?src="([^"]+)"', text)
    assert styles
    code = sum(sent(static_bytes(script)) for script in scripts)
    assert code <= MOST_CODE
    assert sent(text.encode()) + sum(sent(static_bytes(style)) for style in styles) + code <= MOST


@pytest.mark.django_db
def test_one_small_script_holds_up_a_page_and_paper_waits() -> None:
    """It sets what the reader chose (large type) before the first sight of the page, which would flash otherwise."""
    assert len(static_bytes("/static/js/before_paint.js")) < KILOBYTE
    for page, text in texts().items():
        loaded = [tag for tag in re.findall(r"<script[^>]*>", text) if "src=" in tag]
        loaded = [tag for tag in loaded if "js/before_paint" not in tag]
        assert [tag for tag in loaded if 'type="module"' not in tag and " defer" not in tag] == [], page
        assert re.search(r'css/print[^"]*" media="print"', text), page
