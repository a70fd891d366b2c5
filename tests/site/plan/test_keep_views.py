import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from takeback.cases import keys
from takeback.cases.actions import Opening, erase, open_case
from takeback.cases.codes import read_code
from takeback.cases.holding import find_by_code
from takeback.cases.kept_plans import read_plan
from takeback.cases.models import Case, KeptPlan
from takeback.cases.queueing import Turns
from takeback.cases.status import Actor
from takeback.guidance.questions import QUESTIONS
from takeback.guidance.steps import STEPS
from takeback.site import limits
from takeback.site.held_cases import CASE_ID
from takeback.site.held_cases import KEY as HELD_KEY
from takeback.site.plan.keep_views import WORDS
from takeback.site.plan.two_words import check_typed, positions_for
from takeback.site.questions.session import (
    DONE,
    DOOR,
    DOORS,
    GIVEN,
    GUIDE,
    KEPT,
    Door,
    Visit,
    visit_from,
)
from takeback.site.sessions import SessionStore
from tests.cases.openings import opening
from tests.site.reading import Page

pytestmark = pytest.mark.django_db

GUIDED = {DOOR: "you", GIVEN: {"safety": ["none"]}, DONE: ["stay_calm"]}
KEY = "0123456789abcdef" * 2


@pytest.fixture(autouse=True)
def fresh_budgets() -> Iterator[None]:
    limits.forget_all()
    yield
    limits.forget_all()


class Browser(Client):
    """Sends forms as browsers do, and has answered some questions."""

    def send(self, address: str, **form: str) -> Any:
        return self.post(address, urlencode(form), content_type="application/x-www-form-urlencoded")

    def words(self) -> list[str]:
        """The six words as the page shows them."""
        found = re.findall(r"<li>([a-z]+)</li>", self.get("/you/plan/words/").content.decode())
        assert len(found) == 6
        return found

    def type_back(self, *typed: str) -> Any:
        words = self.words()
        places = positions_for(words)
        values = typed or tuple(words[place] for place in places)
        fields = {f"word-{place}": word for place, word in zip(places, values, strict=True)}
        return self.send("/you/plan/words/check/", **fields)


@pytest.fixture
def browser() -> Browser:
    store = SessionStore()
    store[GUIDE] = GUIDED
    store.save()
    made = Browser()
    made.cookies[settings.SESSION_COOKIE_NAME] = store.session_key or ""
    return made


def kept_behind(code: str) -> Visit | None:
    """What these six words open."""
    held = find_by_code(read_code(code))
    assert held is not None
    kept = read_plan(held.case, key=held.key)
    return None if kept is None else visit_from(kept)


def text_of(response: Any) -> str:
    return Page(response.content.decode()).words


def test_nothing_is_kept_before_it_is_asked_for(browser: Browser) -> None:
    asked = browser.get("/you/plan/keep/")

    assert "Get six words" in asked.content.decode()
    assert "Nobody here can read them." in text_of(asked)
    assert Case.objects.count() == 0


@pytest.mark.parametrize("address", ["/you/plan/keep/", "/family/plan/keep/"])
def test_without_answers_at_this_door_the_questions_come_first(address: str) -> None:
    answer = Client().get(address)

    assert (answer.status_code, answer["Location"]) == (
        302,
        address.split("plan", maxsplit=1)[0] + "q/",
    )


def test_another_doors_answers_are_not_kept(browser: Browser) -> None:
    assert browser.send("/family/plan/keep/")["Location"] == "/family/q/"
    assert Case.objects.count() == 0


def test_the_plan_is_kept_behind_the_six_words_that_are_shown(browser: Browser) -> None:
    answer = browser.send("/you/plan/keep/", key=KEY)

    assert answer["Location"] == "/you/plan/words/"
    held = find_by_code(read_code(" ".join(browser.words())))
    assert held is not None
    kept = read_plan(held.case, key=held.key)
    assert kept is not None
    assert visit_from(kept) == Visit("you", {"safety": ["none"]}, ("stay_calm",))


def test_a_form_sent_twice_makes_one_page(browser: Browser) -> None:
    first = Browser()
    first.cookies.load(browser.cookies)
    browser.send("/you/plan/keep/", key=KEY)
    first.send("/you/plan/keep/", key=KEY)

    assert Case.objects.count() == 1
    assert browser.words() == first.words()


@pytest.mark.parametrize("key", ["", "x", "G" * 32, "a" * 33])
def test_a_form_whose_key_was_changed_still_works(browser: Browser, key: str) -> None:
    assert browser.send("/you/plan/keep/", key=key)["Location"] == "/you/plan/words/"
    assert Case.objects.count() == 1


