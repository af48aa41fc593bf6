"""The meta tags government sites must carry, by kind of page (conventions 16 to 18)."""

import re

import pytest
from django.test import Client, override_settings

from portal.identity import SiteIdentity
from tests import care, make
from tests.portal.test_every_page import ANSWERED_PAGES, texts

SITE = ("SiteName", "SiteDomain", "SiteIDCode")
COLUMN = (*SITE, "ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
ARTICLE = (*COLUMN, "ArticleTitle", "PubDate", "ContentSource")
WHOLE = (*ARTICLE, "Description")
# Every kind of page that answers, and the exact names it carries: 首页, 栏目页 or 内容页.
NAMES: dict[str, tuple[str, ...]] = dict.fromkeys(ANSWERED_PAGES, COLUMN) | {
    "/": SITE,
    "/issues/2024/9/": WHOLE,
    "{document}": ARTICLE,
    "{document}print/": ARTICLE,
    "/chronicle/2024/8/": WHOLE,
    "{event}": WHOLE,
    "{institution}": WHOLE,
}
COLUMN_TYPES = {"政策文件", "机构职能", "工作动态", "办事服务", "概况信息"}  # of the vocabulary of rule 17
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


def read(where: str) -> str:
    return Client().get(where).content.decode()


@pytest.mark.django_db
def test_each_kind_of_page_carries_exactly_its_tags() -> None:
    found = {page: named(texts()[page]) for page in NAMES}
    conventional = {
        page: {name for name in tags if name[0].isupper()} for page, tags in found.items()
    }  # viewport, robots and description are of the web, not of the rules
    unconfigured = {"SiteDomain", "SiteIDCode"}
    assert conventional == {page: set(names) - unconfigured for page, names in NAMES.items()}
    for page, tags in found.items():
        assert all(tags.values()), page
        assert tags.get("ColumnType", "政策文件") in COLUMN_TYPES, page
        lowered = [name.lower() for name in tags]
        assert len(lowered) == len(set(lowered)), page  # HTML knows one description, however it is spelled


@pytest.mark.django_db
def test_the_tags_say_what_the_page_says() -> None:
    document = make.document(organs=[make.unit("示例市民政局")])
    institution = care.accepted(name="示例中心").institution
    with override_settings(SITE=CONFIGURED):
        article, home_care = (named(read(found.get_absolute_url())) for found in (document, institution))
    assert (article["ArticleTitle"], article["ContentSource"]) == (document.title, "示例市民政局")
    assert (article["SiteIDCode"], article["SiteDomain"]) == ("1234567890", "www.example.gov.cn")
    assert (home_care["ArticleTitle"], home_care["ContentSource"]) == ("示例中心", "云县民政局")
    assert (home_care["ColumnName"], home_care["ColumnType"]) == ("养老服务", "办事服务")


@pytest.mark.django_db
def test_who_shares_a_page_gets_its_title_and_what_it_is() -> None:
    document = make.document(title="关于“示例”的通知", abstract="示例提要。")
    text = read(document.get_absolute_url())
    graph = dict(re.findall(r'<meta property="([\w:]+)" content="([^"]*)">', text))
    assert graph == {
        "og:title": "关于“示例”的通知",
        "og:type": "article",
        "og:url": f"http://testserver{document.get_absolute_url()}",
        "og:site_name": "临沧市人民政府公报",
        "og:description": "示例提要。",
        "og:locale": "zh_CN",
        "article:published_time": "2024-09-30T09:00+08:00",
    }
    home = dict(re.findall(r'<meta property="([\w:]+)" content="([^"]*)">', read("/")))
    assert (home["og:title"], home["og:type"]) == ("临沧市人民政府公报", "website")
    assert "article:published_time" not in home


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "canonical", "is_hidden"),
    [
        ("/documents/", "/documents/", False),
        ("/documents/?page=1", "/documents/", False),
        ("/documents/?page=2", "/documents/?page=2", False),
        ("/documents/?page=x", "/documents/", False),
        ("/documents/?q=&year=", "/documents/", False),
        ("/documents/?year=2024&page=2", "/documents/", True),
        ("/tasks/?role=lead", "/tasks/", True),
        ("/search/?q=示例", "/search/", True),
        ("/search/", "/search/", False),
        ("/eldercare/?county=530922", "/eldercare/", True),
    ],
)
def test_a_view_of_a_list_points_to_the_list(asked: str, canonical: str, is_hidden: bool) -> None:
    text = read(asked)
    assert text.count('rel="canonical"') == 1
    assert f'<link rel="canonical" href="http://testserver{canonical}">' in text
    assert ('<meta name="robots" content="noindex">' in text) is is_hidden


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
