"""The sample accounts of the first run: their passwords are printed, work, and stay."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User

from foundation.sample_staff import load_staff
from gazette.sample import STAFF


@pytest.fixture
def notebook(db: None, tmp_path: Path) -> Path:
    return tmp_path / "data" / "sample-logins.json"


def test_the_printed_passwords_open_the_desk(notebook: Path) -> None:
    logins = load_staff(notebook, STAFF)
    assert len(logins) == 6
    for login in logins:
        user = User.objects.get(username=login.username)
        assert user.check_password(login.password)
        assert [group.name for group in user.groups.all()] == [login.role]


def test_a_second_start_keeps_them_and_nobody_else_reads_them(notebook: Path) -> None:
    assert load_staff(notebook, STAFF) == load_staff(notebook, STAFF)
    assert notebook.stat().st_mode & 0o777 == 0o600


def test_an_account_with_another_password_gets_a_new_one(notebook: Path) -> None:
    before = load_staff(notebook, STAFF)
    chief = User.objects.get(username="chief")
    chief.set_password("somebody-changed-it")
    chief.save(update_fields=["password"])
    after = load_staff(notebook, STAFF)
    assert [login.username for login, old in zip(after, before, strict=True) if login != old] == ["chief"]
    assert User.objects.get(username="chief").check_password(after[2].password)
