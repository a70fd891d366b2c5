import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client, RequestFactory

from takeback.site import errors
from tests.site.reading import Page


def test_an_unknown_address_is_answered_with_404_and_not_repeated() -> None:
    response = Client().get("/a-word-nobody-planned/")

    assert response.status_code == 404
    assert "a-word-nobody-planned" not in response.content.decode()


def test_a_broken_view_is_answered_with_500_that_takes_the_blame() -> None:
    response = errors.server_error(RequestFactory().get("/"))

    assert response.status_code == 500
    assert "It is our mistake, not yours." in Page(response.content.decode()).words


def test_permission_denied_is_answered_with_403() -> None:
    response = errors.permission_denied(RequestFactory().get("/"), PermissionDenied("secret"))

    assert response.status_code == 403
    assert "secret" not in response.content.decode()


def test_a_request_that_cannot_be_read_is_answered_with_400() -> None:
    response = errors.bad_request(RequestFactory().get("/"), SuspiciousOperation("secret"))

    assert response.status_code == 400
    assert "secret" not in response.content.decode()


def test_a_form_without_its_protection_is_answered_with_403_and_what_to_do() -> None:
    form = "application/x-www-form-urlencoded"

    response = Client(enforce_csrf_checks=True).post("/return/", "words=a", content_type=form)

    assert response.status_code == 403
    assert "load the page again" in Page(response.content.decode()).words


def test_a_browser_without_cookies_is_told_what_to_allow() -> None:
    form = "application/x-www-form-urlencoded"

    without = Client(enforce_csrf_checks=True).post("/return/", "words=a", content_type=form)
    waited = Client(enforce_csrf_checks=True)
    waited.get("/return/")
    too_long = waited.post("/return/", "words=a", content_type=form)

    assert "Your browser did not keep our cookie." in Page(without.content.decode()).words
    assert "That page was open for a long time." in Page(too_long.content.decode()).words


@pytest.mark.parametrize("address", ["/return/", "/page/stop/"])
def test_a_file_is_refused_before_a_view_sees_it(address: str) -> None:
    response = Client().post(address, b"x", content_type="multipart/form-data; boundary=a")

    assert response.status_code == 415
    assert "This site takes no pictures and no files." in Page(response.content.decode()).words
