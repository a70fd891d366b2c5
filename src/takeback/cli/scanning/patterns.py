"""Patterns such as `/data/**/*.jpg`, the same for folders and for stores."""

import re

MAGIC = re.compile(r"[*?[]")
PARTS = re.compile(r"(\*\*/)|(\*\*)|(\*)|(\?)|(\[!?\]?[^\]]*\])|(.)", re.DOTALL)
MEANT = ("(?:.*/)?", ".*", "[^/]*", "[^/]")


def fixed_part(given: str) -> str:
    """Return the folder in which everything is that can fit; the whole of what is no pattern."""
    magic = MAGIC.search(given)
    return given if magic is None else given[: given.rfind("/", 0, magic.start()) + 1]


def read_pattern(given: str) -> re.Pattern[str]:
    """Return what the names match that fit, and those inside of a folder that fits.

    `*` and `?` stand for anything but a slash, `**` for any number of folders, `[a-z]` and `[!a-z]`
    for one letter. A name may begin with a dot like any other.
    """
    text = "".join(_meaning(part) for part in PARTS.finditer(given))
    return re.compile(text + r"(?:/.*)?\Z", re.DOTALL)


def _meaning(part: re.Match[str]) -> str:
    kind = part.lastindex or 0
    if kind <= len(MEANT):
        return MEANT[kind - 1]
    if kind == len(MEANT) + 1:
        inside = part[0][1:-1].replace("\\", r"\\").replace("[", r"\[")
        return "[^/" + inside[1:] + "]" if inside.startswith("!") else f"[{inside}]"
    return re.escape(part[0])
