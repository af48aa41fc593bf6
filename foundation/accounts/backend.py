"""Who an account is and what still stands before its desk: one question to the database for each request."""

from __future__ import annotations

from typing import Any, ClassVar

from axes.backends import AxesBackend
from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef

from foundation.models import SecondFactor, TemporaryPassword
from foundation.roles import NEED_SECOND_FACTOR


class StaffBackend(AxesBackend):
    """Django's own accounts; the person comes with what `foundation.accounts.gate` asks about them."""

    standing: ClassVar[dict[str, Exists]] = {
        "has_temporary_password": Exists(TemporaryPassword.objects.filter(user=OuterRef("pk"))),
        "has_second_factor": Exists(
            SecondFactor.objects.filter(user=OuterRef("pk"), confirmed_at__isnull=False)
        ),
        "has_guarded_role": Exists(
            User.groups.through.objects.filter(user=OuterRef("pk"), group__name__in=NEED_SECOND_FACTOR)
        ),
    }

    def authenticate(self, request: Any, username: Any = None, password: Any = None, **kwargs: Any) -> Any:
        """Whoever is locked out is not looked at: axes raises. One backend for both, so that Django has none to choose
        from where it asks who holds a permission."""
        super().authenticate(request, username=username, password=password, **kwargs)
        return ModelBackend.authenticate(self, request, username, password, **kwargs)

    def get_user(self, user_id: int) -> Any:
        user = User.objects.annotate(**self.standing).filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None


def has_temporary_password(user: User) -> bool:
    """Whether another person set the password."""
    known = getattr(user, "has_temporary_password", None)
    return TemporaryPassword.objects.filter(user=user).exists() if known is None else bool(known)


def has_second_factor(user: User) -> bool:
    known = getattr(user, "has_second_factor", None)
    return (
        SecondFactor.objects.filter(user=user, confirmed_at__isnull=False).exists()
        if known is None
        else bool(known)
    )


def needs_second_factor(user: User) -> bool:
    """Whether the portal does not let this person work without one."""
    if not settings.SECOND_FACTOR_REQUIRED:
        return False
    known = getattr(user, "has_guarded_role", None)
    if known is None:
        known = user.groups.filter(name__in=NEED_SECOND_FACTOR).exists()
    return user.is_superuser or bool(known)
