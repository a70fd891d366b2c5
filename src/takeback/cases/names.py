"""Names by which a case is spoken of: neutral, kind, and telling nothing."""

import secrets
from functools import cache
from importlib.resources import files

MOST_NUMBER = 999


def draw_name() -> str:
    """Return one of some four million names, such as "Quiet Heron 42", at random."""
    adjective = secrets.choice(name_words()["adjectives"])
    animal = secrets.choice(name_words()["animals"])
    return f"{adjective} {animal} {1 + secrets.randbelow(MOST_NUMBER)}"


@cache
def name_words() -> dict[str, list[str]]:
    """Return the words of `name_words.txt` by kind."""
    text = files("takeback.cases").joinpath("name_words.txt").read_text(encoding="ascii")
    kinds = [line.split(": ") for line in text.splitlines()]
    return {kind: words.split() for kind, words in kinds}
