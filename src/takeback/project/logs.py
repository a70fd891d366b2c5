"""Log lines that cannot name a person: no address, device, path, query or request."""

import logging


class PlainFormatter(logging.Formatter):
    """Time, level, logger and our words. An exception shows its type and where, not its text.

    The text of an exception, and what Django appends to a request's log line, may quote what
    somebody sent.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return one line, and for an exception one more line for each frame."""
        head = f"{self.formatTime(record)} {record.levelname} {record.name}"
        if record.name.startswith("django.request"):
            # Django's own sentence names the path.
            status = getattr(record, "status_code", "?")
            lines = [f"{head} answered {status}"]
        else:
            lines = [f"{head} {record.getMessage()}"]
        if record.exc_info and record.exc_info[0] is not None:
            lines.append(f"  {record.exc_info[0].__module__}.{record.exc_info[0].__qualname__}")
            lines.extend(_frames(record.exc_info[2]))
        return "\n".join(lines)


def _frames(traceback: object) -> list[str]:
    lines = []
    while traceback is not None:
        code = traceback.tb_frame.f_code  # type: ignore[attr-defined]
        lines.append(f"    {code.co_filename}:{traceback.tb_lineno} {code.co_name}")  # type: ignore[attr-defined]
        traceback = traceback.tb_next  # type: ignore[attr-defined]
    return lines
