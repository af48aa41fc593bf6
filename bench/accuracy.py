"""How much of what a person read in the two real issues the reader gives: right, read and expected, by kind of fact."""

import json
from pathlib import Path

from bench.facts import AIMS, Facts, facts_of, score
from foundation.models import Unit
from gazette.reading.whole import read_issue

PROJECT = Path(__file__).resolve().parent.parent
GOLDEN = PROJECT / "tests" / "golden"
SEEDS = PROJECT.parent / "shared" / "seeds"
ISSUES = ("2024-09", "2023-02")


def expected(name: str) -> Facts:
    """The facts of a real issue as a person read them."""
    facts: Facts = json.loads((GOLDEN / f"facts-{name}.json").read_text("utf-8"))
    return facts


def report() -> None:
    lexicon = Unit.objects.lexicon()
    for name in ISSUES:
        path = SEEDS / f"{name}.txt"
        if not path.is_file():
            print(f"\n读取的准确程度：{name} 不在手边，略过")
            continue
        print(f"\n读取的准确程度：{name}（对照人工逐条读出的事实）")
        answer = read_issue(path.read_bytes(), name=path.name, lexicon=lexicon)
        for kind, (right, read, wanted) in score(facts_of(answer.as_json()), expected(name)).items():
            share = right / max(read, wanted) if read or wanted else 1.0
            aim = AIMS.get(kind, 1.0)
            mark = "" if share >= aim else f"  未达目标 {aim:.1%}"
            print(f"  {right:>4} / {max(read, wanted):<4} {share:7.2%}  {kind}{mark}")
