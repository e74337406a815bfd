import pytest

from blog.settings import run_settings
from blog.storage.private_keys import NoPrivateKey, PrivateKeys, key_file, make_private_key
from blog.storage.sealing import (
    CannotOpen,
    decrypt,
    encrypt,
    keyed_digest,
    new_private_key,
    opened,
    public_of,
    seal,
)


def test_what_is_sealed_is_read_with_the_private_key_alone():
    private, other = new_private_key(), new_private_key()
    sealed = seal("ada@example.org", public_of(private))
    assert b"ada" not in sealed
    assert sealed != seal("ada@example.org", public_of(private))
    assert opened(sealed, private) == "ada@example.org"
    with pytest.raises(CannotOpen):
        opened(sealed, other)


def test_what_is_encrypted_is_read_with_the_same_key_alone():
    box = encrypt("a…@example.org", b"k" * 32)
    assert decrypt(box, b"k" * 32) == "a…@example.org"
    for key, bytes_ in ((b"o" * 32, box), (b"k" * 32, box[:-1] + bytes([box[-1] ^ 1]))):
        with pytest.raises(CannotOpen):
            decrypt(bytes_, key)


def test_a_digest_hangs_on_words_and_key():
    assert keyed_digest("a", b"k") == keyed_digest("a", b"k")
    assert len({keyed_digest("a", b"k"), keyed_digest("b", b"k"), keyed_digest("a", b"l")}) == 3


def test_private_keys_are_found_by_their_public_half_also_when_made_later(tmp_path):
    run = run_settings({"INSTANCE": str(tmp_path)})
    keys = PrivateKeys(run)
    first, second = make_private_key(run), make_private_key(run)
    assert keys.opened(seal("one", first), first) == "one"
    third = make_private_key(run)
    assert keys.opened(seal("three", third), third) == "three"
    assert key_file(run, second).stat().st_mode & 0o777 == 0o600
    with pytest.raises(NoPrivateKey):
        keys.opened(b"", public_of(new_private_key()))


def test_a_private_key_from_the_environment_is_written_nowhere_and_shown_nowhere(tmp_path):
    private = new_private_key()
    run = run_settings({"INSTANCE": str(tmp_path), "BLOG_KEY_ADDRESSES": private.hex()})
    assert make_private_key(run) == public_of(private)
    assert not run.private_keys.exists()
    assert private.hex() not in repr(run) and str(private) not in repr(run)
    assert PrivateKeys(run).opened(seal("one", public_of(private)), public_of(private)) == "one"
    assert private.hex() not in repr(PrivateKeys(run))
