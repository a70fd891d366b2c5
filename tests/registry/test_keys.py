from takeback.registry.keys import Key, is_secret_right, make_key, read_key


def test_a_key_reads_back_as_it_was_made() -> None:
    key = make_key()

    assert read_key(key.text) == key


def test_a_secret_that_holds_the_separator_reads_back() -> None:
    key = Key("0" * 12, "_-" * 21 + "_")

    assert read_key(key.text) == key


def test_a_key_does_not_show_its_secret() -> None:
    key = make_key()

    assert key.secret not in repr(key)


def test_only_the_right_secret_is_right() -> None:
    key, other = make_key(), make_key()

    assert is_secret_right(key, key.secret_sha256)
    assert not is_secret_right(key, other.secret_sha256)
