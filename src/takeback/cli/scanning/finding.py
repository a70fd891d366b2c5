"""What was asked to be searched -> the place of every file, one after the other."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from takeback.cli.problems import OutOfReach, WrongUse
from takeback.cli.scanning.archives import Archive, is_archive
from takeback.cli.scanning.held import UnreadableSource
from takeback.cli.scanning.patterns import MAGIC, fixed_part, read_pattern
from takeback.cli.scanning.places import Place, is_url
from takeback.cli.scanning.stores import list_store, open_object, open_store

STANDARD_INPUT = Path("-")
NESTED = "it is an archive inside an archive, which is not opened; unpack the outer one"
Wanted = Callable[[str], object]


@dataclass(frozen=True)
class _Finder:
    """What holds for all of one scan: the files that it writes to are not searched."""

    left_out: frozenset[Path]

    def given(self, given: str) -> Iterator[Place]:
        """Return what one argument stands for; that a path is there is found out at once."""
        if is_url(given):
            open_store(given)
            return self._of_store(given)
        if os.path.isdir(given):  # noqa: PTH112  says no, and raises nothing
            return self.of_folder(Path(given))
        try:
            os.lstat(given)
        except (OSError, ValueError) as error:
            if MAGIC.search(given):
                return self._of_pattern(given)
            reason = getattr(error, "strerror", None) or str(error)
            raise OutOfReach(f"{given} cannot be read ({reason})") from error
        return self.of_file(Path(given))

    def line(self, line: bytes) -> Iterator[Place]:
        """Yield what a line of a paths file stands for; it alone has whatever is wrong with it."""
        given = _without_scheme(os.fsdecode(line.rstrip(b"\r\n")))
        if is_url(given):
            yield from self._of_address(given)
        elif os.path.isdir(given):  # noqa: PTH112  says no, and raises nothing
            yield from self.of_folder(Path(given))
        elif given:
            yield from self.of_file(Path(given))

    def of_folder(self, folder: Path, is_wanted: Wanted = bool) -> Iterator[Place]:
        """Yield the ordinary files under a folder by name; links are not followed."""
        waiting: list[tuple[Path, bool]] = [(folder, True)]
        while waiting:
            path, is_folder = waiting.pop()
            if is_folder:
                try:
                    waiting.extend(reversed(_inside(path)))
                except OSError as error:
                    problem = f"the folder cannot be read ({error.strerror})"
                    yield Place(str(path), "", problem=problem)
            elif is_wanted(str(path)) and not self._is_left_out(path):
                yield from self.of_file(path)

    def of_file(self, path: Path) -> Iterator[Place]:
        """Yield a file, or what is in it."""
        return _opened(str(path), lambda: path.open("rb"))

    def _is_left_out(self, path: Path) -> bool:
        return any(path.name == out.name and path.resolve() == out for out in self.left_out)

    def _of_pattern(self, given: str) -> Iterator[Place]:
        pattern, folder = read_pattern(given), Path(fixed_part(given))
        is_empty = True
        for place in self.of_folder(folder, pattern.match) if folder.is_dir() else ():
            is_empty = False
            yield place
        if is_empty:
            raise OutOfReach(f"nothing fits {given}")

    def _of_store(self, url: str) -> Iterator[Place]:
        pattern = read_pattern(url) if MAGIC.search(url) else None
        is_empty = True
        for found in list_store(fixed_part(url)):
            if pattern is None or pattern.match(found):
                is_empty = False
                yield from _opened(found, lambda found=found: open_object(found))  # type: ignore[misc]
        if is_empty:
            raise OutOfReach(f"nothing fits {url}")

    def _of_address(self, url: str) -> Iterator[Place]:
        try:
            if url.endswith("/"):
                for found in list_store(url):
                    yield from self._of_address(found)
            else:
                yield from _opened(url, lambda: open_object(url))
        except (OutOfReach, WrongUse) as problem:
            yield Place(url, "", problem=str(problem))


def find_places(
    given: Sequence[str], *, besides: Iterable[Path] = (), paths_file: Path | None = None
) -> Iterator[Place]:
    """Yield the files of folders, patterns, archives and stores, each once, by name within each.

    They are found as it goes: one folder, or one page of a store, is in memory. `besides` are files
    that are written to, and `paths_file` (`-` is standard input) has more to search, one path or
    address a line, taken as it is. Raises `WrongUse`, or `OutOfReach` for what is not there; what
    is missing of a paths file is a place with a problem.
    """
    finder = _Finder(frozenset(path.resolve() for path in besides))
    parts = [finder.given(_without_scheme(one)) for one in given]
    if paths_file is not None:
        parts.append(_of_paths_file(paths_file, finder))
    places = (place for part in parts for place in part)
    return places if len(given) == 1 and paths_file is None else _each_once(places)


def _each_once(places: Iterable[Place]) -> Iterator[Place]:
    """Two folders may hold each other. Takes the length of a name and some 100 bytes a file."""
    known = set()
    for place in places:
        if place.name not in known:
            known.add(place.name)
            yield place


def _of_paths_file(path: Path, finder: _Finder) -> Iterator[Place]:
    try:
        is_input = path == STANDARD_INPUT
        with os.fdopen(0, "rb", closefd=False) if is_input else path.open("rb") as file:
            for line in file:
                yield from finder.line(line)
    except OSError as error:
        raise OutOfReach(f"{path} cannot be read ({error.strerror})") from error


def _inside(folder: Path) -> list[tuple[Path, bool]]:
    """Return what is in one folder by name, and whether it is a folder."""
    with os.scandir(folder) as entries:
        return sorted(
            (folder / entry.name, entry.is_dir(follow_symlinks=False))
            for entry in entries
            if entry.is_dir(follow_symlinks=False) or entry.is_file(follow_symlinks=False)
        )


def _opened(name: str, open_file: Callable[[], BinaryIO]) -> Iterator[Place]:
    """Yield a file; of an archive what is in it, and itself when something is wrong with it.

    What only has an archive's name is searched as what it is.
    """
    if not is_archive(name):
        yield Place(name, name)
        return
    try:
        with open_file() as file:
            for number, member in Archive(name, file).names():
                problem = NESTED if is_archive(member) else ""
                yield Place(f"{name}/{member}", name, number, problem)
    except (OSError, UnreadableSource, OutOfReach) as error:
        reason = getattr(error, "strerror", None) or str(error)
        yield Place(name, name, problem=reason)


def _without_scheme(given: str) -> str:
    return given.removeprefix("file://")
