"""The partners' page says what the code does."""

import json
import re
from pathlib import Path

import pytest

from takeback.exchange.api import REFUSAL_STATUS
from takeback.exchange.match_schema import MatchIn, MatchOut
from takeback.exchange.schema import ErrorOut, FeedbackIn, FeedbackOut, FeedOut
from takeback.registry.models import NoteCode, Outcome, State

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "exchange.md"
TEXT = PAGE.read_text(encoding="utf-8")
EXAMPLES_OF = [FeedOut, MatchIn, MatchOut, FeedbackIn, FeedbackOut, ErrorOut]
EXAMPLES = re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL)


@pytest.mark.parametrize("word", [*Outcome.values, *NoteCode.values, *State.values])
def test_every_word_of_the_exchange_is_explained(word: str) -> None:
    assert f"`{word}`" in TEXT


@pytest.mark.parametrize(("code", "status"), list(REFUSAL_STATUS.items()))
def test_every_refusal_is_documented_with_its_status(code: str, status: int) -> None:
    assert re.search(rf"^\| {int(status)} \| .*`{code}`", TEXT, re.MULTILINE)


@pytest.mark.parametrize(
    ("example", "schema"),
    list(zip(EXAMPLES, EXAMPLES_OF, strict=True)),
)
def test_every_example_is_what_its_schema_says(example: str, schema: type[FeedOut]) -> None:
    schema.model_validate(json.loads(example))
