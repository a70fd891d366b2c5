"""Threats and blackmail, in the safe order: do not pay, note, report, block, then the police.

The order itself stands in `steps.STEPS`; see `plan.in_order` for what is reported before blocking.
"""

from datetime import date

from takeback.guidance.facts import Facts
from takeback.guidance.rulebook import rule
from takeback.guidance.rules.situation import (
    ONLINE,
    can_report_and_remove,
    goes_through,
    has_it_for_a_fingerprint,
    is_blackmail,
)
from takeback.guidance.steps import Step, Urgency

READ, READ_AGAIN = date(2026, 11, 22), date(2027, 11, 22)


@rule(sources=["never_to_blame", "threats_may_be_empty"], reviewed_on=READ, review_by=READ_AGAIN)
def a_threatened_child_is_not_to_blame(facts: Facts) -> Step | None:
    """A child who is threatened hears first that it is not their fault.

    "Not said" gives nothing here; calm comes first in any case.
    """
    if not is_blackmail(facts):
        return None
    return Step("stay_calm", Urgency.EMERGENCY)


@rule(sources=["do_not_pay", "send_nothing_more"], reviewed_on=READ, review_by=READ_AGAIN)
def do_not_pay_whoever_threatens(facts: Facts) -> Step | None:
    """Nobody pays somebody who threatens, or sends anything more.

    "Not said" gives nothing: a warning about money frightens whoever was asked for none.
    """
    if not is_blackmail(facts):
        return None
    return Step("do_not_pay", Urgency.HOURS)


@rule(sources=["already_paid", "do_not_pay"], reviewed_on=READ, review_by=READ_AGAIN)
def who_paid_pays_no_more(facts: Facts) -> Step | None:
    """Whoever has paid did nothing wrong, and pays no more.

    "Not said" gives nothing.
    """
    if facts.paid is not True:
        return None
    return Step("do_not_pay", Urgency.HOURS)


@rule(sources=["already_paid", "bank_may_help"], reviewed_on=READ, review_by=READ_AGAIN)
def the_bank_may_help(facts: Facts) -> Step | None:
    """Whoever has paid asks the bank whether a payment can still be stopped.

    "Not said" gives nothing.
    """
    if facts.paid is not True:
        return None
    return Step("contact_bank", Urgency.HOURS)


@rule(
    sources=["note_before_blocking", "identifiers_only", "no_screenshot_of_picture"],
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def blackmail_is_noted_first(facts: Facts) -> Step | None:
    """Names, links, demands and dates are written down before anything is blocked or deleted.

    "Not said" gives nothing.
    """
    if not is_blackmail(facts):
        return None
    return Step("keep_identifiers", Urgency.HOURS)


@rule(sources=["report_before_blocking"], reviewed_on=READ, review_by=READ_AGAIN)
def blackmail_is_reported_in_the_app(facts: Facts) -> Step | None:
    """Whoever threatens is reported in the app, before they are blocked.

    "Not said" where it goes on counts as an app; only other channels alone keep this back.
    """
    if not is_blackmail(facts) or facts.provider_reported is True:
        return None
    if facts.channels and not goes_through(facts, ONLINE) and not facts.providers:
        return None
    return Step("report_to_provider", Urgency.HOURS, facts.providers or ())


@rule(
    sources=["note_before_blocking", "block_every_account"],
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def blackmail_is_not_answered(facts: Facts) -> Step | None:
    """Nobody answers whoever threatens; each of their accounts is blocked.

    "Not said" gives nothing.
    """
    if not is_blackmail(facts):
        return None
    return Step("stop_replying_and_block", Urgency.HOURS)


@rule(
    sources=["pre_emptive_removal", "threats_may_be_empty"],
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def a_threat_can_be_blocked_beforehand(facts: Facts) -> Step | None:
    """A picture that somebody threatens to post can be blocked before it is.

    "Not said" whether there are threats leaves it to the rules of `removal`.
    """
    if facts.threatened is not True or not can_report_and_remove(facts):
        return None
    return Step("report_remove", Urgency.HOURS)


@rule(sources=["take_it_down_not_posted"], reviewed_on=READ, review_by=READ_AGAIN)
def a_threatened_picture_can_be_fingerprinted(facts: Facts) -> Step | None:
    """A picture that somebody threatens to post can be fingerprinted before it is.

    "Not said" whether they have the file counts as having it.
    """
    if facts.threatened is not True or not has_it_for_a_fingerprint(facts):
        return None
    return Step("take_it_down", Urgency.HOURS)


@rule(
    sources=["friend_list_is_used", "private_accounts", "number_change_limited"],
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def friend_lists_are_hidden(facts: Facts) -> Step | None:
    """Accounts are made private and lists of friends hidden from whoever threatens.

    "Not said" gives nothing.
    """
    if not is_blackmail(facts):
        return None
    return Step("secure_accounts", Urgency.DAYS)
