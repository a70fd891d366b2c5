from datetime import date, timedelta
from pathlib import Path

from takeback.guidance.explained import (
    AskNext,
    ExplainedPlan,
    ExplainedStep,
    Group,
    LawNote,
    explain,
)
from takeback.guidance.facts import Facts
from takeback.guidance.plain_text import as_text
from takeback.guidance.plan import Plan, PlannedStep
from takeback.guidance.steps import Urgency
from takeback.sources.laws import Law
from takeback.sources.providers import Provider, load_providers
from takeback.sources.services import Service, load_services
from takeback.sources.statements import Statement, load_statements
from tests.sources.files import PROVIDER, SERVICE, STATEMENT, write

TODAY = date(2026, 11, 22)
READ, READ_AGAIN = date(2026, 11, 22), date(2027, 11, 22)
PARENT = Facts(nation="ENG", asker="parent")
DANGER = "If somebody is in danger right now, that comes first: call 999."


def plan_of_calm(*because: str) -> Plan:
    step = PlannedStep("stay_calm", Urgency.EMERGENCY, (), because, ("stay_calm",))
    return Plan(Urgency.PLANNED, (step,), never=(), ask_next=())


def service(folder: Path) -> Service:
    return load_services(write(folder, "services.toml", text=SERVICE))["somebody"]


def statement(folder: Path) -> Statement:
    return load_statements(write(folder, "statements.toml", text=STATEMENT))["stay_calm"]


def provider(folder: Path, *, old: str = "", new: str = "") -> Provider:
    text = PROVIDER.replace(old, new)
    return load_providers(write(folder, "providers.toml", text=text))["chatter"]


LAW = Law(
    id="a_law",
    name="A law",
    says="Sites must answer.",
    nations=("ENG",),
    in_force="yes",
    since=None,
    publisher="A parliament",
    address="https://example.org/law",
    read_on=READ,
    confidence="checked",
    review_by=READ_AGAIN,
)


def told(folder: Path, *, step: str = "police", of: Provider | None = None) -> ExplainedStep:
    return ExplainedStep(
        step=step,
        urgency=Urgency.HOURS,
        title="Tell the police",
        who="You, once your child knows that you will.",
        how=(
            "Call the police and say that your child is under 18 and what makes you call.",
            "Ask.",
        ),
        time="Half an hour.",
        expect="They write it down.",
        because=("You spoke of threats.", "You said that money was paid."),
        sources=(statement(folder),),
        services=(service(folder),),
        check_first=frozenset({"somebody"}),
        providers=(of or provider(folder),),
        laws=(LawNote(LAW, "This is the law now."),),
    )


EXPECTED = f"""\
{DANGER}

TODAY
=====

Tell the police
  Who does it: You, once your child knows that you will.
  1. Call the police and say that your child is under 18 and what makes
     you call.
  2. Ask.
  * Chatter (not checked yet): Hold the message. Choose Report.
  > Somebody: 0800 1111, https://example.org/help (check before you
    call)
  How long it takes: Half an hour.
  What to expect: They write it down.
  Why you are told this: You spoke of threats. You said that money was
  paid.
  A law: Sites must answer. This is the law now.

WHAT NEVER TO DO
================

- Do not pay.

WHAT WOULD HELP TO KNOW
=======================

- Where are you?

HOW WE KNOW THIS
================

- Stay calm. A charity, https://example.org/calm (not checked yet)

Made on 22 November 2026. Numbers and pages change, so check an old plan
before you use it.
"""


def test_a_plan_as_text_is_complete_and_fits_72_columns(tmp_path: Path) -> None:
    explained = ExplainedPlan(
        reader="parent",
        groups=(Group("today", (told(tmp_path),)),),
        never=("Do not pay.",),
        ask_next=(AskNext("nation", "Where are you?"),),
        danger=DANGER,
    )

    text = as_text(explained, today=TODAY)

    assert text == EXPECTED
    assert max(map(len, text.splitlines())) <= 72


def test_an_empty_plan_as_text_says_what_to_do_in_danger_and_how_old_it_is() -> None:
    empty = ExplainedPlan(reader=None, groups=(), never=(), ask_next=(), danger=DANGER)

    assert as_text(empty, today=TODAY) == (
        f"{DANGER}\n\n"
        "Made on 22 November 2026. Numbers and pages change, so check an old plan\n"
        "before you use it.\n"
    )


def test_a_source_that_was_read_is_told_with_the_day() -> None:
    explained = explain(plan_of_calm("calm_comes_first"), PARENT, today=TODAY)
    read = [one for one in explained.groups[0].steps[0].sources if one.confidence == "checked"]

    text = " ".join(as_text(explained, today=TODAY).split())

    assert read
    assert f"{read[0].address} (read on 22 November 2026)" in text


def test_a_notice_goes_to_the_form_for_notices_where_there_is_one(tmp_path: Path) -> None:
    sure = {"old": 'unsure = ["in_app", "iwf"]', "new": 'unsure = ["iwf"]'}
    (tmp_path / "plain").mkdir()
    without = told(tmp_path, step="intimate_image_notice", of=provider(tmp_path / "plain", **sure))
    of = load_providers()["discord"]
    with_form = told(tmp_path, step="intimate_image_notice", of=of)

    lines = [
        as_text(
            ExplainedPlan(None, (Group("now", (step,)),), never=(), ask_next=(), danger=DANGER),
            today=TODAY,
        )
        for step in (without, with_form)
    ]

    assert "  * Chatter: Hold the message. Choose Report.\n" in lines[0]
    assert f"  * Discord: {of.notice_form}\n" in lines[1]


def test_a_step_without_reasons_in_words_says_nothing_of_them() -> None:
    text = as_text(explain(plan_of_calm("no_such_rule"), PARENT, today=TODAY), today=TODAY)

    assert "Why you are told this" not in text


def test_a_provider_that_is_due_for_review_is_told_as_not_checked(tmp_path: Path) -> None:
    sure = provider(tmp_path, old='unsure = ["in_app", "iwf"]', new='unsure = ["iwf"]')
    step = told(tmp_path, of=sure)
    explained = ExplainedPlan(None, (Group("now", (step,)),), (), (), DANGER)

    assert "* Chatter:" in as_text(explained, today=sure.review_by)
    later = sure.review_by + timedelta(days=1)
    assert "* Chatter (not checked yet):" in as_text(explained, today=later)
