"""The six words that open a case: made, and read back however somebody types them."""

import re
import secrets
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from takeback.cases.spelling import nearest

WORDS_IN_CODE = 6
SEED_BYTES = 32  # far more than a code's 77 bits, so that every code is as likely as any other
# Six words of nine letters need 60; the rest is room for a numbered list and blank lines.
MOST_CHARACTERS = 400

_RUN_OF_LETTERS = re.compile(r"[^\W\d_]+")
# They take no room on a screen, and copying from a page may bring them along.
_INVISIBLE = {ord(character): None for character in "\u00ad\u200b\u200c\u200d\u2060\ufeff"}
_INVISIBLE |= {ord(character): None for character in "'\u2019\u02bc"}


@dataclass(frozen=True, repr=False)
class Code:
    """Six words of the list, in order, lower case."""

    words: tuple[str, ...]

    @property
    def text(self) -> str:
        """The words with single spaces: what a visitor is shown, and what keys are made from."""
        return " ".join(self.words)

    def __repr__(self) -> str:
        return "Code(hidden)"


class CodeNotReadable(ValueError):
    """What was typed cannot be a code; says which of the things a visitor can mend is wrong.

    `reason` is `count` (not six words; `count` says how many there are) or `word` (the word at
    `position`, counted from 1, is not in the list; `suggestion` is the nearest one, `None` when
    none is near). The text of the exception repeats nothing of what was typed.
    """

    def __init__(
        self,
        reason: Literal["count", "word"],
        *,
        count: int,
        position: int | None = None,
        word: str | None = None,
        suggestion: str | None = None,
    ) -> None:
        if reason == "count":
            super().__init__(f"{count} words; a code has {WORDS_IN_CODE}")
        else:
            super().__init__(f"word {position} is not in the list of words")
        self.reason = reason
        self.count = count
        self.position = position
        self.word = word
        self.suggestion = suggestion


def make_code() -> Code:
    """Draw a code that nobody can guess."""
    return code_from(secrets.token_bytes(SEED_BYTES))


def code_from(seed: bytes) -> Code:
    """Return the code that belongs to 32 bytes; the same bytes give the same code."""
    if len(seed) != SEED_BYTES:
        raise ValueError(f"{len(seed)} bytes; a seed has {SEED_BYTES}")
    number = int.from_bytes(seed)
    drawn = []
    for _ in range(WORDS_IN_CODE):
        number, place = divmod(number, len(code_words()))
        drawn.append(code_words()[place])
    return Code(tuple(drawn))


def read_code(text: str) -> Code:
    """Read six words in any case, with anything but letters between them.

    Numbers of a list, commas, hyphens, line breaks, accents and letters of full width are all
    understood. Raises `CodeNotReadable`. The list of words is public: which words are in it
    tells nothing about any code.
    """
    words = _words_in(text)
    if len(words) != WORDS_IN_CODE:
        raise CodeNotReadable("count", count=len(words))
    for position, word in enumerate(words, start=1):
        if word not in _known_words():
            suggestion = nearest(word, code_words())
            raise CodeNotReadable(
                "word", count=len(words), position=position, word=word, suggestion=suggestion
            )
    return Code(tuple(words))


def _words_in(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text[:MOST_CHARACTERS]).translate(_INVISIBLE)
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _RUN_OF_LETTERS.findall(letters.casefold())


@cache
def code_words() -> tuple[str, ...]:
    """Return the list, in alphabetical order."""
    text = files("takeback.cases").joinpath("code_words.txt").read_text(encoding="ascii")
    return tuple(text.split())


@cache
def _known_words() -> frozenset[str]:
    return frozenset(code_words())
