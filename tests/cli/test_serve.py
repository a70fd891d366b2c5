import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.cli.serving import COMMAND, Serving, all_gone, environment, is_there, served

SECRETS = {"code_pepper", "code_salt", "secret_key"}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that was served once."""
    data = tmp_path_factory.mktemp("served") / "data"
    first = served(data)
    assert first.stop() == 0
    return data


@pytest.fixture
def data(template: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(template, tmp_path / "data"))


@pytest.fixture
def serving(data: Path) -> Iterator[Serving]:
    """A running instance, which is gone afterwards whatever happened."""
    running = served(data)
    yield running
    running.process.kill()
    running.process.wait()


def takeback(data: Path, *arguments: object, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        env=environment(TAKEBACK_DATA=str(data), **variables),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_new_data_folder_is_its_owners(template: Path) -> None:
    made = [template, template / "secrets", template / "takeback.sqlite3"]

    assert [stat.S_IMODE(path.stat().st_mode) for path in made] == [0o700, 0o700, 0o600]
    assert {path.name for path in (template / "secrets").iterdir()} == SECRETS
    assert all(path.stat().st_mode & 0o077 == 0 for path in (template / "secrets").iterdir())


def test_it_answers_and_stops_on_ctrl_c(serving: Serving) -> None:
    answer = httpx.get(f"{serving.url}/healthz")
    processes = serving.children()

    code = serving.stop(signal.SIGINT)

    assert answer.json() == {"alive": True}
    assert len(processes) == 3
    assert code == 0
    assert all_gone(processes)
    assert serving.printed().splitlines() == [
        f"Takeback is at {serving.url}",
        "Ctrl-C stops it.",
        "Stopped.",
    ]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_it_stops_when_the_system_asks(serving: Serving, number: int) -> None:
    assert serving.stop(number) == 0


def test_what_was_started_with_nohup_goes_on_when_its_terminal_goes(tmp_path: Path) -> None:
    serving = served(tmp_path / "data", hang_up=signal.SIG_IGN)

    serving.process.send_signal(signal.SIGHUP)
    answer = httpx.get(f"{serving.url}/healthz")

    assert answer.json() == {"alive": True}
    assert serving.stop(signal.SIGTERM) == 0


def test_an_open_connection_does_not_hold_it_up(serving: Serving) -> None:
    host, port = serving.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as visitor:
        visitor.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        visitor.recv(100)

        assert serving.stop() == 0


def test_a_kill_of_the_parent_leaves_no_process_behind(serving: Serving) -> None:
    processes = serving.children()

    serving.process.kill()

    assert all_gone(processes)


def test_a_process_that_dies_is_started_again(serving: Serving) -> None:
    web, worker = serving.children()[:2]

    os.kill(web, signal.SIGKILL)
    os.kill(worker, signal.SIGKILL)

    serving.wait_for("the web server ended (killed by signal 9); starting it again")
    serving.wait_for("the worker ended (killed by signal 9); starting it again")
    # Whoever comes meanwhile waits and is answered.
    assert httpx.get(f"{serving.url}/healthz", timeout=30).status_code == 200
    assert not is_there(web)
    assert serving.stop() == 0


def test_a_taken_port_is_said_and_nothing_is_made(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        ended = takeback(tmp_path / "data", "serve", "--port", port)

    assert ended.returncode == 3
    assert f"port {port} is taken" in ended.stderr
    assert not (tmp_path / "data").exists()


def test_it_does_not_open_to_others_while_that_is_unsafe(data: Path) -> None:
    ended = takeback(data, "serve", "--host", "0.0.0.0", "--port", 0)  # noqa: S104  to be refused

    assert ended.returncode == 1
    assert "not started: others could reach it, and it is not safe" in ended.stderr
    assert "takeback.E001" in ended.stderr


def test_a_public_address_is_checked_behind_a_proxy_too(data: Path) -> None:
    public = {"TAKEBACK_PUBLIC_URL": "https://help.example.org"}

    ended = takeback(data, "serve", "--port", 0, **public)

    assert ended.returncode == 1
    assert "takeback.E011" in ended.stderr
    assert "takeback.E001" not in ended.stderr


def test_a_setting_that_cannot_be_used_is_named(data: Path) -> None:
    ended = takeback(data, "serve", "--port", 0, TAKEBACK_TRUSTED_PROXIES="many")

    assert ended.returncode == 2
    assert ended.stderr == (
        "takeback: TAKEBACK_TRUSTED_PROXIES is 'many'; it accepts a whole number from 0 to 5\n"
    )


def test_a_data_folder_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")

    ended = takeback(tmp_path / "data", "serve", "--port", 0)

    assert ended.returncode == 3
    assert "cannot be used" in ended.stderr


def test_a_file_in_the_current_folder_does_not_stand_in_for_a_module(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gunicorn.py").write_text("raise SystemExit('not the real one')")
    monkeypatch.chdir(tmp_path)

    running = served(data)

    assert running.stop() == 0


def test_no_log_line_names_an_address_a_path_or_a_query(serving: Serving) -> None:
    host, port = serving.url.removeprefix("http://").split(":")
    httpx.get(f"{serving.url}/some-path-of-mine?code=six+words", headers={"User-Agent": "my-phone"})
    for nonsense in (b"\x16\x03\x01 my-secret-bytes\r\n\r\n", b"GET my-path HTTP/9.9\r\n\r\n"):
        with socket.create_connection((host, int(port))) as visitor:
            visitor.sendall(nonsense)
            visitor.recv(1000)

    serving.stop()

    printed = serving.printed().replace(serving.url, "")
    assert "refused something that is no HTTP request" in printed
    for trace in ("127.0.0.1", "my-", "six", "some-path"):
        assert trace not in printed


def test_other_commands_never_make_a_second_instance(tmp_path: Path) -> None:
    nowhere = tmp_path / "mistyped"

    for command, code in (
        (("partner", "list"), 3),
        (("partner", "add", "Videos"), 3),
        (("restored",), 3),
        (("check",), 1),
    ):
        ended = takeback(nowhere, *command)

        assert ended.returncode == code
        assert str(nowhere) in ended.stdout + ended.stderr
    assert not nowhere.exists()


def test_a_database_that_is_gone_is_not_made_anew(data: Path) -> None:
    (data / "takeback.sqlite3").unlink()

    ended = takeback(data, "partner", "list")

    assert ended.returncode == 3
    assert f"no database at {data}/takeback.sqlite3" in ended.stderr
    assert not (data / "takeback.sqlite3").exists()


def test_a_partner_finds_a_copy_and_answers_on_the_command_line(
    serving: Serving, data: Path, tmp_path: Path
) -> None:
    list_file = tmp_path / "list.sqlite3"
    *_, copy = [json.loads(line) for line in takeback(data, "demo", "--json").stdout.splitlines()]
    key = json.loads(takeback(data, "partner", "add", "Videos", "--json").stdout)["key"]
    at = ("--url", serving.url)

    pulled = takeback(data, "list", "pull", *at, "--to", list_file, "--json", TAKEBACK_KEY=key)
    matched = takeback(data, "match", copy["copy"], "--list", list_file, "--json")
    (found,) = json.loads(matched.stdout)["matches"]
    answer = ("feedback", *at, "--entry", found["entry"], "--outcome", "removed", "--json")
    first, again = [takeback(data, *answer, TAKEBACK_KEY=key) for _ in range(2)]
    takeback(data, "demo", "--remove")
    emptied = takeback(data, "list", "pull", *at, "--to", list_file, "--json", TAKEBACK_KEY=key)
    nothing = takeback(data, "match", copy["copy"], "--list", list_file)

    assert json.loads(pulled.stdout)["entries"] == 3
    assert found["view"] == "whole"
    assert first.returncode == again.returncode == 0
    assert json.loads(first.stdout) == json.loads(again.stdout)
    assert json.loads(first.stdout)["state"] == "active"
    assert json.loads(emptied.stdout)["entries"] == 0
    # The demo's files went with it.
    assert nothing.returncode == 3


def test_a_registry_answers_a_partner_no_plainly(serving: Serving, data: Path) -> None:
    at = ("--url", serving.url, "--key", "tbk_0123456789ab_" + "x" * 43)

    pulled = takeback(data, "list", "pull", *at, "--to", data / "list.sqlite3")
    answered = takeback(data, "feedback", *at, "--entry", "a" * 26, "--outcome", "seen")

    assert pulled.returncode == answered.returncode == 1
    assert "refused the key" in pulled.stderr
    assert "refused the key" in answered.stderr


def test_it_stops_while_it_is_still_preparing(tmp_path: Path) -> None:
    log = tmp_path / "serve.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            # As a script starts something in its background: with Ctrl-C ignored.
            ["sh", "-c", 'trap "" INT; exec "$@"', "sh", *COMMAND, "serve", "--port", "0"],
            env=environment(TAKEBACK_DATA=str(tmp_path / "data")),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    while process.poll() is None and "Preparing" not in log.read_text():
        time.sleep(0.02)

    process.send_signal(signal.SIGINT)

    assert process.wait(timeout=10) == 0
    assert log.read_text().splitlines()[1:] == ["Stopped."]
