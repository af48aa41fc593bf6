"""manage.py proofread: a table or JSON for a file, the list of rules, one sentence for every refusal."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.proofread import BODY, FRONT


@pytest.mark.django_db
def test_the_command_prints_a_table_or_json(run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    path = tmp_path / "issue.txt"
    path.write_text((FRONT + BODY).replace("从头到尾看一遍", "从头到尾的的看一遍"), "utf-8")
    code, out, _ = run("proofread", path)
    assert code == 0 and "共 1 处：错误 1 处" in out and "的的" in out and "particle_doubled" in out
    _, out, _ = run("proofread", path, "--json")
    (row,) = json.loads(out)
    assert row["rule"] == "particle_doubled" and row["severity"] == "error" and row["line"]
    assert "没有发现问题" in run("proofread", path, "--off", "particle_doubled")[1]
    assert "particle_doubled" in run("proofread", "--rules")[1]


@pytest.mark.django_db
@pytest.mark.parametrize("words", [(), ("missing.txt",), ("x.txt", "--off", "no_such_rule")])
def test_the_command_refuses_in_one_sentence(
    run: Callable[..., tuple[int, str, str]], words: tuple[str, ...]
) -> None:
    code, out, said = run("proofread", *words)
    assert code == 2 and out == "" and said.strip() and "\n" not in said.strip()
