"""Against a real S3 over HTTP, Google's emulator, and fsspec's own memory."""

import json
import os
import socket
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import fsspec
import pytest
from gcp_storage_emulator.server import create_server
from moto.server import ThreadedMotoServer

from takeback.cli.scanning import held, listing, stores
from takeback.cli.scanning.finding import find_places
from tests.cli.conftest import Ended, Takeback

ODD = "q::r #?[1] é.png"  # a name that addresses, patterns and URLs would each read differently


@pytest.fixture(scope="module")
def environment() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patched:
        yield patched


def archive(drawings: list[bytes]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("in.png", drawings[1])
    return file.getvalue()


def _odd(store: Any) -> str:
    """Return an odd name; fsspec's memory keeps none with colons."""
    return ODD.replace("::", ":") if store.protocol == "memory" else ODD


def fill(store: Any, drawings: list[bytes]) -> None:
    store.pipe_file("pictures/a/listed.png", drawings[1])
    store.pipe_file("pictures/a/other.jpg", drawings[2])
    store.pipe_file(f"pictures/a/sub/{_odd(store)}", drawings[1])
    store.pipe_file("pictures/a/empty.png", b"")
    store.pipe_file("pictures/a.zip", archive(drawings))
    store.pipe_file("pictures/ab/other.png", drawings[3])


@pytest.fixture(scope="module")
def s3(environment: pytest.MonkeyPatch, drawings: list[bytes]) -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    environment.setenv("AWS_ENDPOINT_URL", "http://{}:{}".format(*server.get_host_and_port()))
    environment.setenv("AWS_ACCESS_KEY_ID", "key")
    environment.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    environment.setenv("AWS_DEFAULT_REGION", "us-east-1")
    store = fsspec.filesystem("s3")
    store.mkdir("pictures")
    fill(store, drawings)
    store.pipe_file("pictures/a/folder/", b"")
    yield "s3"
    server.stop()


@pytest.fixture(scope="module")
def gs(environment: pytest.MonkeyPatch, drawings: list[bytes]) -> Iterator[str]:
    # Only this asks Google's own servers what kind of bucket it is.
    environment.setenv("GCSFS_EXPERIMENTAL_ZB_HNS_SUPPORT", "false")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = create_server("127.0.0.1", port, in_memory=True, default_bucket="pictures")
    server.start()
    environment.setenv("STORAGE_EMULATOR_HOST", f"http://127.0.0.1:{port}")
    fill(fsspec.filesystem("gs"), drawings)
    yield "gs"
    server.stop()


@pytest.fixture(scope="module")
def memory(drawings: list[bytes]) -> Iterator[str]:
    store = fsspec.filesystem("memory")
    fill(store, drawings)
    yield "memory"
    store.rm("/pictures", recursive=True)


@pytest.fixture(params=["s3", "gs", "memory"])
def store(request: pytest.FixtureRequest) -> str:
    return f"{request.getfixturevalue(request.param)}://"


def found(ended: Ended) -> dict[str, object]:
    lines = [json.loads(line) for line in ended.lines]
    return {line["file"]: line.get("unreadable", len(line.get("matches", ()))) for line in lines}


def names(*given: str) -> list[str]:
    return [place.name for place in find_places(given)]


def test_a_bucket_is_searched_with_its_archives(
    takeback: Takeback, store: str, list_file: Path
) -> None:
    ended = takeback("scan", f"{store}pictures", "--list", list_file, "--effort", 0)

    root = f"{store}{'/' if store == 'memory://' else ''}pictures"
    assert found(ended) == {
        f"{root}/a.zip/in.png": 1,
        f"{root}/a/empty.png": "the file is empty",
        f"{root}/a/listed.png": 1,
        f"{root}/a/other.jpg": 0,
        f"{root}/a/sub/{_odd(fsspec.filesystem(store.removesuffix('://')))}": 1,
        f"{root}/ab/other.png": 0,
    }


def test_folders_patterns_and_objects_of_a_store_are_found_page_by_page(
    s3: str, gs: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE", 2)

    for root in (f"{s3}://pictures", f"{gs}://pictures"):
        assert names(f"{root}/a") == [
            f"{root}/a/{name}" for name in ("empty.png", "listed.png", "other.jpg", f"sub/{ODD}")
        ]
        assert names(f"{root}/a/other.jpg") == [f"{root}/a/other.jpg"]
        assert names(f"{root}/**/other.*") == [f"{root}/a/other.jpg", f"{root}/ab/other.png"]


def test_what_is_not_in_a_store_is_out_of_reach(
    takeback: Takeback, s3: str, list_file: Path
) -> None:
    for missing in ("none/x", "pictures/none", "pictures/*.gif"):
        ended = takeback("scan", f"{s3}://{missing}", "--list", list_file)

        assert ended.code == 3
        assert "nothing is there" in ended.errors or "nothing fits" in ended.errors


def test_addresses_of_a_paths_file_are_taken_as_they_are(
    takeback: Takeback, s3: str, list_file: Path, tmp_path: Path
) -> None:
    paths = tmp_path / "paths.txt"
    root = f"{s3}://pictures"
    paths.write_text(f"{root}/a/sub/{ODD}\n{root}/a/none.png\n\n{root}/a/sub/\nhttp://x.example\n")

    ended = takeback("scan", "--paths", paths, "--list", list_file, "--effort", 0)

    assert ended.code == 3
    assert found(ended) == {
        f"{root}/a/sub/{ODD}": 1,
        f"{root}/a/none.png": f"{root}/a/none.png cannot be read (nothing is there)",
        "http://x.example": "http:// is not read: nothing is fetched from the web; give folders, "
        "archives, or a store such as s3://bucket/prefix",
    }


def test_a_large_object_is_read_in_parts_and_from_a_file_without_a_name(
    memory: str, drawings: list[bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(stores, "BLOCK_BYTES", 1000)
    monkeypatch.setattr(held, "IN_MEMORY_BYTES", 2000)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    with held.hold("x", stores.object_blocks(f"{memory}://pictures/a/listed.png")) as one:
        content = one.file.read()
        is_on_disk = os.fstat(one.file.fileno()).st_size == len(drawings[1])

        assert (content, one.size_bytes, is_on_disk) == (drawings[1], len(drawings[1]), True)
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "url", ["https://x.example/a.jpg", "github://x", "nonsense://x", "zip://x"]
)
def test_the_web_is_not_searched(takeback: Takeback, list_file: Path, url: str) -> None:
    ended = takeback("scan", url, "--list", list_file)

    assert ended.code == 2
    assert "is not read" in ended.errors or "is no store" in ended.errors


def test_a_missing_package_is_named(
    takeback: Takeback, list_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules["fsspec.registry"].__dict__["_registry"], "s3", raising=False)
    monkeypatch.setitem(sys.modules, "s3fs", None)

    ended = takeback("scan", "s3://pictures", "--list", list_file)

    assert ended.code == 3
    assert "install takeback[s3]" in ended.errors


def test_a_client_that_logs_tracebacks_is_not_heard() -> None:
    code = (
        "import logging; from takeback.cli.scanning.stores import open_store;"
        "open_store('memory://x'); logging.getLogger('gcsfs').error('a traceback')"
    )

    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)

    assert (ended.stdout, ended.stderr) == (b"", b"")
