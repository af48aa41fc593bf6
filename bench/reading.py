"""Seconds to read a whole issue: the sample, and the two real issues when they lie beside the project."""

import time
from pathlib import Path

from foundation.models import Unit
from gazette.reading.whole import read_issue

PROJECT = Path(__file__).resolve().parent.parent
ISSUES = ("fixtures/sample-issue.txt", "../shared/seeds/2023-02.txt", "../shared/seeds/2024-09.txt")
AIM = 0.5  # seconds
ROUNDS = 3


def report() -> None:
    print(f"\n读取一期公报（{ROUNDS} 次中最快的一次，目标 {AIM} 秒以内）")
    lexicon = Unit.objects.lexicon()
    for path in (PROJECT / name for name in ISSUES):
        if not path.is_file():
            print(f"  {path.name:<20} 不在手边，略过")
            continue
        raw = path.read_bytes()
        seconds = []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            read_issue(raw, name=path.name, lexicon=lexicon)
            seconds.append(time.perf_counter() - start)
        print(f"  {path.name:<20} {len(raw) / 1000:6.0f} kB  {min(seconds):6.3f} 秒")
