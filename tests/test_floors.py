"""The house stands: imports only go down, rooms have telling names, files stay short, pages hold no inline code."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
# Who lives below whom. Gazette and eldercare never meet but in portal.
BELOW = {
    "portal": {"gazette", "eldercare", "documents", "foundation"},
    "gazette": {"documents", "foundation"},
    "documents": {"foundation"},
    "eldercare": {"foundation"},
    "foundation": set[str](),
}
VAGUE = re.compile(r"(^|_)(utils?|helpers?|common|services?|managers?|misc)$")
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)[^>]*>|<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:",
    re.IGNORECASE,
)
COMMENT = re.compile(r"{#.*?#}|{%\s*comment\s*%}.*?{%\s*endcomment\s*%}|<!--.*?-->", re.DOTALL)


def tracked(*patterns: str) -> list[Path]:
    """Files of the project, also those not yet committed, but not what is ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=PROJECT,
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0:
        names = [PROJECT / name for name in listed.stdout.decode().split("\0") if name]
        return sorted(path for path in names if path.is_file())
    found = (path for pattern in patterns for path in PROJECT.rglob(pattern))
    return sorted(path for path in found if not {".venv", ".data"} & set(path.relative_to(PROJECT).parts))


PYTHON = tracked("*.py")
HOUSE = [path for path in PYTHON if path.relative_to(PROJECT).parts[0] in BELOW]


def name_of(path: Path) -> str:
    return str(path.relative_to(PROJECT))


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and top-level package of every import, those inside functions and type checks too."""
    package = path.relative_to(PROJECT).parts[0]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.split(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, package if node.level else (node.module or "").split(".")[0]


def upward(path: Path) -> list[str]:
    floor = path.relative_to(PROJECT).parts[0]
    forbidden = BELOW.keys() - BELOW[floor] - {floor}
    return [
        f"{name_of(path)}:{line} imports {package}" for line, package in imports(path) if package in forbidden
    ]


def test_every_floor_has_code() -> None:
    assert {path.relative_to(PROJECT).parts[0] for path in HOUSE} == BELOW.keys()


@pytest.mark.parametrize("path", HOUSE, ids=name_of)
def test_imports_only_go_down(path: Path) -> None:
    assert upward(path) == []


def test_pure_rooms_import_no_model() -> None:
    """Readers and rules need no database: nothing of Django's ORM, no clock, and no model of ours."""
    pure = [
        path
        for path in HOUSE
        if {"reading", "rules"} & set(path.relative_to(PROJECT).parts)
        or path.stem
        in ("rules", "official_text", "chinese_text", "document_numbers", "identity_numbers", "redaction")
    ]
    assert pure
    found = [
        f"{name_of(path)}:{node.lineno} {node.module}"
        for path in pure
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom)
        and re.search(r"(^|\.)(db|models|timezone)(\.|$)", node.module or "")
    ]
    assert found == []


def test_rooms_are_named_for_what_they_know() -> None:
    assert [
        name_of(path)
        for path in PYTHON
        if any(VAGUE.search(part) for part in (path.stem, *path.parent.parts[-2:]))
    ] == []


def test_files_stay_short() -> None:
    lengths = {
        name_of(path): path.read_text("utf-8").count("\n")
        for path in PYTHON
        if "migrations" not in path.parts
    }
    assert {name: lines for name, lines in lengths.items() if lines > 300} == {}


def test_no_logic_hides_in_save_or_signals() -> None:
    found = []
    for path in HOUSE:
        tree = ast.parse(path.read_text("utf-8"))
        found += [f"{name_of(path)}:{node.lineno}" for node in ast.walk(tree) if _is_hiding_place(node)]
    assert found == []


def _is_hiding_place(node: ast.AST) -> bool:
    if isinstance(node, ast.ClassDef) and any(ast.unparse(base).endswith("Model") for base in node.bases):
        return any(isinstance(member, ast.FunctionDef) and member.name == "save" for member in node.body)
    return isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
        ("django.db.models.signals", "django.dispatch")
    )


def test_templates_hold_no_inline_code() -> None:
    """The public policy refuses inline script and style; comments may name them."""
    found = []
    for path in tracked("*.html"):
        text = COMMENT.sub(lambda match: "\n" * match[0].count("\n"), path.read_text("utf-8"))
        found += [
            f"{name_of(path)}:{text.count(chr(10), 0, hit.start()) + 1} {hit[0].strip()}"
            for hit in INLINE.finditer(text)
        ]
    assert found == []


@pytest.mark.parametrize(
    ("markup", "caught"),
    [
        ("<script>alert(1)</script>", True),
        ("<p style='color:red'>", True),
        ('<a onclick="go()">', True),
        ("<style>p{}</style>", True),
        ('<script type="module" src="/a.js"></script>', False),
        ('<p class="style" data-on="1">一 on = 二</p>', False),
    ],
)
def test_the_search_for_inline_code_finds_it(markup: str, caught: bool) -> None:
    assert bool(INLINE.search(markup)) is caught
