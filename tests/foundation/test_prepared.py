"""A question written once answers as the ORM would, for other values each time."""

import pytest
from django.db import connection
from django.db.models import CharField, F, Value
from django.db.models.functions import Concat

from foundation.models import Unit
from foundation.prepared import Asked, Prepared, partial
from tests import make

HOSTILE = "50%的“'\\示例"


@pytest.mark.django_db
def test_it_is_asked_again_with_other_values() -> None:
    question = Prepared(
        lambda: Unit.objects.filter(name=Asked("name", CharField())).annotate(
            told=Concat(F("short_name"), Value(HOSTILE))
        )
    )
    first, second = make.unit("示例甲局", short_name="甲"), make.unit("示例%s'乙局", short_name="乙")
    for unit in (first, second, first):
        (found,) = question.ask(name=unit.name)
        assert found == unit
        assert found.told == unit.short_name + HOSTILE
    assert question.ask(name="没有这个局") == []


@pytest.mark.django_db
def test_the_database_plans_it_once() -> None:
    question = Prepared(lambda: Unit.objects.filter(name=Asked("name", CharField()), short_name="只此一问"))
    for name in ("示例甲局", "示例乙局", "示例丙局"):
        question.ask(name=name)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans + custom_plans FROM pg_prepared_statements WHERE statement LIKE %s",
            ["%只此一问%"],
        )
        assert cursor.fetchall() == [(3,)]


@pytest.mark.django_db
def test_what_is_not_known_of_an_object_is_asked_for() -> None:
    unit = make.unit("示例甲局", short_name="甲")
    known = partial(Unit, {"short_name": "记得的", "id": unit.pk, "told": 7})
    assert (known.pk, known.short_name, known.name) == (unit.pk, "记得的", "示例甲局")
    assert known.told == 7  # type: ignore[attr-defined]
