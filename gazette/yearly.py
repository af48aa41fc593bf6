"""工作年度报表: what this portal can answer of it, counted; and the verbs that confirm a year before the public.

The items follow the parts of the form of 国办函〔2018〕12号. What nobody counts here is said to be so: no figure is made up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from documents.models import Document, RelationKind
from foundation.lifecycle import Verb
from foundation.models import StatusChange
from foundation.permissions import CONFIRM_YEAR
from foundation.refusals import NotPermitted, RemarkRequired
from gazette.models import Event, Issue, YearlyReport
from gazette.publication_figures import publication_figures, published_in, year_bounds
from gazette.submission_refusals import YearNotOver, YearStands

NOT_COUNTED = "本系统不统计"
LONGEST_REASON = 300


@dataclass(frozen=True)
class Item:
    """One line of the form: a figure with its unit, a word, or that nobody counts it here."""

    name: str
    value: int | str | None
    unit: str = ""
    how: str = ""  # how the figure came about

    @property
    def text(self) -> str:
        if self.value is None:
            return NOT_COUNTED
        return f"{self.value} {self.unit}".strip()


@dataclass(frozen=True)
class Part:
    name: str
    items: tuple[Item, ...]


def not_counted(parts: Iterable[Part]) -> list[str]:
    """The items of the form that nobody counts here."""
    return [item.name for part in parts for item in part.items if item.value is None]


def figures_of(year: int) -> dict[str, Any]:
    """Everything published in the year, as plain numbers: what is confirmed is frozen in this shape."""
    published = publication_figures(year)
    documents = Document.objects.filter(published_in(year))
    since, until = year_bounds(year)
    moves = StatusChange.objects.filter(at__gte=since, at__lt=until).order_by()
    return {
        "documents": published.documents,
        "issues": Issue.objects.filter(published_in(year)).count(),
        "interpretations": documents.filter(outgoing_relations__kind=RelationKind.INTERPRETS)
        .distinct()
        .count(),
        "events": Event.objects.filter(entry__issue__in=Issue.objects.filter(published_in(year))).count(),
        # Counted from the history of every move, so that it holds for whatever bears that name.
        "corrections": moves.filter(verb=Verb.PUBLISH, subject_type__model="correction").count(),
        "withdrawals": moves.filter(
            verb=Verb.WITHDRAW, subject_type__model__in=["document", "issue"]
        ).count(),
        "columns": [[column.name, column.count] for column in published.columns],
    }


def parts_of(figures: Mapping[str, Any]) -> list[Part]:
    """The form, part by part."""
    return [
        Part(
            "信息发布",
            (
                Item("公文", figures["documents"], "份", "当年发布的，后来撤回的也计入"),
                Item("公报", figures["issues"], "期", "当年上网的"),
                Item("大事记", figures["events"], "件", "当年上网各期里的"),
                Item("更正", figures["corrections"], "件", "发布后公开更正的"),
                Item("撤回", figures["withdrawals"], "件", "发布后公开撤回的公文和公报"),
                Item("网站总访问量、独立用户访问量", None),
            ),
        ),
        Part("专栏专题", (Item("维护数量、新开设数量", None),)),
        Part(
            "解读回应",
            (
                Item("解读材料", figures["interpretations"], "份", "当年发布的、对应某份公文的解读"),
                Item("解读产品、媒体评论文章", None),
                Item("回应公众关注热点或重大舆情", None),
            ),
        ),
        Part("办事服务", (Item("注册用户、服务事项、办件量", None),)),
        Part("互动交流", (Item("留言、征集调查、在线访谈", None),)),
        Part("安全防护", (Item("安全检测评估、问题整改、应急演练", None),)),
        Part("移动新媒体", (Item("移动客户端、微博、微信", None),)),
        Part(
            "创新发展",
            (
                Item("搜索即服务、多语言版本、千人千网", None),
                Item("无障碍浏览", "有", how="见无障碍声明"),
            ),
        ),
    ]


@transaction.atomic
def confirm_year(year: int, *, by: User, at: datetime) -> YearlyReport:
    """Answer for the figures of a year that is over; from now on the public sees them as they stand.

    Raises NotPermitted, YearNotOver or YearStands.
    """
    _check_actor(by)
    if year >= timezone.localdate(at).year:
        raise YearNotOver(f"{year}年还没有过完，次年1月1日起才能确认。")
    try:
        with transaction.atomic():
            return YearlyReport.objects.create(
                year=year, figures=figures_of(year), confirmed_by=by, confirmed_at=at
            )
    except IntegrityError:
        raise YearStands(f"{year}年的数据已经确认；要改的，先收回再确认。") from None


@transaction.atomic
def revoke_year(report: YearlyReport, *, reason: str, by: User, at: datetime) -> YearlyReport:
    """Take confirmed figures back; they stay on record. Raises NotPermitted, RemarkRequired or YearStands."""
    _check_actor(by)
    if not reason.strip():
        raise RemarkRequired("收回须写明原因。")
    locked = YearlyReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if locked.revoked_at is not None:
        raise YearStands(f"{locked}的数据已经收回。")
    locked.revoked_by, locked.revoked_at, locked.revoke_reason = by, at, reason.strip()[:LONGEST_REASON]
    locked.save(update_fields=["revoked_by", "revoked_at", "revoke_reason"])
    return locked


def _check_actor(by: User) -> None:
    if not by.has_perm(CONFIRM_YEAR):
        raise NotPermitted("您没有确认年度数据的权限。")
