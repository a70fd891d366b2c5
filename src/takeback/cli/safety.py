"""Is this instance safe to open to the public? Asks the project's checks."""

from dataclasses import dataclass


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


def as_text(reasons: list[Reason]) -> str:
    """Return two lines for each reason: what is wrong, what to do."""
    return "\n".join(
        f"{reason.check}  {reason.problem}\n               {reason.remedy}" for reason in reasons
    )
