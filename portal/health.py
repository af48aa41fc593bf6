"""Is the portal able to answer, and may it be sent visitors? For load balancers and monitors; strangers learn no details."""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

log = logging.getLogger(__name__)
_migrated = False  # once true it stays true as long as this process lives


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Alive: 200 {"database": "ok"}, or 503 when the database does not answer."""
    if not _database_answers():
        return JsonResponse({"database": "unavailable"}, status=503)
    return JsonResponse({"database": "ok"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Ready: the database answers, its tables are those of this program, and files can be kept. What is missing stands
    in the log alone."""
    missing = _missing()
    for what in missing:
        log.error("not ready: %s", what)
    return JsonResponse({"ready": not missing}, status=503 if missing else 200)


def _missing() -> list[str]:
    if not _database_answers():
        return ["the database does not answer"]
    found = [] if _is_migrated() else ["migrations are not applied: run manage.py migrate"]
    if not _takes_files(Path(settings.PRIVATE_ROOT)):
        found.append("PRIVATE_ROOT cannot be written")
    return found


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _is_migrated() -> bool:
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrated


def _takes_files(folder: Path) -> bool:
    """By writing one: a full or read-only disk says nothing before. A folder that is not there yet is made with the first
    file."""
    place = next(part for part in (folder, *folder.parents) if part.exists())
    try:
        with tempfile.NamedTemporaryFile(dir=place) as file:
            file.write(b"ready")
            file.flush()
    except OSError:
        return False
    return True
