"""The pages of words as a visitor gets them."""

import re

import pytest
from django.test import Client

from takeback.sources.figures import load_figures
from takeback.sources.services import load_services
from tests.site.reading import Page
from tests.site.test_promises import DANGEROUS, HARMLESS, PHONE
from tests.site.test_words import NEVER, grades

# The address, and the school years that its readers need at most.
GRADES = {
    "/family/talk/": 8,
    "/family/talk/?s=1": 8,
    "/family/talk/?s=2": 8,
    "/family/talk/?s=3": 8,
    "/family/talk/?s=4": 8,
    "/work/talk/": 10,
    "/you/tell/": 7,
    "/ready/": 8,
    "/ready/talks/": 8,
    "/ready/replies/": 7,
    "/ready/apps/": 8,
    "/ready/phones/": 8,
    "/ready/home/": 8,
    "/figures/": 10,
}
ADDRESSES = sorted(GRADES)
each_page = pytest.mark.parametrize("address", ADDRESSES)


def html_of(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def told(address: str) -> str:
    """What a page says before it comes to its sources and to other people's services."""
    words = Page(html_of(address)).words
    for end in ("People who can help", "How we know this", "Where this comes from"):
        words = words.partition(end)[0]
    return words


@each_page
def test_every_page_has_one_heading_and_a_title_that_tells_nothing(address: str) -> None:
    page = Page(html_of(address))

    assert page.headings == 1
    assert page.lang == "en-gb"
    assert not re.search(r"picture|photo|threat|help", page.title, re.IGNORECASE)


@each_page
def test_danger_comes_before_everything(address: str) -> None:
    assert 0 <= Page(html_of(address)).words.find("Call 999") < 250


@each_page
def test_it_can_be_read_by_whom_it_is_for(address: str) -> None:
    assert max(grades(told(address))) <= GRADES[address]


@pytest.mark.parametrize("address", [one for one in ADDRESSES if one != "/figures/"])
def test_no_sentence_is_longer_than_thirty_words(address: str) -> None:
    longest = max(re.split(r"[.?!:]\s", told(address)), key=lambda one: len(one.split()))

    assert len(longest.split()) <= 30, longest


@each_page
def test_nobody_is_blamed_labelled_or_promised_too_much(address: str) -> None:
    text = Page(html_of(address)).words.casefold()
    # The names of other people's services and studies are theirs.
    text = text.replace("revenge porn helpline", "").replace("deshame", "")

    assert not [word for word in NEVER if word in text]
    assert not re.search(r"\bgone\b", text)


@each_page
def test_nothing_asks_to_look_keep_copy_forward_pay_or_confront(address: str) -> None:
    sentences = re.split(r"(?<=[.?!:])\s+", told(address))

    assert [one for one in sentences if DANGEROUS.search(one) and not HARMLESS.search(one)] == []


@each_page
def test_every_phone_number_comes_from_the_sources(address: str) -> None:
    known = {re.sub(r"\D", "", service.phone or "") for service in load_services().values()}

    shown = {number.replace(" ", "") for number in PHONE.findall(Page(html_of(address)).words)}

    assert shown <= known


@each_page
def test_nothing_is_asked_for_and_nothing_loaded_from_elsewhere(address: str) -> None:
    page = Page(html_of(address))

    assert page.fields == []
    assert page.inline == []
    assert all(loaded.startswith("/static/") for loaded in page.loads)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_of_words_takes_no_post(address: str) -> None:
    answer = Client().post(address, "", content_type="application/x-www-form-urlencoded")

    assert answer.status_code in {403, 405}


@pytest.mark.parametrize("address", ["/ready/other/", "/ready/pages/", "/ready/../secret/"])
def test_a_page_that_is_not_on_the_shelf_is_not_found(address: str) -> None:
    assert Client().get(address).status_code == 404


def test_the_chosen_situation_is_marked_and_its_words_come_in() -> None:
    html = html_of("/family/talk/?s=3")

    assert re.search(r'\?s=3#which" aria-current="true"', html)
    assert html.count("aria-current") == 1
    assert "School rang. Before anything else: I am on your side." in html
    assert "A message came up on your phone" not in html


@pytest.mark.parametrize("asked", ["", "0", "5", "one", "1%00", "9" * 999])
def test_an_unknown_situation_shows_what_fits_every_time(asked: str) -> None:
    html = html_of(f"/family/talk/?s={asked}")

    assert "aria-current" not in html
    assert "Words that fit every time" in html


def test_threats_bring_the_police_to_the_people_who_can_help() -> None:
    pressed, told_me = html_of("/family/talk/?s=4"), html_of("/family/talk/?s=1")

    assert "CEOP Safety Centre: website" in Page(pressed).words
    assert "CEOP Safety Centre: website" not in Page(told_me).words


def test_nobody_is_offered_twice() -> None:
    names = re.findall(r'tb-service__name">([^<]+)<', html_of("/family/talk/?s=4"))

    assert len(names) == len(set(names))


def test_the_copy_buttons_wait_for_scripts_and_copy_what_stands_beside_them() -> None:
    html = html_of("/you/tell/")

    ids = re.findall(r'data-copy="([^"]+)"', html)

    assert len(ids) >= 10
    assert html.count('class="tb-say__copy" hidden') == len(ids)
    assert all(html.count(f'id="{one}"') == 1 for one in ids)


def test_from_the_answers_it_is_one_touch_to_what_to_do_about_threats() -> None:
    html = html_of("/ready/replies/")

    assert 'href="#pressed"' in html.partition('class="tb-onetap')[2]
    assert html.count('id="pressed"') == 1


def test_every_figure_stands_with_its_year_who_was_asked_and_the_country() -> None:
    html = html_of("/figures/")

    for figure in load_figures().values():
        card = html.partition(f'id="{figure.id}"')[2].partition('class="tb-figure"')[0]
        assert figure.says in card
        for about in (figure.year, figure.sample, figure.country):
            assert about is None or about in card, figure.id


def test_the_figure_that_comforts_is_shown_in_one_card_with_the_one_that_does_not() -> None:
    cards = html_of("/figures/").split('class="tb-card tb-figures"')

    with_comfort = [card for card in cards if 'id="F02"' in card]

    assert len(with_comfort) == 1
    assert 'id="F12"' in with_comfort[0]
    assert "Read these together" in with_comfort[0]


@pytest.mark.parametrize(
    ("name", "caution"),
    [
        ("F10", "From memory: we have not been able to check this yet."),
        ("F16", "Draft: not published yet when we read it"),
        ("F29", "No figure found"),
    ],
)
def test_what_is_not_certain_says_so(name: str, caution: str) -> None:
    html = html_of("/figures/")

    assert caution in html.partition(f'id="{name}"')[2].partition('class="tb-figure"')[0]
    assert html.count(caution) == 1


def test_app_settings_from_memory_say_so() -> None:
    html = html_of("/ready/apps/")

    instagram = html.partition('id="app-instagram"')[2].partition('class="tb-app"')[0]

    assert "From memory: we have not been able to check this yet." in instagram
    assert "tb-list--tick" in instagram
