"""manage.py publish_issue 2024/9 --by USERNAME: an issue and its documents before the public at once."""

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from documents.models import Document
from foundation.models import Status
from foundation.refusals import NotPermitted, Refusal
from gazette.actions import publish_issue
from gazette.management.refusing import issue_named, refuse


class Command(BaseCommand):
    help = "发布一期公报和它的全部公文草稿；经办人须有发布权限，记入状态变更历史。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("issue", metavar="年/期", help="如 2024/9。")
        parser.add_argument("--by", required=True, metavar="用户名", help="经办人的登录名。")

    def handle(self, *args: object, issue: str, by: str, **options: object) -> None:
        at = timezone.now()
        try:
            published = publish_issue(issue_named(issue), by=_person(by), at=at)
        except Refusal as refusal:
            refuse(self, str(refusal))
        listed = Document.objects.filter(entries__issue=published, status=Status.PUBLISHED, published_at=at)
        self.stdout.write(f"{published}已发布，公文 {listed.distinct().count()} 份一并发布。")


def _person(username: str) -> User:
    person = User.objects.filter(username=username).first()
    if person is None:
        raise NotPermitted(f"没有登录名为“{username}”的用户。")
    return person
