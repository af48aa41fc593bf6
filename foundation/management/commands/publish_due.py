"""manage.py publish_due: whatever was set to be published by now."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from foundation.schedule import publish_due


class Command(BaseCommand):
    help = (
        "发布已到定时发布时间的公文和公报；可以用 cron 每分钟运行，反复运行、同时运行都只发布一次。"
        "网站运行时自己也会做（见 README 的 PUBLISH_DUE_SECONDS）。"
    )

    def handle(self, *args: object, **options: object) -> None:
        published = publish_due(at=timezone.now())
        for obj in published:
            self.stdout.write(f"已发布：{obj}")
        if not published:
            self.stdout.write("没有到时间的。")