def test_the_words_are_shown_again_until_two_of_them_are_typed_back(browser: Browser) -> None:
    browser.send("/you/plan/keep/", key=KEY)
    words = browser.words()
    assert browser.get("/you/plan/keep/")["Location"] == "/you/plan/words/"

    wrong = browser.type_back("wrong", "words")
    assert wrong.status_code == 422
    assert 'value="wrong"' in wrong.content.decode()
    assert "Look again at what you wrote down." in text_of(wrong)
    assert browser.words() == words

    right = browser.type_back()
    assert "Those are the right words." in text_of(right)
    assert browser.get("/you/plan/words/")["Location"] == "/you/plan/keep/"
    assert browser.get("/you/plan/words/check/")["Location"] == "/page/"


def test_the_page_for_typing_back_asks_for_two_words_by_their_number(browser: Browser) -> None:
    browser.send("/you/plan/keep/", key=KEY)
    places = positions_for(browser.words())

    page = Page(browser.get("/you/plan/words/check/").content.decode())

    assert page.fields == [f"word-{place}" for place in places]
    assert all(f"Word {place + 1}." in page.words for place in places)
    assert set(page.fields) <= page.labelled


def test_the_words_stay_in_the_cookie_and_in_no_address(browser: Browser) -> None:
    browser.send("/you/plan/keep/", key=KEY)
    words = browser.words()

    cookie = browser.cookies[settings.SESSION_COOKIE_NAME].value

    assert not [word for word in words if len(word) > 5 and word in cookie]


def test_the_plan_comes_back_with_the_words_on_another_device(browser: Browser) -> None:
    browser.send("/you/plan/keep/", key=KEY)
    words = " ".join(browser.words())
    elsewhere = Browser()

    elsewhere.send("/return/", words=words)

    page = Page(elsewhere.get("/page/").content.decode())
    assert "Your plan is kept here, behind your six words." in page.words
    assert "/you/plan/" in page.links
    assert elsewhere.get("/you/plan/").status_code == 200


def test_a_page_without_pictures_says_nothing_of_partners(browser: Browser) -> None:
    browser.send("/you/plan/keep/", key=KEY)

    words = text_of(browser.get("/page/"))

    assert "What partners say" not in words
    assert "agreed that partners look" not in words
    assert "You made this page." in words


def test_deleting_a_page_without_pictures_speaks_of_the_plan_alone(browser: Browser) -> None:
    browser.send("/you/plan/keep/", key=KEY)

    words = text_of(browser.get("/page/erase/"))

    assert "Your plan, with your answers and ticks, is deleted." in words
    assert "ingerprints" not in words


def test_the_kept_plan_can_be_deleted_and_the_page_stays(browser: Browser) -> None:
    browser.send("/you/plan/keep/", key=KEY)
    browser.type_back()

    answer = browser.send("/page/forget-plan/")

    assert answer["Location"] == "/page/"
    assert KeptPlan.objects.count() == 0
    page = Page(browser.get("/page/").content.decode())
    assert "Done: the plan is deleted." in page.words
    assert "/you/plan/" not in page.links
    assert Case.objects.count() == 1


def test_deleting_a_plan_without_an_open_page_asks_for_the_words() -> None:
    assert Browser().send("/page/forget-plan/")["Location"] == "/return/"


def test_answers_stay_when_a_page_without_a_plan_is_opened_and_can_be_kept_there(
    browser: Browser,
) -> None:
    code = open_case(opening(1), now=timezone.now()).code
    browser.send("/return/", words=code)

    assert "The plan from them is not kept yet." in text_of(browser.get("/page/"))
    assert "Keep it behind my words" in browser.get("/you/plan/keep/").content.decode()
    assert browser.send("/you/plan/keep/")["Location"] == "/page/"

    held = find_by_code(read_code(code))
    assert held is not None
    assert read_plan(held.case, key=held.key) is not None
    assert Case.objects.count() == 1


def test_the_next_persons_page_does_not_show_the_answers_of_the_one_before(
    browser: Browser,
) -> None:
    first, second = (open_case(opening(number), now=timezone.now()).code for number in (1, 2))
    browser.send("/return/", words=first)

    browser.send("/return/", words=second)

    assert "/you/plan/" not in Page(browser.get("/page/").content.decode()).links


