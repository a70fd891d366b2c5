import pytest
from django.test import Client

from takeback.registry.models import Partner
from takeback.registry.partners import add_partner
from tests.exchange.calls import Calls
from tests.registry.pictures import NOW


@pytest.fixture
def partner_and_key(db: None) -> tuple[Partner, str]:
    return add_partner("Pictogram", now=NOW)


@pytest.fixture
def partner(partner_and_key: tuple[Partner, str]) -> Partner:
    return partner_and_key[0]


@pytest.fixture
def key(partner_and_key: tuple[Partner, str]) -> str:
    return partner_and_key[1]


@pytest.fixture
def calls(key: str) -> Calls:
    """A partner's requests, with its key."""
    return Calls(Client(), key)
