import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from ray._private.node import Node
from ray.cluster_utils import Cluster

from takeback.cli.scanning.ray_session import ENVIRONMENT
from tests.ray.conftest import Archive, Scan, Start, cluster_of, processes_of, readers, wait_for

WITH_RAY = ("--engine", "ray")


@pytest.fixture
def found_here(scan: Start, tmp_path: Path) -> list[str]:
    """The lines that the engine of one machine writes."""
    return lines_at_end(scan(out=tmp_path / "local.jsonl"))


def lines_at_end(running: Scan) -> list[str]:
    """Wait for the end of a scan; the files without a picture make its code 3."""
    assert running.end() == 3, running.printed
    return running.lines()


def test_ray_finds_what_one_machine_finds_and_leaves_nothing(
    scan: Start, found_here: list[str]
) -> None:
    running = scan(*WITH_RAY)
    assert running.end() == 3, running.printed

    lines = running.printed[0].splitlines()
    assert lines == found_here
    assert sum("unreadable" in line for line in lines) == 16
    assert sum("drawing-" in line for line in lines) == 11
    assert "16 of 60 files could not be read" in running.printed[1]
    assert len(running.printed[1].splitlines()) <= 2  # Ray itself is silent
    assert processes_of(running.process.pid) == []


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """A cluster for those who do it no harm."""
    with cluster_of(2) as started:
        yield started


@pytest.fixture
def wanted(scan: Start, archive: Archive, tmp_path: Path) -> list[str]:
    """The lines with one file more, which is then made one that keeps its reader for ever."""
    archive.quick_file()
    lines = lines_at_end(scan(out=tmp_path / "local.jsonl"))
    archive.slow_file()
    return lines


def reader_of_slow(archive: Archive, running: Scan) -> int:
    """Wait until some files are done and the slow one is being read; return by whom."""
    (reader,) = wait_for(lambda: readers(archive.slow) if running.lines() else [])
    return reader


def test_the_files_of_a_killed_worker_are_done_again(
    scan: Start, archive: Archive, cluster: Cluster, wanted: list[str], tmp_path: Path
) -> None:
    running = scan(*WITH_RAY, "--ray-address", cluster.address, out=tmp_path / "ray.jsonl")

    worker = reader_of_slow(archive, running)
    done_before = len(running.lines())
    archive.quick_file()
    os.kill(worker, signal.SIGKILL)

    assert lines_at_end(running) == wanted
    assert 0 < done_before < 61


def test_a_file_over_which_two_workers_end_is_listed(
    scan: Start, archive: Archive, cluster: Cluster, wanted: list[str], tmp_path: Path
) -> None:
    running = scan(*WITH_RAY, "--ray-address", cluster.address, out=tmp_path / "ray.jsonl")

    first = reader_of_slow(archive, running)
    os.kill(first, signal.SIGKILL)
    (second,) = wait_for(lambda: [each for each in readers(archive.slow) if each != first])
    os.kill(second, signal.SIGKILL)

    lines = lines_at_end(running)
    said = {"file": str(archive.slow), "unreadable": "the process that read it ended, 2 times"}
    assert [json.loads(line) for line in lines if "slow" in line] == [said]
    assert [line for line in lines if "slow" not in line] == [
        line for line in wanted if "slow" not in line
    ]


def test_a_killed_scan_goes_on_and_its_cluster_ends(
    scan: Start, archive: Archive, wanted: list[str], tmp_path: Path
) -> None:
    running = scan(*WITH_RAY, out=tmp_path / "ray.jsonl")
    reader_of_slow(archive, running)

    os.kill(running.process.pid, signal.SIGKILL)
    running.process.wait()

    wait_for(lambda: not processes_of(running.process.pid))
    done_before = running.lines()
    archive.quick_file()
    goes_on = scan(*WITH_RAY, out=tmp_path / "ray.jsonl")
    assert lines_at_end(goes_on) == wanted
    assert 0 < len(done_before) < 61
    assert f"{len(done_before)} files were done before" in goes_on.printed[1]


@pytest.mark.usefixtures("wanted")
def test_a_scan_whose_own_node_is_lost_does_not_end_as_if_nothing_matched(
    scan: Start, archive: Archive, tmp_path: Path
) -> None:
    running = scan(*WITH_RAY, out=tmp_path / "ray.jsonl")
    worker = reader_of_slow(archive, running)

    os.kill(parent_of(worker), signal.SIGKILL)

    assert running.end() == 3
    assert "the Ray node of this machine was lost" in running.printed[1]
    wait_for(lambda: not processes_of(running.process.pid))


