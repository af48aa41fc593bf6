"""Django backend: PostgreSQL whose server starts by itself at the first connection."""

from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base

from portal.embedded_database import server

DATABASE = "gazette"


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self) -> dict[str, Any]:
        place = server.join(settings.DATA_DIR, DATABASE)
        self.settings_dict["HOST"] = str(place.sockets)
        return super().get_connection_params()
