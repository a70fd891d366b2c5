import socket

import pytest

from takeback.cli.problems import OutOfReach
from takeback.cli.processes.listening import address_of, is_for_this_machine_only, listen


def test_a_free_port_is_taken_and_named() -> None:
    with listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]

        assert address_of(listener) == f"http://127.0.0.1:{port}"
        with socket.create_connection(("127.0.0.1", port), timeout=5):
            pass


def test_a_taken_port_is_said_with_what_to_do() -> None:
    with listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]

        with pytest.raises(OutOfReach, match=f"port {port} is taken .* choose another with --port"):
            listen("127.0.0.1", port)


@pytest.mark.parametrize("host", ["no.such.host.invalid", "999.1.1.1", "a" * 300])
def test_a_host_that_is_none_is_said(host: str) -> None:
    with pytest.raises(OutOfReach, match="no address of a machine"):
        listen(host, 0)


def test_an_address_of_another_machine_is_said() -> None:
    with pytest.raises(OutOfReach, match="not an address of this machine"):
        listen("192.0.2.7", 0)


@pytest.mark.parametrize(("host", "is_private"), [("127.0.0.1", True), ("0.0.0.0", False)])  # noqa: S104  that is what is tested
def test_who_can_connect_is_known(host: str, *, is_private: bool) -> None:
    with listen(host, 0) as listener:
        assert is_for_this_machine_only(listener) is is_private


def test_a_connection_that_says_nothing_is_given_up() -> None:
    with listen("127.0.0.1", 0) as listener:
        with socket.create_connection(listener.getsockname()):
            accepted, _ = listener.accept()

            patience = accepted.getsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, 16)
            accepted.close()

        assert int.from_bytes(patience[:8], "little") == 20
