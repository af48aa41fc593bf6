"""Blank papers to write on by hand, and the page that says how to file."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from eldercare.models.institution import WORK_DAYS_TO_FILE
from eldercare.views.papers import BLANK_PAPERS
from foundation.models import WorkYear
from foundation.work_days import due_date
from tests import care, printed

TITLES = {
    "filing-form": "社区居家养老服务机构备案书",
    "basic-conditions": "社区居家养老服务机构基本条件告知书",
}


def fetch(slug: str, **headers: str) -> Any:
    return Client().get(f"/eldercare/forms/{slug}.pdf", headers=headers)


def test_there_are_two_papers() -> None:
    assert set(BLANK_PAPERS) == set(TITLES)


@pytest.mark.django_db
@pytest.mark.parametrize("slug", TITLES)
def test_a_paper_is_a_pdf_named_in_chinese(slug: str) -> None:
    response = fetch(slug)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("inline; filename*=utf-8''")
    assert TITLES[slug] in printed.words(response.content)


@pytest.mark.django_db
@pytest.mark.parametrize("slug", TITLES)
def test_a_paper_is_kept_and_not_sent_twice(slug: str) -> None:
    first = fetch(slug)
    assert first["Cache-Control"] == "public, max-age=3600"
    again = fetch(slug, **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert fetch(slug, **{"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.django_db
def test_a_paper_is_the_same_for_everybody_and_knows_nobody() -> None:
    filing = care.accepted(name="示例不该出现的机构")
    staff = Client()
    staff.force_login(User.objects.create_superuser("desk"))
    response = fetch("filing-form")
    assert staff.get("/eldercare/forms/filing-form.pdf").content == response.content
    assert not response.cookies
    text = printed.words(response.content)
    assert filing.name not in text
    assert "示例" not in text


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["receipt", "support-measures", "filing_form", "x"])
def test_no_other_paper_is_given_out(slug: str) -> None:
    assert fetch(slug).status_code == 404


@pytest.mark.django_db
def test_the_guide_leads_to_the_papers_and_the_directory() -> None:
    text = Client().get("/eldercare/guide/").content.decode()
    for slug in TITLES:
        assert f'href="/eldercare/forms/{slug}.pdf"' in text
    assert 'href="/eldercare/"' in text
    assert "临民联发〔2024〕23号" in text


@pytest.mark.django_db
def test_the_guide_names_the_offices_of_each_path() -> None:
    text = Client().get("/eldercare/guide/").content.decode()
    for office in ("县（区）市场监督管理部门登记", "县（区）民政局备案", "乡镇人民政府（街道办事处）备案"):
        assert office in text


@pytest.mark.django_db
def test_the_example_of_the_guide_is_counted_right() -> None:
    """N032: ten working days after the service began."""
    calendar = WorkYear.objects.calendar()
    last = due_date(date(2026, 3, 2), WORK_DAYS_TO_FILE, calendar)
    assert last == date(2026, 3, 16)
    text = Client().get("/eldercare/guide/").content.decode()
    assert f"{WORK_DAYS_TO_FILE} 个工作日以内" in text
    assert "例如 2026 年 3 月 2 日开始服务，最后一天是 3 月 16 日" in text
