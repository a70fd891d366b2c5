"""The instance's secrets: made once, kept in files that only their owner can read."""

import os
import secrets
from pathlib import Path

SECRET_NAMES = ("secret_key", "code_pepper", "code_salt")
SECRET_BYTES = 32


def ensure_secret_files(data_folder: Path) -> list[Path]:
    """Create the data folder and whichever secrets are missing; return what was created.

    Safe when two processes start at once: the first writer wins, whole. An existing secret is
    never touched: without the pepper and the salt no code would open its case again.
    """
    data_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = data_folder / "secrets"
    folder.mkdir(mode=0o700, exist_ok=True)
    return [folder / name for name in SECRET_NAMES if _create(folder / name)]


def _create(path: Path) -> bool:
    if path.exists():
        return False
    # Written beside and then linked, so that a crash leaves no half-written secret.
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(SECRET_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        return False
    else:
        return True
    finally:
        draft.unlink()
