"""The full-page grids: filled in as time allows, saved in part, and nothing that was typed is lost."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from eldercare import actions
from eldercare.actions.applications import Mark
from eldercare.admin.rating_lines import Line, Option, Said, mark_of
from eldercare.models import Criterion, Evidence, RatingApplication
from eldercare.rating_vocabulary import Level, RatingStatus
from tests import rating, rating_desk
from tests.files.pdf_sheets import Sheet, pdf
from tests.rating_desk import as_user, draft, fresh, page, reviewed

pytestmark = pytest.mark.django_db


def criterion(application: RatingApplication, code: str) -> Criterion:
    return application.edition.criteria.get(code=code)


def lines_of(client: Client, url: str) -> dict[int, Line]:
    answer = client.get(url)
    assert answer.status_code == 200
    return {line.key: line for section in answer.context["sections"] for line in section.lines}


def filled(lines: dict[int, Line], **typed: dict[str, Any]) -> dict[str, Any]:
    """What a browser sends: every line with its mark, its choice and its remark; `line7={…}` as typed."""
    sent: dict[str, Any] = {}
    for key, line in lines.items():
        values = {
            "choice": line.chosen,
            "figure": line.form["figure"].value() or "",
            "remark": line.form["remark"].value() or "",
            "evidence": sorted(line.chosen_files),
            "seen": line.mark,
        } | typed.get(f"line{key}", {})
        sent |= {f"line{key}-{name}": value for name, value in values.items() if value}
    return sent


def evidence(application: RatingApplication, by: Any, name: str = "示例.pdf") -> Evidence:
    content = ContentFile(pdf([Sheet().text(60, 60, name)]), name=name)
    at = timezone.localtime()
    return actions.add_evidence(application.institution, kind="premises", upload=content, by=by, at=at)


def test_every_scored_criterion_is_asked_with_three_levels_and_lost_ones_are_not() -> None:
    application, who = draft()
    client = as_user(who.applicant)
    lines = lines_of(client, page(application, "self-assess"))
    scored = {row.pk for row in application.edition.criteria.all() if row.is_scored}
    assert lines.keys() == scored
    said = client.get(page(application, "self-assess")).content.decode()
    assert said.count("条文缺失，不计入评定") == application.edition.criteria.count() - len(scored)
    area = lines[criterion(application, "R10").pk]
    assert [option.value for option in area.options] == ["none", "A", "2A", "3A"]
    beds = lines[criterion(application, "R11").pk]
    assert [option.value for option in beds.options] == [
        "A",
        "2A",
        "3A",
    ]  # A asks nothing: nobody is below it
    alike = lines[criterion(application, "R16").pk]
    assert [option.value for option in alike.options] == ["none", "3A"]  # all three ask the same


def test_figures_on_record_choose_the_level_and_are_shown() -> None:
    application, who = draft(rating_desk.eligible(building_area=Decimal("350"), beds=4))
    lines = lines_of(as_user(who.applicant), page(application, "self-assess"))
    area, beds = lines[criterion(application, "R10").pk], lines[criterion(application, "R11").pk]
    assert (area.chosen, area.told["on_record"]) == ("2A", "350 平方米")
    assert (beds.chosen, beds.told["on_record"]) == ("A", "4 张")
    assert area.is_missing  # chosen, not yet on record
    assert lines[criterion(application, "R12").pk].chosen == ""


def test_a_part_is_kept_and_what_is_missing_is_counted() -> None:
    application, who = draft()
    client, url = as_user(who.applicant), page(application, "self-assess")
    kitchen = criterion(application, "R12").pk
    lines = lines_of(client, url)
    prefilled = sum(bool(line.chosen) for line in lines.values())
    answer = client.post(url, filled(lines, **{f"line{kitchen}": {"choice": "2A", "remark": "示例"}}))
    assert answer.status_code == 302
    assert application.self_marks.count() == prefilled + 1
    assert application.self_marks.get(criterion=kitchen).remark == "示例"
    said = client.get(url).content.decode()
    assert f"还有 {len(lines) - prefilled - 1} 条没有自评" in said
    assert f'href="#line{kitchen}"' not in said


def test_files_of_the_institution_are_chosen_and_a_voided_one_is_no_change() -> None:
    application, who = draft()
    file = evidence(application, who.applicant)
    client, url, key = (
        as_user(who.applicant),
        page(application, "self-assess"),
        criterion(application, "R12").pk,
    )
    typed = {f"line{key}": {"choice": "2A", "evidence": [file.pk]}}
    assert client.post(url, filled(lines_of(client, url), **typed)).status_code == 302
    mark = application.self_marks.get(criterion=key)
    assert list(mark.evidence.all()) == [file]
    actions.void_evidence(file, reason="示例", by=who.approver, at=timezone.localtime())
    assert client.post(url, filled(lines_of(client, url))).status_code == 302
    assert list(mark.evidence.all()) == [file]  # untouched: what was handed in stays on record


def test_what_is_wrong_stays_as_typed_beside_its_sentence_and_the_rest_is_kept() -> None:
    application, who = draft()
    client, url = as_user(who.applicant), page(application, "self-assess")
    good, bad = criterion(application, "R12").pk, criterion(application, "R13").pk
    typed = {f"line{good}": {"choice": "A"}, f"line{bad}": {"remark": "只写了说明"}}
    answer = client.post(url, filled(lines_of(client, url), **typed))
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "还没有作答" in said
    assert 'value="只写了说明"' in said
    assert f'href="#line{bad}"' in said
    assert application.self_marks.filter(criterion=good).exists()
    assert not application.self_marks.filter(criterion=bad).exists()


def test_a_refusal_loses_nothing() -> None:
    """Somebody withdrew the application while the page was open."""
    application, who = draft()
    client, url, key = (
        as_user(who.applicant),
        page(application, "self-assess"),
        criterion(application, "R12").pk,
    )
    sent = filled(lines_of(client, url), **{f"line{key}": {"choice": "2A", "remark": "写了很久的说明"}})
    actions.withdraw_application(application, reason="示例", by=who.reviewer, at=timezone.localtime())
    answer = client.post(url, sent)
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "现在是“已撤回”" in said
    assert 'value="写了很久的说明"' in said
    assert client.get(url).status_code == 302  # there is nothing to fill in any more


def test_colleagues_fill_in_side_by_side_without_undoing_each_other() -> None:
    application, who = draft()
    client, url = as_user(who.applicant), page(application, "self-assess")
    mine, theirs = criterion(application, "R12").pk, criterion(application, "R13").pk
    opened = lines_of(client, url)
    at = timezone.localtime()
    actions.save_self_assessment(application, marks={theirs: Mark("2A")}, by=who.reviewer, at=at)
    assert client.post(url, filled(opened, **{f"line{mine}": {"choice": "3A"}})).status_code == 302
    assert application.self_marks.get(criterion=theirs).reached == "2A"

    both = {f"line{theirs}": {"choice": "3A", "remark": "我看是 3A"}}
    answer = client.post(url, filled(opened, **both))
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "同事已经改过这一条" in said
    assert 'value="我看是 3A"' in said
    assert application.self_marks.get(criterion=theirs).reached == "2A"
    shown = {line.key: line for section in answer.context["sections"] for line in section.lines}
    assert client.post(url, filled(shown, **both)).status_code == 302  # once more: this one counts
    assert application.self_marks.get(criterion=theirs).reached == "3A"


def test_materials_that_cannot_be_left_out_say_so() -> None:
    application, who = draft()
    client, url = as_user(who.applicant), page(application, "materials")
    lines = lines_of(client, url)
    assert len(lines) == 10
    must = {key for key, line in lines.items() if line.told["must"]}
    assert must == {1, 3, 4, 6, 7, 8, 9}
    assert all("not_applicable" not in {o.value for o in lines[key].options} for key in must)
    typed = {f"line{key}": {"choice": "provided"} for key in must}
    typed["line2"] = {"choice": "not_applicable"}
    answer = client.post(url, filled(lines, **typed))
    assert answer.status_code == 422
    assert "请写明原因" in answer.content.decode()
    assert application.materials.filter(state="provided").count() == len(must)
    typed["line2"] |= {"remark": "没有餐饮和医疗"}
    assert client.post(url, filled(lines_of(client, url), **typed)).status_code == 302
    assert "还有 2 条没有提交" in client.get(url).content.decode()


def test_a_verified_figure_decides_the_level_and_the_self_mark_stands_beside() -> None:
    application, who = reviewed()
    client, url = as_user(who.member), page(application, "record")
    lines = lines_of(client, url)
    area, licence = criterion(application, "R10").pk, criterion(application, "R02").pk
    assert lines[area].asks_figure
    assert lines[area].told["self_mark"] == "3A 级"
    typed = {f"line{area}": {"figure": "300"}, f"line{licence}": {"choice": "0"}}
    assert client.post(url, filled(lines, **typed)).status_code == 302
    found = {row.criterion_id: row for row in application.findings.all()}
    assert (found[area].reached, found[area].figure) == (Level.AA, Decimal("300"))
    assert found[licence].reached == Level.AA  # A and 2A ask for no licence
    assert found[area].by == who.member


@pytest.mark.parametrize(
    ("code", "figure", "told"),
    [
        ("R10", "四百", "请填数字"),
        ("R10", "-1", "不能是负数"),
        ("R10", "12345678", "999999.99"),
        ("R30", "2.5", "请填整数"),
    ],
)
def test_figures_that_cannot_be_are_told_and_stay(code: str, figure: str, told: str) -> None:
    application, who = reviewed()
    client, url, key = as_user(who.lead), page(application, "record"), criterion(application, code).pk
    answer = client.post(url, filled(lines_of(client, url), **{f"line{key}": {"figure": figure}}))
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert f'value="{figure}"' in answer.content.decode()
    assert application.findings.count() == 0


def test_only_members_of_the_group_record() -> None:
    application, who = reviewed()
    assert as_user(who.approver).get(page(application, "record")).status_code == 302
    assert as_user(who.applicant).get(page(application, "record")).status_code == 403
    assert as_user(who.member).get(page(application, "self-assess")).status_code == 403


def test_filled_in_whole_and_handed_in_from_the_desk() -> None:
    application, who = draft()
    answer = as_user(who.applicant).get(page(application, "submit"))
    said = answer.content.decode()
    assert "N079" in said
    assert "还不能提交" in said
    assert 'name="confirm"' not in said
    rating.filled_in(application, by=who, at=timezone.localtime())
    day = rating_desk.today()
    sent = {"level": "3A", "applied_on": day, "commitment_on": day}
    assert rating_desk.send(who.applicant, application, "submit", **sent).status_code == 302
    assert fresh(application).status == RatingStatus.SUBMITTED
    assert fresh(application).level_applied == Level.AAA


def test_a_mark_says_the_same_for_the_same_line() -> None:
    one = Said("2A", Decimal("420.50"), "示例", frozenset({2, 1}))
    assert mark_of(one) == mark_of(Said("2A", Decimal("420.5"), "示例", frozenset({1, 2})))
    assert mark_of(one) != mark_of(Said("2A", Decimal("420.5"), "示例", frozenset({1})))
    assert mark_of(None) != mark_of(Said())


def test_what_is_on_record_cannot_be_emptied() -> None:
    line = Line(1, [], stored=Said(figure=Decimal(3)), asks_figure=True)
    assert line.read(QueryDict(f"line1-seen={line.mark}")) is None
    assert line.has_trouble


def test_a_choice_that_is_not_offered_is_refused() -> None:
    line = Line(1, [Option("A", "A 级")])
    assert line.read(QueryDict("line1-choice=5A&line1-seen=none")) is None
    assert line.has_trouble
