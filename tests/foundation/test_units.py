"""Units, their printed names, their groups."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from foundation.models import Unit, UnitMembership, UnitVariant
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["", "示例 局", "示例局(甲)", "示例局〔甲〕", "示例局\n"])
def test_a_name_is_written_canonically(name: str) -> None:
    with pytest.raises(IntegrityError, match="unit_name_is_canonical"):
        Unit.objects.create(name=name, level="city")


@pytest.mark.parametrize("missing", ["name", "level", "short_name", "is_group"])
def test_nothing_a_unit_needs_may_be_null(missing: str) -> None:
    fields: dict[str, Any] = {"name": "示例局", "level": "city", missing: None}
    with pytest.raises(IntegrityError, match="null value"):
        Unit.objects.create(**fields)


def test_a_level_is_known() -> None:
    with pytest.raises(IntegrityError, match="unit_level_is_known"):
        Unit.objects.create(name="示例局", level="village")


def test_two_units_share_no_short_name() -> None:
    make.unit("示例甲局", short_name="甲局")
    with pytest.raises(IntegrityError, match="unit_short_name_is_unique"):
        make.unit("示例乙局", short_name="甲局")


def test_many_units_have_no_short_name() -> None:
    assert make.unit("示例甲局").label == "示例甲局"
    assert make.unit("示例乙局", short_name="乙局").label == "乙局"
    assert make.unit("示例丙局").short_name == ""


def test_no_unit_succeeds_itself() -> None:
    unit = make.unit()
    with pytest.raises(IntegrityError, match="unit_is_not_its_successor"):
        Unit.objects.filter(pk=unit.pk).update(successor=unit)


def test_a_succession_may_lack_its_day_but_not_its_successor() -> None:
    heir = make.unit("示例新局")
    assert make.unit("示例旧局", successor=heir).succeeded_on is None
    with pytest.raises(IntegrityError, match="unit_succession_date_needs_successor"):
        make.unit("示例老局", succeeded_on=date(2023, 7, 20))


def test_a_variant_is_one_name_in_every_width_and_bracket() -> None:
    unit = make.unit("示例新闻出版（版权）局", variants=["示例新闻（版权）局"])
    assert UnitVariant.objects.get(printed="示例新闻 ［版权］局").unit == unit
    with pytest.raises(IntegrityError, match="printed"), transaction.atomic():
        UnitVariant.objects.create(unit=unit, printed="示例新闻(版权)局")
    with pytest.raises(ValidationError, match=r"已存在|already exists"):
        UnitVariant(unit=unit, printed="示例新闻〔版权〕局").full_clean()


@pytest.mark.parametrize("printed", ["", " \u3000"])
def test_a_variant_is_never_empty(printed: str) -> None:
    with pytest.raises(IntegrityError, match="unit_variant_is_printed"):
        UnitVariant.objects.create(unit=make.unit(), printed=printed)


def test_resolving_names_takes_the_same_queries_however_many() -> None:
    units = [make.unit(f"示例第{n}局", short_name=f"{n}局", variants=[f"第{n}局"]) for n in range(20)]
    names = [name for n in range(20) for name in (f"示例第{n}局", f"{n}局", f"第 {n} 局")]
    with CaptureQueriesContext(connection) as queries:
        found = Unit.objects.resolve_all([*names, "无名局"])
    assert len(queries) == 3
    assert set(found) == set(names)
    assert {found[name] for name in names} == set(units)


def test_the_lexicon_takes_two_queries() -> None:
    for n in range(5):
        make.unit(f"示例第{n}局", variants=[f"第{n}局"])
    with CaptureQueriesContext(connection) as queries:
        lexicon = Unit.objects.lexicon()
    assert len(queries) == 2
    assert lexicon.resolve("第3局") == "示例第3局"


def test_what_is_asked_of_a_group_is_asked_of_its_members() -> None:
    county, other = make.unit("示例县人民政府"), make.unit("示例区人民政府")
    group = make.unit("各示例县（区）人民政府", members=[county, other])
    make.unit("示例市级部门", members=[other])
    assert set(Unit.objects.standing_for(county)) == {county, group}
    assert set(group.members.all()) == {county, other}


def test_only_a_group_has_members() -> None:
    with pytest.raises(IntegrityError, match="只有一组单位才有成员"):
        UnitMembership.objects.create(group=make.unit(), member=make.unit())


def test_a_group_is_member_of_no_group() -> None:
    inner = Unit.objects.create(name="示例内组", level="city", is_group=True)
    outer = Unit.objects.create(name="示例外组", level="city", is_group=True)
    with pytest.raises(IntegrityError, match="成员须是具体单位"):
        UnitMembership.objects.create(group=outer, member=inner)


def test_a_group_is_not_its_own_member() -> None:
    group = Unit.objects.create(name="示例组", level="city", is_group=True)
    with pytest.raises(IntegrityError, match=r"成员须是具体单位|unit_membership_is_not_self"):
        UnitMembership.objects.create(group=group, member=group)


def test_a_member_is_counted_once() -> None:
    member = make.unit()
    group = make.unit("示例组", members=[member])
    with pytest.raises(IntegrityError, match="unit_membership_is_once"):
        UnitMembership.objects.create(group=group, member=member)


def test_a_group_with_members_stays_a_group_and_a_member_a_unit() -> None:
    member = make.unit()
    group = make.unit("示例组", members=[member])
    with pytest.raises(IntegrityError, match="只有一组单位才有成员"), transaction.atomic():
        Unit.objects.filter(pk=group.pk).update(is_group=False)
    with pytest.raises(IntegrityError, match="只有一组单位才有成员"), transaction.atomic():
        Unit.objects.filter(pk=member.pk).update(is_group=True)
    UnitMembership.objects.all().delete()
    assert Unit.objects.filter(pk=group.pk).update(is_group=False) == 1
