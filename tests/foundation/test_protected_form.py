"""Forms for numbers: the mask is all they show, empty keeps, a doubt asks for a tick, and nothing typed is lost."""

from datetime import date
from typing import Any

import pytest
from django import forms

from foundation.forms import CheckedNumber, ProtectedNumber
from foundation.identity_numbers import check_credit_code
from foundation.protected import Protected, seal
from tests.numbers import PHONE, credit_code, identity_number, with_wrong_end
from tests.persons.models import Person

NUMBER, OTHER = identity_number(), identity_number(born="19500102")
DOUBTED = identity_number(born="19520230")  # of the lunar calendar
CONFIRM = "已对照原件，确认无误"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("persons")]


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Person
        fields = ("name", "identity_number", "phone")


class CodeForm(forms.Form):
    code = CheckedNumber(label="统一社会信用代码", check=check_credit_code)


def stored() -> Person:
    return Person.objects.create(name="示例甲", identity_number=NUMBER, phone=PHONE)


def sent(person: Person | None = None, **data: str) -> PersonForm:
    return PersonForm({"name": "示例甲", "identity_number": "", "phone": ""} | data, instance=person)


def test_what_is_stored_is_shown_as_a_mask_only() -> None:
    page = str(PersonForm(instance=stored()))
    assert "已登记：5***************07；留空则不变" in page
    assert "138****8000" in page
    assert NUMBER not in page
    assert PHONE not in page
    assert "已登记" not in str(PersonForm())


def test_the_browser_is_told_not_to_remember() -> None:
    form = PersonForm(instance=stored())
    assert 'autocomplete="off"' in str(form["phone"])
    assert 'inputmode="tel"' in str(form["phone"])
    assert 'inputmode="text"' in str(form["identity_number"])


@pytest.mark.parametrize("typed", ["", "  ", NUMBER, f"{NUMBER[:6]} {NUMBER[6:]}"])
def test_left_empty_or_typed_again_it_stays_as_it_lies(typed: str) -> None:
    person = stored()
    before = person.identity_number.stored
    form = sent(person, identity_number=typed)
    assert form.is_valid(), form.errors
    assert form.changed_data == []
    form.save()
    assert Person.objects.get().identity_number.stored == before


def test_a_new_number_takes_the_place_of_the_old() -> None:
    form = sent(stored(), identity_number=OTHER)
    assert form.is_valid(), form.errors
    assert form.changed_data == ["identity_number"]
    assert isinstance(form.cleaned_data["identity_number"], Protected)
    form.save()
    person = Person.objects.get()
    assert (person.identity_number.plain(), person.phone.plain()) == (OTHER, PHONE)


def test_a_tick_clears_it_and_only_what_is_there_can_be_cleared() -> None:
    person = stored()
    assert 'name="phone-clear"' in str(PersonForm(instance=person))
    assert "-clear" not in str(PersonForm())
    form = sent(person, **{"phone-clear": "1"})
    assert form.is_valid()
    assert form.changed_data == ["phone"]
    form.save()
    assert (Person.objects.get().phone.plain(), Person.objects.get().identity_number.plain()) == ("", NUMBER)


def test_typing_and_clearing_at_once_is_asked_about() -> None:
    form = sent(stored(), phone="13800138001", **{"phone-clear": "1"})
    assert "只选一样" in str(form.errors["phone"])
    assert 'value="13800138001"' in str(form)
    assert "checked" in str(form["phone"])


def test_what_was_typed_is_still_there_when_another_field_is_wrong() -> None:
    form = sent(stored(), name="", identity_number=f"  {OTHER} ")
    assert not form.is_valid()
    assert f'value="  {OTHER} "' in str(form)
    assert NUMBER not in str(form)


@pytest.mark.parametrize("wrong", [NUMBER[:17], with_wrong_end(NUMBER, "10X98765432"), "示例" * 30])
def test_what_cannot_be_a_number_is_refused_and_still_there(wrong: str) -> None:
    person = stored()
    form = sent(person, identity_number=wrong)
    assert not form.is_valid()
    assert wrong in str(form)
    assert wrong not in str(form.errors)
    assert person.identity_number.plain() == NUMBER


