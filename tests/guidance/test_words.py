"""What the words of a plan say, whoever reads them and wherever they are."""

import re
from collections.abc import Iterator
from datetime import date

import pytest

from takeback.guidance.explained import ExplainedPlan, explain
from takeback.guidance.facts import NATIONS, READERS, Asker, Facts, Nation, Reader
from takeback.guidance.plan import make_plan
from takeback.guidance.steps import STEPS
from takeback.guidance.wording import WORDS_FOLDER, StepWords, check_language, load_words
from tests.site.test_promises import DANGEROUS, HARMLESS, PHONE
from tests.site.test_words import NEVER, grades

TODAY = date(2026, 11, 22)
WORDS = load_words()
LANGUAGES = sorted(path.name for path in WORDS_FOLDER.iterdir() if path.is_dir())
GRADES: dict[Reader, int] = {
    "under_13": 5,
    "13_17": 7,
    "parent": 8,
    "adult": 10,
    "professional": 10,
}
# The longest and the shortest that stands in their place: a nation that was not said, and one.
IN_BRACES = (
    {
        "emergency": "999 in the UK, or the emergency number where you are",
        "police": "101 in the UK, or your local police",
    },
    {"emergency": "999", "police": "101"},
)
# Askers and ages that make each reader.
ASKERS: dict[Reader, tuple[Asker, dict[str, str]]] = {
    "under_13": ("person_shown", {"age_now": "under_13", "age_in_image": "under_13"}),
    "13_17": ("person_shown", {"age_now": "13_15", "age_in_image": "13_15"}),
    "adult": ("adult_shown_as_child", {"age_now": "18_plus", "age_in_image": "16_17"}),
    "parent": ("parent", {"age_now": "13_15", "age_in_image": "13_15"}),
    "professional": ("school_staff", {"age_now": "13_15", "age_in_image": "13_15"}),
}
THREATENED = {"threatened": True, "money_demanded": True, "paid": True, "low_mood": True}
QUIET = {
    "other_party": "peer_known",
    "channels": ("group_chat",),
    "at_school": True,
    "in_danger": False,
    "threatened": False,
    "coerced": False,
    "adult_involved": False,
}
ONLINE = {
    "channels": ("social_public", "website"),
    "providers": ("instagram",),
    "online": True,
    "provider_reported": True,
    "provider_refused": True,
    "hours_since_provider_report": 200.0,
    "has_the_file": True,
}


def every_step() -> Iterator[tuple[str, Reader, str, StepWords]]:
    """Each step as each reader is told it, and again for each nation that differs."""
    for step in STEPS:
        for reader, words in WORDS.steps[step].items():
            yield step, reader, "everywhere", words
        for (nation, reader), words in WORDS.nations[step].items():
            yield step, reader, nation, words


def joined(parts: list[str]) -> str:
    return " ".join(part if part[-1] in ".?!:" else f"{part}." for part in parts)


def text_of(words: StepWords, numbers: dict[str, str]) -> str:
    parts = [words.title, words.who, *words.how, words.time, words.expect]
    return joined([part.format(**numbers) for part in parts])


def every_text() -> Iterator[tuple[str, str]]:
    """Everything a plan can say, with a name for messages."""
    for step, reader, where, words in every_step():
        for numbers in IN_BRACES:
            yield f"{step} {reader} {where}", text_of(words, numbers)
    for table in (WORDS.because, WORDS.never):
        for name, said in table.items():
            yield f"{name} young", said.young
            yield f"{name} adult", said.adult
    yield from WORDS.facts.items()


def plan_text(explained: ExplainedPlan) -> str:
    parts = [*explained.never, *(ask.words for ask in explained.ask_next)]
    for group in explained.groups:
        for step in group.steps:
            parts += [step.title, step.who, *step.how, step.time, step.expect, *step.because]
    return joined(parts)


