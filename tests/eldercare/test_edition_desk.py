"""Editions of the standard at the desk: drafted from the last, edited row by row, compared, published, retired, then only
read."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User

from eldercare import actions
from eldercare.models import Criterion, StandardEdition
from eldercare.refusals import CriterionRefused, EditionFrozen
from foundation.refusals import NotPermitted
from tests import care, rating, rating_desk
from tests.eldercare.desk import add_page, client_of, list_of, page_of, sent_from
from tests.rating_desk import as_user, buttons

pytestmark = pytest.mark.django_db
NEXT = {"name": "示例评定标准", "code": "2027", "notice": "示例发〔2027〕1号", "issued_on": "2027-01-05"}


@pytest.fixture
def city() -> User:
    return rating.city_officer()


@pytest.fixture
def draft(city: User) -> StandardEdition:
    return actions.draft_edition(
        rating.edition(), code="2027", name="示例标准", notice="示例", issued_on=rating.DAY, by=city
    )


def row(edition: StandardEdition, code: str) -> Criterion:
    return edition.criteria.get(code=code)


def change(user: User, criterion: Criterion, **typed: Any) -> Any:
    client = client_of(user)
    return client.post(page_of(criterion), sent_from(client.get(page_of(criterion)), **typed))


def test_the_next_edition_is_drafted_from_the_last(city: User) -> None:
    last = rating.edition()
    assert buttons(as_user(city), page_of(last)) == {"compare", "draft", "retire"}
    answer = client_of(city).post(page_of(last, "draft"), NEXT)
    made = StandardEdition.objects.get(code="2027")
    assert answer.headers["location"] == page_of(made)
    assert (made.based_on, made.status, made.criteria.count()) == (last, "draft", last.criteria.count())
    assert buttons(as_user(city), page_of(made)) == {"compare", "publish"}
    page = as_user(city).get(page_of(made)).content.decode()
    assert "这是草稿" in page
    assert page_of(row(made, "R10")) in page


@pytest.mark.parametrize(
    ("typed", "field", "told"),
    [
        ({"code": "2024"}, "code", "已有这个版本"),
        ({"code": "二〇二七"}, "code", "只能用小写字母"),
        ({"name": ""}, "name", "必填"),
        ({"issued_on": "去年"}, "issued_on", "日期"),
    ],
)
def test_a_wrong_head_is_refused_at_its_field(
    city: User, typed: dict[str, str], field: str, told: str
) -> None:
    answer = client_of(city).post(page_of(rating.edition(), "draft"), NEXT | typed)
    assert answer.status_code == 422
    assert told in "".join(answer.context["form"].errors[field])
    assert "示例发〔2027〕1号" in answer.content.decode()
    assert StandardEdition.objects.count() == 1


def test_rows_of_a_draft_are_changed_added_moved_and_removed(city: User, draft: StandardEdition) -> None:
    total = draft.criteria.count()
    changed = row(draft, "R10")
    answer = change(city, changed, level_a="不少于 350 平方米", position="1")
    assert answer.headers["location"] == page_of(draft)
    changed.refresh_from_db()
    assert (changed.level_a, changed.position) == ("不少于 350 平方米", 1)

    page = f"{add_page(Criterion)}?edition={draft.pk}"
    client = client_of(city)
    new = {"code": "R99", "category": "示例", "item": "示例内容", "position": ""}
    levels = {"level_a": "有", "level_aa": "有", "level_aaa": "有"}
    assert client.post(page, sent_from(client.get(page), **new, **levels)).status_code == 302
    assert row(draft, "R99").position == total + 1
    gone = client.post(page_of(row(draft, "R01"), "delete"), {"post": "yes"})
    assert gone.headers["location"] == page_of(draft)
    places = list(draft.criteria.order_by("position").values_list("position", flat=True))
    assert places == list(range(1, total + 1))


@pytest.mark.parametrize(
    ("typed", "field", "told"),
    [
        ({"code": "R11"}, "__all__", "已有编号 R11"),
        ({"code": ""}, "code", "必填"),
        ({"level_aa": ""}, "level_aa", "必填"),
        ({"need_a": "300"}, "need_a", "数值写成 >=300"),
        ({"fact": ""}, "fact", "须选择据以判断的数据"),
        ({"level_a": "不强制要求", "need_a": ">=300"}, "need_a", "不能有数值"),
        ({"position": "-3"}, "position", "大于或等于"),
    ],
)
def test_a_wrong_row_is_refused_and_stays_typed(
    city: User, draft: StandardEdition, typed: dict[str, str], field: str, told: str
) -> None:
    before = row(draft, "R10").note
    answer = change(city, row(draft, "R10"), note="写了很久的说明", **typed)
    assert answer.status_code == 200
    assert told in "".join(answer.context["adminform"].form.errors[field])
    assert "写了很久的说明" in answer.content.decode()
    assert row(draft, "R10").note == before


def test_differences_are_shown_row_by_row(city: User, draft: StandardEdition) -> None:
    same = as_user(city).get(page_of(draft, "compare"))
    assert "内容没有改动" in same.content.decode()
    changed, gone = row(draft, "R10"), row(draft, "R02")
    was = changed.level_a
    change(city, changed, level_a="不少于 350 平方米", need_a=">=350")
    actions.remove_criterion(gone, by=city)
    new = Criterion(edition=draft, code="R99", category="示例", item="示例内容")
    new.level_a = new.level_aa = new.level_aaa = "有"
    actions.keep_criterion(new, place=1, by=city)
    answer = as_user(city).get(page_of(draft, "compare"))
    told = {one.code: one for one in answer.context["changes"]}
    assert {code: one.kind for code, one in told.items()} == {
        "R99": "added",
        "R02": "removed",
        "R10": "changed",
    }
    assert {cell.label: (cell.before, cell.after) for cell in told["R10"].cells} == {
        "A 级要求": (was, "不少于 350 平方米"),
        "A 级数值": ("", ">=350"),
    }
    assert "新增 1 条，删去 1 条，修改 1 条" in answer.content.decode()
    assert as_user(city).get(page_of(draft, "compare") + "?with=x%00").status_code == 200


def test_publishing_retires_the_last_and_freezes(city: User, draft: StandardEdition) -> None:
    last, first = rating.edition(), row(draft, "R10")
    asked = as_user(city).get(page_of(draft, "publish")).content.decode()
    assert "随之停用" in asked
    assert client_of(city).post(page_of(draft, "publish"), {"confirm": "1"}).status_code == 302
    for one in (draft, last):
        one.refresh_from_db()
    assert (draft.status, last.status) == ("published", "retired")
    again = client_of(city).post(page_of(draft, "publish"), {"confirm": "1"})
    assert "不能再施行" in again.content.decode()
    page = as_user(city).get(page_of(draft)).content.decode()
    assert "只能看，不能改动" in page
    assert 'name="name"' not in page
    for one in (draft, last, first):
        assert client_of(city).post(page_of(one), {"name": "改"}).status_code == 403
        assert client_of(city).post(page_of(one, "delete"), {"post": "yes"}).status_code == 403
    assert client_of(city).get(f"{add_page(Criterion)}?edition={draft.pk}").status_code == 403
    assert client_of(city).get(page_of(first)).status_code == 200
    with pytest.raises(EditionFrozen):
        actions.keep_criterion(first, place=2, by=city)
    with pytest.raises(EditionFrozen):
        actions.remove_criterion(first, by=city)


def test_an_edition_is_retired_without_another(city: User) -> None:
    last = rating.edition()
    assert "不能重新施行" in as_user(city).get(page_of(last, "retire")).content.decode()
    assert client_of(city).post(page_of(last, "retire"), {"confirm": "1"}).status_code == 302
    last.refresh_from_db()
    assert (last.status, last.retired_at is not None) == ("retired", True)
    again = client_of(city).post(page_of(last, "retire"), {"confirm": "1"})
    assert "没有施行，不能停用" in again.content.decode()
    assert buttons(as_user(city), page_of(last)) == {"compare", "draft"}


def test_a_draft_is_thrown_away_and_only_a_draft(city: User, draft: StandardEdition) -> None:
    assert client_of(city).post(page_of(draft, "delete"), {"post": "yes"}).status_code == 302
    assert not StandardEdition.objects.filter(pk=draft.pk).exists()


def test_only_the_city_keeps_the_standard(draft: StandardEdition) -> None:
    county, auditor = care.officer(), rating_desk.auditor()
    criterion = row(draft, "R10")
    for user in (county, auditor):
        assert as_user(user).get(page_of(draft)).status_code == 200
        assert as_user(user).get(page_of(draft, "compare")).status_code == 200
        assert as_user(user).get(page_of(criterion)).status_code == 200
        assert buttons(as_user(user), page_of(draft)) == {"compare"}
        for deed in ("draft", "publish", "retire"):
            assert client_of(user).post(page_of(draft, deed), NEXT).status_code == 403
        assert client_of(user).post(page_of(draft), NEXT).status_code == 403
        assert client_of(user).post(page_of(criterion), {}).status_code == 403
        assert client_of(user).get(f"{add_page(Criterion)}?edition={draft.pk}").status_code == 403
        with pytest.raises(NotPermitted):
            actions.keep_criterion(criterion, place=1, by=user)
    editor = care.officer("责任编辑", care.county())
    assert as_user(editor).get(list_of(StandardEdition)).status_code == 403
    assert as_user(editor).get(page_of(draft, "compare")).status_code == 403
    assert as_user(editor).get(page_of(criterion)).status_code == 403


def test_a_number_is_used_once_in_an_edition(city: User, draft: StandardEdition) -> None:
    twin = row(draft, "R10")
    twin.code = "R11"
    with pytest.raises(CriterionRefused, match="R11"):
        actions.keep_criterion(twin, place=3, by=city)
