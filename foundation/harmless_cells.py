"""Cells of spreadsheets that no program takes for a formula (CSV injection). Pure."""

STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(value: object) -> object:
    """A text that begins like a formula gets an apostrophe in front; numbers, days and other texts stay."""
    if isinstance(value, str) and value.startswith(STARTS_FORMULA):
        return f"'{value}"
    return value
