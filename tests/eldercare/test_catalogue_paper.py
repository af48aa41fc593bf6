"""附件3 as PDF for everybody: what the page says, the same bytes for the same content, a sentence where there is none."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from eldercare import catalogue_paper, rating_papers
from eldercare.models import Institution
from eldercare.rating_vocabulary import Level
from foundation.chinese_text import squeeze
from tests import care, printed, rating
from tests.eldercare.test_public_levels import corrected

pytestmark = pytest.mark.django_db
COUNTY = "/eldercare/catalogue/2026/530922"
DAY = "?on=2026-06-30"


def get(address: str) -> Any:
    return Client().get(address)


def test_the_paper_says_what_the_page_says() -> None:
    made = rating.eligible(name="示例中心", service_phone="0883-2123456", address="草皮街12号")
    decision, _ = rating.rated(made, level=Level.AA)
    corrected(decision, Level.A)
    answer = get(f"{COUNTY}.pdf{DAY}")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("inline")
    assert not answer.cookies
    words = printed.words(answer.content)
    assert "临沧市2026年度社区居家养老服务机构等级评定目录" in words
    assert "填表单位（盖章）：云县民政局日期：2026年6月30日" in words
    number = made.registrations.get().number
    row = f"1云县示例中心{number}云县示例101镇示例社区草皮街12号示例甲0883-21234562A级"
    assert squeeze(row) in words
    assert squeeze(row.replace("2A级", "A级")) in printed.words(get(f"{COUNTY}.pdf?on=2026-07-01").content)
    assert f"{COUNTY}.pdf{DAY}" in get(f"{COUNTY}/{DAY}").content.decode()
    assert f"/eldercare/catalogue/2026.pdf{DAY}" in get(f"/eldercare/catalogue/2026/{DAY}").content.decode()


def test_private_numbers_are_not_on_it() -> None:
    rating.rated(rating.eligible(person_phone="13800138001", contact_phone="13800138002"), level=Level.AA)
    words = printed.words(get(f"{COUNTY}.pdf{DAY}").content)
    assert "示例甲" in words
    assert "138001380" not in words


def test_the_whole_city_is_one_paper() -> None:
    rating.rated(level=Level.AA)
    rating.rated(rating.eligible(township=care.township("530902001")), level=Level.A)
    words = printed.words(get(f"/eldercare/catalogue/2026.pdf{DAY}").content)
    assert "填表单位（盖章）：临沧市民政局" in words
    assert "1临翔区" in words and "2云县" in words


def test_the_same_content_is_set_once_and_a_change_is_set_anew() -> None:
    decision, _ = rating.rated(level=Level.AA)
    catalogue_paper.forget()
    first, again = get(f"{COUNTY}.pdf{DAY}"), get(f"{COUNTY}.pdf{DAY}")
    assert first.content == again.content
    info = catalogue_paper._typeset.cache_info()
    assert (info.hits, info.misses) == (1, 1)
    known = {"if-none-match": first["ETag"]}
    assert Client().get(f"{COUNTY}.pdf{DAY}", headers=known).status_code == 304
    catalogue_paper.forget()
    assert get(f"{COUNTY}.pdf{DAY}").content == first.content  # as another process sets it
    Institution.objects.filter(pk=decision.institution_id).update(service_phone="0883-7654321")
    assert "0883-7654321" in printed.words(get(f"{COUNTY}.pdf{DAY}").content)


def test_a_day_to_come_has_no_paper_yet() -> None:
    rating.round_of(2026)
    care.county()
    tomorrow = timezone.localdate() + timedelta(days=1)
    answer = get(f"{COUNTY}.pdf?on={tomorrow}")
    assert answer.status_code == 400
    assert "还没有到" in answer.content.decode()
    assert ".pdf" not in get(f"{COUNTY}/?on={tomorrow}").content.decode()
    assert ".pdf" not in get(f"/eldercare/catalogue/2026/?on={tomorrow}").content.decode()


@pytest.mark.parametrize("page", ["2025.pdf", "2026/530999.pdf", "2025/530922.pdf"])
def test_what_is_not_there_is_not_there(page: str) -> None:
    rating.round_of(2026)
    assert get(f"/eldercare/catalogue/{page}").status_code == 404


def test_a_wrong_day_gets_a_sentence() -> None:
    rating.round_of(2026)
    care.county()
    answer = get(f"{COUNTY}.pdf?on=2026-02-30")
    assert (answer.status_code, "日期" in answer.content.decode()) == (400, True)


def test_too_long_a_catalogue_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    rating.rated(level=Level.AA)
    catalogue_paper.forget()
    monkeypatch.setattr(rating_papers, "LONGEST_CATALOGUE", 20)
    answer = get(f"{COUNTY}.pdf{DAY}")
    assert answer.status_code == 422
    assert "按县（区）打印" in answer.content.decode()
