"""RULES.md says which rule of the notice is held by what: every rule once, and every test, constraint and name is there."""

from __future__ import annotations

import ast
import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from eldercare.rules.judged import JUDGED, REPEATED
from tests.eldercare.test_filing_guards import guard_names

HERE = Path(__file__).parent
WANTED = [f"N{number:03d}" for number in range(1, 119)]
QUOTED = re.compile(r"`([^`]+)`")


def lines() -> list[list[str]]:
    """Rule, words, held by, tests, constraints."""
    text = (HERE / "RULES.md").read_text("utf-8")
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("| N")
    ]


def functions(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def there(name: str) -> Any:
    """What a dotted name means: a module, what it holds, or a member of that."""
    module, *rest = name.split(".")
    found: Any = import_module(module)
    for part in rest:
        module = f"{module}.{part}"
        found = getattr(found, part, None) or import_module(module)
    return found


def test_every_rule_stands_there_once_in_its_order() -> None:
    assert [line[0] for line in lines()] == WANTED
    assert all(len(line) == 5 and all(line) for line in lines())


def test_every_test_that_is_named_exists() -> None:
    known = {path.stem: functions(path) for path in HERE.glob("test_*.py")}
    for rule, _, _, tests, _ in lines():
        for name in QUOTED.findall(tests):
            file, function = name.split("::")
            assert function in known[file], (rule, name)


@pytest.mark.django_db
def test_every_constraint_that_is_named_exists() -> None:
    models = apps.get_app_config("eldercare").get_models()
    known = {each.name for model in models for each in model._meta.constraints}
    known |= {name for pair in guard_names() for name in pair if name}
    for rule, _, _, _, constraints in lines():
        assert set(QUOTED.findall(constraints)) <= known, rule


def test_every_name_of_the_code_exists() -> None:
    for rule, _, held, _, _ in lines():
        for name in QUOTED.findall(held):
            if name.startswith("eldercare."):
                assert there(name) is not None, (rule, name)


def test_what_is_held_is_tested_and_what_is_not_says_why() -> None:
    for rule, _, held, tests, _ in lines():
        if held.startswith(("not for software, because ", "not held yet: ")):
            assert tests == "—", rule
            assert len(held) > 60, rule
        else:
            assert QUOTED.search(held) and QUOTED.search(tests), rule


def test_every_judged_rule_is_said_to_be_judged() -> None:
    by_rule = {line[0]: line[2] for line in lines()}
    assert {rule for rule in JUDGED if "judged" not in by_rule[rule]} == set()
    assert {check for checks in REPEATED.values() for check in checks} <= JUDGED.keys()
