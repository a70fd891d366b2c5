from takeback.cases.status import MOVES, Status
from tools.generate_case_states import TARGET, make_page


def test_the_page_of_states_is_up_to_date() -> None:
    assert TARGET.read_text(encoding="utf-8") == make_page()


def test_the_page_shows_every_state_and_move() -> None:
    page = make_page()

    assert all(f"| `{status}` |" in page for status in Status)
    assert all(f"    {before} --> {after}: " in page for before, after in MOVES)
