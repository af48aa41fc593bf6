"""The home page: the newest issue, the search, the doors."""

import pytest
from django.test import Client

from tests import make


def read(address: str = "/") -> str:
    return Client().get(address).content.decode()


@pytest.mark.django_db
def test_an_empty_portal_says_that_it_is_being_prepared() -> None:
    assert "正在准备" in read()


@pytest.mark.django_db
def test_the_newest_published_issue_stands_there_with_its_contents() -> None:
    make.issue(2023, 12)
    make.portal()
    make.issue(2024, 10, published=False)
    text = read()
    assert "2024年第9期" in text
    assert "2024年第10期" not in text
    assert "大事记（2024年8月）" in text
    assert 'action="/search/"' in text
    assert "示例市财政局" in text
