from takeback.cli.scanning.ray_worker import Tries


def test_a_file_over_which_two_ended_is_not_begun_again() -> None:
    tries = Tries(clock=lambda: 0.0)

    assert tries.begin(7, "first", 600) == ""
    assert tries.begin(8, "first", 600) == ""
    assert tries.begin(7, "second", 600) == "the process that read it ended, 2 times"


def test_a_call_that_came_twice_counts_once() -> None:
    tries = Tries(clock=lambda: 0.0)

    assert [tries.begin(7, "first", 600) for _ in range(3)] == ["", "", ""]


def test_a_file_that_was_done_may_be_begun_again() -> None:
    tries = Tries(clock=lambda: 0.0)

    tries.begin(7, "first", 600)
    tries.end(7)

    assert tries.begin(7, "second", 600) == ""


def test_a_file_that_took_all_its_time_is_said_to_have() -> None:
    times = iter([100.0, 700.0])
    tries = Tries(clock=lambda: next(times))

    tries.begin(7, "first", 600)

    assert tries.begin(7, "second", 600) == "it took longer than 600 seconds"
