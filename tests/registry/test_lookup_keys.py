import pytest

from takeback.registry.keys import read_key
from takeback.registry.lookup_keys import is_live_key
from takeback.registry.partners import add_key, add_partner, authenticate, revoke_key
from tests.registry.pictures import NOW

pytestmark = pytest.mark.django_db


def test_a_key_is_live_exactly_when_it_makes_itself_known_as_a_partner() -> None:
    partner, live = add_partner("Pictogram", now=NOW)
    revoked = add_key(partner, now=NOW)
    revoke_key(_id(revoked), now=NOW)
    wrong_secret = f"tbk_{_id(live)}_{'A' * 43}"
    unknown = f"tbk_{'0' * 12}_{'A' * 43}"

    for key in (live, revoked, wrong_secret, unknown, "", "x", live + " ", live.upper()):
        assert is_live_key(key) is (authenticate(key) is not None)
    assert is_live_key(live)


def _id(key: str) -> str:
    read = read_key(key)
    assert read is not None
    return read.key_id