def test_what_is_ticked_off_later_is_kept_too(browser: Browser) -> None:
    browser.send("/you/plan/keep/", key=KEY)
    code = read_code(" ".join(browser.words()))

    browser.send("/you/plan/done/", done="do_not_look_or_copy")

    kept = kept_behind(code.text)
    assert kept is not None
    assert "do_not_look_or_copy" in kept.done


def test_a_page_that_was_erased_elsewhere_makes_place_for_a_new_one(browser: Browser) -> None:
    code = open_case(opening(1), now=timezone.now()).code
    browser.send("/return/", words=code)
    held = find_by_code(read_code(code))
    assert held is not None
    erase(held.case, by=Actor.VISITOR, now=timezone.now())

    assert browser.send("/you/plan/keep/", key=KEY)["Location"] == "/you/plan/words/"


def test_a_page_that_has_ended_makes_place_for_a_new_one(browser: Browser) -> None:
    code = open_case(opening(1), now=timezone.now()).code
    browser.send("/return/", words=code)
    Case.objects.update(status="ended", age_band="", whose="")

    assert "Get six words" in browser.get("/you/plan/keep/").content.decode()
    assert browser.send("/you/plan/keep/", key=KEY)["Location"] == "/you/plan/words/"

    assert kept_behind(code) is None
    assert kept_behind(" ".join(browser.words())) is not None


def test_a_key_that_was_used_up_is_exchanged_for_another(browser: Browser) -> None:
    stale = Browser()
    stale.cookies.load(browser.cookies)
    browser.send("/you/plan/keep/", key=KEY)
    browser.type_back()

    refused = stale.send("/you/plan/keep/", key=KEY)

    assert refused.status_code == 409
    assert "Your plan is still here." in text_of(refused)
    new = re.search(r'name="key" value="([0-9a-f]{32})"', refused.content.decode())
    assert new is not None
    assert stale.send("/you/plan/keep/", key=new[1])["Location"] == "/you/plan/words/"
    assert stale.words() != []


def test_words_that_open_nothing_any_more_are_not_shown(browser: Browser) -> None:
    browser.send("/you/plan/keep/", key=KEY)
    held = find_by_code(read_code(" ".join(browser.words())))
    assert held is not None
    erase(held.case, by=Actor.VISITOR, now=timezone.now())

    assert browser.get("/you/plan/words/check/")["Location"] == "/page/"
    assert browser.get("/you/plan/words/")["Location"] == "/you/plan/keep/"
    assert browser.get("/you/plan/keep/").status_code == 200


def test_another_answer_is_kept_too(browser: Browser) -> None:
    browser.send("/you/plan/keep/", key=KEY)
    code = " ".join(browser.words())

    browser.send("/you/q/1/", answer="unsure")

    kept = kept_behind(code)
    assert kept is not None
    assert kept.given == {"safety": ["unsure"]}


@pytest.mark.parametrize("door", ["you", "family"])
def test_answers_given_after_wiping_do_not_take_the_place_of_what_is_kept(
    browser: Browser, door: str
) -> None:
    browser.send("/you/plan/keep/", key=KEY)
    code = " ".join(browser.words())
    browser.type_back()
    if door == "you":
        browser.send("/you/wipe/")

    browser.send(f"/{door}/q/1/", answer="unsure")
    browser.send(f"/{door}/plan/done/", done="call_emergency")

    kept = kept_behind(code)
    assert kept == Visit("you", {"safety": ["none"]}, ("stay_calm",))
    page = text_of(browser.get("/page/"))
    assert "Another plan is kept here. The new one would take its place." in page
    assert "This one would take its place." in text_of(browser.get(f"/{door}/plan/keep/"))


def test_deleting_the_kept_plan_leaves_the_answers_of_somebody_else(browser: Browser) -> None:
    browser.send("/you/plan/keep/", key=KEY)
    browser.send("/family/q/1/", answer="none")

    browser.send("/page/forget-plan/")

    assert KeptPlan.objects.count() == 0
    assert browser.get("/family/plan/").status_code == 200


def test_a_plan_that_was_deleted_elsewhere_does_not_come_back(browser: Browser) -> None:
    browser.send("/you/plan/keep/", key=KEY)
    KeptPlan.objects.all().delete()

    answer = browser.send("/you/plan/done/", done="do_not_look_or_copy")

    assert answer.status_code == 302
    assert KeptPlan.objects.count() == 0
    assert "Nothing is kept here now." in text_of(browser.get("/you/plan/"))


