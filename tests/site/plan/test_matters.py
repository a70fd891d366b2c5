import pytest

from takeback.guidance.facts import Facts
from takeback.site.plan.matters import what_matters


@pytest.mark.parametrize(
    ("steps", "facts", "matter"),
    [
        (["do_not_pay", "police"], Facts(in_danger=True), "danger"),
        (["police"], Facts(meeting_threat=True), "danger"),
        (["do_not_pay", "police"], Facts(), "threats"),
        (["do_not_pay", "police"], Facts(low_mood=True), "threats_and_low"),
        (["police"], Facts(low_mood=True), "trained"),
        (["ceop", "fingerprint"], Facts(), "trained"),
        (["police"], Facts(asker="recipient"), "trained"),
        (["delete_own_copy"], Facts(asker="recipient"), "passed_on"),
        (["fingerprint"], Facts(asker="parent", childs_part="shared"), "passed_on"),
        (["fingerprint"], Facts(asker="person_shown"), "taken_down"),
        (["stay_calm"], Facts(), "calm"),
    ],
)
def test_one_thought_stands_above_a_plan(steps: list[str], facts: Facts, matter: str) -> None:
    assert what_matters(steps, facts) == matter
