"""Every visitor page that has words of its own, made with what its view would give it."""

from dataclasses import replace
from datetime import date

from django.template.loader import render_to_string
from django.test import RequestFactory

from takeback.cases.lists import AnswerLine, CaseOverview, HistoryLine, PartnerLine

OPENED = date(2026, 11, 1)
TYPED = "apple rivver stone lamp quiet moss"
NO_PROBLEM: dict[str, object] = dict.fromkeys(
    ["problem", "count", "position", "word", "suggestion", "wait_minutes"]
) | {"typed": ""}
OUTCOMES = ("seen", "removed", "blocked", "not_this", "not_prohibited", "unsure")

ANSWERED = PartnerLine(
    name="Example Social",
    collected_on=date(2026, 11, 2),
    told_on=None,
    answers=tuple(
        AnswerLine(date(2026, 11, 5), outcome, picture=1, count=2) for outcome in OUTCOMES
    ),
)
SILENT = PartnerLine("Picture Host", collected_on=None, told_on=None, answers=())
CASE = CaseOverview(
    name="Quiet Heron 42",
    status="active",
    opened_on=OPENED,
    ends_on=date(2027, 1, 30),
    pictures=2,
    pictures_in_force=2,
    partners=(ANSWERED, SILENT),
    history=(
        HistoryLine(date(2026, 11, 5), "answer", "Example Social", "removed", 1, 2),
        HistoryLine(OPENED, "opened", None, None, None, None),
    ),
)
ALONE = replace(CASE, partners=(), pictures=1, pictures_in_force=1)
WITHDRAWN = replace(CASE, status="withdrawn", pictures_in_force=0)
ENDED = replace(CASE, status="ended", partners=(SILENT,), history=())


def make(template: str, **context: object) -> str:
    """Return the page as its view would answer it."""
    request = RequestFactory().get("/")
    return render_to_string(f"site/{template}.html", context, request=request)


def make_return(**problem: object) -> str:
    """Return the page that asks for the six words, with a problem or without."""
    return make("return", **(NO_PROBLEM | problem))


def made_pages() -> dict[str, str]:
    """Return pages behind a code, and pages about what went wrong, by name."""
    return {
        "return": make_return(),
        "return, count": make_return(typed="apple", problem="count", count=1),
        "return, word": make_return(
            typed=TYPED, problem="word", position=2, word="rivver", suggestion="river"
        ),
        "return, unknown": make_return(typed=TYPED, problem="unknown"),
        "return, busy": make_return(typed=TYPED, problem="busy"),
        "return, too many": make_return(typed=TYPED, problem="too_many", wait_minutes=12),
        "page": make("page", case=CASE, done=None),
        "page, alone": make("page", case=ALONE, done=None),
        "page, withdrawn": make("page", case=WITHDRAWN, done="withdrawn"),
        "page, ended": make("page", case=ENDED, done=None),
        "stop": make("page_stop", case=CASE),
        "erase": make("page_erase", case=CASE),
        "erased": make("erased"),
        "refused": make("refused"),
        "expired": make("expired"),
        "403": make("error_403"),
        "404": make("error_404"),
        "500": make("error_500"),
    }
