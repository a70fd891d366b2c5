"""Budgets against guessing and flooding, in this process's memory and nowhere else.

They never lock anybody out: a whole school shares one address, so a budget only ever says when to
come back. Each web process counts for itself.
"""

import hmac
import math
import secrets
import threading
from collections import Counter, OrderedDict, deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

from takeback.cases.queueing import WAIT_SECONDS, Busy
from takeback.registry.refused import Refused

MOST_BUCKETS = 10_000  # networks remembered in a budget: some 60 MB if each used all of all three
KEY_LIFE = timedelta(days=1)
EVERYBODY = b""
UNKNOWN_NETWORK = "unknown"


class TooMany(Exception):
    """A budget is used up. Nothing was done; come back after `wait`."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(f"a budget is used up; come back in {wait}")
        self.wait = wait

    @property
    def wait_seconds(self) -> int:
        """Whole seconds, at least 1."""
        return max(1, math.ceil(self.wait.total_seconds()))

    @property
    def wait_minutes(self) -> int:
        """Whole minutes, at least 1."""
        return math.ceil(self.wait_seconds / 60)


class Budget:
    """At most so many events of a bucket within any stretch of the given length."""

    def __init__(self, most: int, *, within: timedelta, most_buckets: int = MOST_BUCKETS) -> None:
        self._most = most
        self._most_buckets = most_buckets
        self._within = within
        # Bucket -> when, oldest first; the bucket that was quiet for longest stands first.
        self._events: OrderedDict[bytes, deque[datetime]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, bucket: bytes, *, now: datetime) -> None:
        """Count an event. Raises `TooMany`, counting nothing, when the budget is used up."""
        with self._lock:
            events = self._events.setdefault(bucket, deque())
            while events and events[0] <= now - self._within:
                events.popleft()
            if len(events) >= self._most:
                raise TooMany(events[0] + self._within - now)
            events.append(now)
            self._events.move_to_end(bucket)
            if len(self._events) > self._most_buckets:
                self._events.popitem(last=False)

    def give_back(self, bucket: bytes) -> None:
        """Take the newest event back: it turned out not to count."""
        with self._lock:
            events = self._events.get(bucket)
            if events:
                events.pop()

    def forget_all(self) -> None:
        """Begin anew."""
        with self._lock:
            self._events.clear()


class Buckets:
    """Turns addresses into buckets, under a key that lives for a day and is never written down."""

    def __init__(self) -> None:
        self._key = b""
        self._made_at: datetime | None = None
        self._lock = threading.Lock()

    def bucket_of(self, network: str, *, now: datetime) -> bytes:
        """Return 16 bytes: the same for a network within a day, telling nothing about it."""
        with self._lock:
            if self._made_at is None or not timedelta(0) <= now - self._made_at < KEY_LIFE:
                self._key, self._made_at = secrets.token_bytes(32), now
            return hmac.digest(self._key, network.encode(), "sha256")[:16]


class Places:
    """Lets at most so many of a bucket work at the same time."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._taken: Counter[bytes] = Counter()
        self._lock = threading.Lock()

    @contextmanager
    def hold(self, bucket: bytes) -> Iterator[None]:
        """Hold a place. Raises `Busy` at once when the bucket has all of its places in use."""
        with self._lock:
            if self._taken[bucket] >= self._most:
                raise Busy(WAIT_SECONDS)
            self._taken[bucket] += 1
        try:
            yield
        finally:
            with self._lock:
                self._taken[bucket] -= 1
                if not self._taken[bucket]:
                    del self._taken[bucket]


# Right ones too: deriving is slow on purpose, and whoever has one code could keep us busy with it.
TRIES = Budget(60, within=timedelta(hours=1))
FAILED_TRIES = Budget(10, within=timedelta(hours=1))
FAILED_TRIES_OF_ALL = Budget(60, within=timedelta(minutes=1))
OPENINGS = Budget(20, within=timedelta(hours=1))
# As many as these openings need for a hundred pictures each, eight in a request.
ADDINGS = Budget(260, within=timedelta(hours=1))
# Half of the queue for derivations: one network cannot fill it.
PLACES_OF_A_NETWORK = 3
PLACES = Places(PLACES_OF_A_NETWORK)
_buckets = Buckets()


@contextmanager
def a_try_at_a_code(request: HttpRequest, *, now: datetime) -> Iterator[None]:
    """Count a try, unless the block raises. Raises `TooMany` or `Busy` before it.

    Counted before the outcome is known, so that many tries at once count too. A try that
    succeeds is no failed one: `the_code_was_right` gives that part back.
    """
    bucket = _buckets.bucket_of(network_of(request), now=now)
    with ExitStack() as taken:
        taken.enter_context(_counted(TRIES, bucket, now=now))
        taken.enter_context(_counted(FAILED_TRIES, bucket, now=now))
        taken.enter_context(_counted(FAILED_TRIES_OF_ALL, EVERYBODY, now=now))
        taken.enter_context(PLACES.hold(bucket))
        yield


def the_code_was_right(request: HttpRequest, *, now: datetime) -> None:
    """Take the try out of the failed ones."""
    FAILED_TRIES.give_back(_buckets.bucket_of(network_of(request), now=now))
    FAILED_TRIES_OF_ALL.give_back(EVERYBODY)


@contextmanager
def an_opening(request: HttpRequest, *, now: datetime) -> Iterator[None]:
    """Count the opening of a case, unless the block raises. Raises `TooMany` or `Busy` before it.

    A refusal counts: it took as long as an opening.
    """
    bucket = _buckets.bucket_of(network_of(request), now=now)
    with _counted(OPENINGS, bucket, now=now), PLACES.hold(bucket):
        yield


@contextmanager
def an_adding(request: HttpRequest, *, now: datetime) -> Iterator[None]:
    """Count a request with further pictures, unless the block raises. Raises `TooMany` before it.

    Nothing slow is derived for it, so it needs no place.
    """
    with _counted(ADDINGS, _buckets.bucket_of(network_of(request), now=now), now=now):
        yield


def forget_all() -> None:
    """Begin every budget anew."""
    for budget in (TRIES, FAILED_TRIES, FAILED_TRIES_OF_ALL, OPENINGS, ADDINGS):
        budget.forget_all()


@contextmanager
def _counted(budget: Budget, bucket: bytes, *, now: datetime) -> Iterator[None]:
    budget.take(bucket, now=now)
    try:
        yield
    except Refused:
        raise
    except BaseException:
        budget.give_back(bucket)
        raise


def network_of(request: HttpRequest) -> str:
    """Return the visitor's network: a /24, for IPv6 a /48, or `UNKNOWN_NETWORK`.

    What proxies of the operator's own appended to X-Forwarded-For counts; what the visitor may
    have written there does not.
    """
    try:
        address = ip_address(_address_of(request))
    except ValueError:
        return UNKNOWN_NETWORK
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    prefix = 24 if address.version == 4 else 48
    return str(ip_network(f"{address}/{prefix}", strict=False))


def _address_of(request: HttpRequest) -> str:
    direct: str = request.META.get("REMOTE_ADDR", "")
    proxies: int = settings.TRUSTED_PROXIES
    forwarded: str = request.META.get("HTTP_X_FORWARDED_FOR", "")
    hops = [hop.strip() for hop in forwarded.split(",")]
    if not proxies or len(hops) < proxies:
        return direct
    hop = hops[-proxies]
    if hop.count(":") == 1:  # 192.0.2.7:4711
        return hop.partition(":")[0]
    return hop.removeprefix("[").partition("]")[0]  # [2001:db8::7]:4711
