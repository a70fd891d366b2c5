from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.http import HttpRequest
from django.test import RequestFactory, override_settings

from takeback.cases import keys
from takeback.cases.queueing import Busy
from takeback.cli.processes.web import THREADS
from takeback.registry.refused import Refused
from takeback.site import limits
from takeback.site.limits import Buckets, Budget, Places, TooMany, network_of
from tests.cases.openings import NOW

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def fresh_budgets() -> Iterator[None]:
    limits.forget_all()
    yield
    limits.forget_all()


def visitor(address: str = "203.0.113.7", *, forwarded: str | None = None) -> HttpRequest:
    headers = None if forwarded is None else {"X-Forwarded-For": forwarded}
    return RequestFactory().get("/", headers=headers, REMOTE_ADDR=address)


def fail(count: int, *, address: str = "203.0.113.7", minutes: int = 0) -> None:
    """Try so many wrong codes."""
    now = NOW + minutes * MINUTE
    for _ in range(count):
        with limits.a_try_at_a_code(visitor(address), now=now):
            pass


def test_a_budget_says_when_to_come_back() -> None:
    budget = Budget(2, within=HOUR)
    budget.take(b"a", now=NOW)
    budget.take(b"a", now=NOW + 10 * MINUTE)

    with pytest.raises(TooMany) as caught:
        budget.take(b"a", now=NOW + 20 * MINUTE)

    assert caught.value.wait == 40 * MINUTE
    assert (caught.value.wait_seconds, caught.value.wait_minutes) == (2400, 40)
    budget.take(b"a", now=NOW + HOUR)


def test_a_wait_is_never_shorter_than_a_second_and_rounds_up() -> None:
    assert TooMany(timedelta(0)).wait_seconds == 1
    assert TooMany(timedelta(seconds=61)).wait_minutes == 2


def test_a_refused_event_does_not_make_the_wait_longer() -> None:
    budget = Budget(1, within=HOUR)
    budget.take(b"a", now=NOW)
    for _ in range(5):
        with pytest.raises(TooMany):
            budget.take(b"a", now=NOW + 30 * MINUTE)

    budget.take(b"a", now=NOW + HOUR)


def test_each_bucket_has_a_budget_of_its_own() -> None:
    budget = Budget(1, within=HOUR)
    budget.take(b"a", now=NOW)

    budget.take(b"b", now=NOW)


def test_what_is_given_back_can_be_taken_again() -> None:
    budget = Budget(1, within=HOUR)
    budget.take(b"a", now=NOW)
    budget.give_back(b"a")
    budget.give_back(b"a")
    budget.give_back(b"never seen")

    budget.take(b"a", now=NOW)


def test_the_bucket_that_was_quiet_for_longest_is_forgotten_first() -> None:
    budget = Budget(1, within=HOUR, most_buckets=2)
    for bucket in (b"a", b"b", b"c"):
        budget.take(bucket, now=NOW)

    with pytest.raises(TooMany):
        budget.take(b"b", now=NOW)
    budget.take(b"a", now=NOW)


def test_a_bucket_is_the_same_within_a_day_and_another_one_after() -> None:
    buckets = Buckets()
    first = buckets.bucket_of("203.0.113.0/24", now=NOW)

    assert buckets.bucket_of("203.0.113.0/24", now=NOW + 23 * HOUR) == first
    assert buckets.bucket_of("203.0.112.0/24", now=NOW) != first
    assert buckets.bucket_of("203.0.113.0/24", now=NOW + 24 * HOUR) != first
    assert Buckets().bucket_of("203.0.113.0/24", now=NOW) != first


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1::/48"),
        ("::ffff:203.0.113.7", "203.0.113.0/24"),
        ("fe80::1%eth0", "fe80::/48"),
        ("", "unknown"),
        ("localhost", "unknown"),
    ],
)
def test_a_network_is_the_front_of_the_address(address: str, network: str) -> None:
    assert network_of(visitor(address)) == network


