import re
from dataclasses import replace
from datetime import date

import pytest
from django.conf import settings
from django.test import Client

from takeback.registry.partners import add_partner, revoke_key
from takeback.sources.services import load_services, needs_a_check
from tests.registry.pictures import NOW
from tests.site.made_pages import ALONE, CASE, ENDED, WITHDRAWN, made_pages, make, make_return
from tests.site.reading import Page

# The fingerprint page names the partners that take part.
pytestmark = pytest.mark.django_db

ADDRESSES = (
    "/",
    "/you/",
    "/family/",
    "/work/",
    "/you/start/",
    "/family/start/",
    "/work/start/",
    "/adult/",
    "/return/",
    "/signed-out/",
    "/about/",
    "/privacy/",
    "/accessibility/",
    "/you/q/1/",
    "/family/q/1/",
    "/work/q/1/",
    "/you/wipe/",
    "/family/talk/",
    "/family/talk/?s=4",
    "/work/talk/",
    "/you/tell/",
    "/ready/",
    "/ready/talks/",
    "/ready/replies/",
    "/ready/apps/",
    "/ready/phones/",
    "/ready/home/",
    "/figures/",
)
MADE = sorted(made_pages())
# What a title or an address may not say to whoever looks over a shoulder or into a history.
TELLING = ("picture", "nude", "sext", "image", "photo", "abuse", "naked", "explicit", "report")


def page_at(address: str) -> Page:
    response = Client().get(address)
    assert response.status_code == 200
    return Page(response.content.decode())


def any_page(name: str) -> Page:
    return page_at(name) if name.startswith("/") else Page(made_pages()[name])


@pytest.mark.parametrize("name", [*ADDRESSES, *MADE])
def test_a_page_has_a_language_and_one_first_heading(name: str) -> None:
    page = any_page(name)

    assert page.lang == "en-gb"
    assert page.headings == 1


@pytest.mark.parametrize("name", [*ADDRESSES, *MADE])
def test_a_title_says_nothing_telling(name: str) -> None:
    title = any_page(name).title

    assert title.endswith(" \N{EN DASH} Takeback")
    assert not [word for word in TELLING if word in title.lower()]


@pytest.mark.parametrize("name", [*ADDRESSES, *MADE])
def test_a_page_loads_from_its_own_host_alone(name: str) -> None:
    loads = any_page(name).loads

    assert f"{settings.STATIC_URL}site/built/app.css" in loads
    assert all(address.startswith(settings.STATIC_URL) for address in loads)


@pytest.mark.parametrize("name", [*ADDRESSES, *MADE])
def test_a_page_has_no_inline_script_or_style(name: str) -> None:
    page = any_page(name)

    assert page.inline == []
    assert "style" not in page.attributes
    assert not [name for name in page.attributes if name.startswith("on")]


@pytest.mark.parametrize("name", [*ADDRESSES, *MADE])
def test_a_page_can_be_left_in_one_click(name: str) -> None:
    assert "/leave/" in any_page(name).links


@pytest.mark.parametrize("name", [*ADDRESSES, *MADE])
def test_every_field_has_a_label(name: str) -> None:
    page = any_page(name)

    assert set(page.fields) <= page.labelled


def test_no_page_but_a_fingerprint_page_needs_a_script() -> None:
    # A button that copies or prints appears with scripts alone; the text is there without.
    for address in set(ADDRESSES) - {"/you/start/", "/family/start/", "/work/start/"}:
        html = Client().get(address).content.decode().replace('<p class="tb-say__copy" hidden>', "")
        assert set(re.findall(r"<([a-z0-9]+)[^>]*\shidden\b", html)) <= {"button"}, address


def test_the_first_page_begins_with_danger_and_has_three_doors_and_the_way_back() -> None:
    page = page_at("/")

    assert page.words.startswith("If somebody is in danger right now, call 999 first.")
    assert {"/you/", "/family/", "/work/", "/return/"} <= set(page.links)


@pytest.mark.parametrize("reader", ["you", "family", "work"])
def test_a_door_begins_with_danger_and_leads_to_its_own_start(reader: str) -> None:
    page = page_at(f"/{reader}/")

    assert "999" in page.words[:300].casefold()
    assert f"/{reader}/start/" in page.links


def test_no_route_in_danger_is_from_memory() -> None:
    today = date(2026, 12, 1)
    services = load_services()

    for name in ("emergency", "police", "childline", "ceop"):
        assert not needs_a_check(services[name], today=today)


def test_a_number_from_memory_is_shown_with_a_warning() -> None:
    words = page_at("/family/").words

    number = words.index("0808 802 5544")
    assert "Check before you call." in words[number : number + 200]


