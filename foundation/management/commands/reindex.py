"""`manage.py reindex`: write the search index anew beside the one in use, and prove that it agrees with the content."""

from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from foundation.search.indexing import refresh
from foundation.search.proving import incomplete, misplaced, proofs, subjects_of
from foundation.search.registry import searchables
from foundation.search.segments import rebuild

SUBJECTS_AT_ONCE = 200


class Command(BaseCommand):
    help = (
        "重编检索索引：网站照常查找，编好一次切换；最后核对索引与内容是否一致，不一致时退出码为 1。"
        "可以反复运行，每周或升级以后运行一次。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="只核对，不重编。")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        begun = monotonic()
        if not check:
            self._write_entries()
            rebuild(say=self._told_segments)
        self._prove()
        self.stdout.write(f"用时 {monotonic() - begun:.1f} 秒。")

    def _write_entries(self) -> None:
        for searchable in searchables():
            subjects = sorted(subjects_of(searchable))
            label, changed = searchable.model._meta.verbose_name, 0
            for begin in range(0, len(subjects), SUBJECTS_AT_ONCE):
                changed += refresh(searchable.label, subjects[begin : begin + SUBJECTS_AT_ONCE])
                seen = min(begin + SUBJECTS_AT_ONCE, len(subjects))
                self.stdout.write(f"{label}：已看 {seen}/{len(subjects)}，改动条目 {changed}")
                self.stdout.flush()

    def _told_segments(self, done: int, total: int) -> None:
        self.stdout.write(f"编入分段：{done}/{total} 条")
        self.stdout.flush()

    def _prove(self) -> None:
        """Compare with the content once more; somebody may publish meanwhile, so what differs is looked at again."""
        wrong = []
        for proof in proofs():
            self.stdout.write(f"{proof.label}：应有条目 {proof.wanted}，现有 {proof.standing}")
            if not proof.agrees:
                wrong.append(
                    f"{proof.label}有 {len(proof.differing)} 个对象与索引不一致，如编号 {proof.differing[:5]}"
                )
        nowhere, twice = misplaced()
        if lost := incomplete():
            wrong.append(f"有 {len(lost)} 个分段残缺")
        if nowhere or twice:
            wrong.append(f"有 {nowhere} 条没有编入，{twice} 条重复或多余")
        if wrong:
            raise CommandError(f"索引与内容不一致：{'；'.join(wrong)}。请再运行一遍 manage.py reindex。")
        self.stdout.write("索引与内容一致。")
