"""The health check tells the truth about the database."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client, override_settings

PROJECT = Path(__file__).resolve().parents[2]
ASK = "from django.test import Client; r = Client().get('/healthz', headers={'host': 'localhost'}); print(r.status_code, r.json())"


@pytest.mark.django_db
def test_health_is_answered_from_the_database() -> None:
    response = Client().get("/healthz")
    assert (response.status_code, response.json()) == (200, {"database": "ok"})
    assert "no-cache" in response.headers["Cache-Control"]


@pytest.mark.django_db
def test_ready_means_tables_and_disks_and_strangers_learn_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with override_settings(PRIVATE_ROOT=tmp_path / "not" / "yet"):
        response = Client().get("/readyz")
    assert (response.status_code, response.json()) == (200, {"ready": True})
    monkeypatch.setattr("portal.health._takes_files", lambda folder: False)
    response = Client().get("/readyz")
    assert (response.status_code, response.json()) == (503, {"ready": False})
    assert "PRIVATE_ROOT cannot be written" in caplog.text
    monkeypatch.setattr("portal.health._migrated", False)
    MigrationRecorder.Migration.objects.filter(app="gazette").latest("pk").delete()
    assert Client().get("/readyz").status_code == 503
    assert "migrate" in caplog.text
    assert Client().post("/readyz").status_code == 405


def test_an_unreachable_database_is_no_health() -> None:
    away = {
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
        "DATABASE_POOL_TIMEOUT": "1",
        "DEBUG": "1",
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", ASK],
        cwd=PROJECT,
        env=os.environ | away,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "503 {'database': 'unavailable'}"
