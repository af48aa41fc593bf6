"""How a model declares protected fields: migrations know them, and careless declarations do not pass the checks."""

import pytest
from django.db import models
from django.db.migrations.writer import MigrationWriter
from django.test.utils import isolate_apps

from foundation.fields import ProtectedField, protected_fields, sealed_constraint
from tests.persons.models import Person


def test_a_migration_can_write_the_field_and_its_guards() -> None:
    field = ProtectedField("私人电话", kind="phone", blank=True)
    written, imports = MigrationWriter.serialize(field)
    assert "foundation.fields.ProtectedField" in written
    assert "kind='phone'" in written
    assert imports == {"import foundation.fields"}
    guard = MigrationWriter.serialize(sealed_constraint("phone", name="phone_is_sealed"))[0]
    assert "phone__regex" in guard
    assert field.clone().kind == "phone"


def test_protected_fields_are_listed_in_order() -> None:
    assert [field.name for field in protected_fields(Person)] == ["identity_number", "phone"]
    assert Person.check() == []


@isolate_apps("foundation")
@pytest.mark.parametrize(
    ("field", "guarded", "said"),
    [
        (ProtectedField(kind="phone"), False, "Raw SQL could write plain text"),
        (ProtectedField(kind="password"), True, "kind must be one of"),
        (ProtectedField(kind="phone", null=True), True, "mean nothing"),
        (ProtectedField(kind="phone", unique=True), True, "mean nothing"),
        (ProtectedField(kind="phone", default="1"), True, "mean nothing"),
    ],
)
def test_a_model_that_declares_it_wrongly_does_not_pass_the_checks(
    field: ProtectedField, guarded: bool, said: str
) -> None:
    made = field.clone()

    class Careless(models.Model):
        number = made

        class Meta:
            app_label = "foundation"
            constraints = [sealed_constraint("number", name="careless_is_sealed")] if guarded else []

        def __str__(self) -> str:
            return ""

    assert [said in error.msg for error in made.check()] == [True]
