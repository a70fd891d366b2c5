import shutil
from pathlib import Path

import pytest

from takeback.guidance.steps import NEVER, STEPS
from takeback.guidance.wording import (
    LABELS,
    WORDS_FOLDER,
    StepWords,
    TwoVoices,
    check_language,
    load_words,
)
from takeback.sources.rows import UnusableRow

CHILDLINE = """
[under_13]
title = "Talk"
who = "You."
how = ["Call them."]
time = "Any time."
expect = "They listen."
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the English words under another language's name, to spoil."""
    shutil.copytree(WORDS_FOLDER / "en", tmp_path / "cy")
    return tmp_path


def spoil(path: Path, *, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def refusal(folder: Path) -> str:
    with pytest.raises(UnusableRow) as refused:
        load_words("cy", folder=folder)
    return str(refused.value)


def test_words_are_loaded_by_step_and_reader() -> None:
    words = load_words()

    assert words.steps.keys() == STEPS.keys()
    assert words.never.keys() == set(NEVER)
    assert words.labels.keys() == set(LABELS)
    assert words.steps["stay_calm"]["under_13"] == StepWords(
        title="Asking for help was brave",
        who="You. Just for a minute.",
        how=(
            "Put your feet on the floor. Breathe in slowly. Breathe out slowly.",
            "You are not bad. No one here is cross with you.",
            "Do one step at a time. You can stop and come back.",
        ),
        time="A minute or two.",
        expect="You may still feel sick, sad or scared. Lots of children do."
        " It often feels less heavy when a grown-up knows.",
    )
    assert words.never["pay"] == TwoVoices(
        young="Do not pay. If you paid, stop now.",
        adult="Do not pay, or pay again. The demands tend to grow.",
    )


def test_a_nation_changes_only_the_fields_that_its_table_names() -> None:
    words = load_words()
    usual = words.of("tell_school", "parent", nation="ENG")

    wales = words.of("tell_school", "parent", nation="WAL")

    assert wales.how[0].startswith("Ask for the designated safeguarding person")
    assert (wales.title, wales.time, wales.expect) == (usual.title, usual.time, usual.expect)
    assert words.of("tell_school", "parent", nation=None) == usual


def test_words_are_read_once() -> None:
    assert load_words() is load_words()


def test_a_language_that_lacks_a_step_is_refused_and_says_what_it_lacks(folder: Path) -> None:
    (folder / "cy/steps/ceop.toml").unlink()

    lacks = check_language("cy", folder=folder)

    assert lacks == (
        "steps/ceop.toml: [under_13] is missing",
        "steps/ceop.toml: [13_17] is missing",
        "steps/ceop.toml: [adult] is missing",
        "steps/ceop.toml: [parent] is missing",
        "steps/ceop.toml: [professional] is missing",
    )
    assert refusal(folder) == "words/cy/steps/ceop.toml: [under_13] is missing"


def test_a_reader_without_words_is_named(folder: Path) -> None:
    (folder / "cy/steps/childline.toml").write_text(CHILDLINE, encoding="utf-8")

    assert check_language("cy", folder=folder) == (
        "steps/childline.toml: [13_17] is missing",
        "steps/childline.toml: [parent] is missing",
        "steps/childline.toml: [professional] is missing",
    )


@pytest.mark.parametrize(
    ("name", "lack"),
    [
        ("never.toml", "never.toml: [look_at_it] is missing"),
        ("facts.toml", "facts.toml: [nation] is missing"),
        ("labels.toml", "labels.toml: now is missing"),
    ],
)
def test_a_missing_file_lacks_everything_in_it(folder: Path, name: str, lack: str) -> None:
    (folder / "cy" / name).unlink()

    assert check_language("cy", folder=folder)[0] == lack
    assert refusal(folder) == f"words/cy/{lack}"


def test_a_rule_without_a_reason_is_listed_and_does_not_stop_the_start(folder: Path) -> None:
    spoil(folder / "cy/because.toml", old="[calm_comes_first]", new="[calm_came_first]")

    assert check_language("cy", folder=folder) == (
        "because.toml: [calm_comes_first] is missing",
        "because.toml: [calm_came_first] is no rule",
    )
    assert "calm_comes_first" not in load_words("cy", folder=folder).because


def test_a_language_that_is_not_there_is_refused(folder: Path) -> None:
    with pytest.raises(UnusableRow, match=r"words/fr/steps/call_emergency\.toml"):
        load_words("fr", folder=folder)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('time = "Any time."', "", "line 2 ([under_13]): time is missing"),
        ("time =", "tempo =", "line 2 ([under_13]): unknown key tempo; known are expect, how, "),
        ('"Any time."', '" "', "line 2 ([under_13]): time has ' '; it takes words in quotes"),
        ('"Any time."', "5", "line 2 ([under_13]): time has 5; it takes words in quotes"),
        ('["Call them."]', "[]", "how is []; it takes a list of words in quotes"),
        ('["Call them."]', '"Call them."', "how is 'Call them.'; it takes a list of words"),
        ('["Call them."]', '["Call.", 7]', "how has 7; it takes words in quotes"),
        ("Call them.", "Call {fire}.", "how has {fire}; in braces it takes {emergency}, {police}"),
        ("Call them.", "Call {police.", "how has {; in braces it takes {emergency}, {police}"),
        ("[under_13]", "[adult]", "line 2 ([adult]): childline is for 13_17, parent, professional"),
        ("[under_13]", "[under_13.b]", "line 2 ([under_13.b]): childline is for 13_17, parent,"),
        ("[under_13]", "[nation.FR.under_13]", "takes [nation.<nation>.<reader>]; nations are AU"),
        ("[under_13]", "[nation.US]", "takes [nation.<nation>.<reader>]; nations are AU, ENG, IE"),
        ("[under_13]", "[nation.US.13_17]", "changes the words for 13_17, which has none"),
        ("[under_13]", "", "every word stands in a table, such as [parent]"),
        ("[under_13]", "[under_13", "not readable as TOML"),
    ],
)
def test_words_that_cannot_be_used_are_refused_with_file_and_reason(
    folder: Path, old: str, new: str, reason: str
) -> None:
    path = folder / "cy/steps/childline.toml"
    path.write_text(CHILDLINE, encoding="utf-8")
    spoil(path, old=old, new=new)

    refused = refusal(folder)

    assert refused.startswith("childline.toml")
    assert reason in refused


