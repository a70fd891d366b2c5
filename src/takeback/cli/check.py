"""`takeback check`: is this set-up safe to open to the public?"""

from takeback.cli.options import AsJson, DataFolder
from takeback.cli.output import complain, say, say_json
from takeback.cli.problems import AnswerIsNo, OutOfReach, WrongUse
from takeback.cli.safety import Reason, as_text, reasons_against_opening, what_to_read_again
from takeback.cli.set_up import read_guidance, set_up_django


def check(*, data: DataFolder = None, as_json: AsJson = False) -> None:
    """Say whether this set-up is safe to open to the public. Changes nothing.

    What the guidance rests on and should have been read again by now is listed on standard error;
    it does not make the set-up unsafe.

    JSON: `{"check","problem","remedy"}` for each reason against it. Exit code 0 when it is safe, 1
    with the reasons when it is not.
    """
    reasons = _reasons(data)
    if as_json:
        for reason in reasons:
            say_json({"check": reason.check, "problem": reason.problem, "remedy": reason.remedy})
    elif reasons:
        say(as_text(reasons))
    for overdue in what_to_read_again():
        complain(overdue)
    if reasons:
        raise AnswerIsNo(f"not safe to open to the public: {len(reasons)} found")
    if not as_json:
        say("safe to open to the public, as far as this machine can tell")


def _reasons(data: DataFolder) -> list[Reason]:
    try:
        read_guidance()
        set_up_django(data)
    except (OutOfReach, WrongUse) as error:
        # A set-up that cannot even start is not safe; it is the answer and not a wrong question.
        return [Reason("takeback.E000", str(error), "put this right first")]
    return reasons_against_opening(is_running=True)
