"""All the CHECKs a row would break, told by one question."""

from decimal import Decimal
from typing import Any

import pytest

from eldercare.models import Institution, StaffCount
from foundation.constraints import broken_checks, fields_of
from tests import care

pytestmark = pytest.mark.django_db


def names(row: Any, **more: Any) -> list[str]:
    return [constraint.name for constraint in broken_checks(row, **more)]


def test_one_question_for_all_of_them(django_assert_num_queries: Any) -> None:
    institution = care.institution()
    with django_assert_num_queries(1):
        assert names(institution) == []
    institution.building_area, institution.beds, institution.name = Decimal(0), 2001, " 空格"
    with django_assert_num_queries(1):
        assert names(institution) == [
            "institution_has_name",
            "institution_building_area_is_plausible",
            "institution_beds_is_plausible",
        ]


def test_what_is_wrong_already_is_left_out() -> None:
    institution = care.institution()
    institution.building_area, institution.beds = Decimal(0), 2001
    assert names(institution, besides=["beds"]) == ["institution_building_area_is_plausible"]


def test_a_missing_value_breaks_nothing() -> None:
    assert "institution_beds_is_plausible" not in names(Institution(beds=None))


def test_fields_of_one_row_are_compared() -> None:
    assert names(StaffCount(total=2, nurses=3)) == ["staff_count_parts_fit_total"]


def test_fields_a_constraint_looks_at() -> None:
    found = {constraint.name: fields_of(constraint) for constraint in Institution._meta.constraints}
    assert found["institution_position_is_whole"] == {"longitude", "latitude"}
    assert found["institution_name_is_once_in_a_township"] == {"township", "name"}
