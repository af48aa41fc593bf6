"""`manage.py load_money_rules`: bring the editions of the money rules that come with the program in as drafts."""

from typing import Any

from django.core.management.base import BaseCommand

from eldercare.money_rules_file import load_money_rules


class Command(BaseCommand):
    help = "把随程序提供的补助规则（fixtures/eldercare/money-rules.json）读成草稿，由市级管理员在后台核对后施行。"

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_money_rules()
        said = "、".join(map(str, loaded))
        self.stdout.write(
            f"已读入草稿：{said}；请在后台核对后施行。" if loaded else "补助规则都已在库里，没有改动。"
        )
