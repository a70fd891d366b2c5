"""What never to do."""

from datetime import date

from takeback.guidance.facts import Facts, part_of
from takeback.guidance.rulebook import rule
from takeback.guidance.rules.situation import (
    has_it_for_a_fingerprint,
    is_blackmail,
    is_by_a_stranger,
    is_contained,
    is_online,
    may_be_evidence,
)
from takeback.guidance.steps import Never
from takeback.guidance.triggers import ADULTS

READ, READ_AGAIN = date(2026, 11, 22), date(2027, 11, 22)
# Who looks after the child; an asker who was not said may be one of them.
CARERS = frozenset({"parent", "school_staff", None})


@rule(sources=["adults_do_not_look"], reviewed_on=READ, review_by=READ_AGAIN)
def never_look(facts: Facts) -> Never:
    """Nobody looks at it, ever."""
    del facts
    return Never("look_at_it")


@rule(
    sources=["staff_never_handle", "no_screenshot_of_picture"],
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def never_copy(facts: Facts) -> Never:
    """Nobody copies it or takes a screenshot, ever, not even as proof."""
    del facts
    return Never("copy_or_screenshot")


@rule(sources=["staff_never_handle"], reviewed_on=READ, review_by=READ_AGAIN)
def never_forward(facts: Facts) -> Never:
    """Nobody forwards it, ever, not even to help."""
    del facts
    return Never("forward_it")


@rule(sources=["adults_do_not_look"], reviewed_on=READ, review_by=READ_AGAIN)
def never_search(facts: Facts) -> Never | None:
    """Nobody goes looking for it.

    Left out only where it was said that the picture stayed close.
    """
    return None if is_contained(facts) else Never("search_for_it")


@rule(sources=["do_not_pay", "already_paid"], reviewed_on=READ, review_by=READ_AGAIN)
def never_pay(facts: Facts) -> Never | None:
    """Nobody pays whoever threatens.

    "Not said" gives nothing.
    """
    if not is_blackmail(facts):
        return None
    return Never("pay")


@rule(sources=["send_nothing_more"], reviewed_on=READ, review_by=READ_AGAIN)
def never_send_more(facts: Facts) -> Never | None:
    """Nobody sends another picture to whoever presses, threatens or is a stranger.

    "Not said" gives nothing.
    """
    pressed = facts.coerced is True or is_blackmail(facts)
    if not pressed and not is_by_a_stranger(facts):
        return None
    return Never("send_more")


@rule(sources=["do_not_confront"], reviewed_on=READ, review_by=READ_AGAIN)
def never_pose_as_the_child(facts: Facts) -> Never | None:
    """Whoever looks after the child does not write in the child's name.

    "Not said" of the other one gives nothing; "not said" who asks counts as a parent.
    """
    if facts.asker not in CARERS:
        return None
    if facts.other_party in ADULTS or facts.adult_involved is True:
        return Never("pose_as_the_child")
    stranger = is_by_a_stranger(facts) or is_blackmail(facts)
    return Never("pose_as_the_child") if stranger else None


@rule(sources=["do_not_confront"], reviewed_on=READ, review_by=READ_AGAIN)
def never_confront_a_stranger(facts: Facts) -> Never | None:
    """Nobody confronts or goes to meet a stranger, or whoever threatens.

    "I do not know who it is" counts as a stranger; saying nothing of them does not.
    """
    if not is_by_a_stranger(facts) and not is_blackmail(facts):
        return None
    return Never("confront_a_stranger")


@rule(sources=["do_not_contact_adult"], reviewed_on=READ, review_by=READ_AGAIN)
def never_contact_the_adult(facts: Facts) -> Never | None:
    """Nobody contacts an adult who has to do with the picture.

    "Not said" gives nothing.
    """
    if facts.adult_involved is not True and facts.other_party not in ADULTS:
        return None
    return Never("contact_the_adult")


@rule(sources=["no_secrecy_promise"], reviewed_on=READ, review_by=READ_AGAIN)
def never_promise_secrecy(facts: Facts) -> Never | None:
    """Whoever looks after the child promises help, not secrecy.

    "Not said" who asks gives it too.
    """
    return Never("promise_secrecy") if facts.asker in CARERS else None


@rule(sources=["no_why_question", "never_to_blame"], reviewed_on=READ, review_by=READ_AGAIN)
def never_blame(facts: Facts) -> Never | None:
    """Whoever looks after the child does not blame or frighten them.

    "Not said" who asks gives it too.
    """
    return Never("blame_or_shame") if facts.asker in CARERS else None


@rule(sources=["phone_stays", "bans_do_not_help"], reviewed_on=READ, review_by=READ_AGAIN)
def never_punish_with_the_phone(facts: Facts) -> Never | None:
    """A parent does not take the phone away as a punishment.

    "Not said" who asks gives it too.
    """
    if facts.asker not in {"parent", None}:
        return None
    return Never("take_the_phone_as_punishment")


@rule(
    sources=["note_before_blocking", "identifiers_only"],
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def never_delete_what_police_may_need(facts: Facts) -> Never | None:
    """Nothing is deleted before the police were asked, when it may be for them.

    A stranger may make it so. What was not said gives nothing.
    """
    if not may_be_evidence(facts):
        return None
    return Never("delete_before_asking_police")


@rule(sources=["received_only", "staff_do_not_question"], reviewed_on=READ, review_by=READ_AGAIN)
def never_question_other_children(facts: Facts) -> Never | None:
    """Parents and staff do not question other children.

    For a parent only where school or other children come into it; "not said" gives nothing.
    """
    if facts.asker == "school_staff":
        return Never("question_other_children")
    if facts.asker not in CARERS:
        return None
    others = facts.at_school is True or part_of(facts) in {"received", "shared"}
    return Never("question_other_children") if others else None


@rule(sources=["no_copyright_notice"], reviewed_on=READ, review_by=READ_AGAIN)
def never_use_copyright(facts: Facts) -> Never | None:
    """Nobody uses a copyright form: it hands name and address to whoever posted it.

    "Not said" that it is online gives nothing.
    """
    return Never("use_copyright_notice") if is_online(facts) else None


@rule(sources=["forum_identifies_child"], reviewed_on=READ, review_by=READ_AGAIN)
def never_name_them(facts: Facts) -> Never | None:
    """Nobody names the children in public.

    Left out only where it was said that the picture stayed close.
    """
    return None if is_contained(facts) else Never("name_them_publicly")


@rule(sources=["take_it_down_no_test"], reviewed_on=READ, review_by=READ_AGAIN)
def never_test(facts: Facts) -> Never | None:
    """Nobody tries the services out with another picture, or posts it to see whether they work.

    "Not said" whether they have the file counts as having it.
    """
    return Never("test_the_service") if has_it_for_a_fingerprint(facts) else None