def test_a_doubt_asks_for_a_tick_and_the_tick_is_enough() -> None:
    form = sent(stored(), identity_number=DOUBTED)
    assert "农历" in str(form.errors["identity_number"])
    page = str(form["identity_number"])
    assert CONFIRM in page
    assert "checked>" not in page
    mark = seal("identity_number", DOUBTED).fingerprint
    assert f'name="identity_number-confirmed" value="{mark}"' in page
    ticked = sent(Person.objects.get(), identity_number=DOUBTED, **{"identity_number-confirmed": mark})
    assert ticked.is_valid(), ticked.errors
    ticked.save()
    assert Person.objects.get().identity_number.plain() == DOUBTED


def test_a_tick_for_one_number_does_not_stand_for_another() -> None:
    mark = seal("identity_number", DOUBTED).fingerprint
    other = identity_number(born="19530229")
    form = sent(stored(), identity_number=other, **{"identity_number-confirmed": mark})
    assert "农历" in str(form.errors["identity_number"])
    assert "checked>" not in str(form["identity_number"])


def test_a_tick_stays_when_another_field_is_wrong() -> None:
    mark = seal("identity_number", DOUBTED).fingerprint
    form = sent(stored(), name="", identity_number=DOUBTED, **{"identity_number-confirmed": mark})
    assert set(form.errors) == {"name"}
    assert f'value="{mark}" checked>' in str(form["identity_number"])


def test_what_was_confirmed_once_is_not_asked_about_again() -> None:
    person = Person.objects.create(name="示例甲", identity_number=DOUBTED)
    assert sent(person, identity_number=DOUBTED).is_valid()
    assert sent(person).is_valid()
    code = with_wrong_end(credit_code())
    assert CodeForm({"code": code}, initial={"code": code}).is_valid()


def test_what_is_fine_is_never_asked_about() -> None:
    assert CONFIRM not in str(sent(stored(), identity_number=OTHER))


class Required(forms.Form):
    phone = ProtectedNumber(kind="phone", label="私人电话")


def test_a_required_number_may_stay_but_not_be_missing() -> None:
    kept = seal("phone", PHONE)
    assert Required({"phone": ""}, initial={"phone": kept}).is_valid()
    for form in (
        Required({"phone": ""}),
        Required({}),
        Required({"phone": "", "phone-clear": "1"}, initial={"phone": kept}),
    ):
        assert form.errors["phone"]
    assert "required" in str(Required())
    assert "required" not in str(Required(initial={"phone": kept}))
    assert "清除" not in str(Required(initial={"phone": kept}))


def test_a_number_an_address_brings_is_not_shown() -> None:
    assert PHONE not in str(Required(initial={"phone": PHONE}))


def test_a_closed_field_keeps_what_is_stored() -> None:
    form = sent(stored(), phone="13800138001")
    form.fields["phone"].disabled = True
    assert form.is_valid()
    assert form.cleaned_data["phone"].plain() == PHONE
    assert form.changed_data == []


def test_the_day_decides_about_ages() -> None:
    def on(day: date) -> dict[str, Any]:
        field = ProtectedNumber(kind="identity_number", today=lambda: day)
        form = type("Dated", (forms.Form,), {"number": field})({"number": identity_number(born="20100302")})
        return dict(form.errors)

    assert "未满 16 岁" in str(on(date(2026, 3, 1)))
    assert on(date(2026, 3, 2)) == {}


def test_nothing_the_form_holds_prints_the_number() -> None:
    form = sent(stored(), identity_number=OTHER)
    assert form.is_valid()
    printed = repr(form.cleaned_data) + repr(form) + repr(form["identity_number"].data) + str(form.errors)
    assert OTHER not in printed


def test_a_credit_code_that_is_no_secret_is_checked_alike() -> None:
    doubted = with_wrong_end(credit_code())
    assert CodeForm({"code": credit_code().lower()}).is_valid()
    form = CodeForm({"code": doubted})
    assert "校验码不符" in str(form.errors["code"])
    assert f'name="code-confirmed" value="{doubted}"' in str(form)
    form = CodeForm({"code": doubted, "code-confirmed": doubted})
    assert form.is_valid()
    assert form.cleaned_data == {"code": doubted}
    assert f'value="{doubted}"' in str(CodeForm(initial={"code": doubted}))
    assert not CodeForm({"code": doubted}, initial={"code": doubted}).has_changed()
    assert CodeForm({"code": ""}).errors["code"]
