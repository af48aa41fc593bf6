"""Django backend: PostgreSQL whose server starts by itself at the first connection."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base, client

from portal.embedded_database import server

DATABASE = "gazette"


class DatabaseClient(client.DatabaseClient):
    """manage.py dbshell with the psql that came with the server."""

    def runshell(self, parameters: Iterable[str]) -> None:
        self.connection.get_connection_params()
        place = server.join(settings.DATA_DIR, DATABASE)
        type(self).executable_name = str(place.server / "bin" / "psql")
        super().runshell(parameters)


class DatabaseWrapper(base.DatabaseWrapper):
    client_class = DatabaseClient

    def get_connection_params(self) -> dict[str, Any]:
        place = server.join(settings.DATA_DIR, DATABASE)
        self.settings_dict["HOST"] = str(place.sockets)
        return super().get_connection_params()
