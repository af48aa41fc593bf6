"""One institution: how to reach it, what it offers, what was filed; a gravestone; nothing."""

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from eldercare import actions
from eldercare.models import Filing, Institution
from eldercare.vocabulary import Service
from tests import care
from tests.portal.test_page_meta import ARTICLE, named


def answer(institution: Institution | int) -> Any:
    pk = institution if isinstance(institution, int) else institution.pk
    return Client().get(f"/eldercare/{pk}/")


def read(institution: Institution) -> str:
    response = answer(institution)
    assert response.status_code == 200
    text: str = response.content.decode()
    return text


def change(filing: Filing, **fields: Any) -> None:
    """The institution as it is today, past what was filed."""
    Institution.objects.filter(pk=filing.institution_id).update(**fields)


@pytest.mark.django_db
def test_address_and_telephone_come_first() -> None:
    page = read(care.accepted(address="草皮街12号", service_phone="08832123456").institution)
    _, _, text = page.partition("<main")
    places = [
        text.index(word)
        for word in ("<h1>", "草皮街12号", "tel:08832123456", "开放时间", "服务和收费", "机构情况")
    ]
    assert places == sorted(places)


@pytest.mark.django_db
def test_the_place_is_written_once() -> None:
    long = care.accepted(address="云县示例101镇示例社区草皮街12号").institution
    assert "<dd>云县示例101镇示例社区草皮街12号</dd>" in read(long)
    short = care.accepted(address="草皮街12号").institution
    assert "<dd>云县示例101镇示例社区草皮街12号</dd>" in read(short)


@pytest.mark.django_db
def test_what_is_shown_is_the_form_as_it_was_filed() -> None:
    filing = care.accepted(
        name="示例旧名", address="示例旧址", person_in_charge="示例旧人", beds=10, building_area=420
    )
    change(filing, name="示例新名", address="示例新址", person_in_charge="示例新人", beds=99, building_area=999,
           opened_on=date(2020, 1, 1))  # fmt: skip
    text = read(filing.institution)
    for shown in ("示例旧名", "示例旧址", "示例旧人", "10 张", "420 平方米", "2026年3月2日起"):
        assert shown in text
    for hidden in ("示例新", "99 张", "999 平方米", "2020年"):
        assert hidden not in text


@pytest.mark.django_db
def test_the_operator_and_the_registration_are_those_of_the_form() -> None:
    filing = care.accepted(operator=care.operator(name="示例原运营"))
    number = filing.registration_number
    site = Institution.objects.get(pk=filing.institution_id)
    site.registrations.update(ended_on=care.DAY)
    successor = care.operator(name="示例新运营")
    by = care.officer("养老登记管理", care.county(), name="registry")
    actions.succeed(site, successor=successor, on=care.DAY, basis="示例协议", by=by, at=care.AT)
    text = read(site)
    assert "示例原运营" in text
    assert number in text
    assert "示例新运营" not in text


@pytest.mark.django_db
def test_telephone_and_hours_are_those_of_today() -> None:
    filing = care.accepted(service_phone="08832123456", opening_hours="每天")
    change(filing, service_phone="08837654321", opening_hours="周一至周五")
    text = read(filing.institution)
    assert "0883-7654321" in text
    assert "周一至周五" in text


@pytest.mark.django_db
def test_services_stand_in_the_order_of_the_notice_with_their_fees() -> None:
    filing = care.accepted()
    care.offer(filing.institution, "legal", "chatting")
    care.offer(filing.institution, "meals", fee="low", price="每餐 8 元")
    care.offer(filing.institution, "respite", fee="paid", price="每天 90 元")
    care.offer(filing.institution, "day_care")
    text = read(filing.institution).partition("服务和收费")[2]
    words = (
        "主要服务",
        "日间照料",
        "托养管理",
        "每天 90 元",
        "十助服务",
        "助餐",
        "每餐 8 元",
        "助聊",
        "其他服务",
        "法律咨询",
    )
    places = [text.index(word) for word in words]
    assert places == sorted(places)
    assert "低偿　每餐 8 元" in text


@pytest.mark.django_db
def test_every_service_of_the_notice_has_its_part() -> None:
    filing = care.accepted()
    care.offer(filing.institution, *Service.values)
    text = read(filing.institution)
    assert text.count('<th scope="row">') == len(Service)


@pytest.mark.django_db
def test_what_was_not_said_is_told_in_words() -> None:
    text = read(care.accepted(beds=0, land_area=None).institution)
    for sentence in (
        "没有公布，可以问云县民政局",
        "没有公布，去之前请先问清楚",
        "还没有公布服务项目",
        "没有床位",
    ):
        assert sentence in text
    assert "占地面积" not in text
    assert "None" not in text


@pytest.mark.django_db
def test_one_that_runs_itself_needs_no_registration() -> None:
    text = read(care.accepted(kind_of_operator="village").institution)
    assert "自行运营，不用登记" in text
    assert "示例101镇人民政府" in text


@pytest.mark.django_db
def test_a_changed_filing_tells_both_days_and_no_summary() -> None:
    first = care.accepted()
    site = first.institution
    by, other = care.colleague(site), care.colleague(site)
    second = actions.open_filing(site, change_summary="示例内情", by=by, at=care.AT)
    later = datetime(2026, 5, 20, 2, tzinfo=care.AT.tzinfo)
    actions.submit_filing(
        second, filed_on=date(2026, 5, 20), commitment_on=date(2026, 5, 20), by=by, at=later
    )
    actions.accept_filing(second, by=other, at=later)
    text = read(site)
    assert "<dt>首次备案</dt><dd>2026年3月10日</dd>" in text
    assert "<dt>最近变更</dt><dd>2026年5月20日</dd>" in text
    assert "530922-2026-0002" in text
    assert "示例内情" not in text


