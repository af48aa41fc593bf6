"""JSON-LD: sound in its form, harmless in the page, and saying nothing that is not known."""

import json
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client, override_settings
from hypothesis import given
from hypothesis import strategies as st

from foundation.linked_data import as_json_ld, breadcrumbs, thing
from gazette.linked_data import publication_issue
from portal.identity import SiteIdentity
from portal.linked_data import home_things
from tests import care, make
from tests.portal.test_every_page import texts

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
NOTHING_MORE = {name: "" for name in SiteIdentity.__dataclass_fields__ if name != "name"}
# What each type must say, as schema.org and its readers ask.
NEEDED = {
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name"},
    "Legislation": {"name", "url", "legislationIdentifier", "legislationLegalForce", "inLanguage"},
    "DigitalDocument": {"name", "url", "inLanguage"},
    "PublicationIssue": {"name", "url"},
    "Periodical": {"name", "url"},
    "CreativeWork": {"name", "url"},
    "GovernmentOrganization": {"name"},
    "Organization": {"name", "url"},
    "Person": {"name", "url"},
    "PostalAddress": {"streetAddress"},
    "WebSite": {"name", "url", "potentialAction"},
    "SearchAction": {"target", "query-input"},
    "EntryPoint": {"urlTemplate"},
}


def things(text: str) -> list[dict[str, Any]]:
    blocks = [json.loads(found) for found in BLOCK.findall(text)]
    assert all(block["@context"] == "https://schema.org" for block in blocks)
    return [found for block in blocks for found in block["@graph"]]


def parts(value: Any) -> list[dict[str, Any]]:
    """A thing and everything in it that is a thing."""
    if isinstance(value, list):
        return [found for each in value for found in parts(each)]
    if isinstance(value, dict):
        return [value, *(found for each in value.values() for found in parts(each))]
    return []


@given(st.text())
def test_no_text_leaves_the_script_it_stands_in(name: str) -> None:
    text = as_json_ld([thing("Person", name=f"</script><!--{name}")])
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text)["@graph"][0]["name"] == f"</script><!--{name}"


def test_what_is_not_known_is_absent() -> None:
    issue = publication_issue(
        address="/issues/2024/9/",
        periodical="示例公报",
        periodical_address="/issues/",
        name="2024年第9期",
        number=9,
        month=None,
        sponsor="",
    )
    assert set(issue) == {"@type", "url", "name", "issueNumber", "inLanguage", "isPartOf"}
    assert "publisher" not in issue["isPartOf"]
    assert breadcrumbs([("首页", "/"), ("公文", "")])["itemListElement"][1] == {
        "@type": "ListItem",
        "position": 2,
        "name": "公文",
    }


def test_the_sponsor_is_named_when_configured_only() -> None:
    bare = SiteIdentity(name="示例公报", **NOTHING_MORE)
    assert [found["@type"] for found in home_things(bare, address="/", search="/search/")] == ["WebSite"]
    run = SiteIdentity(name="示例公报", **NOTHING_MORE | {"sponsor": "示例市人民政府", "phone": "0000-1"})
    website, sponsor = home_things(run, address="/", search="/search/")
    assert website["publisher"] == {"@type": "GovernmentOrganization", "name": "示例市人民政府"}
    assert (sponsor["telephone"], sponsor.get("address")) == ("0000-1", None)


@pytest.mark.django_db
def test_every_page_says_what_its_types_need_and_where_it_stands() -> None:
    for page, text in texts().items():
        said = parts(things(text))
        for found in said:
            assert NEEDED[found["@type"]] <= set(found), (page, found)
            assert all(value not in ("", None, [], {}) for value in found.values()), (page, found)
        ways = [found for found in said if found["@type"] == "BreadcrumbList"]
        assert len(ways) == (page != "/"), page
        for way in ways:
            names = [step["name"] for step in way["itemListElement"]]
            shown = re.search(r'<nav class="crumbs".*?</ol>', text, re.DOTALL)
            assert shown is not None
            assert len(names) == shown[0].count("<li") >= 2, page
            assert names[0] == "首页"
            assert ["item" in step for step in way["itemListElement"]] == [True] * (len(names) - 1) + [False]


@pytest.mark.django_db
def test_a_document_is_legislation_in_the_issue_that_printed_it() -> None:
    issue = make.issue(2024, 9, sponsor="示例市人民政府")
    notice = make.document(organs=[make.unit("示例市民政局")], written_on=date(2024, 9, 1))
    make.entry(issue, notice)
    (said,) = (
        found
        for found in things(Client().get(notice.get_absolute_url()).content.decode())
        if found["@type"] == "Legislation"
    )
    assert said["legislationIdentifier"] == notice.document_number
    assert said["legislationDate"] == "2024-09-01"
    assert said["legislationPassedBy"] == [{"@type": "GovernmentOrganization", "name": "示例市民政局"}]
    assert said["legislationLegalForce"] == "https://schema.org/InForce"
    assert said["datePublished"] == "2024-09-30T09:00:00+08:00"
    assert said["isPartOf"]["url"] == "http://testserver/issues/2024/9/"


@pytest.mark.django_db
def test_a_repealed_document_is_not_in_force_and_an_unpublished_one_is_in_no_issue() -> None:
    issue = make.issue(2024, 9)
    old, hidden = make.document(), make.document(title="还没有发布的通知", published=False)
    make.entry(issue, old)
    make.entry(issue, hidden)
    make.relation(make.document(), old, kind="repeals")
    document, contents = (Client().get(found.get_absolute_url()).content.decode() for found in (old, issue))
    assert "https://schema.org/NotInForce" in document
    (said,) = (found for found in things(contents) if found["@type"] == "PublicationIssue")
    assert [part["name"] for part in said["hasPart"]] == [old.title]


@pytest.mark.django_db
def test_an_institution_gives_no_more_than_its_page() -> None:
    institution = care.accepted(name="示例中心").institution
    text = Client().get(institution.get_absolute_url()).content.decode()
    (said,) = (found for found in things(text) if found["@type"] == "Organization")
    for value in (said["name"], said["address"]["streetAddress"], said.get("telephone", said["name"])):
        assert value in BLOCK.sub("", text)


@pytest.mark.django_db
@override_settings(SITE=SiteIdentity(name="示例公报", **NOTHING_MORE | {"domain": "www.example.gov.cn"}))
def test_addresses_stand_under_the_domain_of_the_site() -> None:
    text = Client().get("/documents/").content.decode()
    steps = things(text)[0]["itemListElement"]
    assert steps[0]["item"] == "https://www.example.gov.cn/"
    assert '<link rel="canonical" href="https://www.example.gov.cn/documents/">' in text