@pytest.mark.parametrize(
    ("address", "before", "after"),
    [
        ("/you/plan/", "Nothing is kept here now.", "It is kept behind your six words."),
        ("/you/check/", "only on this device", "answers are kept behind your six words"),
        ("/you/q/1/", "answers stay on this device", "answers are kept behind your six words"),
        ("/you/wipe/", "We cannot bring them back.", "Behind your six words they stay."),
    ],
)
def test_pages_say_whether_the_plan_is_kept(
    browser: Browser, address: str, before: str, after: str
) -> None:
    assert before in text_of(browser.get(address))

    browser.send("/you/plan/keep/", key=KEY)

    shown = text_of(browser.get(address))
    assert after in shown
    assert before not in shown


@pytest.mark.parametrize(
    "kept",
    [
        b"{}",
        b"null",
        b"\xff",
        b'{"door": "elsewhere", "given": {}, "done": []}',
        b'{"door": ["you"], "given": {}, "done": []}',
    ],
)
def test_a_page_opens_although_its_plan_cannot_be_read_any_more(kept: bytes) -> None:
    code = open_case(Opening("", "", (), plan=kept), now=timezone.now()).code
    later = Browser()

    assert later.send("/return/", words=code)["Location"] == "/page/"

    page = Page(later.get("/page/").content.decode())
    assert "it can no longer be read" in page.words
    assert later.send("/page/forget-plan/")["Location"] == "/page/"
    assert KeptPlan.objects.count() == 0


def test_a_page_opens_although_its_plan_was_changed(browser: Browser) -> None:
    browser.send("/you/plan/keep/", key=KEY)
    words = " ".join(browser.words())
    KeptPlan.objects.update(sealed=b"something else")

    assert Browser().send("/return/", words=words)["Location"] == "/page/"


def test_what_another_release_kept_is_read_as_far_as_it_is_known() -> None:
    kept = {
        DOOR: "you",
        GIVEN: {"safety": ["none", "gone", 7], "gone": ["x"], "who": "me", "age": None},
        DONE: ["stay_calm", "gone", ["x"], None],
    }

    visit = visit_from(json.dumps(kept).encode())

    assert visit == Visit("you", {"safety": ["none"], "who": [], "age": []}, ("stay_calm",))
    code = open_case(Opening("", "", (), plan=json.dumps(kept).encode()), now=timezone.now()).code
    later = Browser()
    later.send("/return/", words=code)
    assert {later.get(f"/you/{page}").status_code for page in ("plan/", "check/", "plan.txt")} == {
        200
    }


@pytest.mark.parametrize("door", DOORS)
def test_the_most_that_can_be_said_fits_into_the_cookie(door: Door) -> None:
    session = SessionStore()
    given = {
        question.id: list(question.answers)
        if question.kind == "many"
        else [max(question.answers, key=len)]
        for question in QUESTIONS
        if door in question.doors
    }
    session[GUIDE] = {DOOR: door, GIVEN: given, DONE: list(STEPS)}
    session[CASE_ID], session[HELD_KEY] = 2**63 - 1, "A" * 44
    session[WORDS] = " ".join(["a" * 12] * 6)
    session[KEPT], session["done"] = True, "plan_deleted"

    session.save()

    assert len(session.session_key or "") <= 4000


def test_a_page_with_a_plan_and_no_picture_has_nothing_to_take_back(browser: Browser) -> None:
    browser.send("/you/plan/keep/", key=KEY)

    assert browser.get("/page/stop/")["Location"] == "/page/"
    assert browser.send("/page/stop/")["Location"] == "/page/"

    assert Case.objects.get().status == "active"


def test_when_the_budget_is_used_up_the_plan_is_still_there(browser: Browser) -> None:
    for _ in range(20):
        limits.OPENINGS.take(
            limits._buckets.bucket_of("127.0.0.0/24", now=timezone.now()), now=timezone.now()
        )

    answer = browser.send("/you/plan/keep/", key=KEY)

    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert "Your plan is still here." in text_of(answer)


def test_when_too_many_are_waiting_it_says_so(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "turns", Turns(at_once=0, waiting=0))

    answer = browser.send("/you/plan/keep/", key=KEY)

    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert Case.objects.count() == 0


def test_two_different_words_are_asked_and_always_the_same_two() -> None:
    words = ["pebble", "lantern", "otter", "violet", "walnut", "drum"]

    first, second = positions_for(words)

    assert 0 <= first < second <= 5
    assert positions_for(words) == (first, second)
    assert check_typed(words, (0, 5), [" Pebble ", "drums"]) == [False, True]