@pytest.mark.parametrize(
    ("proxies", "forwarded", "network"),
    [
        (0, "198.51.100.9", "203.0.113.0/24"),
        (1, "198.51.100.9", "198.51.100.0/24"),
        (1, "192.0.2.1, 198.51.100.9", "198.51.100.0/24"),
        (2, "192.0.2.1, 198.51.100.9", "192.0.2.0/24"),
        (2, "198.51.100.9", "203.0.113.0/24"),
        (1, "198.51.100.9:4711", "198.51.100.0/24"),
        (1, "[2001:db8:1::7]:4711", "2001:db8:1::/48"),
        (1, "2001:db8:1::7", "2001:db8:1::/48"),
        (1, "nonsense" * 1000, "unknown"),
        (1, "", "unknown"),
    ],
)
def test_only_what_our_own_proxies_appended_counts(
    proxies: int, forwarded: str, network: str
) -> None:
    with override_settings(TRUSTED_PROXIES=proxies):
        assert network_of(visitor(forwarded=forwarded)) == network


def test_ten_failed_tries_an_hour_and_then_a_wait() -> None:
    fail(10)

    with pytest.raises(TooMany) as caught:
        fail(1, address="203.0.113.200", minutes=15)

    assert caught.value.wait_minutes == 45
    fail(1, minutes=60)


def test_another_network_is_not_held_up() -> None:
    fail(10)

    fail(1, address="198.51.100.9")


def test_a_right_code_does_not_count() -> None:
    for _ in range(30):
        fail(1)
        limits.the_code_was_right(visitor(), now=NOW)

    fail(10)


def test_a_try_that_could_not_be_made_does_not_count() -> None:
    for _ in range(70):
        with (
            pytest.raises(ZeroDivisionError),
            limits.a_try_at_a_code(visitor(), now=NOW),
        ):
            raise ZeroDivisionError

    fail(10)


def test_sixty_failed_tries_a_minute_from_everywhere_and_then_a_wait() -> None:
    for network in range(6):
        fail(10, address=f"198.51.{network}.1")

    for _ in range(20):
        with pytest.raises(TooMany) as caught:
            fail(1, address="203.0.113.7")

    assert caught.value.wait == MINUTE
    # Being held up by others uses nothing of the network's own budget.
    fail(10, address="203.0.113.7", minutes=1)


def test_twenty_openings_an_hour_and_failed_ones_do_not_count() -> None:
    for _ in range(20):
        with limits.an_opening(visitor(), now=NOW):
            pass
        with pytest.raises((ZeroDivisionError, TooMany)), limits.an_opening(visitor(), now=NOW):
            raise ZeroDivisionError

    with pytest.raises(TooMany), limits.an_opening(visitor(), now=NOW):
        pass


def test_sixty_tries_an_hour_right_or_wrong_and_then_a_wait() -> None:
    for _ in range(60):
        fail(1)
        limits.the_code_was_right(visitor(), now=NOW)

    with pytest.raises(TooMany) as caught:
        fail(1, minutes=20)

    assert caught.value.wait_minutes == 40
    fail(1, address="198.51.100.9")


def test_a_refused_opening_counts_because_it_took_as_long() -> None:
    for _ in range(20):
        with pytest.raises(Refused), limits.an_opening(visitor(), now=NOW):
            raise Refused("already_opened", "used")

    with pytest.raises(TooMany), limits.an_opening(visitor(), now=NOW):
        pass


def test_a_network_works_at_three_things_at_once_and_others_go_on() -> None:
    with (
        limits.an_opening(visitor(), now=NOW),
        limits.an_opening(visitor("203.0.113.8"), now=NOW),
        limits.a_try_at_a_code(visitor(), now=NOW),
    ):
        with pytest.raises(Busy), limits.an_opening(visitor("203.0.113.9"), now=NOW):
            pass
        with pytest.raises(Busy):
            fail(1)
        fail(1, address="198.51.100.9")

    fail(9)  # being sent away used nothing up


def test_a_place_is_free_again_after_a_failure() -> None:
    places = Places(1)
    with pytest.raises(ZeroDivisionError), places.hold(b"a"):
        raise ZeroDivisionError

    with places.hold(b"a"), places.hold(b"b"), pytest.raises(Busy), places.hold(b"a"):
        pass


def test_a_full_queue_for_codes_leaves_threads_for_pages() -> None:
    in_all = keys.TURNS_AT_ONCE + keys.TURNS_WAITING

    assert in_all < THREADS
    assert in_all >= 2 * limits.PLACES_OF_A_NETWORK
