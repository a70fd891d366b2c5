import pytest

from takeback.guidance.steps import STEPS
from takeback.site.plan.purposes import PURPOSES, Purpose, parts_of


def test_every_step_is_for_something() -> None:
    assert set(PURPOSES) == set(STEPS)


@pytest.mark.parametrize(
    ("steps", "parts"),
    [
        pytest.param(
            "do_not_pay check_on_mood keep_identifiers report_to_provider stop_replying_and_block "
            "police ceop childline report_remove fingerprint professional_help",
            [("safe", 5), ("tell", 3), ("take_down", 2), ("support", 1)],
            id="a report before blocking stays with it",
        ),
        pytest.param(
            "keep_identifiers report_remove report_to_provider fingerprint tell_school "
            "stop_it_now professional_help",
            [("safe", 1), ("take_down", 3), ("tell", 1), ("support", 2)],
            id="a report among removals is one of them",
        ),
        pytest.param(
            "keep_identifiers police childline report_remove take_it_down fingerprint tell_school",
            [("safe", 1), ("tell", 2), ("take_down", 3), ("support", 1)],
            id="a school after removals is among those who help",
        ),
        pytest.param("police ceop childline", [(None, 3)], id="a few are not parted"),
        pytest.param(
            "police report_remove fingerprint childline ceop take_it_down intimate_image_notice",
            [(None, 7)],
            id="no part is named twice",
        ),
        pytest.param("", [(None, 0)], id="none"),
    ],
)
def test_many_steps_are_shown_a_few_at_a_time(
    steps: str, parts: list[tuple[Purpose | None, int]]
) -> None:
    listed = steps.split()

    made = parts_of(listed)

    assert [(purpose, len(one)) for purpose, one in made] == parts
    assert [step for _, one in made for step in one] == listed