def test_a_table_written_inside_a_line_is_placed_at_the_top_of_the_file(folder: Path) -> None:
    path = folder / "cy/steps/childline.toml"
    path.write_text('under_13 = { title = "Talk" }\n', encoding="utf-8")

    assert refusal(folder) == "childline.toml, line 1 ([under_13]): expect is missing"


def test_an_empty_file_lacks_every_reader(folder: Path) -> None:
    (folder / "cy/steps/childline.toml").write_text("", encoding="utf-8")

    assert refusal(folder) == "words/cy/steps/childline.toml: [under_13] is missing"


def test_an_empty_table_lacks_its_first_field(folder: Path) -> None:
    (folder / "cy/steps/childline.toml").write_text("[under_13]\n", encoding="utf-8")

    assert refusal(folder) == "childline.toml, line 1 ([under_13]): expect is missing"


def test_bytes_that_are_no_text_are_refused(folder: Path) -> None:
    (folder / "cy/steps/childline.toml").write_bytes(b"\xff\xfe[under_13]")

    assert refusal(folder).startswith("childline.toml: not readable as TOML")


def test_a_file_for_no_step_is_refused(folder: Path) -> None:
    (folder / "cy/steps/childlines.toml").write_text(CHILDLINE, encoding="utf-8")

    assert refusal(folder) == "childlines.toml: there is no step 'childlines'"


@pytest.mark.parametrize(
    ("name", "old", "new", "reason"),
    [
        ("never.toml", "[pay]", "[pays]", "([pays]): unknown; known are look_at_it, "),
        ("never.toml", "young =", "child =", "unknown key child; known are adult, young"),
        ("never.toml", "Do not pay.", "Call {police}.", "has {police}; in braces it takes nothing"),
        ("because.toml", "adult =", "grown =", "unknown key grown; known are adult, young"),
        ("facts.toml", "[nation]", "[nations]", "line 3 ([nations]): unknown; known are nation, "),
        ("facts.toml", "ask =", "question =", "line 3 ([nation]): unknown key question"),
        ("labels.toml", "[labels]", "[label]", "line 3 ([label]): unknown; known are labels"),
        ("labels.toml", "now =", "at_once =", "line 3 ([labels]): unknown key at_once"),
        ("labels.toml", '"Now"', '"On {date}"', "now has {date}; in braces it takes nothing"),
        ("labels.toml", "on {date}", "on {day}", "has {day}; in braces it takes {date}"),
    ],
)
def test_other_words_that_cannot_be_used_are_refused(
    folder: Path, name: str, old: str, new: str, reason: str
) -> None:
    spoil(folder / "cy" / name, old=old, new=new)

    refused = refusal(folder)

    assert refused.startswith(name)
    assert reason in refused
