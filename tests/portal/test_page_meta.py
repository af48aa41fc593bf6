"""The meta tags government sites must carry, by kind of page (conventions 16 to 18)."""

import re

import pytest
from django.test import Client, override_settings

from portal.identity import SiteIdentity
from tests import care, make

SITE = ("SiteName", "SiteDomain", "SiteIDCode")
COLUMN = (*SITE, "ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
ARTICLE = (*COLUMN, "ArticleTitle", "PubDate", "ContentSource")
COLUMNS_OF_CARE = (
    "/eldercare/",
    "/eldercare/guide/",
    "/eldercare/standard/",
    "/eldercare/catalogue/",
    "/eldercare/levels/",
    "/eldercare/complaint/",
    "/eldercare/complaint/status/",
)
CONFIGURED = SiteIdentity(
    name="示例公报",
    domain="www.example.gov.cn",
    code="1234567890",
    sponsor="示例市人民政府",
    operator="",
    icp="示ICP备1号",
    police="",
    police_code="",
    phone="",
    email="",
    address="",
    postcode="",
    report_url="",
)


def named(text: str) -> dict[str, str]:
    return dict(re.findall(r'<meta name="(\w+)" content="([^"]*)">', text))


def read(address: str) -> str:
    return Client().get(address).content.decode()


@pytest.mark.django_db
def test_each_kind_of_page_carries_its_tags() -> None:
    document = make.document(organs=[make.unit("示例市民政局")])
    with override_settings(SITE=CONFIGURED):
        home, column, article = (
            named(read(page)) for page in ("/", "/documents/", document.get_absolute_url())
        )
        search = named(read("/search/"))
    assert set(SITE) <= set(home)
    assert "ColumnName" not in home
    assert set(COLUMN) <= set(column)
    assert set(COLUMN) <= set(search)
    assert "ArticleTitle" not in column
    assert set(ARTICLE) <= set(article)
    assert article["ArticleTitle"] == document.title
    assert article["ContentSource"] == "示例市民政局"
    assert article["SiteIDCode"] == "1234567890"


@pytest.mark.django_db
def test_the_pages_of_home_care_carry_theirs() -> None:
    institution = care.accepted(name="示例中心").institution
    with override_settings(SITE=CONFIGURED):
        pages = {page: named(read(page)) for page in COLUMNS_OF_CARE}
        article = named(read(institution.get_absolute_url()))
    for page, tags in pages.items():
        assert set(COLUMN) <= set(tags), page
        assert "ArticleTitle" not in tags, page
        assert (tags["ColumnName"], tags["ColumnType"]) == ("养老服务", "办事服务")
    assert set(ARTICLE) <= set(article)
    assert (article["ArticleTitle"], article["ContentSource"]) == ("示例中心", "云县民政局")


@pytest.mark.django_db
def test_the_publish_time_is_shown_and_written_in_24_hours() -> None:
    document = make.document()
    text = read(document.get_absolute_url())
    assert named(text)["PubDate"] == "2024-09-30 09:00"
    assert "2024年9月30日 09:00" in text


@pytest.mark.django_db
def test_what_is_not_configured_is_not_shown() -> None:
    text = read("/")
    assert "SiteIDCode" not in text
    assert "网站标识码" not in text
    assert "ICP" not in text
    with override_settings(SITE=CONFIGURED):
        configured = read("/")
    assert "网站标识码：1234567890" in configured
    assert "示ICP备1号" in configured
    assert '<link rel="canonical" href="https://www.example.gov.cn/">' in configured
