"""What the commands of the gazette share: naming an issue, and one Chinese sentence for every refusal."""

from __future__ import annotations

import re
from typing import NoReturn

from django.core.management.base import BaseCommand

from foundation.refusals import Refusal
from gazette.models import Issue

REFUSED = 2  # exit code


class NoSuchIssue(Refusal):
    """The words of the person at the keyboard name no issue on record."""


def issue_named(given: str) -> Issue:
    """The issue written as 2024/9. Raises NoSuchIssue."""
    named = re.fullmatch(r"([0-9]{4})/([0-9]{1,3})", given)
    issue = Issue.objects.filter(year=int(named[1]), number=int(named[2])).first() if named else None
    if issue is None:
        raise NoSuchIssue(f"没有“{given}”这一期；请写成 2024/9 的样子，并先导入该期。")
    return issue


def refuse(command: BaseCommand, sentence: str) -> NoReturn:
    command.stderr.write(sentence)
    raise SystemExit(REFUSED)
