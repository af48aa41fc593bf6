"""manage.py publish_issue 2024/9 --by USERNAME: an issue and its documents before the public at once."""

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone

from documents.models import Document
from foundation.lifecycle import Verb
from foundation.models import Status
from foundation.refusals import NotPermitted, Refusal
from gazette.actions import move_issue, publish_issue
from gazette.management.refusing import issue_named, refuse
from gazette.models import Issue

REVIEWS = {"first": Verb.FIRST_REVIEW, "second": Verb.SECOND_REVIEW, "final": Verb.FINAL_REVIEW}


class Command(BaseCommand):
    help = (
        "发布一期已终审的公报和它的全部公文；经办人须有发布权限，记入状态变更历史。"
        "整理旧刊时可以同时写明三个审核人：三个不同的人，各有本级审核的权限，逐级记入历史；有一步不成，什么也不改。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("issue", metavar="年/期", help="如 2024/9。")
        parser.add_argument("--by", required=True, metavar="用户名", help="发布人的登录名。")
        for option, verb in REVIEWS.items():
            parser.add_argument(f"--{option}", metavar="用户名", help=f"先由此人{verb.deed}。")

    def handle(self, *args: object, issue: str, by: str, **options: str | None) -> None:
        at = timezone.now()
        try:
            with transaction.atomic():
                named = issue_named(issue)
                for option, verb in REVIEWS.items():
                    if reviewer := options[option]:
                        move_issue(named, verb=verb, by=_person(reviewer), at=at)
                published: Issue = publish_issue(named, by=_person(by), at=at)
        except Refusal as refusal:
            refuse(self, str(refusal))
        listed = Document.objects.filter(entries__issue=published, status=Status.PUBLISHED, published_at=at)
        self.stdout.write(f"{published}已发布，公文 {listed.distinct().count()} 份一并发布。")


def _person(username: str) -> User:
    person = User.objects.filter(username=username).first()
    if person is None:
        raise NotPermitted(f"没有登录名为“{username}”的用户。")
    return person
