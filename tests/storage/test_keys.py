import pytest

from blog import create_app
from blog.storage.keys import NAMES, WrongKey, load_keys


def test_keys_are_made_once_and_only_the_owner_reads_them(tmp_path):
    made = load_keys(tmp_path / "keys")
    assert load_keys(tmp_path / "keys") == made
    assert sorted(path.name for path in (tmp_path / "keys").iterdir()) == sorted(
        f"{name}.key" for name in NAMES
    )
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "keys").iterdir()} == {0o600}
    assert len({made.sign_in, made.receipts, made.fingerprints}) == 3


def test_a_key_is_never_shown(tmp_path):
    keys = load_keys(tmp_path)
    assert keys.sign_in.hex() not in repr(keys)


@pytest.mark.parametrize("text", ["", "zz", "abcd"])
def test_a_broken_key_file_stops_the_start_and_is_named(tmp_path, text):
    load_keys(tmp_path)
    (tmp_path / "receipts.key").write_text(text)
    with pytest.raises(WrongKey, match=r"receipts\.key"):
        load_keys(tmp_path)


def test_other_keys_than_the_databases_stop_the_start(app, environ, tmp_path):
    with pytest.raises(WrongKey, match="not the one this database was made with"):
        create_app({**environ, "BLOG_KEYS": str(tmp_path / "others")})
