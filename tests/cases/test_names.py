import re

from takeback.cases.models import Case
from takeback.cases.names import draw_name, name_words


def test_a_name_is_an_adjective_an_animal_and_a_number() -> None:
    name = draw_name()

    assert re.fullmatch(r"[A-Z][a-z]+ [A-Z][a-z]+ [1-9]\d{0,2}", name)
    adjective, animal, _ = name.split()
    assert adjective in name_words()["adjectives"]
    assert animal in name_words()["animals"]


def test_there_are_more_than_four_million_names_and_no_word_twice() -> None:
    adjectives, animals = name_words()["adjectives"], name_words()["animals"]

    assert len(set(adjectives)) * len(set(animals)) * 999 > 4_000_000
    assert len(set(adjectives)) == len(adjectives)
    assert len(set(animals)) == len(animals)


def test_a_case_is_shown_by_its_name() -> None:
    assert str(Case(name="Quiet Heron 42")) == "Quiet Heron 42"
