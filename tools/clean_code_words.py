"""Make `src/takeback/cases/code_words.txt` from the EFF's three English passphrase lists.

    python tools/clean_code_words.py FOLDER

FOLDER holds `eff-long`, `eff-short` and `eff-special` as the package named in
`src/takeback/cases/code_words.md` carries them. A code already handed out stays readable only
while its words stay in the list: words may be added later, never taken out.
"""

import hashlib
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from string import ascii_lowercase

SOURCES = {
    "eff-long": "6d557f0693958fb5e650b68b5bee585eb82cf4da32965505c789e924743bc522",
    "eff-short": "36ecca49e4fa20ca84b176c32f2e9c82f98f446585190e75f9879a95c08247bf",
    "eff-special": "7aa57a4d3ecf6581729992bad9575bacdebf7c28378af2aec6a50f11aec326f5",
}
LEFT_OUT = Path(__file__).with_name("code_words_left_out.txt")
TARGET = Path(__file__).parents[1] / "src" / "takeback" / "cases" / "code_words.txt"
SHORTEST, LONGEST = 3, 9  # letters
# Long words one letter apart are mixed up by eye (unseated, unheated). Short ones are read
# letter by letter, and there are too many such pairs to do without.
LONG = 8  # letters


def main(folder: Path) -> None:
    """Write the list, one word a line in alphabetical order; print how much a code is worth."""
    words = clean(read_sources(folder), left_out=read_left_out())
    TARGET.write_text("\n".join(words) + "\n", encoding="ascii")
    bits = 6 * math.log2(len(words))
    print(f"{len(words)} words; a code of six is one of 2 to the power of {bits:.2f}")


def read_sources(folder: Path) -> set[str]:
    """Return every word of the three lists. Raises `ValueError` for a file that is another."""
    words: set[str] = set()
    for name, checksum in SOURCES.items():
        content = (folder / name).read_bytes()
        found = hashlib.sha256(content).hexdigest()
        if found != checksum:
            raise ValueError(f"{name} has SHA-256 {found}; expected {checksum}")
        words.update(content.decode("ascii").split())
    return words


def read_left_out() -> set[str]:
    """Return the words that are kept from codes, of every group."""
    lines = LEFT_OUT.read_text(encoding="ascii").splitlines()
    groups = [line for line in lines if line and not line.startswith("#")]
    return {word for group in groups for word in group.split(":", 1)[1].split()}


def clean(words: set[str], *, left_out: set[str]) -> list[str]:
    """Return the plain words of fitting length, without those left out or too alike."""
    fitting = (word for word in words if word.isalpha() and SHORTEST <= len(word) <= LONGEST)
    kept: set[str] = set()
    for word in sorted(set(fitting) - left_out, key=lambda word: (len(word), word)):
        if len(word) >= LONG and any(near in kept for near in one_letter_apart(word)):
            continue
        kept.add(word)
    return sorted(kept)


def one_letter_apart(word: str) -> Iterator[str]:
    """Yield everything of `LONG` letters or more that is one slip away from the word."""
    for place in range(len(word) + 1):
        head, tail = word[:place], word[place:]
        slips = [head + letter + tail for letter in ascii_lowercase]
        if tail:
            slips += [head + letter + tail[1:] for letter in ascii_lowercase]
            slips.append(head + tail[1:])
        yield from (slip for slip in slips if len(slip) >= LONG and slip != word)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
