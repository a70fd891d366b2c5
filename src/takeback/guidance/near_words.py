"""The nearest valid word to one that is not, for whoever wrote a file of facts."""

from collections.abc import Collection
from difflib import get_close_matches

# What people write for a word that looks quite different.
MEANT = {
    "england": "ENG",
    "wales": "WAL",
    "cymru": "WAL",
    "scotland": "SCO",
    "northern_ireland": "NI",
    "usa": "US",
    "america": "US",
    "united_states": "US",
    "ireland": "IE",
    "australia": "AU",
    "mum": "parent",
    "mother": "parent",
    "dad": "parent",
    "father": "parent",
    "carer": "parent",
    "teacher": "school_staff",
    "child": "person_shown",
    "me": "person_shown",
    "twitter": "x",
    "facebook": "facebook-messenger",
    "messenger": "facebook-messenger",
    "pornhub": "pornhub-aylo",
    "icloud": "apple-imessage-icloud",
    "imessage": "apple-imessage-icloud",
}
AGES = ((13, "under_13"), (16, "13_15"), (18, "16_17"), (120, "18_plus"))


def nearest(given: str, known: Collection[str]) -> str:
    """Return `; did you mean …?` for a message, or nothing when no known word is near."""
    plain = given.strip().lower().replace(" ", "_")
    candidates = [MEANT.get(plain), _age_band(plain), *_alike(plain, known)]
    for word in candidates:
        if word in known:
            return f"; did you mean {word!r}?"
    return ""


def _age_band(plain: str) -> str | None:
    if not plain.isdecimal() or len(plain) > len("120"):
        return None
    return next((band for age, band in AGES if int(plain) < age), None)


def _alike(plain: str, known: Collection[str]) -> list[str]:
    by_plain = {word.lower(): word for word in known}
    return [by_plain[near] for near in get_close_matches(plain, by_plain, n=1)]
