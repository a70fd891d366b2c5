"""Which two of the six words are asked back, and whether they are right."""

import hashlib
from collections.abc import Sequence


def positions_for(words: Sequence[str]) -> tuple[int, int]:
    """Return two different positions, smaller first, counted from 0.

    Always the same for the same words: asking again must not be a way to be asked for others.
    """
    digest = hashlib.sha256(" ".join(words).encode()).digest()
    first = digest[0] % len(words)
    second = (first + 1 + digest[1] % (len(words) - 1)) % len(words)
    return min(first, second), max(first, second)


def check_typed(words: Sequence[str], positions: Sequence[int], typed: Sequence[str]) -> list[bool]:
    """Return for each position whether something else than the word there was typed."""
    pairs = zip(positions, typed, strict=True)
    return [word.strip().casefold() != words[position] for position, word in pairs]
