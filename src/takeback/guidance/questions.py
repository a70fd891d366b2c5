"""The questions in the order they are asked: what can be answered, and what each answer says."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from takeback.guidance import asked_when as when
from takeback.guidance.facts import Channel, Facts
from takeback.sources.providers import load_providers

Door = Literal["you", "family", "work"]
DOORS: tuple[Door, ...] = ("you", "family", "work")
Condition = Callable[[Facts], bool]
Sets = Mapping[str, object]

# Taken by every question; they leave its facts not said. NONE is taken where several may be ticked.
UNSURE, UNSAID, NONE = "unsure", "unsaid", "none"
EVERYWHERE: frozenset[Door] = frozenset(DOORS)
YOU: frozenset[Door] = frozenset({"you"})
WORK: frozenset[Door] = frozenset({"work"})
ABOUT_A_CHILD: frozenset[Door] = frozenset({"family", "work"})


@dataclass(frozen=True)
class Option:
    """One answer: the facts it sets, at which doors it is offered, and after what was said."""

    id: str
    sets: Sets
    offered_when: Condition = when.always
    doors: frozenset[Door] = EVERYWHERE


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question. `number` stands in addresses: stable, and it says nothing by itself.

    `none_sets` is what "none of these" says and `unsure_sets` what "I don't know" says; both are
    empty where that says nothing.
    """

    id: str
    number: int
    kind: Literal["one", "many"]
    options: tuple[Option, ...]
    doors: frozenset[Door] = EVERYWHERE
    asked_when: Condition = when.always
    none_sets: Sets = field(default_factory=dict)
    unsure_sets: Sets = field(default_factory=dict)

    @property
    def answers(self) -> tuple[str, ...]:
        """Every id that can be chosen, those that say little last."""
        few = (NONE,) if self.kind == "many" else ()
        return (*(option.id for option in self.options), *few, UNSURE, UNSAID)

    @property
    def settles(self) -> frozenset[str]:
        """The names of the facts that its answers say something about."""
        return frozenset(name for option in self.options for name in option.sets)

    def offered(self, door: Door, facts: Facts) -> "Question":
        """Return this question with the options that make sense here after what was said.

        "None of these" then says nothing about what was not offered.
        """
        fitting = tuple(
            one for one in self.options if door in one.doors and one.offered_when(facts)
        )
        narrowed = replace(self, options=fitting)
        left_out = self.settles - narrowed.settles
        none_sets = {name: said for name, said in self.none_sets.items() if name not in left_out}
        return replace(narrowed, none_sets=none_sets)


def _no_to(*facts: str) -> Sets:
    return dict.fromkeys(facts, False)


def _ages(fact: str) -> tuple[Option, ...]:
    return (
        Option("under_13", {fact: "under_13"}),
        Option("13_15", {fact: "13_15"}),
        Option("16_17", {fact: "16_17"}),
        Option("18", {fact: "18_plus"}),
    )


def _channel(channel: Channel, **also: bool) -> Option:
    return Option(channel, {"channels": (channel,), **also})


def _reported(id: str, *, hours: float) -> Option:
    return Option(id, {"provider_reported": True, "hours_since_provider_report": hours})


# Telephone networks and hosts are left out: they cannot take a picture down for a visitor.
KINDS_ASKED: Mapping[str, Condition] = {
    "social": when.on_an_app,
    "video": when.on_an_app,
    "messaging": when.on_an_app,
    "gaming": when.in_a_game,
    "cloud": when.in_the_cloud,
    "image-host": when.on_a_website,
    "ai": when.on_a_website_or_ai_made,
    "adult": when.on_an_adult_site,
    "search": when.on_any_site,
}
# One that is two things: its pictures also travel in messages.
ASKED_SOONER: Mapping[str, Condition] = {"apple-imessage-icloud": when.in_messages_or_the_cloud}


def _providers() -> Iterator[Option]:
    for provider in load_providers().values():
        if provider.kind in KINDS_ASKED:
            offered_when = ASKED_SOONER.get(provider.id, KINDS_ASKED[provider.kind])
            yield Option(provider.id, {"providers": (provider.id,)}, offered_when)


