"""Visits as they come: through each door, in different nations, at every age, with little said."""

from collections.abc import Mapping, Sequence
from typing import cast

from django.conf import settings
from django.test import Client

from takeback.guidance.answers import walk
from takeback.guidance.questions import UNSAID, Door
from takeback.site.questions.session import DONE, DOOR, GIVEN, GUIDE
from takeback.site.sessions import SessionStore

Given = Mapping[str, str | Sequence[str]]

UNFINISHED = "stopped half-way"
# Who reads the plan, the door, and what was answered by question id.
VISITS: dict[str, tuple[str, str, Given]] = {
    "nine, in an app": (
        "under_13",
        "you",
        {
            "safety": "none",
            "who": "me",
            "age": "under_13",
            "mood": "coping",
            "nation": "ENG",
            "pressure": "none",
            "other": "peer",
            "how": ["freely"],
            "where": ["social_public"],
            "apps": ["instagram", "tiktok"],
            "spread": "none",
            "file": "yes",
            "reported": "no",
        },
    ),
    "eleven, threatened": (
        "under_13",
        "you",
        {
            "safety": "unsure",
            "who": "me",
            "age": "under_13",
            "nation": "WAL",
            "pressure": ["threats", "more"],
            "other": "online",
            "where": ["game_live"],
            "apps": ["roblox"],
        },
    ),
    "fourteen, asked for money": (
        "13_17",
        "you",
        {
            "safety": "none",
            "who": "me",
            "age": "13_15",
            "mood": "low",
            "nation": "SCO",
            "pressure": ["threats", "money"],
            "paid": "yes",
            "other": "gang",
            "where": ["social_private", "encrypted_dm"],
            "apps": ["snapchat", "whatsapp"],
            "spread": "unsure",
            "file": "yes",
            "reported": "no",
        },
    ),
    "sixteen, an ex passed it on": (
        "13_17",
        "you",
        {
            "safety": "none",
            "who": "me",
            "age": "16_17",
            "mood": "coping",
            "nation": "ENG",
            "pressure": "none",
            "other": "ex",
            "how": ["freely"],
            "where": ["group_chat", "school_wide", "porn_site"],
            "apps": ["whatsapp", "pornhub"],
            "spread": ["many", "school", "to_hurt"],
            "file": "no",
            "reported": "refused",
        },
    ),
    "somebody is coming": (
        "13_17",
        "you",
        {"safety": ["meeting"], "who": "me", "age": "13_15", "nation": "NI"},
    ),
    "sent one": (
        "13_17",
        "you",
        {"safety": "none", "who": "sent_to_me", "own_age": "13_15", "nation": "ENG"},
    ),
    "passed one on": (
        "13_17",
        "you",
        {"safety": "none", "who": "passed_on", "own_age": "16_17", "nation": "WAL"},
    ),
    "a friend": (
        "13_17",
        "you",
        {"safety": "none", "who": "friend", "own_age": "13_15", "their_age": "13_15"},
    ),
    "twenty now": (
        "adult",
        "you",
        {
            "safety": "none",
            "who": "me",
            "age": "18",
            "age_then": "13_15",
            "nation": "AU",
            "where": ["website"],
            "file": "yes",
        },
    ),
    "an adult in the picture": (
        "adult",
        "you",
        {"safety": "none", "who": "me", "age": "18", "age_then": "18", "nation": "ENG"},
    ),
    "nothing said": ("13_17", "you", {"who": "me"}),
    UNFINISHED: ("13_17", "you", {"safety": "none", "who": "me", "age": "13_15"}),
    "a mother, her child is in danger": (
        "parent",
        "family",
        {"safety": ["hurting"], "part": "shown", "age": "13_15", "nation": "ENG"},
    ),
    "a father, threats": (
        "parent",
        "family",
        {
            "safety": "none",
            "part": "shown",
            "age": "under_13",
            "nation": "unsure",
            "pressure": ["threats", "adult"],
            "other": "strange_adult",
            "where": ["social_private", "cloud"],
            "apps": ["discord", "instagram"],
        },
    ),
    "a mother in Texas": (
        "parent",
        "family",
        {
            "safety": "none",
            "part": "shown",
            "age": "16_17",
            "nation": "US",
            "pressure": "none",
            "other": "ex",
            "how": ["freely"],
            "where": ["social_public"],
            "apps": ["x"],
            "spread": ["many"],
            "file": "yes",
            "reported": "yesterday",
        },
    ),
    "a father in Cork, his son was sent one": (
        "parent",
        "family",
        {"safety": "none", "part": "received", "nation": "IE"},
    ),
    "a father, made by a machine": (
        "parent",
        "family",
        {
            "safety": "none",
            "part": "shown",
            "age": "13_15",
            "nation": "OTHER",
            "how": ["made"],
            "where": ["website"],
        },
    ),
    "a head of year": (
        "professional",
        "work",
        {
            "safety": "none",
            "part": "shown",
            "age": "13_15",
            "nation": "ENG",
            "pressure": "none",
            "other": "peer",
            "how": ["freely"],
            "where": ["school_wide", "group_chat"],
            "apps": ["snapchat"],
            "spread": ["passed_on", "school"],
            "extra": "none",
            "reported": "no",
        },
    ),
    "a youth worker in Belfast": (
        "professional",
        "work",
        {
            "safety": "unsure",
            "part": "shared",
            "age": "16_17",
            "nation": "NI",
            "pressure": ["more"],
            "extra": ["support"],
        },
    ),
}


def answers_of(name: str) -> dict[str, list[str]]:
    """Return what was answered, as a session keeps it.

    Whatever else is asked on the way was passed over, except by whoever stopped in between.
    """
    _, door, answered = VISITS[name]
    given = {
        question: [chosen] if isinstance(chosen, str) else list(chosen)
        for question, chosen in answered.items()
    }
    asked = walk(cast("Door", door), given).next
    while asked is not None and name != UNFINISHED:
        given[asked.id] = [UNSAID]
        asked = walk(cast("Door", door), given).next
    return given


def cookie_of(door: str, given: Mapping[str, Sequence[str]], done: Sequence[str] = ()) -> str:
    """Return the sealed cookie of a visit."""
    store = SessionStore()
    store[GUIDE] = {DOOR: door, GIVEN: {**given}, DONE: list(done)}
    store.save()
    return str(store.session_key)


def client_of(name: str, *, done: Sequence[str] = ()) -> Client:
    """Return a browser in which these answers were given."""
    client = Client()
    cookie = cookie_of(VISITS[name][1], answers_of(name), done)
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie
    return client


def address_of(name: str) -> str:
    """Return where the plan of this visit stands."""
    return f"/{VISITS[name][1]}/plan/"


def html_of(name: str, *, done: Sequence[str] = ()) -> str:
    """Return the plan page of a visit."""
    response = client_of(name, done=done).get(address_of(name))
    assert response.status_code == 200
    return response.content.decode()