def sentences_of(text: str) -> list[str]:
    return re.split(r"(?<=[.?!:])\s+", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_word(language: str) -> None:
    assert check_language(language) == ()


def test_every_step_has_words_for_every_reader_that_may_get_it() -> None:
    told = {(step, reader) for step, reader, where, _ in every_step() if where == "everywhere"}

    assert told == {(step, reader) for step, kind in STEPS.items() for reader in kind.readers}


@pytest.mark.parametrize("reader", READERS)
def test_each_step_is_as_easy_to_read_as_its_reader_needs(reader: Reader) -> None:
    hard = {
        (step, where): grades(text_of(words, numbers))
        for step, whose, where, words in every_step()
        for numbers in IN_BRACES
        if whose == reader and max(grades(text_of(words, numbers))) > GRADES[reader]
    }

    assert hard == {}


@pytest.mark.parametrize("nation", [*NATIONS, None])
@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("said", [{}, THREATENED, QUIET, ONLINE])
def test_a_whole_plan_is_as_easy_to_read_as_its_reader_needs(
    nation: Nation | None, reader: Reader, said: dict[str, object]
) -> None:
    asker, ages = ASKERS[reader]
    facts = Facts(nation=nation, asker=asker, **{**ages, **said})  # type: ignore[arg-type]

    explained = explain(make_plan(facts, today=TODAY), facts, today=TODAY)

    assert explained.reader == reader
    assert max(grades(plan_text(explained))) <= GRADES[reader]


def test_a_title_is_short_and_two_to_four_things_are_to_do() -> None:
    for step, reader, where, words in every_step():
        assert len(words.title) <= 60, (step, reader, where)
        assert not words.title.endswith("."), (step, reader, where)
        assert 2 <= len(words.how) <= 4, (step, reader, where)


def test_no_sentence_is_longer_than_thirty_words() -> None:
    long = [
        (name, sentence)
        for name, text in every_text()
        for sentence in sentences_of(text)
        if len(sentence.split()) > 30
    ]

    assert long == []


def test_nobody_is_blamed_labelled_or_promised_too_much() -> None:
    promised = re.compile(r"\b(gone|guarantee|definitely|certainly)\b", re.IGNORECASE)
    for name, text in every_text():
        assert [word for word in NEVER if word in text.casefold()] == [], name
        assert not promised.search(text), name


def test_promise_6_no_words_ask_to_look_keep_copy_forward_pay_or_confront() -> None:
    dangerous = [
        (name, sentence)
        for name, text in every_text()
        for sentence in sentences_of(text)
        if DANGEROUS.search(sentence) and not HARMLESS.search(sentence)
    ]

    assert dangerous == []


def test_promise_6_no_sentence_begins_with_what_nobody_may_do() -> None:
    begins = re.compile(
        r"(view|watch|open|keep|save|copy|forward|pass (it )?on|screenshot|film|pay|meet|confront"
        r"|pretend|pose|send (it|the picture)|look (at|for))\b",
        re.IGNORECASE,
    )

    told = [
        (name, sentence)
        for name, text in every_text()
        for sentence in sentences_of(text)
        if begins.match(sentence)
    ]

    assert told == []


def test_phone_numbers_come_from_the_services_and_never_from_the_words() -> None:
    written = "\n".join(
        path.read_text(encoding="utf-8")
        for path in sorted((WORDS_FOLDER / "en").glob("**/*.toml"))
        if path.parent.name == "steps" or path.stem in {"because", "never", "facts", "labels"}
    )

    assert PHONE.findall(written) == []
    assert "http" not in written


def test_outcome_21_is_unlikely_to_appear_and_never_said_not_to() -> None:
    for reader, words in WORDS.steps["outcome_21"].items():
        assert "unlikely to appear" in words.expect, reader
        assert "will not appear" not in words.expect


@pytest.mark.parametrize("reader", READERS)
def test_somebody_who_paid_already_is_told_to_stop_now(reader: Reader) -> None:
    said = " ".join(WORDS.steps["do_not_pay"][reader].how)

    assert re.search(r"[Ss]top now|Do not pay again", said)


@pytest.mark.parametrize("reader", READERS)
def test_what_is_noted_is_never_the_picture_and_the_phone_stays_as_it_is(reader: Reader) -> None:
    said = " ".join(WORDS.steps["keep_identifiers"][reader].how)

    assert re.search(
        r"[Nn]ot the picture|[Nn]ever the picture|[Ll]eave the picture|Never put", said
    )
    assert "police" in said


@pytest.mark.parametrize("reader", sorted(STEPS["delete_own_copy"].readers))
def test_the_police_are_asked_before_a_copy_is_deleted(reader: Reader) -> None:
    first = WORDS.steps["delete_own_copy"][reader].how[0]

    assert "police" in first


@pytest.mark.parametrize("reader", READERS)
def test_the_law_is_explained_as_what_is_in_force_by_the_law_note_only(reader: Reader) -> None:
    words = WORDS.steps["intimate_image_notice"][reader]

    assert "48 hours" not in text_of(words, IN_BRACES[1])
