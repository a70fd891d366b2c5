"""Sentences that ask for what does harm, found in any words that somebody may read."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass

NOUN = (
    r"(?:(?:the|that|this|any|a|your|their|every|each|more)\s)?(?:\w+\s)?"
    r"(?:pictures?|images?|photos?|videos?|films?|clips?|cop(?:y|ies)|evidence|proof)"
)
PERSON = (
    r"(?:him|her|them|(?:the|that|this|a|an|any)\s(?:\w+\s)?"
    r"(?:adult|man|woman|stranger|person|coach|ex|holder|blackmailer|sender))"
)
HANDLE = (
    "look at|look for|view|watch|open|keep|save|store|download|copy|duplicate|forward|pass on"
    "|share|print|film|record|screenshot|send|post|upload|search for"
)
ASKS = {
    "to handle it": rf"(?:{HANDLE})\s(?:(?:us|me|them)\s)?(?:it|them|{NOUN})",
    "to show or find it": rf"(?:show|find)\s(?:\w+\s)?{NOUN}",
    "to make a screenshot": (
        r"(?:take|make|save|keep|send|collect)\s(?:\w+\s){0,2}"
        r"(?:screenshots?|screen (?:recordings?|grabs?)|copies|copy)"
    ),
    "to pay": (
        r"pay\s(?:\w+\s)?(?:them|him|her|it|up|the|what|some|half|once|money)"
        r"|send\s(?:\w+\s)?(?:money|gift cards?|vouchers?)|give them (?:what|money)"
    ),
    "to pose as the child": (
        r"pretend|pose|set a trap"
        r"|(?:write|reply|answer|chat)\s(?:\w+\s){0,2}(?:as|like) (?:your|the) (?:child|pupil)"
        r"|in (?:the|your) child's (?:name|place)"
    ),
    "to confront somebody": (
        rf"(?:confront|challenge|expose|threaten|track down|meet|visit)\s{PERSON}"
        r"|(?:ring|call|phone|contact|message|write to) (?:him|the (?:adult|man|woman|stranger))"
    ),
}
ASKED = re.compile(rf"\b(?:{'|'.join(ASKS.values())})\b", re.IGNORECASE)
TURNED_ROUND = re.compile(
    r"\b(?:not|never|nobody|no one|no|without|cannot|can't|don't|nor|need not|rather than|stop)\b",
    re.IGNORECASE,
)
# Others' work, not the reader's: partners look for copies, somebody may post it.
THEIR_WORK = re.compile(
    r"\b(?:they|sites?|apps?|partners?|take part|with us|somebody|someone|did you)\s"
    rf"(?:(?:may|might|can|to|threatens|threatened)\s){{0,2}}(?:{HANDLE}|find)\b",
    re.IGNORECASE,
)
# Turns of speech that say nothing of the picture.
HARMLESS = re.compile(
    r"\bkeep it (?:short|so|private|quieter|calm)\b|\blook at it again\b|\bsend it alone\b",
    re.IGNORECASE,
)


def sentences(text: str) -> list[str]:
    """Split words into sentences and clauses: each must be safe when it is read alone."""
    return [part.strip() for part in re.split(r"(?<=[.?!:;])\s+|\n+", text) if part.strip()]


def dangerous_sentences(text: str) -> list[str]:
    """Return the sentences that ask for it and do not turn it round."""
    return [sentence for sentence in sentences(text) if _asks_for_harm(sentence)]


def _asks_for_harm(sentence: str) -> bool:
    plain = sentence.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    left = HARMLESS.sub("", THEIR_WORK.sub("", plain))
    return bool(ASKED.search(left)) and not TURNED_ROUND.search(left)


def strings_in(value: object) -> Iterator[str]:
    """Yield every string in dataclasses, mappings and sequences, however deep; no keys."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from strings_in(each)
    elif isinstance(value, Sequence):
        for each in value:
            yield from strings_in(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from strings_in(getattr(value, field.name))
