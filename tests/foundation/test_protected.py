"""Sealed numbers: however they are printed only a mask appears, and only a key opens them."""

import copy
import json
import pickle
from collections.abc import Callable

import pytest
from cryptography.fernet import Fernet
from django.core.serializers.json import DjangoJSONEncoder
from django.template import Context, Template
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from foundation.protected import (
    UNREADABLE,
    Protected,
    fingerprints,
    is_current,
    is_sealed,
    open_bytes,
    resealed,
    seal,
    seal_bytes,
)
from foundation.refusals import KeyDoesNotFit, KeyMissing, Refusal
from tests.numbers import PHONE, identity_number

NUMBER = identity_number()
MASK = "5***************07"
OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def keys(*given: str) -> override_settings:
    return override_settings(PROTECTED_DATA_KEYS=given)


PRINTED: dict[str, Callable[[Protected], str]] = {
    "str": str,
    "repr": repr,
    "f-string": lambda value: f"{value}",
    "aligned": lambda value: f"{value:>30}",
    "percent": lambda value: "%s" % value,  # noqa: UP031
    "list": lambda value: str([value]),
    "json": lambda value: json.dumps({"number": value}, cls=DjangoJSONEncoder),
    "template": lambda value: Template("{{ value }} {{ value|upper }}").render(Context({"value": value})),
    "attributes": lambda value: str(vars(value)) + str(dir(value)),
}


@pytest.mark.parametrize("printed", PRINTED.values(), ids=PRINTED)
def test_however_it_is_printed_the_number_is_not_there(printed: Callable[[Protected], str]) -> None:
    text = printed(seal("identity_number", NUMBER))
    assert NUMBER not in text
    assert NUMBER[6:14] not in text


@pytest.mark.parametrize("way", ["str", "f-string", "repr", "json", "template"])
def test_what_appears_is_the_mask(way: str) -> None:
    assert MASK in PRINTED[way](seal("identity_number", NUMBER))


def test_a_template_cannot_open_it() -> None:
    page = Template("[{{ value.plain }}][{{ value.plain|upper }}]")
    assert page.render(Context({"value": seal("phone", PHONE)})) == "[][]"


@pytest.mark.parametrize(
    ("kind", "number", "mask"),
    [
        ("phone", PHONE, "138****8000"),
        ("phone", "0883-2123456", "0883*****56"),
        ("phone", "2123456", "*****56"),
        ("phone", "110", "***"),
        ("identity_number", "1234", "****"),
        ("identity_number", "E12345678", "E******78"),
    ],
)
def test_masks_tell_little(kind: str, number: str, mask: str) -> None:
    assert str(seal(kind, number)) == mask


def test_copies_and_pickles_stay_sealed() -> None:
    value = seal("identity_number", NUMBER)
    pickled = pickle.dumps(value)
    assert NUMBER.encode() not in pickled
    for twin in (copy.copy(value), copy.deepcopy(value), pickle.loads(pickled)):
        assert twin == value
        assert twin.plain() == NUMBER


def test_it_cannot_be_changed() -> None:
    value = seal("phone", PHONE)
    with pytest.raises(AttributeError):
        value.stored = ""  # type: ignore[misc]


@given(st.text(min_size=1, max_size=40), st.sampled_from(["identity_number", "phone"]))
def test_what_is_sealed_opens_to_its_normal_form(text: str, kind: str) -> None:
    value = seal(kind, text)
    assert bool(value) == bool(value.stored) == bool(value.plain())
    assert not value or is_sealed(value.stored)
    assert seal(kind, value.plain()) == value
    assert seal(kind, value.plain()).plain() == value.plain()


def test_no_value_is_nothing() -> None:
    for text in ("", "  ", " - "):
        value = seal("phone", text)
        assert (value.stored, str(value), value.plain(), value.fingerprint, bool(value)) == ("",) * 4 + (
            False,
        )
        assert not value.stands_for("")
    assert fingerprints("phone", " ") == []


def test_equal_numbers_are_equal_and_look_different_at_rest() -> None:
    one, two = seal("identity_number", NUMBER), seal("identity_number", f" {NUMBER[:6]} {NUMBER[6:]}")
    assert one == two
    assert hash(one) == hash(two)
    assert one.stored != two.stored
    assert one != seal("identity_number", identity_number(born="19500102"))
    assert one != NUMBER


def test_the_same_digits_of_another_kind_do_not_match() -> None:
    identity, phone = seal("identity_number", PHONE), seal("phone", PHONE)
    assert identity != phone
    assert identity.fingerprint != phone.fingerprint


@pytest.mark.parametrize("stored", [NUMBER, f"{'a' * 64}.{NUMBER}", f"{'a' * 64}.gAAAA{NUMBER}", " "])
def test_plain_text_is_not_taken_for_a_sealed_value_and_not_repeated(stored: str) -> None:
    with pytest.raises(ValueError, match="not a sealed value") as refused:
        Protected("identity_number", stored)
    assert NUMBER not in str(refused.value)


def test_a_line_end_does_not_pass_for_sealed() -> None:
    assert not is_sealed(seal("phone", PHONE).stored + "\n")


def test_there_is_no_other_kind() -> None:
    with pytest.raises(ValueError, match="no kind"):
        Protected("password")


def test_the_first_key_seals_and_every_key_opens() -> None:
    with keys(OLD):
        old = seal("phone", PHONE)
    with keys(NEW, OLD):
        new = seal("phone", PHONE)
        assert old.plain() == new.plain() == PHONE
        assert old.stands_for(PHONE)
        assert new.stands_for("138 0013 8000")
        assert {old.fingerprint, new.fingerprint} == set(fingerprints("phone", PHONE))
        assert (is_current(old), is_current(new)) == (False, True)
        assert is_current(resealed(old))
        assert resealed(old) == new
    with keys(NEW):
        assert new.plain() == PHONE
        assert not is_current(old)


def test_without_its_key_it_says_so_in_a_sentence_and_shows_no_mask() -> None:
    with keys(OLD):
        old = seal("phone", PHONE)
    with keys(NEW):
        assert str(old) == UNREADABLE
        with pytest.raises(KeyDoesNotFit, match="PROTECTED_DATA_KEYS") as refused:
            old.plain()
    assert isinstance(refused.value, Refusal)
    assert refused.value.__cause__ is None
    assert old.token not in str(refused.value)


def test_without_any_key_nothing_is_sealed_or_opened() -> None:
    value = seal("phone", PHONE)
    with keys():
        for deed in (value.plain, lambda: seal("phone", PHONE), lambda: fingerprints("phone", PHONE)):
            with pytest.raises(KeyMissing, match="没有设置环境变量 PROTECTED_DATA_KEYS"):
                deed()
        assert (str(value), str(Protected("phone")), bool(value)) == (UNREADABLE, "", True)


def test_a_fingerprint_of_something_else_is_not_current() -> None:
    one, two = seal("phone", PHONE), seal("phone", "13800138001")
    forged = Protected("phone", f"{two.fingerprint}.{one.token}")
    assert not is_current(forged)
    assert is_current(resealed(forged))
    assert resealed(forged) == one


def test_a_file_is_sealed_whole_and_opens_under_every_key() -> None:
    with keys(OLD):
        sealed = seal_bytes(b"\x00" + PHONE.encode())
    assert PHONE.encode() not in sealed
    with keys(NEW, OLD):
        assert open_bytes(sealed) == b"\x00" + PHONE.encode()
    with keys(NEW), pytest.raises(KeyDoesNotFit):
        open_bytes(sealed)
