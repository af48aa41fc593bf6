"""Cells of spreadsheets that no program takes for a formula (CSV injection). Pure."""

STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(value: object) -> object:
    """A text that begins like a formula gets an apostrophe in front; numbers, days and other texts stay."""
    if isinstance(value, str) and value.startswith(STARTS_FORMULA):
        return f"'{value}"
    return value


def as_typed(text: str) -> str:
    """The text before `harmless` put an apostrophe in front, for tables that come back."""
    return text[1:] if text.startswith("'") and text[1:].startswith(STARTS_FORMULA) else text
