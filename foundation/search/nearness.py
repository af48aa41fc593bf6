"""How near a text comes to another. Pure."""


def fewest_errors(wanted: str, text: str) -> int:
    """The least number of characters to change, add or leave out that makes a piece of the text of what is wanted."""
    row = [0] * (len(text) + 1)
    for count, character in enumerate(wanted, start=1):
        previous, row = row, [count]
        for place, other in enumerate(text, start=1):
            row.append(
                min(previous[place - 1] + (character != other), previous[place] + 1, row[place - 1] + 1)
            )
    return min(row)
