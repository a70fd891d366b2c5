"""What can be wrong, each with the exit code that scripts rely on."""


class Problem(Exception):
    """Something the person at the command line can act on; its text says what and how."""

    exit_code = 3


class AnswerIsNo(Problem):
    """It was asked, understood, and the answer is "no" or "not safe"."""

    exit_code = 1


class WrongUse(Problem):
    """The command cannot mean anything as it was given."""

    exit_code = 2


class NobodyReads(Problem):
    """Whoever read our output has gone, as `head` does when it has enough."""

    exit_code = 141  # what shells show for it elsewhere


class OutOfReach(Problem):
    """Something could not be reached or read."""

    exit_code = 3
