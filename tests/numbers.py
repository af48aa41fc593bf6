"""Numbers for tests, computed: none of them was ever issued to anybody.

The order code 000 (digits 15 to 17 of an identity number) is given to no one, and 1380013800x is the service
number of the carrier, not a person's.
"""

from datetime import date

from foundation.identity_numbers import (
    CREDIT_ALPHABET,
    credit_check_character,
    identity_check_character,
)

PHONE = "13800138000"


def identity_number(*, division: str = "530902", born: str = "19500101", order: str = "000") -> str:
    first = f"{division}{born}{order}"
    return first + identity_check_character(first)


def identity_number_of(serial: int) -> str:
    """A different one for every serial number, of a division that never was."""
    day = date.fromordinal(date(1950, 1, 1).toordinal() + serial % 20000)
    return identity_number(division=f"5399{serial // 20000:02d}", born=f"{day:%Y%m%d}")


def credit_code(*, kind: str = "52", division: str = "530999", body: str = "MJ0000000") -> str:
    first = f"{kind}{division}{body}"
    return first + credit_check_character(first)


def with_wrong_end(number: str, alphabet: str = CREDIT_ALPHABET) -> str:
    """The same with another last character."""
    place = alphabet.index(number[-1])
    return number[:-1] + alphabet[(place + 1) % len(alphabet)]
