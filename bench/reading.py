"""Seconds to read a whole issue, and twenty of them in one file: the sample, and the two real issues when at hand.

Processor time, so that other work on the machine does not count.
"""

import time
from pathlib import Path

from foundation.models import Unit
from foundation.unit_names import UnitLexicon
from gazette.reading.whole import read_issue

PROJECT = Path(__file__).resolve().parent.parent
ISSUES = ("fixtures/sample-issue.txt", "../shared/seeds/2023-02.txt", "../shared/seeds/2024-09.txt")
AIM = 0.3  # seconds
ROUNDS = 5
TIMES = 20  # the same text so many times in one file may take at most
AT_MOST = 25  # times as long


def report() -> None:
    print(
        f"\n读取一期公报（处理器时间，{ROUNDS} 次中最快的一次；目标：{AIM} 秒以内，"
        f"{TIMES} 倍的文字不超过 {AT_MOST} 倍的时间）"
    )
    lexicon = Unit.objects.lexicon()
    for path in (PROJECT / name for name in ISSUES):
        if not path.is_file():
            print(f"  {path.name:<20} 不在手边，略过")
            continue
        raw = path.read_bytes()
        once = min(_seconds(raw, path.name, lexicon) for _ in range(ROUNDS))
        many = min(_seconds(raw * TIMES, path.name, lexicon) for _ in range(2))
        print(
            f"  {path.name:<20} {len(raw) / 1000:6.0f} kB  {once:6.3f} 秒  {TIMES} 倍文字 {many / once:5.1f} 倍"
        )


def _seconds(raw: bytes, name: str, lexicon: UnitLexicon) -> float:
    start = time.process_time()
    read_issue(raw, name=name, lexicon=lexicon)
    return time.process_time() - start
