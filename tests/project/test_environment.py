from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from takeback.project.environment import Environment


def test_a_missing_variable_gives_its_default() -> None:
    assert Environment({}).text("TAKEBACK_X", "so") == "so"


def test_a_value_may_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_text("from the file\n")

    assert Environment({"TAKEBACK_X_FILE": str(file)}).text("TAKEBACK_X", "") == "from the file"


def test_a_variable_wins_over_its_file(tmp_path: Path) -> None:
    variables = {"TAKEBACK_X": "here", "TAKEBACK_X_FILE": str(tmp_path / "missing")}

    assert Environment(variables).text("TAKEBACK_X", "") == "here"


def test_a_file_that_cannot_be_read_stops_the_start_by_name(tmp_path: Path) -> None:
    environment = Environment({"TAKEBACK_X_FILE": str(tmp_path / "missing")})

    with pytest.raises(ImproperlyConfigured, match=r"TAKEBACK_X_FILE names .*missing"):
        environment.text("TAKEBACK_X", "")


@pytest.mark.parametrize("word", ["yes", "TRUE", " on ", "1"])
def test_a_flag_understands_yes(word: str) -> None:
    assert Environment({"TAKEBACK_X": word}).flag("TAKEBACK_X", default=False) is True


@pytest.mark.parametrize("word", ["no", "False", "off", "0"])
def test_a_flag_understands_no(word: str) -> None:
    assert Environment({"TAKEBACK_X": word}).flag("TAKEBACK_X", default=True) is False


def test_a_flag_that_is_neither_stops_the_start() -> None:
    with pytest.raises(ImproperlyConfigured, match="TAKEBACK_X is 'maybe'; it accepts yes or no"):
        Environment({"TAKEBACK_X": "Maybe"}).flag("TAKEBACK_X", default=True)


@pytest.mark.parametrize("word", ["6", "-1", "many", ""])
def test_a_number_out_of_range_stops_the_start(word: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="whole number from 0 to 5"):
        Environment({"TAKEBACK_X": word}).number("TAKEBACK_X", 0, least=0, most=5)


def test_a_number_in_range_is_taken() -> None:
    assert Environment({"TAKEBACK_X": "5"}).number("TAKEBACK_X", 0, least=0, most=5) == 5
