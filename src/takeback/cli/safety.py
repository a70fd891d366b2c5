"""Is this instance safe to open to the public? Asks the project's checks."""

from dataclasses import dataclass

MOST_LISTED = 20  # lines of what to read again; everything may come due on one day


@dataclass(frozen=True)
class Reason:
    """Why it is not safe: a stable name, what is wrong, and what to do."""

    check: str
    problem: str
    remedy: str


def reasons_against_opening(*, is_running: bool) -> list[Reason]:
    """Return every reason not to open this instance; none means that it is safe.

    `is_running` asks also what can only be seen while it runs. The settings are loaded already.
    """
    from django.core.checks import run_checks  # noqa: PLC0415

    from takeback.project import checks  # noqa: PLC0415

    tags = [checks.SAFETY, checks.RUNNING] if is_running else [checks.SAFETY]
    found = run_checks(tags=tags, include_deployment_checks=True)
    reasons = [
        Reason(str(message.id), str(message.msg), str(message.hint or "")) for message in found
    ]
    return sorted(reasons, key=lambda reason: reason.check)


def what_to_read_again() -> list[str]:
    """Return a line for each source and rule that is past its day; it stops nothing.

    Empty also when the set-up cannot start: that comes first.
    """
    from django.apps import apps  # noqa: PLC0415
    from django.core.checks import run_checks  # noqa: PLC0415

    if not apps.ready:
        return []
    from takeback.project import checks  # noqa: PLC0415

    found = run_checks(tags=[checks.REVIEWS], include_deployment_checks=True)
    lines = [f"{message.id}  {message.msg}: {message.hint}" for message in found[:MOST_LISTED]]
    if len(found) > MOST_LISTED:
        lines.append(f"and {len(found) - MOST_LISTED} more; `tools/list_reviews.py` has them all")
    return lines


def as_text(reasons: list[Reason]) -> str:
    """Return two lines for each reason: what is wrong, what to do."""
    return "\n".join(
        f"{reason.check}  {reason.problem}\n               {reason.remedy}" for reason in reasons
    )
