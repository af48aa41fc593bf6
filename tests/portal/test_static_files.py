"""Static files of production bear the hash of their content, and so does what one script module asks of another."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import get_finder
from django.core.management import call_command
from django.test import override_settings

HASHED = re.compile(r"\.[0-9a-f]{12}\.js$")
IMPORTED = re.compile(r'\bfrom "\./([^"]+)"')


@pytest.fixture
def collected(tmp_path: Path) -> Path:
    storages = {"staticfiles": {"BACKEND": "portal.static_files.HashedStaticFiles"}}
    source = Path(__file__).resolve().parents[2] / "static" / "js"
    with override_settings(
        STATIC_ROOT=tmp_path,
        STORAGES=storages,
        STATICFILES_DIRS=[("js", source)],
        STATICFILES_FINDERS=["django.contrib.staticfiles.finders.FileSystemFinder"],
    ):
        get_finder.cache_clear()  # it knows the folders it was made with
        call_command("collectstatic", interactive=False, verbosity=0)
    get_finder.cache_clear()
    return tmp_path / "js"


def test_a_module_imports_its_neighbour_by_its_hashed_name(collected: Path) -> None:
    scripts = [path for path in collected.glob("*.js") if HASHED.search(path.name)]
    imported = {name for path in scripts for name in IMPORTED.findall(path.read_text("utf-8"))}
    assert imported
    assert [name for name in imported if not HASHED.search(name) or not (collected / name).is_file()] == []
