import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from takeback.guidance.facts import Reader
from takeback.guidance.question_words import (
    READERS_AT,
    QuestionWords,
    check_question_language,
    load_question_words,
)
from takeback.guidance.questions import DOORS, NONE, QUESTIONS, UNSAID, UNSURE, Question
from takeback.guidance.wording import WORDS_FOLDER
from takeback.sources.providers import load_providers
from takeback.sources.rows import UnusableRow
from tests.site.test_promises import DANGEROUS, HARMLESS, PHONE
from tests.site.test_words import NEVER, grades

LIMITS: dict[Reader, int] = {
    "under_13": 5,
    "13_17": 7,
    "parent": 8,
    "adult": 10,
    "professional": 10,
}
# Until somebody has said their age they are asked in the words for 13 to 17.
BEFORE_AGE = ("safety", "who", "age", "own_age")
ASKED = [
    (question.id, reader)
    for question in QUESTIONS
    for door in DOORS
    if door in question.doors
    for reader in READERS_AT[door]
]
# Blame, pressure, and words that young people do not use of themselves.
BLAMING = re.compile(
    r"\b(blame you|why did|should have|stupid|silly|mistake|fault|admit|confess|illegal|crime"
    r"|criminal|offen[cs]e|child porn|inappropriate|explicit)\b",
    re.IGNORECASE,
)


def texts_of(question: str, reader: Reader) -> list[str]:
    words = load_question_words()[question][reader]
    names = {provider.name for provider in load_providers().values()}
    options = [said for said in words.options.values() if said not in names]
    return [words.ask, words.hint or "", words.why, *options]


def page_of(question: str, reader: Reader) -> str:
    lines = [line for line in texts_of(question, reader) if line]
    return " ".join(line if line[-1] in ".?!:" else f"{line}." for line in lines)


def sentences_of(question: str, reader: Reader) -> list[str]:
    return re.split(r"(?<=[.?!:])\s+", page_of(question, reader))


@pytest.mark.parametrize(("question", "reader"), ASKED)
def test_whoever_is_asked_can_read_it(question: str, reader: Reader) -> None:
    limit = 5 if question in BEFORE_AGE and reader == "13_17" else LIMITS[reader]

    assert max(grades(page_of(question, reader))) <= limit


@pytest.mark.parametrize("reader", LIMITS)
def test_all_questions_together_can_be_read(reader: Reader) -> None:
    text = " ".join(page_of(question, who) for question, who in ASKED if who == reader)

    assert max(grades(text)) <= LIMITS[reader]


@pytest.mark.parametrize(("question", "reader"), ASKED)
def test_no_sentence_is_long_and_no_answer_takes_long_to_read(
    question: str, reader: Reader
) -> None:
    words = load_question_words()[question][reader]

    assert max(len(sentence.split()) for sentence in sentences_of(question, reader)) <= 24
    assert len(words.ask) <= 60
    assert len(words.summary) <= 30
    assert max(map(len, words.options.values())) <= 80


@pytest.mark.parametrize(("question", "reader"), ASKED)
def test_no_question_blames_frightens_or_promises(question: str, reader: Reader) -> None:
    text = page_of(question, reader)

    assert [word for word in NEVER if word in text.casefold()] == []
    assert BLAMING.findall(text.replace("Nobody here blames you", "")) == []
    assert not re.search(r"\bgone\b", text)


@pytest.mark.parametrize(("question", "reader"), ASKED)
def test_promise_6_no_question_asks_anybody_to_look_or_to_pass_it_on(
    question: str, reader: Reader
) -> None:
    found = [one for one in sentences_of(question, reader) if DANGEROUS.search(one)]

    assert [one for one in found if not HARMLESS.search(one)] == []


@pytest.mark.parametrize("question", ["age_then", "their_age", "extra", "file", "where"])
def test_promise_6_where_somebody_could_go_and_look_it_says_that_they_need_not(
    question: str,
) -> None:
    for words in load_question_words()[question].values():
        hint = words.hint or ""

        assert re.search(r"not need to|Nobody needs to|Do not (go|open)", hint), hint


@pytest.mark.parametrize(("question", "reader"), ASKED)
def test_no_phone_number_stands_in_words(question: str, reader: Reader) -> None:
    assert PHONE.findall(page_of(question, reader)) == []


