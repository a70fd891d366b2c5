"""The word somebody probably meant."""

from functools import cache

FARTHEST = 2  # slips; with three, nearly every word has a wrong neighbour
LONGEST = 12  # letters; no word of the list has more than nine


def nearest(word: str, words: tuple[str, ...]) -> str | None:
    """Return the word that takes the fewest slips to become this one, `None` past `FARTHEST`.

    Of several, one with the same first letter comes first, then the alphabet decides.
    """
    if len(word) > LONGEST:
        return None
    letters = _letters(word)
    near = [
        (slips, candidate[0] != word[0], candidate)
        for candidate, its_letters in zip(words, _all_letters(words), strict=True)
        # A slip changes at most two letters of the set, so most words need no closer look.
        if (its_letters ^ letters).bit_count() <= 2 * FARTHEST
        and (slips := slips_between(word, candidate)) <= FARTHEST
    ]
    return min(near)[2] if near else None


def slips_between(a: str, b: str) -> int:
    """Return how many letters must be added, left out, changed or swapped with the next one."""
    before: list[int] = []
    above = list(range(len(b) + 1))
    for i, letter in enumerate(a, start=1):
        row = [i]
        for j, other in enumerate(b, start=1):
            fewest = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                fewest = min(fewest, before[j - 2] + 1)
            row.append(fewest)
        before, above = above, row
    return above[-1]


@cache
def _all_letters(words: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(_letters(word) for word in words)


def _letters(word: str) -> int:
    """Return the set of letters as bits; letters outside a to z share the last one."""
    bits = 0
    for letter in word:
        place = ord(letter) - ord("a")
        bits |= 1 << (place if 0 <= place < 26 else 26)
    return bits
