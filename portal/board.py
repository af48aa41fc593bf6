"""The board on the staff's first page: what waits for me, each with a count and a door to it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from documents.models import ChecklistItem, Document, Problem, TextStatus
from eldercare import complaints_waiting, money_standing, rating_waiting, standing
from eldercare.permissions import (
    ACCEPT_FILING,
    APPLY_RATING,
    APPROVE_RATING,
    ASSESS_RATING,
    CHANGE_INSTITUTION,
    CHECK_AWARD,
    CONFIRM_RATING,
    CONVENE_PANEL,
    DRAFT_VOUCHER,
    HANDLE_COMPLAINT,
    NOTE_FILING,
    POST_VOUCHER,
    PREPARE_AWARD,
    REVIEW_RATING,
    SUBMIT_FILING,
    VIEW_COMPLAINT,
)
from foundation.models import Status, StatusChange, UnitProposal, WorkYear
from foundation.permissions import ACCEPT_UPLOAD, CHANGE_WORK_YEAR, SETTLE_UNIT_PROPOSAL
from foundation.work_days import WorkCalendar, in_words
from gazette.models import Issue, Upload, UploadState


class Asker:
    """Who looks at the board, on which day; the working calendar is loaded once, when first needed."""

    def __init__(self, user: AbstractUser, on: date) -> None:
        self.user, self.on = user, on

    @cached_property
    def calendar(self) -> WorkCalendar:
        return WorkYear.objects.calendar()


@dataclass(frozen=True)
class Matter:
    """One kind of thing that waits: who sees it, how it is counted, where its door leads."""

    title: str
    advice: str
    icon: str
    permission: str
    door: str
    asked: str
    waiting: Callable[[Asker], QuerySet[Any]]


@dataclass(frozen=True)
class Card:
    title: str
    advice: str
    icon: str
    count: int
    url: str


MATTERS = (
    Matter(
        "待核对的导入",
        "对照原文核对读到的内容，接受后存为草稿。",
        "upload_file",
        ACCEPT_UPLOAD,
        "gazette_upload",
        f"state__exact={UploadState.WAITING}",
        lambda _: Upload.objects.waiting(),
    ),
    Matter(
        "公报草稿",
        "核对目录、版权页和大事记后发布。",
        "menu_book",
        "gazette.change_issue",
        "gazette_issue",
        "status__exact=draft",
        lambda _: Issue.objects.filter(status=Status.DRAFT),
    ),
    Matter(
        "公文草稿",
        "核对要素、正文和责任事项后发布。",
        "article",
        "documents.change_document",
        "documents_document",
        "status__exact=draft",
        lambda _: Document.objects.filter(status=Status.DRAFT),
    ),
    Matter(
        "读入问题",
        "对照纸质版逐条核实，改好后标为已处理。",
        "rule",
        "documents.change_problem",
        "documents_problem",
        "",
        lambda _: Problem.objects.filter(settled=False),
    ),
    Matter(
        "待确认单位",
        "读到而不认识的单位名称：确认是谁，或忽略。",
        "domain_verification",
        SETTLE_UNIT_PROPOSAL,
        "foundation_unitproposal",
        "",
        lambda _: UnitProposal.objects.open(),
    ),
    Matter(
        "待补全文",
        "目前只有提要的公文，读入原刊全文后自动补上。",
        "description",
        "documents.change_document",
        "documents_document",
        f"text_status__exact={TextStatus.OUTLINE}",
        lambda _: Document.objects.filter(text_status=TextStatus.OUTLINE),
    ),
    Matter(
        "残损清单",
        "责任清单里缺字、串行的行，对照纸质版补正。",
        "table_rows",
        "documents.change_checklistitem",
        "documents_checklistitem",
        "damaged__exact=1",
        lambda _: ChecklistItem.objects.filter(damaged=True),
    ),
    Matter(
        "等我受理的备案",
        "核对备案书和承诺书，受理或退回补正。",
        "inventory_2",
        ACCEPT_FILING,
        "eldercare_filing",
        "waiting=decide",
        lambda asker: standing.filings_to_decide(asker.user),
    ),
    Matter(
        "退回补正的备案",
        "照退回原因补正机构资料，再提交。",
        "assignment_return",
        SUBMIT_FILING,
        "eldercare_filing",
        "waiting=returned",
        lambda asker: standing.filings_returned(asker.user),
    ),
    Matter(
        "逾期未备案",
        "开展服务已过 10 个工作日，还没有备案的机构。",
        "alarm",
        CHANGE_INSTITUTION,
        "eldercare_institution",
        "clock=overdue",
        lambda asker: standing.institutions_overdue(asker.user, on=asker.on, calendar=asker.calendar),
    ),
    Matter(
        "备案即将到期",
        "10 个工作日已过一半的机构，提醒它们备案。",
        "hourglass_bottom",
        CHANGE_INSTITUTION,
        "eldercare_institution",
        "clock=soon",
        lambda asker: standing.institutions_due_soon(asker.user, on=asker.on, calendar=asker.calendar),
    ),
    Matter(
        "待县级备份",
        "乡镇（街道）受理的备案书，登记备份并给予业务指导。",
        "folder_copy",
        NOTE_FILING,
        "eldercare_filing",
        "waiting=note",
        lambda asker: standing.copies_to_note(asker.user),
    ),
    Matter(
        "等我办理的投诉",
        "先答复是否受理，再查明办结；答复投诉人凭查询码看得到。",
        "feedback",
        HANDLE_COMPLAINT,
        "eldercare_complaint",
        "waiting=mine",
        lambda asker: complaints_waiting.complaints_to_answer(asker.user),
    ),
    Matter(
        "逾期的投诉",
        "过了答应的期限还没有答复或办结。",
        "alarm",
        VIEW_COMPLAINT,
        "eldercare_complaint",
        "waiting=overdue",
        lambda asker: complaints_waiting.complaints_overdue(asker.user, on=asker.on, calendar=asker.calendar),
    ),
    Matter(
        "备案与现状不符",
        "备案以后资料变了的机构，督促办理备案变更。",
        "difference",
        SUBMIT_FILING,
        "eldercare_filing",
        "waiting=outdated",
        lambda asker: standing.filings_out_of_date(asker.user),
    ),
    Matter(
        "等我初审",
        "核对申请表、自评和十种材料，通过或退回补正。",
        "rate_review",
        REVIEW_RATING,
        "eldercare_ratingapplication",
        "waiting=review",
        lambda asker: rating_waiting.to_review(asker.user, on=asker.on),
    ),
    Matter(
        "待组成评定组",
        "初审已通过的申请，指定组长和组员。",
        "groups",
        CONVENE_PANEL,
        "eldercare_ratingapplication",
        "waiting=convene",
        lambda asker: rating_waiting.to_convene(asker.user, on=asker.on),
    ),
    Matter(
        "等我评定",
        "您在评定组里：查看、逐条记录，由组长完成评定。",
        "edit_note",
        ASSESS_RATING,
        "eldercare_ratingapplication",
        "waiting=assess",
        lambda asker: rating_waiting.to_assess(asker.user, on=asker.on),
    ),
    Matter(
        "等我审批",
        "评定组已提出意见的申请：A、2A 级定级，3A 级报市级。",
        "gavel",
        APPROVE_RATING,
        "eldercare_ratingapplication",
        "waiting=approve",
        lambda asker: rating_waiting.to_approve(asker.user, on=asker.on),
    ),
    Matter(
        "等我确认",
        "县（区）报来的 3A 级：确认，或定为较低的等级。",
        "verified",
        CONFIRM_RATING,
        "eldercare_ratingapplication",
        "waiting=confirm",
        lambda asker: rating_waiting.to_confirm(asker.user, on=asker.on),
    ),
    Matter(
        "退回的申请",
        "照退回原因补正自评、材料或机构资料，再提交。",
        "assignment_return",
        APPLY_RATING,
        "eldercare_ratingapplication",
        "waiting=mend",
        lambda asker: rating_waiting.to_mend(asker.user, on=asker.on),
    ),
    Matter(
        "等我核准的补助",
        "别人提出的核定和调整：对照核算过程，核准或退回。",
        "price_check",
        CHECK_AWARD,
        "eldercare_award",
        "waiting=check",
        lambda asker: money_standing.awards_to_check(asker.user),
    ),
    Matter(
        "等我复核的凭证",
        "别人制单的拨付和收回：核对票据，复核记账。",
        "receipt",
        POST_VOUCHER,
        "eldercare_voucher",
        "waiting=check",
        lambda asker: money_standing.vouchers_to_check(asker.user),
    ),
    Matter(
        "须调整的补助",
        "核定以后等级、备案或规则变了：重新核算，多付的收回。",
        "rule",
        PREPARE_AWARD,
        "eldercare_award",
        "waiting=adjust",
        lambda asker: money_standing.awards_to_adjust(asker.user),
    ),
    Matter(
        "待收回的补助",
        "已列为应收回、还没有全部收回的补助。",
        "undo",
        DRAFT_VOUCHER,
        "eldercare_award",
        "waiting=recover",
        lambda asker: money_standing.awards_to_recover(asker.user),
    ),
)
RECENT = 8
DECEMBER = 12


def what_waits(user: AbstractUser, *, on: date) -> list[Card]:
    """A card for each matter the user can do something about: one counting query each."""
    asker = Asker(user, on)
    cards = [
        Card(matter.title, matter.advice, matter.icon, matter.waiting(asker).count(), _door(matter))
        for matter in MATTERS
        if user.has_perm(matter.permission)
    ]
    return cards + (_missing_calendar(asker) if user.has_perm(CHANGE_WORK_YEAR) else [])


def _missing_calendar(asker: Asker) -> list[Card]:
    """This year's days off, if nobody knows them; from December, when they have been published, also the next year's."""
    on = asker.on
    wanted = {on.year, on.year + 1} if on.month == DECEMBER else {on.year}
    missing = wanted - asker.calendar.years
    if not missing:
        return []
    advice = f"{in_words(missing)} 年的放假安排还没有，期限无法计算：照国务院办公厅的通知填写。"
    door = reverse("admin:foundation_workyear_changelist")
    return [Card("工作日历", advice, "event_available", len(missing), door)]


def _door(matter: Matter) -> str:
    listed = reverse(f"admin:{matter.door}_changelist")
    return f"{listed}?{matter.asked}" if matter.asked else listed


def show(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """django-unfold's dashboard callback."""
    user = request.user
    if not isinstance(user, AbstractUser):
        return context
    recent: list[StatusChange] = []
    if user.has_perm("foundation.view_statuschange"):
        recent = list(StatusChange.objects.select_related("by").order_by("-at", "-pk")[:RECENT])
    return {
        **context,
        "title": "工作台",
        "cards": what_waits(user, on=timezone.localdate()),
        "recent": recent,
    }
