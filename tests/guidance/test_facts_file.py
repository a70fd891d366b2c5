import json
import random

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from takeback.guidance.facts import FACT_NAMES, Facts
from takeback.guidance.facts_file import Problem, UnreadableFacts, parse_facts
from tests.guidance.facts_strategy import any_facts

# The same examples in every run, however slow the machine is.
UNHURRIED = settings(derandomize=True, deadline=None)
EVERYTHING = """\
nation: NI
asker: parent
childs_part: shown
age_in_image: 13_15
age_now: 16_17
asker_age: 18_plus
other_party: peer_ex
channels: [group_chat, encrypted_dm]
providers: [instagram]
in_danger: no
meeting_threat: False
adult_involved: false
coerced: FALSE
threatened: Yes
exploited: "no"
money_demanded: true
paid: TRUE
capacity_concern: false
violent_or_unusual: false
sexual_acts_shown: false
taken_without_knowledge: false
ai_made: false
shared_onwards: true
spread: true
at_school: true
online: true
willing: true
malicious: true
has_the_file: true
low_mood: true
provider_reported: true
provider_refused: false
hours_since_provider_report: 47.5
"""


def problems_of(text: str | bytes) -> tuple[Problem, ...]:
    with pytest.raises(UnreadableFacts) as refusal:
        parse_facts(text)
    return refusal.value.problems


def as_json(facts: Facts) -> str:
    said = {name: getattr(facts, name) for name in FACT_NAMES}
    return json.dumps({name: value for name, value in said.items() if value is not None})


def test_every_fact_can_be_said() -> None:
    facts = parse_facts(EVERYTHING)

    assert (facts.nation, facts.age_in_image, facts.age_now) == ("NI", "13_15", "16_17")
    assert facts.channels == ("group_chat", "encrypted_dm")
    assert (facts.in_danger, facts.coerced, facts.exploited) == (False, False, False)
    assert (facts.threatened, facts.paid) == (True, True)
    assert facts.hours_since_provider_report == 47.5
    assert None not in [getattr(facts, name) for name in FACT_NAMES]


@pytest.mark.parametrize(
    "nothing", ["{}", "nation:", "nation: null", "nation: ~", '{"nation":null}']
)
def test_a_missing_key_and_null_mean_not_said(nothing: str) -> None:
    assert parse_facts(nothing) == Facts()


def test_remarks_are_left_aside() -> None:
    text = "# what I know\nasker: school_staff  # the form tutor\n"

    assert parse_facts(text) == Facts(asker="school_staff")


def test_an_empty_list_is_not_the_same_as_not_said() -> None:
    assert parse_facts("channels: []").channels == ()


def test_words_that_yaml_takes_for_numbers_and_answers_stay_words() -> None:
    assert parse_facts("age_now: 13_15\nasker_age: 16_17").age_now == "13_15"
    assert problems_of("nation: NO")[0].message.startswith("nation is 'NO'; it takes one of ENG")


def test_json_with_tabs_and_windows_lines_can_be_read() -> None:
    text = '{\r\n\t"nation": "ENG",\r\n\t"channels":\t["cloud"]\r\n}'

    assert parse_facts(text) == Facts(nation="ENG", channels=("cloud",))


def test_a_mark_that_windows_puts_first_is_no_part_of_the_text() -> None:
    assert parse_facts(b"\xef\xbb\xbfnation: SCO") == Facts(nation="SCO")


def test_every_problem_is_named_with_its_line_and_what_was_meant() -> None:
    text = "nation: Scotland\nchanels: []\nage_now: 14\nchannels: [cloud, sms]\nspread: perhaps\n"

    problems = problems_of(text)

    assert [(each.line, each.key) for each in problems] == [
        (1, "nation"),
        (2, "chanels"),
        (3, "age_now"),
        (4, "channels"),
        (5, "spread"),
    ]
    meant = ["'SCO'", "'channels'", "'13_15'", "'sms_mms'"]
    assert all(
        f"did you mean {word}?" in each.message for word, each in zip(meant, problems, strict=False)
    )
    assert problems[4].message == "spread is 'perhaps'; it takes true or false"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("asker: mum", "parent"),
        ("asker: Parent", "parent"),
        ("nation: England", "ENG"),
        ("nation: northern ireland", "NI"),
        ("age_in_image: 9", "under_13"),
        ("age_now: 17", "16_17"),
        ("age_now: '18'", "18_plus"),
        ("channels: [group-chat]", "group_chat"),
        ("other_party: peer-ex", "peer_ex"),
        ("providers: [Instagram]", "instagram"),
        ("providers: [twitter]", "x"),
    ],
)
def test_the_nearest_valid_word_is_offered(written: str, meant: str) -> None:
    assert problems_of(written)[0].message.endswith(f"; did you mean {meant!r}?")


def test_nothing_is_offered_where_nothing_is_near() -> None:
    assert "did you mean" not in problems_of("nation: qqqqq")[0].message
    assert "did you mean" not in problems_of("age_now: 999999")[0].message


