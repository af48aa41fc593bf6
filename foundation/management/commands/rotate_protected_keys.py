"""`manage.py rotate_protected_keys`: bring all protected data under the first key; with --check, only count."""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from foundation.acting import acting
from foundation.refusals import KeyMissing
from foundation.rotation import Outcome, State, Table, batches, count, protected_tables, rotate, state_of

PASSES = 3  # a process started with the old keys may still write while the first pass is under way


class Command(BaseCommand):
    help = (
        "把全部受保护的信息（证件号码、私人电话）换到 PROTECTED_DATA_KEYS 的第一个密钥下。"
        "网站可以照常运行；随时可以中断，再运行一遍会接着做完。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="只清点，不改动；有未换完的，退出码为 1。")
        parser.add_argument("--batch", type=int, default=500, metavar="N", help="每批锁定多少行，默认 500。")

    def handle(self, *args: Any, check: bool, batch: int, **options: Any) -> None:
        if batch < 1:
            raise CommandError("--batch 须为不小于 1 的整数。")
        tables = protected_tables()
        try:
            if not check:
                with acting(None, via="rotate_protected_keys"):  # guards of tables let this through
                    self._rotate(tables, batch)
            self._prove(tables, batch)
        except KeyMissing as refusal:
            raise CommandError(str(refusal)) from None

    def _rotate(self, tables: list[Table], batch: int) -> None:
        for _ in range(PASSES):
            outcome = Outcome()
            for table in tables:
                outcome.add(self._rotate_table(table, batch))
            if not outcome.rewritten:
                break
        for sentence in outcome.stuck:
            self.stderr.write(sentence)

    def _rotate_table(self, table: Table, batch: int) -> Outcome:
        whole, seen = Outcome(), 0
        for rows in batches(table, batch):
            seen += len(rows)
            stale = [key for key, values in rows if any(state_of(value) != State.CURRENT for value in values)]
            if stale:
                whole.add(rotate(table, stale))
                self.stdout.write(f"{table.label}：已看 {seen} 行，已换 {whole.rewritten} 行")
                self.stdout.flush()
        return whole

    def _prove(self, tables: list[Table], batch: int) -> None:
        """Count everything again; what is left under another key is a failure."""
        total: Counter[State] = Counter()
        for table in tables:
            found = count(table, batch)
            total += found
            self.stdout.write(f"{table.label}：{_told(found)}")
        if total[State.OLDER]:
            raise CommandError(
                "还没有换完，旧密钥须留在 PROTECTED_DATA_KEYS 里：请确认所有进程都已用新的设置重新启动，"
                "处理列出的各行，再运行一遍。"
            )
        if total[State.UNREADABLE]:
            raise CommandError(
                "其余的都已换完，但有号码用现有的密钥都打不开：请把保存它们时的密钥加入 PROTECTED_DATA_KEYS 再运行一遍；"
                "密钥确已丢失的，只能清除后重新登记。"
            )
        self.stdout.write("全部号码都在当前密钥下，旧密钥可以从 PROTECTED_DATA_KEYS 里去掉。")


def _told(counts: Counter[State]) -> str:
    return "，".join(f"{state.value} {counts[state]} 个号码" for state in State)
