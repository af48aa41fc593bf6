"""The life of what is published: its stations, its moves, and what the public may see.

    verb      from    to          permission            remark
    publish   draft   published   <app>.publish_<noun>  optional
    withdraw  published withdrawn <app>.withdraw_<noun> required, it becomes the reason on the tombstone

Between draft and published stand the three reviews (初审, 复审, 终审). Their stations are named here so that
the column knows them; their moves come with the review desk. Withdrawn is the end of the line.
The one door that moves an object is `foundation.actions.change_status`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.db import models
from django.db.models import F, Q

from foundation.remark_places import Place


class Status(models.TextChoices):
    DRAFT = "draft", "草稿"
    FIRST_REVIEW = "first_review", "初审"
    SECOND_REVIEW = "second_review", "复审"
    FINAL_REVIEW = "final_review", "终审"
    PUBLISHED = "published", "已发布"
    WITHDRAWN = "withdrawn", "已撤回"


class Verb(models.TextChoices):
    PUBLISH = "publish", "发布"
    WITHDRAW = "withdraw", "撤回"


@dataclass(frozen=True)
class Move:
    """One row of the table above."""

    sources: frozenset[Status]
    target: Status
    needs_remark: bool = False


MOVES: dict[Verb, Move] = {
    Verb.PUBLISH: Move(frozenset({Status.DRAFT}), Status.PUBLISHED),
    Verb.WITHDRAW: Move(frozenset({Status.PUBLISHED}), Status.WITHDRAWN, needs_remark=True),
}

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


class Publishable(models.Model):
    """What has a life from draft to withdrawal. A subclass writes `class Meta(Publishable.Meta)` and, if it
    has constraints of its own, `constraints = [*Publishable.Meta.constraints, …]`; its first migration adds
    `foundation.publication_guard.publication_guard("<table>")`, which lets nobody rewrite the publish time.
    """

    status = models.CharField(
        "状态",
        max_length=20,
        choices=Status,
        default=Status.DRAFT,
        editable=False,
        help_text="只能通过发布、撤回等动作改变。",
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
        default_permissions = ("add", "change", "delete", "view", "publish", "withdraw")
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
        ]

    @property
    def is_public(self) -> bool:
        return self.status == Status.PUBLISHED

    def places(self) -> Sequence[Place]:
        """What a remark can stand on besides the whole; a noun without a text has nothing."""
        return ()
