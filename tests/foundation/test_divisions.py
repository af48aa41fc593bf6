"""What a division is stands in its code, and the database holds it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from foundation.models import Division

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> Division:
    return Division.objects.create(code="530900", name="临沧市", short_name="临沧", level="city", kind="city")


@pytest.fixture
def county(city: Division) -> Division:
    return Division.objects.create(
        code="530922", name="云县", short_name="云县", level="county", kind="county", parent=city
    )


def township(**fields: object) -> Division:
    fields = {
        "code": "530922101",
        "name": "爱华镇",
        "short_name": "爱华",
        "level": "township",
        "kind": "town",
        "parent_id": "530922",
    } | fields
    return Division.objects.create(**fields)


def test_a_town_hangs_under_its_county(county: Division) -> None:
    town = township()
    assert list(Division.objects.townships()) == [town]
    assert list(Division.objects.counties()) == [county]
    assert list(county.children.all()) == [town]
    assert town.parent is not None and town.parent.parent_id == "530900"


@pytest.mark.parametrize(
    "code", ["", "530922", "53092210", "530922000", "530900101", "53092210a", "５３０９２２１０１"]
)
def test_a_code_fits_its_level(county: Division, code: str) -> None:
    with pytest.raises(IntegrityError, match=r"division_(code_fits_level|parent_fits_code)"):
        township(code=code)


def test_a_county_code_is_no_city_code(city: Division) -> None:
    with pytest.raises(IntegrityError, match="division_code_fits_level"):
        Division.objects.create(
            code="530900", name="某县", short_name="某县", level="county", kind="county", parent=city
        )


@pytest.mark.parametrize("parent", ["530900", "530921", None])
def test_a_town_hangs_under_no_other(county: Division, parent: str | None) -> None:
    Division.objects.create(
        code="530921", name="凤庆县", short_name="凤庆", level="county", kind="county", parent_id="530900"
    )
    with pytest.raises(IntegrityError, match="division_parent_fits_code"):
        township(parent_id=parent)


def test_a_county_without_its_city_is_refused() -> None:
    with pytest.raises(IntegrityError, match="division_parent_fits_code"):
        Division.objects.create(code="530922", name="云县", short_name="云县", level="county", kind="county")


def test_a_city_has_no_parent(city: Division) -> None:
    with pytest.raises(IntegrityError, match="division_parent_fits_code"):
        Division.objects.create(
            code="530800", name="普洱市", short_name="普洱", level="city", kind="city", parent=city
        )


@pytest.mark.parametrize("kind", ["city", "county", "", "village"])
def test_a_kind_fits_its_level(county: Division, kind: str) -> None:
    with pytest.raises(IntegrityError, match="division_kind_fits_level"):
        township(kind=kind)


@pytest.mark.parametrize("missing", ["name", "short_name"])
def test_a_division_has_its_names(county: Division, missing: str) -> None:
    with pytest.raises(IntegrityError, match="division_has_names"):
        township(**{missing: ""})


@pytest.mark.parametrize("missing", ["code", "name", "short_name", "level", "kind"])
def test_nothing_of_a_division_may_be_null(county: Division, missing: str) -> None:
    with pytest.raises(IntegrityError, match="null value"):
        township(**{missing: None})


def test_the_form_says_it_in_chinese(county: Division) -> None:
    wrong = Division(
        code="530922", name="爱华镇", short_name="爱华", level="township", kind="town", parent=county
    )
    with pytest.raises(ValidationError, match="乡镇（街道）为 9 位数字"):
        wrong.full_clean(validate_unique=False)