@pytest.mark.parametrize(("question", "reader"), ASKED)
def test_every_question_says_why_it_is_asked_in_one_line(question: str, reader: Reader) -> None:
    why = load_question_words()[question][reader].why

    assert 10 < len(why) <= 90
    assert why.endswith(".")


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_every_answer_has_words_for_everybody_who_can_give_it(question: Question) -> None:
    for reader, words in load_question_words()[question.id].items():
        doors = {door for door in DOORS if reader in READERS_AT[door]}
        offered = {option.id for option in question.options if option.doors & doors}

        assert words.options.keys() >= offered | {UNSURE, UNSAID}
        assert (NONE in words.options) is (question.kind == "many")


def test_apps_and_sites_are_called_by_their_names() -> None:
    words = load_question_words()["apps"]["13_17"]

    assert words.options["tiktok"] == load_providers()["tiktok"].name
    assert words.options["another"] == "Another app or site"


def test_words_for_one_reader_go_before_words_for_several() -> None:
    words = load_question_words()["pressure"]

    assert words["13_17"].options["adult"] == "A grown-up is part of it, or may be"
    assert words["adult"].options["adult"] == "Somebody older is part of it, or may be"
    assert words["adult"].options["money"] == words["13_17"].options["money"]


def test_words_for_every_question_are_taken_where_it_has_none_of_its_own() -> None:
    words: QuestionWords = load_question_words()["other"]["parent"]

    assert words.options[UNSURE] == "I don\u2019t know who it is"
    assert words.options[UNSAID] == "I\u2019d rather not say"


@pytest.mark.parametrize("folder", sorted(WORDS_FOLDER.iterdir()), ids=lambda path: path.name)
def test_no_language_lacks_a_question(folder: Path) -> None:
    assert check_question_language(folder.name) == ()


@pytest.fixture
def written() -> str:
    return (WORDS_FOLDER / "en" / "questions.toml").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "xx").mkdir()
    yield tmp_path
    load_question_words.cache_clear()


def write(folder: Path, text: str) -> None:
    (folder / "xx" / "questions.toml").write_text(text, encoding="utf-8")


def test_a_language_without_the_file_lacks_every_question(folder: Path) -> None:
    assert len(check_question_language("xx", folder=folder)) == len(ASKED)
    with pytest.raises(UnusableRow, match=r"words/xx/questions\.toml: \[safety\.under_13\] ask"):
        load_question_words("xx", folder=folder)


def test_what_a_language_lacks_is_named(folder: Path, written: str) -> None:
    write(folder, written.replace('gang = "Somebody who seems to do this to many children"', ""))

    assert check_question_language("xx", folder=folder) == (
        "questions.toml: [other.professional] options.gang is missing",
    )


def test_a_whole_file_in_another_folder_is_read(folder: Path, written: str) -> None:
    write(folder, written)

    assert load_question_words("xx", folder=folder) == load_question_words()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[nobody.all]\nask = 'x'", r"line 1 \(\[nobody\.all\]\): no such table"),
        ("\n[age.nobody]\nask = 'x'", r"line 2 \(\[age\.nobody\]\): no such table"),
        ("[age.all.other]\nask = 'x'", r"\[age\.all\.other\]\): no such table"),
        ("[age.all.options.more]\nyes = 'x'", r"no such table"),
        ("[age]\nask = 'x'", r"\[age\]\): no such table"),
        ("[age.all]\nasked = 'x'", r"unknown key asked; known are ask, hint, summary, why"),
        ("[age.all.options]\n19 = 'x'", r"unknown key 19; known are 13_15, 16_17, 18"),
        ("[age.all.options]\nnone = 'x'", r"unknown key none"),
        ("[every.all.options]\n18 = 'x'", r"unknown key 18; known are none, unsaid, unsure"),
        ("[apps.all.options]\ntiktok = 'x'", r"unknown key tiktok"),
        ("[age.all]\nask = ''", r"ask has ''; it takes words in quotes"),
        ("[age.all]\nask = 7", r"ask has 7; it takes words in quotes"),
        ("[age.all]\nask = 'Call {emergency}'", r"ask has \{emergency\}"),
        ("[age.all]\nask = 'x'\noptions = 'y'", r"options is 'y'; it takes a table of its own"),
        ("ask = 'x'", r"every word stands in a table"),
        ("[age.all\n", r"not readable as TOML"),
    ],
)
def test_words_that_cannot_be_used_stop_the_start(folder: Path, text: str, reason: str) -> None:
    write(folder, text)

    with pytest.raises(UnusableRow, match=reason):
        load_question_words("xx", folder=folder)


def test_a_file_that_is_not_text_is_refused(folder: Path) -> None:
    (folder / "xx" / "questions.toml").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(UnusableRow, match="not readable as TOML"):
        check_question_language("xx", folder=folder)
