"""What every test stands on: development mode, the server manage.py uses, cheap passwords, a real browser."""

import gc
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

# Before the settings are read: tests run in development mode and depend on nothing of the operator's but DATABASE_URL.
OPERATORS = (
    "HTTPS",
    "SECRET_KEY",
    "PROTECTED_DATA_KEYS",
    "ALLOWED_HOSTS",
    "DATA_DIR",
    "MEDIA_ROOT",
    "PRIVATE_ROOT",
)
for name in list(os.environ):
    if name.startswith(("SITE_", "PAPER_")) or name in OPERATORS:
        del os.environ[name]
os.environ["DEBUG"] = "1"
os.environ["PUBLISH_DUE_SECONDS"] = "0"  # nothing is published behind a test's back
os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
# Playwright's synchronous interface keeps an event loop in the thread the tests ask the database from.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

import django
import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import TransactionTestCase, override_settings
from hypothesis import HealthCheck, settings
from pytest_django.plugin import DjangoDbBlocker

django.setup()  # before the conftests of the floors, which import models

# Speed is measured in benchmarks: a busy machine makes no property untrue.
settings.register_profile("portal", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("portal")

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# The headless shell first: the others draw their own windows and menus too, although nobody looks at them.
CHROMIUM_NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
# What takes time and changes no page: a new process for a page of another origin (half of what a page of the desk
# takes), and compiling scripts once more for speed, which is never earned back before the page is left.
CHROMIUM_SAVES = ["--renderer-process-limit=1", "--js-flags=--no-opt"]
NO_SUPERUSER = (
    "测试要在各表之间清空数据，DATABASE_URL 里的用户须是数据库超级用户；不设 DATABASE_URL 则用内置数据库"
)
NO_CHROMIUM = (
    "没有安装 Chromium，浏览器测试跳过（Debian：apt-get install chromium-headless-shell fonts-noto-cjk）"
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also the walks and kills that take minutes")


def pytest_configure(config: pytest.Config) -> None:
    """While the workers collect the tests, the database they copy is made, if it is not there yet."""
    if config.getoption("numprocesses", None) and not hasattr(config, "workerinput"):
        made = "import tests.conftest; from tests.databases import migrated; migrated()"
        subprocess.Popen([sys.executable, "-c", made])


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What is marked long runs when asked for: each kind has a shorter one that runs always, or else in its place."""
    left_out = "short" if config.getoption("--long") else "long"
    others = [item for item in items if item.get_closest_marker(left_out)]
    config.hook.pytest_deselected(items=others)
    items[:] = [item for item in items if not item.get_closest_marker(left_out)]


@pytest.fixture(autouse=True, scope="session")
def cheap_passwords() -> Iterator[None]:
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True, scope="session")
def long_minutes() -> Iterator[None]:
    """That somebody is at the desk is written once a minute: on a slow machine, in the midst of counted questions."""
    from foundation.accounts import sessions

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sessions, "SEEN_EVERY", 30 * sessions.SEEN_EVERY)
        yield


@pytest.fixture(autouse=True, scope="session")
def private_root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Private files of tests lie among those of no installation."""
    with override_settings(PRIVATE_ROOT=tmp_path_factory.mktemp("private")):
        yield


def pytest_collection_finish() -> None:
    """What is loaded now stays to the end: looking through it for garbage again and again takes a fifth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """The database of the tests is a copy of one that has been migrated already."""
    from tests.databases import migrated

    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = migrated()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The roles of the staff stand before the first test: making them anew for each would take longer than the tests."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        call_command("ensure_roles", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("SHOW is_superuser")
            may_pass_triggers = cursor.fetchone() == ("on",)
        if not may_pass_triggers:
            pytest.exit(NO_SUPERUSER)
        _forget_making_of_roles()
        patch.setattr(TransactionTestCase, "_fixture_teardown", _take_back)
        yield


def _forget_making_of_roles() -> None:
    """The log of changes begins empty for every test, the first too."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM foundation_rowchange")


@pytest.fixture(scope="class")
def rows_of_the_class(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What a class of tests only reads is written once: each of them begins and is taken back within its transaction."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


PROGRAM = {
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "auth_group",
    "auth_group_permissions",
}


def _take_back(test: TransactionTestCase) -> None:
    """What a test of real commits wrote goes; what belongs to the program stays: content types, permissions, roles.

    Django truncates every table, full or not, and makes permissions anew: half a second for each such test.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL session_replication_role = replica"
        )  # past guards, logs and the order of foreign keys
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        tables = {name for (name,) in cursor.fetchall()} - PROGRAM
        cursor.execute(
            " UNION ALL ".join(
                f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\")" for name in sorted(tables)
            )
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'DELETE FROM "{name}"')


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """The machine's own Chromium. Without one the test is skipped, but never in CI."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=30_000)  # as long as a click waits: a busy machine makes no page wrong
    program = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if program is None and os.environ.get("CI"):
        pytest.fail(NO_CHROMIUM)
    if program is None:
        pytest.skip(NO_CHROMIUM)
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-dev-shm-usage"] if os.geteuid() == 0 else []
        chromium = playwright.chromium.launch(executable_path=program, args=CHROMIUM_SAVES + arguments)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: "Browser") -> "Iterator[Page]":
    """A new window without cookies that fails the test on any error in its console (so on CSP breaches too)."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900})
    window = context.new_page()
    errors: list[str] = []
    window.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    window.on("pageerror", lambda error: errors.append(str(error)))
    yield window
    context.close()
    assert not errors
