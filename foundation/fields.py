"""Model fields of our own: names compared in their folded form, and numbers that lie sealed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core import checks
from django.core.exceptions import EmptyResultSet, FieldError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Left
from django.db.models.lookups import Exact, Lookup
from django.db.models.query_utils import DeferredAttribute

from foundation.chinese_text import fold
from foundation.forms import ProtectedNumber
from foundation.protected import (
    FINGERPRINT_LENGTH,
    KINDS,
    SEALED,
    Protected,
    fingerprints,
    for_writing,
    is_sealed,
    seal,
)

if TYPE_CHECKING:
    _Text = models.CharField[str, str]
    _Sealed = models.Field[Protected | str, Protected]
    _Lookup = Lookup[Any]
    _Exact = Exact[Any]
else:
    _Text = models.CharField
    _Sealed = models.Field
    _Lookup, _Exact = Lookup, Exact


class FoldedField(_Text):
    """A short text kept and compared in its folded form.

    Width, bracket form and white space never decide whether two printed names are the same; the folding
    happens where a value goes to the database, so saving, bulk writing and looking up agree.
    """

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)
        return fold(prepared) if isinstance(prepared, str) else prepared


class SealedAtOnce(DeferredAttribute):
    """What is assigned is sealed there and then, so that no unsaved object carries plain text either."""

    field: ProtectedField

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = self.field.wrapped(value)


class ProtectedField(_Sealed):
    """A number of one kind ("identity_number", "phone"), sealed at rest, a `Protected` in Python.

    Saving an object writes an unchanged value as it was, or under the first key if it lay under an older one. Look a
    number up by `<field>__matches`, which finds it under every configured key; compare with "" to find rows without
    one; every other lookup is refused. "" means no value, NULL does not occur.

    The model declares, for each such field, `sealed_constraint` (a check asks for it) and, where numbers are looked
    up, `fingerprint_index`. A guard of its table that refuses updates must let this column pass: `manage.py
    rotate_protected_keys` rewrites it.
    """

    description = "受保护的号码"
    descriptor_class = SealedAtOnce

    _pyi_private_set_type: Protected | str
    _pyi_private_get_type: Protected

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        self.kind = kind
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "kind": self.kind}

    def get_internal_type(self) -> str:
        return "TextField"

    @property
    def empty_values(self) -> list[Any]:  # type: ignore[override]
        return [None, "", Protected(self.kind)]

    def wrapped(self, value: Any) -> Any:
        """What an object carries for what was assigned: text is plain, None is no value."""
        if isinstance(value, Protected):
            if value.kind != self.kind:
                raise TypeError(f"{self.name} takes {self.kind}, not {value.kind}")
            return value
        if value is None or isinstance(value, str):
            return seal(self.kind, value or "")
        if hasattr(value, "resolve_expression"):
            return value
        raise TypeError(f"{self.name} takes text or a Protected, not {type(value).__name__}")

    def from_db_value(self, value: str | None, *args: Any) -> Protected | None:
        return None if value is None else Protected(self.kind, value)

    def get_prep_value(self, value: Any) -> Any:
        prepared = None if value is None else self.wrapped(value)
        return for_writing(prepared).stored if isinstance(prepared, Protected) else prepared

    def to_python(self, value: Any) -> Any:
        """Also what `dumpdata` wrote: the one place where sealed text is taken as such."""
        if isinstance(value, str) and is_sealed(value):
            return Protected(self.kind, value)
        return self.wrapped(value)

    def value_to_string(self, obj: models.Model) -> str:
        value: Protected = self.value_from_object(obj)
        return value.stored

    def get_lookup(self, lookup_name: str) -> type[Lookup[Any]] | None:
        """`regex` is for the constraint alone; what lies in the column begins like nothing anybody types."""
        return super().get_lookup(lookup_name) if lookup_name in LOOKUPS else None

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": ProtectedNumber, "kind": self.kind, **kwargs})

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        return [*super().check(**kwargs), *self._check_options(), *self._check_constraint()]

    def _check_options(self) -> list[checks.CheckMessage]:
        found = []
        if self.kind not in KINDS:
            found.append(f"kind must be one of {', '.join(KINDS)}.")
        indexed = self.unique or self.db_index  # type: ignore[attr-defined]
        if self.null or indexed or self.has_default():
            found.append("null, unique, db_index and default mean nothing for sealed text.")
        return [checks.Error(message, obj=self, id="foundation.E002") for message in found]

    def _check_constraint(self) -> list[checks.CheckMessage]:
        conditions = [getattr(each, "condition", None) for each in self.model._meta.constraints]
        if only_sealed(self.name) in conditions:
            return []
        hint = f'Add sealed_constraint("{self.name}", name=…) to the constraints of the model.'
        return [
            checks.Error("Raw SQL could write plain text here.", hint=hint, obj=self, id="foundation.E003")
        ]


LOOKUPS = ("exact", "isnull", "matches", "regex")


@ProtectedField.register_lookup
class Matches(_Lookup):
    """The number as typed, or a Protected, under whichever configured key it lies. No text matches nothing."""

    lookup_name = "matches"

    def get_prep_lookup(self) -> list[str]:
        text = self.rhs.plain() if isinstance(self.rhs, Protected) else self.rhs
        if not isinstance(text, str):
            raise FieldError("matches takes text or a Protected")
        return fingerprints(self.lhs.output_field.kind, text)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        if not self.rhs:
            raise EmptyResultSet
        column, params = self.process_lhs(compiler, connection)
        places = ", ".join(["%s"] * len(self.rhs))
        return f"LEFT({column}, {FINGERPRINT_LENGTH}) IN ({places})", (*params, *self.rhs)


@ProtectedField.register_lookup
class ExactlyNothing(_Exact):
    """Sealed twice, one number gives two texts: comparing them would quietly find nothing."""

    def get_prep_lookup(self) -> Any:
        if self.rhs is None or self.rhs == "" or self.rhs == Protected(self.lhs.output_field.kind):
            return "" if self.rhs is not None else None
        raise FieldError("a sealed number is looked up by __matches; exact only finds rows without one")


def only_sealed(field: str) -> Q:
    """The condition that nothing but sealed text, or no text, stands in the column."""
    return Q(**{f"{field}__regex": rf"^$|{SEALED}"})


def sealed_constraint(field: str, *, name: str) -> models.CheckConstraint:
    """Keeps plain text out of the column, whoever writes."""
    return models.CheckConstraint(
        name=name, condition=only_sealed(field), violation_error_message="受保护的号码只能加密保存。"
    )


def fingerprint(field: str) -> Left:
    """What equal numbers have in common: for an index, or a UniqueConstraint with the condition ~Q(<field>="")."""
    return Left(field, FINGERPRINT_LENGTH)


def fingerprint_index(field: str, *, name: str) -> models.Index:
    """Makes `<field>__matches` quick."""
    return models.Index(fingerprint(field), name=name)


def protected_fields(model: type[models.Model] | models.Model) -> list[ProtectedField]:
    """The protected fields of a model, in its order."""
    return [field for field in model._meta.concrete_fields if isinstance(field, ProtectedField)]