@pytest.mark.django_db
def test_the_page_carries_the_tags_of_an_article() -> None:
    filing = care.accepted(name="示例中心")
    text = read(filing.institution)
    tags = named(text)
    assert set(ARTICLE) - {"SiteDomain", "SiteIDCode"} <= set(tags)
    assert tags["ArticleTitle"] == "示例中心"
    assert tags["ContentSource"] == "云县民政局"
    assert tags["PubDate"] == "2026-03-10 10:00"
    assert "2026年3月10日 10:00" in text
    assert f'rel="canonical" href="http://testserver{filing.institution.get_absolute_url()}"' in text


@pytest.mark.django_db
def test_neighbours_are_those_of_the_township() -> None:
    here, there = care.township("530922101"), care.township("530922102")
    site = care.accepted(name="示例本家", township=here).institution
    for number in range(7):
        care.accepted(name=f"示例邻{number}", township=here)
    care.accepted(name="示例远", township=there)
    care.submitted(name="示例未备案", township=here)
    neighbours = [said["name"] for said in answer(site).context["neighbours"]]
    assert neighbours == [f"示例邻{number}" for number in range(6)]
    assert "示例未备案" not in read(site)


@pytest.mark.django_db
def test_an_only_institution_leads_on_to_its_county() -> None:
    text = read(care.accepted().institution)
    assert "目前只有这一家备案" in text
    assert 'href="/eldercare/?county=530922#found">云县全部机构' in text


@pytest.mark.django_db
@pytest.mark.parametrize("state", [care.draft, care.submitted, care.returned])
def test_what_was_never_accepted_does_not_exist(state: Any) -> None:
    site = state(name="示例未备案").institution
    response = answer(site)
    assert response.status_code == 404
    assert "示例未备案" not in response.content.decode()
    assert Client().get(f"/eldercare/{site.pk}.json").status_code == 404


@pytest.mark.django_db
def test_what_was_given_up_before_it_was_accepted_does_not_exist() -> None:
    filing = care.draft()
    actions.discard_filing(filing, reason="示例", by=care.colleague(filing.institution), at=care.AT)
    assert answer(filing.institution).status_code == 404
    assert answer(care.institution()).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("pk", [0, 999999, 2**31, 2**63, 10**30])
def test_an_unknown_number_is_not_found(pk: int) -> None:
    assert answer(pk).status_code == 404
    assert Client().get(f"/eldercare/{pk}.json").status_code == 404


@pytest.mark.django_db
def test_a_cancelled_filing_leaves_a_gravestone() -> None:
    filing = care.accepted(name="示例旧家", address="示例旧址", service_phone="08832123456")
    by = care.colleague(filing.institution)
    actions.cancel_filing(filing, reason="示例内情", by=by, at=care.AT)
    response = answer(filing.institution)
    text = response.content.decode()
    assert response.status_code == 410
    assert "示例旧家" in text
    assert "2026年3月10日注销备案" in text
    assert 'href="/eldercare/?county=530922#found"' in text
    for hidden in ("示例内情", "示例旧址", "2123456", "示例甲"):
        assert hidden not in text


@pytest.mark.django_db
def test_a_closed_institution_leaves_a_gravestone_without_its_reason() -> None:
    filing = care.accepted()
    change(filing, closed_on=date(2026, 6, 1), closing_reason="示例内情")
    response = answer(filing.institution)
    assert response.status_code == 410
    assert "2026年6月1日停业" in response.content.decode()
    assert "示例内情" not in response.content.decode()
    gone = Client().get(f"/eldercare/{filing.institution_id}.json")
    assert (gone.status_code, gone.json()) == (410, {"error": "这个机构已不在名录中。"})


@pytest.mark.django_db
def test_a_gravestone_stands_until_a_new_filing_is_accepted() -> None:
    filing = care.cancelled()
    site = filing.institution
    by, other = care.colleague(site), care.colleague(site)
    again = actions.open_filing(site, change_summary="重新备案", by=by, at=care.AT)
    assert answer(site).status_code == 410
    actions.submit_filing(again, filed_on=care.DAY, commitment_on=care.DAY, by=by, at=care.AT)
    assert answer(site).status_code == 410
    actions.accept_filing(again, by=other, at=care.AT)
    assert answer(site).status_code == 200


@pytest.mark.django_db
def test_a_number_in_a_free_text_does_not_come_out() -> None:
    """The second line of defence: somebody wrote a private number where a text belongs."""
    mobile, identity = "139" + "0" * 8, "11010119800101" + "0014"
    filing = care.accepted(
        address=f"示例路1号（{mobile}）", opening_hours=f"先打 {mobile}", service_scope=f"示例{identity}"
    )
    care.offer(filing.institution, "meals", fee="low", price=f"问{mobile}")
    filing.institution.services.update(detail=f"找 {mobile}")
    everything = read(filing.institution) + Client().get("/eldercare/").content.decode()
    everything += Client().get("/eldercare/institutions.csv").content.decode()
    everything += Client().get("/eldercare/institutions.json").content.decode()
    assert mobile not in everything
    assert identity not in everything
    assert "［已隐去］" in everything
