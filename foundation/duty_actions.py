"""The verbs of duties: to take an object in hand, and to hand it over to somebody."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from foundation.lifecycle import AFTER_PUBLICATION, Publishable
from foundation.models import EditorialDuty
from foundation.models.duty import LONGEST_NOTE
from foundation.permissions import HAND_OVER_DUTY
from foundation.refusals import NotPermitted, Refusal

_BACKEND = "django.contrib.auth.backends.ModelBackend"  # the one that knows roles


class NotInTheMaking(Refusal):
    """What has been published or withdrawn needs nobody in charge any more."""


class CannotBearDuty(Refusal):
    """The person has no role for it, or their account is closed."""


class DueInThePast(Refusal):
    """The date was over when it was set."""


class TakenAlready(Refusal):
    """Somebody else is in charge."""


class NoteTooLong(Refusal):
    """More words than a hand-over holds."""


@transaction.atomic
def take(subject: Publishable, *, by: User, at: datetime, due_on: date | None = None) -> EditorialDuty:
    """Take in hand what nobody is in charge of, or somebody who no longer can be.

    Raises NotPermitted, NotInTheMaking, TakenAlready or DueInThePast.
    """
    if not may_bear(by, subject):
        raise NotPermitted(f"您没有承办{subject._meta.verbose_name}的权限。")
    locked, current = _locked(subject)
    if current is not None and may_bear(current.person, locked):
        raise TakenAlready(f"“{locked}”现由{_name(current.person)}承办，要换人请由承办人或副主编、主编交办。")
    return _set(locked, current, to=by, due_on=due_on, note="", by=by, at=at)


@transaction.atomic
def hand_over(
    subject: Publishable, *, to: User, due_on: date | None, note: str, by: User, at: datetime
) -> EditorialDuty:
    """Put somebody in charge until a day: by who is in charge now, or who may hand over what is others'.

    The same person again sets a new date. Raises NotPermitted, NotInTheMaking, CannotBearDuty, DueInThePast or NoteTooLong.
    """
    locked, current = _locked(subject)
    if not may_hand_over(by, current):
        raise NotPermitted("交办由现在的承办人，或者副主编、主编办理；没有人承办的，您可以自己承办。")
    if not may_bear(to, locked):
        closed = "账号已停用" if not to.is_active else f"没有修改{locked._meta.verbose_name}的权限"
        raise CannotBearDuty(f"{_name(to)}{closed}，不能承办；请另选一人。")
    return _set(locked, current, to=to, due_on=due_on, note=note, by=by, at=at)


def may_bear(person: User, subject: Publishable) -> bool:
    """Whoever is in charge must be able to change the text."""
    noun = subject._meta
    return person.is_staff and person.has_perm(f"{noun.app_label}.change_{noun.model_name}")


def bearers_of(noun: type[Publishable]) -> QuerySet[User]:
    """Everybody who `may_bear` an object of the noun: a role that was lost, or an account that was closed, ends it."""
    permission = f"{noun._meta.app_label}.change_{noun._meta.model_name}"
    return User.objects.with_perm(permission, backend=_BACKEND).filter(is_staff=True)


def may_hand_over(user: User, current: EditorialDuty | None) -> bool:
    return user.has_perm(HAND_OVER_DUTY) or (current is not None and current.person_id == user.pk)


def _locked(subject: Publishable) -> tuple[Publishable, EditorialDuty | None]:
    """The object, locked, and who is in charge of it: hand-overs come one after the other."""
    locked: Publishable = type(subject)._base_manager.select_for_update(of=("self",)).get(pk=subject.pk)
    if locked.status in AFTER_PUBLICATION:
        raise NotInTheMaking(f"“{locked}”{locked.get_status_display()}，不用再交办。")
    current = EditorialDuty.objects.of(locked).current().select_related("person").first()
    return locked, current


def _set(
    locked: Publishable,
    current: EditorialDuty | None,
    *,
    to: User,
    due_on: date | None,
    note: str,
    by: User,
    at: datetime,
) -> EditorialDuty:
    note = note.strip()
    if len(note) > LONGEST_NOTE:
        raise NoteTooLong(f"交办说明最多 {LONGEST_NOTE} 个字，现在有 {len(note)} 个。")
    today = timezone.localtime(at).date()
    if due_on is not None and due_on < today:
        raise DueInThePast(f"办理期限 {due_on:%Y-%m-%d} 已经过了，请填今天（{today:%Y-%m-%d}）或以后的日期。")
    if current is not None:
        current.ended_at = max(at, current.at)  # who waited for the lock may have read the clock before
        current.save(update_fields=["ended_at"])
    return EditorialDuty.objects.create(subject=locked, person=to, due_on=due_on, note=note, set_by=by, at=at)


def _name(person: User) -> str:
    return person.get_full_name() or person.get_username()
