"""The objects of a store by name, a page at a time where the store can do that."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem as Store

    Pages = Callable[[Store, str, str], Iterator[list[str]]]

PAGE = 1000  # objects in one answer; S3 gives no more


def paths_below(store: "Store", path: str) -> Iterator[str]:
    """Yield the path, when it is an object, or those below it as if it were a folder, by name.

    Of S3 and Google one page is in memory at a time, however many objects there are; of others one
    folder. Raises what the store's client raises.
    """
    bucket, _, key = path.strip("/").partition("/")
    if key and not path.endswith("/") and store.isfile(path):
        return iter((path,))
    pages = _pages_of(store)
    if pages is None:
        return _walk(store, path)
    prefix = f"{key}/" if key else ""
    return (
        f"{bucket}/{name}"
        for page in pages(store, bucket, prefix)
        for name in page
        if not name.endswith("/")  # stands for a folder, where somebody clicked one together
    )


def _pages_of(store: "Store") -> "Pages | None":
    protocols = {store.protocol} if isinstance(store.protocol, str) else set(store.protocol)
    if "s3" in protocols:
        return _pages_of_s3
    return _pages_of_google if "gs" in protocols else None


def _pages_of_s3(store: "Store", bucket: str, prefix: str) -> Iterator[list[str]]:
    asked: dict[str, Any] = {"Bucket": bucket, "Prefix": prefix, "MaxKeys": PAGE}
    while True:
        page = store.call_s3("list_objects_v2", **asked)
        yield [item["Key"] for item in page.get("Contents", [])]
        if not page.get("IsTruncated"):
            return
        asked["ContinuationToken"] = page["NextContinuationToken"]


def _pages_of_google(store: "Store", bucket: str, prefix: str) -> Iterator[list[str]]:
    asked: dict[str, Any] = {"prefix": prefix, "maxResults": PAGE}
    while True:
        page = store.call("GET", "b/{}/o", bucket, json_out=True, **asked)
        yield [item["name"] for item in page.get("items", [])]
        if not page.get("nextPageToken"):
            return
        asked["pageToken"] = page["nextPageToken"]


def _walk(store: "Store", path: str) -> Iterator[str]:
    waiting = [(path, True)]
    while waiting:
        one, is_folder = waiting.pop()
        if not is_folder:
            yield one
            continue
        inside = store.ls(one, detail=True)
        rows = sorted((row["name"].rstrip("/"), row["type"] == "directory") for row in inside)
        # A store without folders may have an object of the folder's own name.
        waiting.extend(row for row in reversed(rows) if row[0] != one.rstrip("/"))
