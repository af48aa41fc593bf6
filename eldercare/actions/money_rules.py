"""Editions of the rules of money: drafted at the desk of the city, put in force, retired.

    publish  draft      published  publish_moneyrules  an edition of the same year that is in force is retired
    retire   published  retired    publish_moneyrules  with a reason; the edition before it counts again, so there must be one

Awards keep the edition they were reckoned by. Those of which another counts now are shown as out of step, and an officer of the
county reckons them anew.
"""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from eldercare.models import Award, MoneyRules
from eldercare.permissions import PUBLISH_MONEY_RULES
from eldercare.rating_vocabulary import EditionStatus
from eldercare.refusals import RulesFrozen
from foundation.refusals import NotPermitted, RemarkRequired

REPLACED = "由同一年度起的新的一版代替。"


@transaction.atomic
def publish_money_rules(rules: MoneyRules, *, by: User, at: datetime) -> MoneyRules:
    """Put a draft in force from its year on. Raises NotPermitted or RulesFrozen."""
    locked = _enter(rules, by=by)
    if not locked.is_draft:
        raise RulesFrozen(f"{locked}已经{locked.get_status_display()}，不能再施行。")
    before = MoneyRules.objects.published().filter(year_from=locked.year_from).first()
    if before is not None:
        _retire(before, REPLACED, by=by, at=at)
    locked.status, locked.published_by, locked.published_at = EditionStatus.PUBLISHED, by, at
    locked.save(update_fields=["status", "published_by", "published_at"])
    return locked


@transaction.atomic
def retire_money_rules(rules: MoneyRules, *, reason: str, by: User, at: datetime) -> MoneyRules:
    """Let an edition count no longer; it stays on record. Raises NotPermitted, RulesFrozen or RemarkRequired."""
    locked = _enter(rules, by=by)
    if not locked.is_published:
        raise RulesFrozen(f"{locked}{locked.get_status_display()}，没有施行，不能停用。")
    if not reason.strip():
        raise RemarkRequired("停用须写明原因。")
    earlier = MoneyRules.objects.published().filter(year_from__lt=locked.year_from)
    if not earlier.exists() and Award.objects.filter(rules__isnull=False).exists():
        raise RulesFrozen(f"{locked}没有前一版可以接着用，已有补助照它核定：请施行同一年度起的新一版来代替。")
    return _retire(locked, reason.strip()[:300], by=by, at=at)


def _enter(rules: MoneyRules, *, by: User) -> MoneyRules:
    """The edition; whoever moves one locks all, they are few and count against each other."""
    if not by.has_perm(PUBLISH_MONEY_RULES):
        raise NotPermitted("您没有施行补助规则的权限。")
    locked = {row.pk: row for row in MoneyRules.objects.select_for_update().order_by("pk")}
    if rules.pk not in locked:
        raise RulesFrozen("这一版草稿已经删除。")
    return locked[rules.pk]


def _retire(rules: MoneyRules, reason: str, *, by: User, at: datetime) -> MoneyRules:
    rules.status, rules.retired_by, rules.retired_at, rules.retire_reason = (
        EditionStatus.RETIRED,
        by,
        at,
        reason,
    )
    rules.save(update_fields=["status", "retired_by", "retired_at", "retire_reason"])
    return rules
