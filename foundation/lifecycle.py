"""The life of what is published: its stations, its moves, and what the public may see.

    draft ─→ first_review ─→ second_review ─→ final_review ─→ published ─→ withdrawn
      ↑           │               │                │
      └───────────┴── return · void ───────────────┘

    verb           from            to             permission                   remark
    first_review   draft           first_review   <app>.first_review_<noun>    optional
    second_review  first_review    second_review  <app>.second_review_<noun>   optional
    final_review   second_review   final_review   <app>.final_review_<noun>    optional
    return         any review      draft          <app>.return_<noun>          required
    void           any review      draft          nobody's: the database does it when the content changes
    schedule       final_review    final_review   <app>.publish_<noun>         optional; asks for a time ahead
    unschedule     final_review    final_review   <app>.publish_<noun>         optional
    publish        final_review    published      <app>.publish_<noun>         optional
    withdraw       published       withdrawn      <app>.withdraw_<noun>        required, it becomes the tombstone's reason

A station says what has been passed: 已初审 waits for the second review. The three reviews (三审) are three different
people's, whatever they may do besides (superusers too). A change of content after a review voids all of them
(党政机关公文处理工作条例 第二十五条): `foundation.review_guard`. So who wrote a word may be one of the three that sign
the text it stands in, and two others have signed it with them: an editor signs their own draft first (拟稿人), and a
chief who mends a comma in an office of three leaves it publishable. Withdrawn is the end of the line. The one door
that moves an object is `foundation.actions.change_status`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Self, TypeVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.db import models
from django.db.models import F, Q

from foundation.remark_places import Place


class Status(models.TextChoices):
    DRAFT = "draft", "草稿"
    FIRST_REVIEW = "first_review", "已初审"
    SECOND_REVIEW = "second_review", "已复审"
    FINAL_REVIEW = "final_review", "已终审"
    PUBLISHED = "published", "已发布"
    WITHDRAWN = "withdrawn", "已撤回"


class Verb(models.TextChoices):
    FIRST_REVIEW = "first_review", "初审通过"
    SECOND_REVIEW = "second_review", "复审通过"
    FINAL_REVIEW = "final_review", "终审通过"
    RETURN = "return", "退回"
    VOID = "void", "审核失效"
    SCHEDULE = "schedule", "定时发布"
    UNSCHEDULE = "unschedule", "取消定时"
    PUBLISH = "publish", "发布"
    WITHDRAW = "withdraw", "撤回"

    @property
    def deed(self) -> str:
        """The verb within a sentence: 不能初审, 初审须由另一个人办理."""
        return str(self.label).removesuffix("通过")


# The stations between draft and published, in order, and the column that keeps who passed each.
REVIEWERS: dict[Status, str] = {
    Status.FIRST_REVIEW: "first_reviewed_by",
    Status.SECOND_REVIEW: "second_reviewed_by",
    Status.FINAL_REVIEW: "final_reviewed_by",
}
UNDER_REVIEW = tuple(REVIEWERS)


@dataclass(frozen=True)
class Move:
    """One row of the table above. `permission` is the verb whose permission it asks for; None: nobody holds it."""

    sources: frozenset[Status]
    target: Status
    permission: Verb | None
    needs_remark: bool = False

    @property
    def is_review(self) -> bool:
        return self.target in REVIEWERS and self.target not in self.sources


def _review(verb: Verb, source: Status, target: Status) -> Move:
    return Move(frozenset({source}), target, verb)


_FINAL = frozenset({Status.FINAL_REVIEW})
MOVES: dict[Verb, Move] = {
    Verb.FIRST_REVIEW: _review(Verb.FIRST_REVIEW, Status.DRAFT, Status.FIRST_REVIEW),
    Verb.SECOND_REVIEW: _review(Verb.SECOND_REVIEW, Status.FIRST_REVIEW, Status.SECOND_REVIEW),
    Verb.FINAL_REVIEW: _review(Verb.FINAL_REVIEW, Status.SECOND_REVIEW, Status.FINAL_REVIEW),
    Verb.RETURN: Move(frozenset(UNDER_REVIEW), Status.DRAFT, Verb.RETURN, needs_remark=True),
    Verb.VOID: Move(frozenset(UNDER_REVIEW), Status.DRAFT, None),
    Verb.SCHEDULE: Move(_FINAL, Status.FINAL_REVIEW, Verb.PUBLISH),
    Verb.UNSCHEDULE: Move(_FINAL, Status.FINAL_REVIEW, Verb.PUBLISH),
    Verb.PUBLISH: Move(_FINAL, Status.PUBLISHED, Verb.PUBLISH),
    Verb.WITHDRAW: Move(frozenset({Status.PUBLISHED}), Status.WITHDRAWN, Verb.WITHDRAW, needs_remark=True),
}

# What a permission is made of for every noun: `<app>.<right>_<noun>`.
RIGHTS = tuple(dict.fromkeys(move.permission.value for move in MOVES.values() if move.permission))
# Stations an object can only stand at after it has been published once.
AFTER_PUBLICATION = (Status.PUBLISHED, Status.WITHDRAWN)

Reader = AbstractBaseUser | AnonymousUser
M_co = TypeVar("M_co", bound="Publishable", covariant=True)


class PublishableQuerySet(models.QuerySet[M_co]):
    """Ask for what a reader may see before anything else."""

    def public(self) -> Self:
        """What stands on public pages, lists, feeds and exports."""
        return self.filter(status=Status.PUBLISHED)

    def visible_to(self, user: Reader) -> Self:
        """Staff who may view the noun see all of it; everybody else sees what is published."""
        noun = self.model._meta
        permission = f"{noun.app_label}.view_{noun.model_name}"
        if isinstance(user, AbstractUser) and user.is_staff and user.has_perm(permission):
            return self.all()
        return self.public()


def _reviewer(label: str) -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=label,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )


def _signed(number: int) -> Q:
    """The first so many reviews are signed, by different people, and no other is."""
    columns = list(REVIEWERS.values())
    condition = Q(**{f"{column}__isnull": place >= number for place, column in enumerate(columns)})
    for place, column in enumerate(columns[:number]):
        for earlier in columns[:place]:
            condition &= ~Q(**{column: F(earlier)})
    return condition


_REVIEWED = (
    Q(status=Status.DRAFT, reviewed_elsewhere=False) & _signed(0)
    | Q(status=Status.FIRST_REVIEW, reviewed_elsewhere=False) & _signed(1)
    | Q(status=Status.SECOND_REVIEW, reviewed_elsewhere=False) & _signed(2)
    | Q(status=Status.FINAL_REVIEW, reviewed_elsewhere=False) & _signed(3)
    | Q(status__in=AFTER_PUBLICATION, reviewed_elsewhere=False) & _signed(3)
    | Q(status__in=AFTER_PUBLICATION, reviewed_elsewhere=True) & _signed(0)
)


class Publishable(models.Model):
    """What has a life from draft to withdrawal. A subclass writes `class Meta(Publishable.Meta)` and, if it
    has constraints of its own, `constraints = [*Publishable.Meta.constraints, …]`; its migrations add
    `foundation.publication_guard.publication_guard("<table>")`, which lets nobody rewrite the publish time, and
    `foundation.review_guard.review_guard(…)`, which lets no status move but by the table and voids the reviews of what
    has changed. `begun_by` names the column of whoever is in charge while nobody was put in charge.
    """

    begun_by: ClassVar[str] = ""

    status = models.CharField(
        "状态",
        max_length=20,
        choices=Status,
        default=Status.DRAFT,
        editable=False,
        help_text="只能通过审核、发布、撤回等动作改变。",
    )
    first_reviewed_by = _reviewer("初审人")
    second_reviewed_by = _reviewer("复审人")
    final_reviewed_by = _reviewer("终审人")
    reviewed_elsewhere = models.BooleanField(
        "三审制度启用前已发布", default=False, editable=False, help_text="系统启用三审之前已经发布的。"
    )
    content_mark = models.PositiveBigIntegerField(
        "内容版号",
        default=0,
        editable=False,
        help_text="内容每改动一次加一，由数据库写入；审核签的是这一版。",
    )
    scheduled_for = models.DateTimeField("定时发布时间", null=True, blank=True, editable=False)
    scheduled_by = _reviewer("定时发布人")
    schedule_refusal = models.TextField(
        "到时未发布的原因", blank=True, editable=False, help_text="到了时间而不能发布时写明。"
    )
    published_at = models.DateTimeField(
        "发布时间", null=True, blank=True, editable=False, help_text="由服务器在发布时写入，此后不变。"
    )
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True, editable=False)
    withdrawal_reason = models.TextField(
        "撤回原因", blank=True, editable=False, help_text="撤回后在原网址公开显示。"
    )

    class Meta:
        abstract = True
        default_permissions = ("add", "change", "delete", "view", *RIGHTS)
        constraints = [
            models.CheckConstraint(
                name="%(class)s_status_is_known",
                condition=Q(status__in=list(Status)),
                violation_error_message="没有这种状态。",
            ),
            models.CheckConstraint(
                name="%(class)s_published_has_time",
                condition=Q(status__in=AFTER_PUBLICATION, published_at__isnull=False)
                | (~Q(status__in=AFTER_PUBLICATION) & Q(published_at__isnull=True)),
                violation_error_message="已发布的必须有发布时间，未发布的不能有。",
            ),
            models.CheckConstraint(
                name="%(class)s_withdrawn_has_reason",
                condition=(
                    Q(
                        status=Status.WITHDRAWN,
                        withdrawn_at__isnull=False,
                        withdrawn_at__gte=F("published_at"),
                    )
                    & ~Q(withdrawal_reason="")
                )
                | (~Q(status=Status.WITHDRAWN) & Q(withdrawn_at__isnull=True, withdrawal_reason="")),
                violation_error_message="撤回必须写明时间和原因，未撤回的不能有。",
            ),
            models.CheckConstraint(
                name="%(class)s_has_its_reviewers",
                condition=_REVIEWED,
                violation_error_message="每一步审核须有审核人，初审、复审、终审须是三个不同的人。",
            ),
            models.CheckConstraint(
                name="%(class)s_schedule_is_whole",
                condition=Q(scheduled_for__isnull=True, scheduled_by__isnull=True, schedule_refusal="")
                | Q(status=Status.FINAL_REVIEW, scheduled_for__isnull=False, scheduled_by__isnull=False),
                violation_error_message="只有已终审的可以定时发布，须有时间和定时发布人。",
            ),
        ]

    @property
    def is_public(self) -> bool:
        return self.status == Status.PUBLISHED

    @property
    def is_under_review(self) -> bool:
        return self.status in UNDER_REVIEW

    def places(self) -> Sequence[Place]:
        """What a remark can stand on besides the whole; a noun without a text has nothing."""
        return ()
