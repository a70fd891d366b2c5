"""What every visitor page may show."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from takeback.guidance.everything import read_everything
from takeback.sources.services import load_services, needs_a_check
from takeback.sources.statements import load_statements

# Read when the process starts: what cannot be used stops the start, not a visitor's page.
read_everything()
SERVICES = load_services()
STATEMENTS = load_statements()


def page_basics(request: HttpRequest) -> dict[str, object]:
    """Give every page the people to talk to, and which of their numbers to check first."""
    del request
    today = timezone.localdate()
    unsure = {service.id for service in SERVICES.values() if needs_a_check(service, today=today)}
    return {
        "services": SERVICES,
        "check_first": unsure,
        "statements": STATEMENTS,
        "operator": settings.OPERATOR,
        "operator_contact": settings.OPERATOR_CONTACT,
    }
