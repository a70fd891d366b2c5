"""Who is asking: a partner, by the key in its `Authorization` header and nowhere else."""

from django.http import HttpRequest
from ninja.security import HttpBearer

from takeback.registry.models import Partner
from takeback.registry.partners import authenticate


class PartnerRequest(HttpRequest):
    """What a route gets once the key was recognised."""

    auth: Partner


class PartnerKeyBearer(HttpBearer):
    """Sets `request.auth` to the partner. Any key that is not live gets one and the same 401."""

    def authenticate(self, request: HttpRequest, token: str) -> Partner | None:
        """Return the partner whose key this is, or `None`."""
        del request
        return authenticate(token)
