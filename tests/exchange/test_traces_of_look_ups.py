"""What is looked up leaves no trace: not in a log, whatever is wrong with the request."""

import json
import socket

import httpx

from tests.instance import Instance

SOUGHT = "0123456789abcdef" * 4


def test_a_fingerprint_that_is_looked_up_is_in_no_log_and_no_file(instance: Instance) -> None:
    key = instance.add_partner("Look-ups")
    host = f"127.0.0.1:{instance.port}"
    body = {"fingerprints": [{"recipe": "pdq-1", "bits": SOUGHT}]}
    query = f"signal_type=pdq&signal={SOUGHT}"
    bearer = {"Authorization": f"Bearer {key}"}

    answers = [
        httpx.post(f"{instance.url}/api/v1/match", json=body, headers=bearer),
        httpx.post(f"{instance.url}/api/v1/match", json=body, headers=bearer),
        httpx.post(f"{instance.url}/api/v1/match", json=body | {"limit": 99}, headers=bearer),
        httpx.post(f"{instance.url}/api/v1/match", json=body),
        # The key in the address, as a caller of the other dialect has it.
        httpx.get(f"http://any:{key}@{host}/m/lookup?{query}"),
        httpx.get(f"http://any:{key}@{host}/m/raw_lookup?{query}&include_distance=true"),
        httpx.get(f"{instance.url}/m/lookup?{query}"),
        httpx.get(f"http://any:{key}@{host}/m/lookup?{query}0"),
        httpx.get(f"http://any:{key}@{host}/m/nothing?{query}"),
        httpx.get(f"{instance.url}/m/lookup?{query}", headers={"Host": "other.example"}),
    ]
    _send_nonsense(instance, f"GET /m/lookup?{query} {'x' * 5000} HTTP/1.1\r\n\r\n".encode())

    assert [answer.status_code for answer in answers] == [
        *(200, 200, 422, 401),
        *(200, 200, 401, 400, 404, 400),
    ]
    assert all(SOUGHT not in json.dumps(answer.text) for answer in answers)
    assert SOUGHT not in instance.log()
    assert key not in instance.log()
    for file in instance.data.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert SOUGHT.encode() not in content, file
            assert bytes.fromhex(SOUGHT) not in content, file


def _send_nonsense(instance: Instance, sent: bytes) -> None:
    with socket.create_connection(("127.0.0.1", instance.port), timeout=10) as connection:
        connection.sendall(sent)
        connection.recv(1000)
