"""The standard in public: levels side by side, cells lost in print marked, every edition under its own address."""

from __future__ import annotations

import pytest
from django.test import Client

from eldercare import actions
from eldercare.models import StandardEdition
from eldercare.standard_file import load_standard
from eldercare.views.standard import parts_of
from tests import rating

pytestmark = pytest.mark.django_db


def text_of(address: str = "/eldercare/standard/") -> str:
    return Client().get(address).content.decode()


def test_before_any_edition_the_page_says_so() -> None:
    assert "还没有施行的标准" in text_of()
    draft = load_standard("2024")
    assert draft is not None
    assert "还没有施行的标准" in text_of()
    assert Client().get("/eldercare/standard/2024/").status_code == 404


def test_every_row_stands_there_with_its_three_levels() -> None:
    edition = rating.edition()
    text = text_of()
    rows = list(edition.criteria.all())
    assert text.count('<th scope="row">') == len(rows) == 57
    assert text.count("<td data-level=") == 3 * 57
    for row in rows:
        assert row.item in text
    assert [row.item for row in rows if row.item not in text_of("/eldercare/standard/2024/")] == []
    assert sum(len(part.lines) for part in parts_of(edition)) == 57


def test_cells_that_were_lost_in_print_are_marked_and_not_scored() -> None:
    edition = rating.edition()
    lost = sum(asked.is_lost for row in edition.criteria.all() for asked in row.text.levels)
    assert lost > 0
    assert text_of().count("原件缺字，不计入评定") == lost


def test_what_was_printed_otherwise_stays_visible() -> None:
    rating.edition()
    misprinted = [row for row in StandardEdition.objects.get().criteria.all() if row.printed]
    assert misprinted
    for row in misprinted:
        assert f"原件印作“{row.printed}”" in text_of()


def test_a_retired_edition_keeps_its_address() -> None:
    edition, by = rating.edition(), rating.city_officer()
    draft = actions.draft_edition(
        edition, code="2027", name="示例新标准", notice="示例", issued_on=rating.DAY, by=by
    )
    actions.publish_edition(draft, by=rating.city_officer(), at=rating.AT)
    assert "示例新标准" in text_of()
    old = text_of("/eldercare/standard/2024/")
    assert "停用" in old
    assert "/eldercare/standard/2027/" in old
