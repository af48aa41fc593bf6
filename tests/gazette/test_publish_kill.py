"""A process killed in the middle of reviewing and publishing an issue leaves everything or nothing."""

from __future__ import annotations

import random
from time import sleep

from tests.databases import Database
from tests.gazette.conftest import SAMPLE
from tests.gazette.test_import_kill import kill, wait_until_gone, wait_until_writing

SET_UP = """
from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone
from gazette.models import Issue
from gazette.sample import account_for_warnings
call_command("import_issue", {sample!r})
for name in ("one", "two", "three"):
    User.objects.create_superuser(name)
account_for_warnings(Issue.objects.get(), by=User.objects.get(username="one"), at=timezone.localtime())
"""
PUBLISH = (
    "publish_issue",
    "2012/3",
    "--first",
    "one",
    "--second",
    "two",
    "--final",
    "three",
    "--by",
    "three",
)
STATIONS = "SELECT status FROM documents_document UNION SELECT status FROM gazette_issue"
STEPS = "SELECT count(*) FROM foundation_statuschange"
OBJECTS = "SELECT (SELECT count(*) FROM documents_document) + (SELECT count(*) FROM gazette_issue)"
random_moments = random.Random(20120305)


def test_a_kill_while_publishing_leaves_all_or_nothing(database: Database) -> None:
    code, _, said = database.run("shell", "--no-imports", "-c", SET_UP.format(sample=str(SAMPLE)))
    assert code == 0, said
    ((objects,),) = database.ask(OBJECTS)
    for moment in range(2):
        process = database.start(*PUBLISH)
        wait_until_writing(database, process)
        sleep((moment + random_moments.random()) * 0.2)
        kill(process)
        wait_until_gone(database)
        stations, ((steps,),) = database.ask(STATIONS), database.ask(STEPS)
        assert (stations, steps) in (([("draft",)], 0), ([("published",)], 4 * objects))
        if steps:
            break
    else:
        code, _, said = database.run(*PUBLISH)
        assert (code, said) == (0, "")
    assert database.ask(STATIONS) == [("published",)]
    assert database.ask(STEPS) == [(4 * objects,)]
