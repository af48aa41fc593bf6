"""Telephone numbers: set off for the eye, bare for the telephone."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.telephones import dialled, written


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("08832123456", "0883-2123456"),
        ("0883-2123456", "0883-2123456"),
        ("08832123456转802", "0883-2123456转802"),
        ("02088888888", "020-88888888"),
        ("01088888888", "010-88888888"),
        ("4001234567", "400-123-4567"),
        ("13900000000", "139 0000 0000"),
        ("12349", "12349"),
        ("2123456", "2123456"),
        ("+8513812345", "+8513812345"),
        ("示例", "示例"),
        ("", ""),
    ],
)
def test_a_number_is_set_off(phone: str, shown: str) -> None:
    assert written(phone) == shown


@pytest.mark.parametrize(
    ("phone", "digits"),
    [
        ("0883-2123456", "08832123456"),
        ("（0883）2123456", "08832123456"),
        ("０８８３－２１２３４５６", "08832123456"),
        ("0883 2123456转802", "08832123456"),
        ("0883-2123456、0883-2123457", "08832123456"),
        ("0883-2123456/57", "08832123456"),
        ("139 0000 0000（示例甲）", "13900000000"),
        ("+86 883 2123456", "+868832123456"),
        ("12349", "12349"),
        ("转802", ""),
        ("打门上的电话", ""),
        ("12", ""),
        ("1" * 40, ""),
        ("", ""),
    ],
)
def test_a_number_is_dialled(phone: str, digits: str) -> None:
    assert dialled(phone) == digits


@given(st.text(alphabet="0123456789-转#()（） +甲、", max_size=24))
def test_what_is_dialled_stays_the_same_however_it_is_written(phone: str) -> None:
    assert dialled(written(phone)) == dialled(phone)
    assert re.fullmatch(r"(\+?\d{3,15})?", dialled(phone))
