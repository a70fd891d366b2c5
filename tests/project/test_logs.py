import logging
import sys

from takeback.project.logs import PlainFormatter


def _record(name: str, message: str, *, failing: bool = False) -> logging.LogRecord:
    info = None
    if failing:
        try:
            raise ValueError("192.0.2.7 sent orchard orchard orchard")
        except ValueError:
            info = sys.exc_info()
    return logging.LogRecord(name, logging.ERROR, __file__, 1, message, (), info)


def test_our_own_words_are_shown() -> None:
    assert (
        PlainFormatter()
        .format(_record("takeback.jobs", "worker started"))
        .endswith("ERROR takeback.jobs worker started")
    )


def test_the_text_of_an_exception_is_left_out_and_its_place_is_kept() -> None:
    shown = PlainFormatter().format(_record("takeback.jobs", "failed", failing=True))

    assert "builtins.ValueError" in shown
    assert "test_logs.py" in shown
    assert "192.0.2.7" not in shown
    assert "orchard" not in shown


def test_the_path_of_a_failed_request_is_left_out() -> None:
    record = _record("django.request", "Internal Server Error: /page/?words=orchard")
    record.status_code = 500

    shown = PlainFormatter().format(record)

    assert shown.endswith("ERROR django.request answered 500")
