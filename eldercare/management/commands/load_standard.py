"""`manage.py load_standard 2024`: bring an edition of the rating standard in as a draft."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from eldercare.standard_file import load_standard


class Command(BaseCommand):
    help = "把 fixtures/eldercare 里的一版等级评定标准读成草稿，由市级管理员在后台核对后施行。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", nargs="?", default="2024", help="版本，默认 2024")

    def handle(self, *args: Any, code: str, **options: Any) -> None:
        try:
            edition = load_standard(code)
        except FileNotFoundError as error:
            raise CommandError(f"没有这一版标准的文件：{error.filename}") from None
        if edition is None:
            self.stdout.write(f"评定标准 {code} 已在库里，没有改动。")
            return
        self.stdout.write(
            f"已读入评定标准 {code} 草稿，共 {edition.criteria.count()} 条；请在后台核对后施行。"
        )
