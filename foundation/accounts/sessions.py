"""Sessions of the staff: eight hours at the most, less when nobody is at the desk, and ended by the database when the
account changes (foundation.models.StaffSession). Settings name this module: SESSION_ENGINE.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

BEGAN, SEEN = "_began", "_seen"  # seconds since 1970
SEEN_EVERY = 60  # seconds: how exactly the desk knows when somebody was last there; each time is a write


class SessionStore(DatabaseStore):
    """The database's sessions with two ends: so long after the log-in, and so long after the last visit."""

    @classmethod
    def get_model_class(cls) -> Any:
        from foundation.models import StaffSession  # after the apps are ready

        return StaffSession

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row: Any = super().create_model_instance(data)
        row.user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        return row

    def cycle_key(self) -> None:
        """A log-in gets a key nobody has seen, and its hours begin."""
        self[BEGAN] = self[SEEN] = _now()
        super().cycle_key()

    def get_expiry_age(self, **kwargs: Any) -> int:
        """Seconds until the nearer end; the cookie lives as long."""
        now = _now()
        idle_end = self.get(SEEN, now) + settings.SESSION_IDLE_SECONDS
        last_end = self.get(BEGAN, now) + settings.SESSION_COOKIE_AGE
        return int(min(idle_end, last_end) - now)

    def get_expiry_date(self, **kwargs: Any) -> datetime:
        return timezone.now() + timedelta(seconds=self.get_expiry_age())

    def is_seen(self) -> None:
        """Somebody is at the desk: the idle time begins anew. Written once a minute, not at every click."""
        if _now() - self.get(SEEN, 0) >= SEEN_EVERY:
            self[SEEN] = _now()


def _now() -> int:
    return int(timezone.now().timestamp())
