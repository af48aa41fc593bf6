"""The verbs of accounts: coming in and going out, the second factor, and what the keeper of the accounts does."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import SESSION_KEY, login
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest

from foundation.accounts.backend import needs_second_factor
from foundation.accounts.one_time_codes import (
    accepted_step,
    new_recovery_codes,
    new_secret,
    recovery_digest,
)
from foundation.accounts.record import note
from foundation.chinese_text import weight
from foundation.models import RecoveryCode, SecondFactor, SecurityDeed, StaffSession, TemporaryPassword
from foundation.models.reveal import LEAST_REASON
from foundation.redaction import redacted
from foundation.refusals import (
    NoSecondFactor,
    NotPermitted,
    NotTheirKeeper,
    PasswordExpired,
    RemarkRequired,
    SecondFactorNeeded,
    WrongCode,
)
from foundation.throttling import Limit, Window, count_in

BACKEND = "foundation.accounts.backend.StaffBackend"
VERIFIED = "second_factor"  # in the session: this log-in was made with one
KEEP_ACCOUNTS = "auth.change_user"
CODES = Limit(
    "second-factor", 20, "这个账号试验证码的次数太多，请一小时以后再试，或请账号管理员重置。", Window.HOUR
)
WRONG = "验证码不对，或者已经用过：请等手机上换出下一个再填；手机的时间要准。手机丢了请用恢复码。"


def log_in(request: HttpRequest, user: User, *, verified: bool, network: str, at: datetime) -> None:
    """Everybody who comes in comes in here: a new session key, and a line of the record."""
    if SESSION_KEY in request.session:
        request.session.flush()  # Django would let the same person go on under the old key
    login(request, user, backend=BACKEND)
    if verified:
        request.session[VERIFIED] = True
    note(
        SecurityDeed.LOGGED_IN,
        at=at,
        user=user,
        by=user,
        network=network,
        detail="两步验证" if verified else "",
    )


def require_usable_password(user: User, *, at: datetime) -> None:
    """A temporary password that lay about too long opens nothing. Raises PasswordExpired."""
    end = at - timedelta(days=settings.TEMPORARY_PASSWORD_DAYS)
    if TemporaryPassword.objects.filter(user=user, set_at__lt=end).exists():
        raise PasswordExpired(
            f"临时密码已经超过 {settings.TEMPORARY_PASSWORD_DAYS} 天，请账号管理员再发一个。"
        )


def check_code(user: User, typed: str, *, network: str, at: datetime) -> None:
    """The person has the telephone, or one of the recovery codes, which is used up by it.

    Raises WrongCode (on record) or TooManyVisits.
    """
    with transaction.atomic():  # stands, whatever becomes of the code
        count_in(CODES, str(user.pk), at=at)
    if recovery_digest(typed):
        if _uses_recovery_code(user, recovery_digest(typed), at=at):
            note(SecurityDeed.RECOVERY_USED, at=at, user=user, by=user, network=network)
            return
    elif _uses_code(user, typed, at=at):
        return
    note(SecurityDeed.CODE_REFUSED, at=at, user=user, network=network)
    raise WrongCode(WRONG)


@transaction.atomic
def _uses_code(user: User, typed: str, *, at: datetime) -> bool:
    """Of two who send the same code at once, one comes in."""
    factor = SecondFactor.objects.select_for_update().filter(user=user).first()
    step = accepted_step(factor.secret.plain(), typed, at=at, after=factor.last_step) if factor else None
    if factor is None or step is None:
        return False
    factor.last_step = step
    factor.save(update_fields=["last_step"])
    return True


def _uses_recovery_code(user: User, digest: str, *, at: datetime) -> bool:
    unused = RecoveryCode.objects.filter(factor__user=user, factor__confirmed_at__isnull=False, used_at=None)
    return unused.filter(digest=digest).update(used_at=at) == 1


@transaction.atomic
def begin_second_factor(user: User, *, begun: int = 0, at: datetime) -> SecondFactor:
    """A secret to be carried over to the telephone. One that counts already stays as it is, and so does the one `begun`
    by this log-in: two windows make one secret. One begun by another log-in may have been seen there, and goes.
    """
    User.objects.select_for_update().get(pk=user.pk)
    SecondFactor.objects.filter(user=user, confirmed_at=None).exclude(pk=begun).delete()
    factor = SecondFactor.objects.filter(user=user).first()
    return factor or SecondFactor.objects.create(user=user, secret=new_secret(), made_at=at)


def confirm_second_factor(
    user: User, typed: str, *, begun: int, session_key: str | None, network: str, at: datetime
) -> list[str]:
    """The telephone shows the right code: from now on a log-in asks for it. Answers ten recovery codes, never shown again.

    All other log-ins of the account end. Raises NoSecondFactor, WrongCode or TooManyVisits.
    """
    if not SecondFactor.objects.filter(user=user, confirmed_at=None, pk=begun).exists():
        raise NoSecondFactor("没有等待启用的两步验证：可能已在别的窗口启用，请重新打开这一页。")
    check_code(user, typed, network=network, at=at)
    with transaction.atomic():
        factor = SecondFactor.objects.select_for_update().get(user=user)
        factor.confirmed_at = at
        factor.save(update_fields=["confirmed_at"])
        codes = _give_recovery_codes(factor)
        end_sessions(user, but=session_key)
        note(SecurityDeed.FACTOR_ENROLLED, at=at, user=user, by=user, network=network)
    return codes


def renew_recovery_codes(user: User, typed: str, *, network: str, at: datetime) -> list[str]:
    """Ten new ones; the old ones open nothing any more. Raises NoSecondFactor, WrongCode or TooManyVisits."""
    check_code(user, typed, network=network, at=at)
    with transaction.atomic():
        codes = _give_recovery_codes(_factor_of(user))
        note(SecurityDeed.RECOVERY_RENEWED, at=at, user=user, by=user, network=network)
    return codes


def remove_second_factor(user: User, typed: str, *, network: str, at: datetime) -> None:
    """Its owner goes back to the password alone, where the role lets them.

    Raises SecondFactorNeeded, NoSecondFactor, WrongCode or TooManyVisits.
    """
    if needs_second_factor(user):
        raise SecondFactorNeeded(
            "您的角色必须使用两步验证，不能停用；换手机请用“重新设置”或请账号管理员重置。"
        )
    check_code(user, typed, network=network, at=at)
    with transaction.atomic():
        _factor_of(user).delete()
        note(SecurityDeed.FACTOR_REMOVED, at=at, user=user, by=user, network=network)


@transaction.atomic
def reset_second_factor(user: User, *, reason: str, by: User | None, network: str = "", at: datetime) -> None:
    """The telephone is gone and so are the recovery codes: the keeper takes the second factor away, and every log-in of
    the account ends. `by` is None for the command on the server.

    Raises NotPermitted, NotTheirKeeper, RemarkRequired or NoSecondFactor.
    """
    require_keeper(by, user)
    if weight(reason) < LEAST_REASON:
        raise RemarkRequired(f"请写明重置的原因和怎样核实了本人，至少 {LEAST_REASON} 个字。")
    _factor_of(user).delete()
    end_sessions(user)
    note(SecurityDeed.FACTOR_RESET, at=at, user=user, by=by, network=network, detail=redacted(reason.strip()))


@transaction.atomic
def give_temporary_password(user: User, *, by: User, network: str, at: datetime) -> str:
    """A password to be told to the person, who has to choose their own with it. It is nowhere on record.

    Raises NotPermitted or NotTheirKeeper.
    """
    require_keeper(by, user)
    password = "-".join(secrets.token_hex(2) for _ in range(4))
    locked = User.objects.select_for_update().get(pk=user.pk)
    locked.set_password(password)
    locked.save(update_fields=["password"])
    TemporaryPassword.objects.update_or_create(user=locked, defaults={"set_by": by, "set_at": at})
    note(SecurityDeed.PASSWORD_SET, at=at, user=user, by=by, network=network)
    return password


def require_keeper(by: User | None, user: User) -> None:
    """Raises NotPermitted or NotTheirKeeper."""
    if by is None:
        return
    if not by.has_perm(KEEP_ACCOUNTS):
        raise NotPermitted("您没有管理账号的权限。")
    if by == user:
        raise NotTheirKeeper("自己的账号请别人来管；自己的密码和两步验证在右上角的菜单里改。")
    if user.is_superuser and not by.is_superuser:
        raise NotTheirKeeper("超级用户的账号只能由超级用户管理。")


def end_sessions(user: User, *, but: str | None = None) -> None:
    """Wherever this person is logged in, except here."""
    StaffSession.objects.filter(user=user).exclude(session_key=but or "").delete()


def _factor_of(user: User) -> SecondFactor:
    factor = SecondFactor.objects.select_for_update().filter(user=user, confirmed_at__isnull=False).first()
    if factor is None:
        raise NoSecondFactor("这个账号没有启用两步验证。")
    return factor


def _give_recovery_codes(factor: SecondFactor) -> list[str]:
    codes = new_recovery_codes()
    factor.recovery_codes.all().delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(factor=factor, digest=recovery_digest(code)) for code in codes
    )
    return codes