QUESTIONS: tuple[Question, ...] = (
    Question(
        id="safety",
        number=1,
        kind="many",
        options=(
            Option("danger", {"in_danger": True}),
            Option("hurting", {"in_danger": True, "low_mood": True}),
            Option("meeting", {"meeting_threat": True}),
        ),
        none_sets=_no_to("in_danger", "meeting_threat"),
    ),
    Question(
        id="who",
        number=2,
        kind="one",
        doors=YOU,
        options=(
            Option("me", {"asker": "person_shown"}),
            Option("friend", {"asker": "friend"}),
            Option("sent_to_me", {"asker": "recipient"}),
            Option("passed_on", {"asker": "sharer"}),
        ),
    ),
    Question(
        id="part",
        number=3,
        kind="one",
        doors=ABOUT_A_CHILD,
        options=(
            Option("shown", {"childs_part": "shown"}),
            Option("received", {"childs_part": "received"}),
            Option("shared", {"childs_part": "shared"}),
        ),
    ),
    Question(
        id="age",
        number=4,
        kind="one",
        options=(
            # Under 13 now is under 13 in the picture, too; the others are asked.
            Option("under_13", {"age_now": "under_13", "age_in_image": "under_13"}),
            *_ages("age_now")[1:],
        ),
        asked_when=when.shown,
    ),
    Question(
        id="own_age",
        number=5,
        kind="one",
        doors=YOU,
        options=_ages("asker_age"),
        asked_when=when.of_somebody_else,
    ),
    Question(
        id="age_then",
        number=6,
        kind="one",
        options=(
            *_ages("age_in_image")[:2],
            Option("16_17", {"age_in_image": "16_17"}, when.now_16_or_over),
            Option("18", {"age_in_image": "18_plus"}, when.now_18_or_over),
        ),
        asked_when=when.shown_before_now,
    ),
    Question(
        id="their_age",
        number=7,
        kind="one",
        options=_ages("age_in_image"),
        asked_when=when.of_somebody_else,
    ),
    Question(
        id="mood",
        number=8,
        kind="one",
        options=(Option("low", {"low_mood": True}), Option("coping", {"low_mood": False})),
        asked_when=when.mood_not_said,
    ),
    Question(
        id="nation",
        number=9,
        kind="one",
        options=tuple(
            Option(nation, {"nation": nation})
            for nation in ("ENG", "WAL", "SCO", "NI", "IE", "US", "AU", "OTHER")
        ),
    ),
    Question(
        id="pressure",
        number=10,
        kind="many",
        options=(
            Option("threats", {"threatened": True}),
            Option("money", {"money_demanded": True}),
            Option("more", {"coerced": True}),
            Option("gifts", {"exploited": True}),
            Option("adult", {"adult_involved": True}),
        ),
        asked_when=when.more_than_received,
        # Where nobody wants money nobody is asked whether some was paid.
        none_sets=_no_to(
            "threatened", "money_demanded", "paid", "coerced", "exploited", "adult_involved"
        ),
    ),
    Question(
        id="paid",
        number=11,
        kind="one",
        options=(Option("yes", {"paid": True}), Option("no", {"paid": False})),
        asked_when=when.money_demanded,
    ),
    Question(
        id="other",
        number=12,
        kind="one",
        options=(
            Option("peer", {"other_party": "peer_known"}),
            Option("ex", {"other_party": "peer_ex"}),
            Option("online", {"other_party": "online_only_claims_peer"}),
            Option("adult", {"other_party": "adult_known", "adult_involved": True}),
            Option("strange_adult", {"other_party": "adult_unknown", "adult_involved": True}),
            Option("gang", {"other_party": "organised_blackmail"}, when.threats),
        ),
        asked_when=when.under_18_or_received,
        unsure_sets={"other_party": "unknown"},
    ),
    Question(
        id="how",
        number=13,
        kind="many",
        options=(
            # Who says that nobody pushed says no to the rest, unless they tick it as well.
            Option(
                "freely",
                {"willing": True, **_no_to("coerced", "taken_without_knowledge", "ai_made")},
            ),
            Option("pushed", {"coerced": True, "willing": False}),
            Option("secret", {"taken_without_knowledge": True}),
            Option("stolen", {"taken_without_knowledge": True}),
            Option("made", {"ai_made": True}),
        ),
        asked_when=when.under_18_and_their_own,
        none_sets=_no_to("willing", "coerced", "taken_without_knowledge", "ai_made"),
    ),
    Question(
        id="where",
        number=14,
        kind="many",
        options=(
            _channel("own_device"),
            _channel("one_known_peer"),
            _channel("group_chat", online=True),
            _channel("school_wide", at_school=True, spread=True),
            _channel("social_public", online=True),
            _channel("social_private", online=True),
            _channel("encrypted_dm", online=True),
            _channel("sms_mms"),
            _channel("website", online=True),
            _channel("porn_site", online=True),
            _channel("game_live", online=True),
            _channel("cloud", online=True),
        ),
        none_sets={"channels": ()},
    ),
    Question(
        id="apps",
        number=15,
        kind="many",
        options=(*_providers(), Option("another", {"providers": ()})),
        asked_when=when.on_an_app_or_site,
        none_sets={"providers": ()},
    ),
    Question(
        id="spread",
        number=16,
        kind="many",
        options=(
            Option("passed_on", {"shared_onwards": True}),
            Option("many", {"shared_onwards": True, "spread": True}),
            Option("school", {"at_school": True}),
            Option("to_hurt", {"shared_onwards": True, "malicious": True}),
        ),
        asked_when=when.under_18_and_not_only_received,
        none_sets=_no_to("shared_onwards", "spread", "at_school", "malicious"),
    ),
    Question(
        id="extra",
        number=17,
        kind="many",
        options=(
            Option("support", {"capacity_concern": True}),
            Option("hurt", {"violent_or_unusual": True}),
            Option("acts", {"sexual_acts_shown": True}, doors=WORK),
        ),
        asked_when=when.school_or_no_trigger,
        none_sets=_no_to("capacity_concern", "violent_or_unusual", "sexual_acts_shown"),
    ),
    Question(
        id="file",
        number=18,
        kind="one",
        options=(Option("yes", {"has_the_file": True}), Option("no", {"has_the_file": False})),
        asked_when=when.under_18_or_of_somebody_else,
    ),
    Question(
        id="reported",
        number=19,
        kind="one",
        options=(
            Option("no", {"provider_reported": False, "provider_refused": False}),
            # One number inside each band: a day, two days and a week are what providers and
            # regulators count by.
            _reported("today", hours=12.0),
            _reported("yesterday", hours=36.0),
            _reported("this_week", hours=96.0),
            _reported("longer", hours=200.0),
            Option("refused", {"provider_reported": True, "provider_refused": True}),
            Option("removed", {"provider_reported": True, "provider_refused": False}),
        ),
        asked_when=when.can_be_reported,
    ),
)