def test_the_page_for_adults_points_to_adult_services_and_opens_nothing() -> None:
    page = page_at("/adult/")

    assert "https://stopncii.org" in page.links
    assert "nothing has been opened here" in page.words
    assert page.fields == []


@pytest.mark.parametrize("address", ["/", "/you/", "/adult/", "/privacy/"])
def test_a_plain_page_takes_no_post(address: str) -> None:
    form = "application/x-www-form-urlencoded"

    assert Client().post(address, "words=apple", content_type=form).status_code == 405


def test_a_partner_that_has_not_collected_is_said_so_honestly() -> None:
    words = Page(make("page", case=CASE, done=None)).words

    assert "Picture Host. Has not collected your fingerprints yet. No answer yet." in words


def test_each_answer_stands_with_its_day_its_picture_and_its_words() -> None:
    words = Page(make("page", case=CASE, done=None)).words

    assert (
        "5 November 2026, picture 1. Example Social removed it from their site (2 copies)." in words
    )
    assert "Example Social found it, and says that their rules do not forbid it" in words
    assert "Picture 1: Example Social removed it from their site." in words


def test_a_single_picture_is_not_numbered() -> None:
    assert "Picture 1:" not in Page(make("page", case=ALONE, done=None)).words


def test_without_any_partner_the_page_says_so_and_where_else_to_go() -> None:
    page = Page(make("page", case=ALONE, done=None))

    assert "No site or app has joined this service yet." in page.words
    assert "https://www.childline.org.uk/remove" in page.links


def test_without_any_partner_nobody_is_said_to_be_looking() -> None:
    words = Page(make("page", case=ALONE, done=None)).words

    assert "Nobody is looking yet." in words
    assert "Partners are asked to look" not in words
    assert "Looking." not in words


def test_a_withdrawn_page_without_any_partner_has_nothing_ready_for_one() -> None:
    withdrawn = replace(ALONE, status="withdrawn", pictures_in_force=0)

    words = Page(make("page", case=withdrawn, done="withdrawn")).words

    assert "No site or app has joined" in words
    assert "ready for the first" not in words


@pytest.mark.parametrize("address", ["/", "/you/", "/family/"])
def test_who_will_know_is_answered(address: str) -> None:
    words = page_at(address).words

    assert "the police" in words
    assert "school" in words
    assert "cannot tell" in words


@pytest.mark.parametrize("address", ["/you/", "/family/"])
def test_what_a_site_may_do_with_a_copy_is_not_kept_quiet(address: str) -> None:
    page = page_at(address)

    assert "somebody who works there may look at it" in page.words
    assert "report a copy" in page.words


def test_whoever_was_sent_one_is_met_on_the_first_page() -> None:
    page = page_at("/")

    assert "Do not send it on, and do not show it to anyone." in page.words
    assert "tel:08001111" in page.links


def test_a_withdrawn_page_offers_deleting_but_not_withdrawing() -> None:
    page = Page(make("page", case=WITHDRAWN, done="withdrawn"))

    assert page.words.startswith("Done: the fingerprints are taken back.")
    assert "/page/erase/" in page.links
    assert "/page/stop/" not in page.links


def test_an_ended_page_shows_no_answers_and_can_still_be_withdrawn() -> None:
    page = Page(make("page", case=ENDED, done=None))

    assert "No answer yet" not in page.words
    assert "/page/stop/" in page.links


def test_what_was_typed_stays_in_the_field_beside_its_problem() -> None:
    html = make_return(
        typed="apple <b>rivver", problem="word", position=2, word="rivver", suggestion="river"
    )

    assert "apple &lt;b&gt;rivver</textarea>" in html
    assert html.count("Word 2, “rivver”, is not one of our words. Is it “river”?") == 2
    assert 'aria-describedby="words-hint words-problem"' in html


def test_no_browser_sends_the_six_words_to_a_spelling_service_or_keeps_them() -> None:
    html = make_return()

    assert 'spellcheck="false"' in html
    assert 'autocomplete="off"' in html


def test_before_anything_is_sent_the_page_names_who_takes_part() -> None:
    add_partner("Example Videos", now=NOW)
    _, revoked = add_partner("Left Long Ago", now=NOW)
    revoke_key(revoked.split("_")[1], now=NOW)

    text = "".join(page_at("/you/start/").main)

    assert "Taking part now: Example Videos." in " ".join(text.split())
    assert "Left Long Ago" not in text


def test_before_anything_is_sent_the_page_says_when_nobody_takes_part() -> None:
    text = " ".join("".join(page_at("/family/start/").main).split())

    assert "No company takes part here yet." in text
    assert "Report Remove" in text
