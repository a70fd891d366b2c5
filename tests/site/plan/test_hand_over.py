import pytest

from takeback.guidance.facts import Facts
from takeback.site.plan.hand_over import age_band_of, whose_of
from tests.site.plan.visits import client_of


@pytest.mark.parametrize(
    ("facts", "whose"),
    [
        (Facts(asker="person_shown"), "me"),
        (Facts(asker="adult_shown_as_child"), "me"),
        (Facts(asker="parent"), "my_child"),
        (Facts(asker="parent", childs_part="shown"), "my_child"),
        (Facts(asker="parent", childs_part="received"), None),
        (Facts(asker="school_staff", childs_part="shown"), "somebody_i_help"),
        (Facts(asker="school_staff", childs_part="shared"), None),
        (Facts(asker="friend"), "somebody_i_help"),
        (Facts(asker="recipient"), None),
        (Facts(), None),
    ],
)
def test_whose_picture_it_is_follows_from_who_asks(facts: Facts, whose: str | None) -> None:
    assert whose_of(facts) == whose


@pytest.mark.parametrize(
    ("facts", "band"),
    [
        (Facts(age_now="under_13", age_in_image="under_13"), "under_13"),
        (Facts(age_now="16_17", age_in_image="13_15"), "16_17"),
        (Facts(age_in_image="13_15"), "13_15"),
        (Facts(age_now="18_plus", age_in_image="16_17"), "18_plus_was_under_18"),
        (Facts(age_now="18_plus", asker="adult_shown_as_child"), "18_plus_was_under_18"),
        (Facts(age_now="18_plus"), None),
        (Facts(age_now="18_plus", age_in_image="18_plus"), "adult"),
        (Facts(), None),
    ],
)
def test_the_age_band_is_the_age_now_unless_a_child_has_grown_up(
    facts: Facts, band: str | None
) -> None:
    assert age_band_of(facts) == band


@pytest.mark.django_db
@pytest.mark.parametrize(("door", "offered"), [("you", True), ("family", False), ("work", False)])
def test_keeping_the_plan_is_offered_only_where_its_answers_were_given(
    door: str, *, offered: bool
) -> None:
    page = client_of("twenty now").get(f"/{door}/start/").content.decode()

    assert ('name="keep_plan"' in page) is offered
