import os
import subprocess
import sys

import pytest

PRINT = (
    "from takeback.project import settings as s;"
    "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE,"
    " s.CSRF_COOKIE_SECURE)"
)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://help.example.org", "__Host-s __Host-c True True"),
        ("http://127.0.0.1:8000", "s c False False"),
    ],
)
def test_over_https_no_neighbour_of_the_domain_can_plant_a_cookie(address: str, said: str) -> None:
    asked = subprocess.run(
        [sys.executable, "-c", PRINT],
        env=os.environ | {"TAKEBACK_PUBLIC_URL": address},
        capture_output=True,
        text=True,
        check=True,
    )

    assert asked.stdout.strip() == said
