import stat
from pathlib import Path

from takeback.project.secret_files import SECRET_NAMES, ensure_secret_files


def test_secrets_are_made_once_and_kept(tmp_path: Path) -> None:
    made = ensure_secret_files(tmp_path / "data")
    before = [path.read_text() for path in made]

    again = ensure_secret_files(tmp_path / "data")

    assert [path.name for path in made] == list(SECRET_NAMES)
    assert again == []
    assert [path.read_text() for path in made] == before


def test_every_secret_differs_and_has_256_bits(tmp_path: Path) -> None:
    texts = {path.read_text() for path in ensure_secret_files(tmp_path)}

    assert len(texts) == len(SECRET_NAMES)
    assert {len(bytes.fromhex(text)) for text in texts} == {32}


def test_only_the_owner_can_read_secrets(tmp_path: Path) -> None:
    made = ensure_secret_files(tmp_path / "data")

    assert {stat.S_IMODE(path.stat().st_mode) for path in made} == {0o600}
    assert stat.S_IMODE((tmp_path / "data" / "secrets").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


def test_an_existing_secret_is_never_touched(tmp_path: Path) -> None:
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "code_pepper").write_text("mine")

    made = ensure_secret_files(tmp_path)

    assert "code_pepper" not in {path.name for path in made}
    assert (tmp_path / "secrets" / "code_pepper").read_text() == "mine"