def test_the_files_of_a_lost_node_are_done_on_another(
    scan: Start, archive: Archive, wanted: list[str], tmp_path: Path
) -> None:
    with cluster_of(0, 1, 1) as cluster:
        address = ("--ray-address", cluster.address)
        running = scan(*WITH_RAY, *address, out=tmp_path / "ray.jsonl")

        worker = reader_of_slow(archive, running)
        done_before = len(running.lines())
        archive.quick_file()
        cluster.remove_node(node_of(cluster, worker), allow_graceful=False)

        assert lines_at_end(running) == wanted
    assert 0 < done_before < 61


def parent_of(worker: int) -> int:
    """Return the process that started this one: a worker's is the node's own."""
    return int(Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()[1])


def node_of(cluster: Cluster, worker: int) -> Node:
    """Return the node that a worker runs on."""
    parent = parent_of(worker)
    found: Node
    (found,) = (
        node
        for node in cluster.worker_nodes
        for process in node.all_processes["raylet"]
        if process.process.pid == parent
    )
    return found


LOOK = """
import json, sys
from pathlib import Path
from takeback.cli.main import app
from takeback.cli.problems import Problem
from takeback.cli.scanning.looking import Looking
from takeback.cli.scanning.on_ray import ray_engine
from takeback.cli.scanning.places import Place

what, list_file, folder, address = sys.argv[1:]
looking = Looking(Path(list_file), 0, 31, 0.5)
places = [Place(str(path), str(path)) for path in sorted(Path(folder).iterdir())]
try:
    with ray_engine(looking, workers=2, address=address, seconds=3) as look_at:
        exec(what)
        for line in look_at(places):
            print(json.dumps(line), flush=True)
except Problem as problem:
    sys.exit(str(problem))
"""
REMOVE_THE_LIST = "Path(list_file).unlink()"
PULL_AGAIN = """
from takeback.matching.list_file import apply_page, open_list
from tests.matching.pages import page
with open_list(Path(list_file), create=True) as connection:
    apply_page(connection, page(cursor="0badcafe-2"), url="https://x.example")
"""


@pytest.fixture
def look(start: Start, archive: Archive, cluster: Cluster) -> Start:
    """Look at the archive with workers on the cluster, after something was done here."""

    def look(what: str = "pass") -> Scan:
        given = (what, archive.list_file, archive.folder, cluster.address)
        return start("-c", LOOK, *given)

    return look


@pytest.mark.parametrize(
    ("what", "said"),
    [(REMOVE_THE_LIST, "is not on this node"), (PULL_AGAIN, "was pulled at another time")],
)
def test_a_node_without_this_very_list_is_named(look: Start, what: str, said: str) -> None:
    running = look(what)

    assert running.end() == 1
    assert f"on the node {os.uname().nodename}: the list " in running.printed[1]
    assert said in running.printed[1]


def test_a_file_that_takes_too_long_is_listed(look: Start, archive: Archive) -> None:
    slow = archive.slow_file()

    running = look()

    assert running.end() == 0, running.printed
    lines = [json.loads(line) for line in running.printed[0].splitlines()]
    assert len(lines) == 61
    assert {"file": str(slow), "unreadable": "it took longer than 3 seconds"} in lines


def test_nobody_at_the_address_is_said(scan: Start) -> None:
    running = scan(*WITH_RAY, "--ray-address", "127.0.0.1:1")

    assert running.end() == 3
    assert "no Ray cluster answers at 127.0.0.1:1 (Connection refused)" in running.printed[1]


def test_an_address_of_the_client_is_refused(scan: Start) -> None:
    running = scan(*WITH_RAY, "--ray-address", "ray://127.0.0.1:10001")

    assert running.end() == 2
    assert "cannot run a scan; start the scan on a machine of the cluster" in running.printed[1]


def test_what_is_to_be_installed_is_said(scan: Start, tmp_path: Path) -> None:
    (tmp_path / "ray.py").write_text("raise ImportError('no such package')")

    running = scan(*WITH_RAY, PYTHONPATH=str(tmp_path))

    assert running.end() == 2
    assert "pip install 'takeback[ray]'" in running.printed[1]


def test_nothing_is_reported_to_anybody() -> None:
    assert ENVIRONMENT["RAY_USAGE_STATS_ENABLED"] == "0"