@pytest.mark.parametrize(
    "number", ["-1", "nan", ".inf", "1e999", "1_000", "two", "", "true", "0x10"]
)
def test_hours_are_a_number_that_is_not_negative(number: str) -> None:
    (problem,) = problems_of(f"hours_since_provider_report: '{number}'")

    assert problem.message.endswith("it takes a number of hours, 0 or more")


@pytest.mark.parametrize("number", ["0", "5", "5.", "0.5", "5e1", "+3"])
def test_hours_may_be_whole_or_broken(number: str) -> None:
    facts = parse_facts(f"hours_since_provider_report: {number}")

    assert facts.hours_since_provider_report == float(number)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "nothing is in it; write `{}` when nothing was said"),
        ("# only a remark\n", 1, "nothing is in it"),
        ("- nation\n- ENG\n", 1, "this is no table of facts"),
        ("nation", 1, "this is no table of facts"),
        ("---", 1, "this is no table of facts"),
        ("nation: ENG\nnation: WAL\n", 2, "nation stands above already"),
        ("nation: &one ENG\n", 1, "anchors and aliases"),
        ("nation: *one\n", 1, "anchors and aliases"),
        ("nation: !!python/object:os.system ls\n", 1, "tags (`!`) are not read"),
        ("nation: ENG\n---\nnation: WAL\n", 2, "found another document"),
        ("nation: ENG\nchannels: [[cloud]]\n", 2, "lists or tables inside lists"),
        ("nation: [ENG]", 1, "nation is a list; it takes one of ENG"),
        ("nation: {a: b}", 1, "nation is a table; it takes one of ENG"),
        ("channels: cloud", 1, "channels is 'cloud'; it takes a list such as [own_device,"),
        ("providers: {a: b}", 1, "providers is a table; it takes a list such as [instagram,"),
        ("channels: [null]", 1, "channels has 'null'"),
        ("? [a, b]\n: c\n", 1, "a list or a table stands where the name of a fact belongs"),
        ("<<: {nation: ENG}", 1, "'<<' is no fact"),
        ("nation: ENG\n---\n{}", 2, "expected a single document in the stream"),
        ("nation: ENG\n\tasker: parent", 2, "not readable as YAML or JSON"),
        ('{"nation": "ENG"', 1, "not readable as YAML or JSON"),
        ("nation: ENG\nasker: \x00", 2, "a character that no text has"),
        (b"nation: ENG\nasker: \xff\xfe", 2, "not UTF-8"),
        ("nation: ENG".encode("utf-16"), 1, "not UTF-8"),
        ("é".encode() * 40_000, 1, "longer than 65536 characters"),
        ("x" * 70_000, 1, "longer than 65536 characters"),
    ],
)
def test_what_is_no_plain_table_of_facts_is_refused(
    text: str | bytes, line: int, reason: str
) -> None:
    problem = problems_of(text)[0]

    assert problem.line == line
    assert reason in problem.message


@pytest.mark.parametrize("text", ["[" * 60_000, "{" * 60_000, "- " * 30_000, "? " * 30_000])
def test_deep_nesting_is_refused_and_does_not_exhaust_anything(text: str) -> None:
    assert "inside lists" in problems_of(text)[0].message


def test_a_message_shows_little_of_what_was_given_and_nothing_a_terminal_obeys() -> None:
    (problem,) = problems_of('{"nation": "\\u001b[31m' + "z" * 500 + '"}')

    assert problem.message.startswith(r"nation is '\x1b[31mzzz")
    assert len(problem.message) < 150


def test_a_file_full_of_problems_has_a_short_message() -> None:
    with pytest.raises(UnreadableFacts) as refusal:
        parse_facts("wrong: 1\n" * 500, name="facts.yaml")

    assert len(refusal.value.problems) == 500
    assert str(refusal.value).splitlines()[-1] == "facts.yaml: and 480 more"


@UNHURRIED
@given(any_facts())
def test_whatever_can_be_said_comes_back_from_json_and_from_yaml(facts: Facts) -> None:
    written = as_json(facts)

    assert parse_facts(written) == facts
    assert parse_facts(yaml.safe_dump(json.loads(written))) == facts


@UNHURRIED
@given(any_facts(), st.randoms(use_true_random=False))
def test_the_order_of_the_lines_does_not_matter(facts: Facts, chance: random.Random) -> None:
    said = list(json.loads(as_json(facts)).items())
    chance.shuffle(said)

    assert parse_facts(json.dumps(dict(said))) == facts


@UNHURRIED
@given(st.text() | st.binary())
@example("a: 'b")
@example("%YAML 9.9\n---\nnation: ENG")
@example('{"nation": "\\ud83d\\ude00"}')
def test_any_text_is_read_or_refused(text: str | bytes) -> None:
    found: Facts | tuple[Problem, ...]
    try:
        found = parse_facts(text)
    except UnreadableFacts as refusal:
        found = refusal.problems

    assert isinstance(found, Facts) or all(each.line >= 1 and each.message for each in found)
    assert found != ()
