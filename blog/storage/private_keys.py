"""The private keys that open visitors' addresses: files, or the environment, that the worker alone reads.

The web process seals with the public half and can open nothing. Where the worker runs on another machine, the files
are moved there, and only the public half stays, in the database.
"""

from blog.storage.keys import read_key, write_key
from blog.storage.sealing import new_private_key, opened, public_of


class NoPrivateKey(LookupError):
    """None of the private keys at hand belongs to this public key."""


class PrivateKeys:
    """Those at hand, by their public halves. `repr` shows none of them."""

    def __init__(self, run):
        """`run` are RunSettings."""
        self._folder, self._given = run.private_keys, run.key_addresses
        self._known = {}

    def __repr__(self):
        return "<PrivateKeys>"

    def opened(self, sealed, public):
        """The string that was sealed for `public` (bytes). Raises NoPrivateKey or CannotOpen."""
        if public not in self._known:  # it may have been made since
            self._known = {public_of(private): private for private in self._all()}
        if public not in self._known:
            raise NoPrivateKey("the private key of these addresses is not here")
        return opened(sealed, self._known[public])

    def forget(self, public):
        """Deletes the file of a private key, if it has one. What was sealed for `public` is lost."""
        (self._folder / file_name(public)).unlink(missing_ok=True)
        self._known.pop(public, None)

    def _all(self):
        yield from self._given
        for path in sorted(self._folder.glob("*.key")):
            yield read_key(path)


def load_private_keys(run):
    """The PrivateKeys of this installation (RunSettings), for the worker alone."""
    return PrivateKeys(run)


def make_private_key(run):
    """A new private key: the public half (bytes) of what the environment gives first, else of a file that is made now."""
    if run.key_addresses:
        return public_of(run.key_addresses[0])
    private = new_private_key()
    run.private_keys.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_key(key_file(run, public_of(private)), private)
    return public_of(private)


def key_file(run, public):
    """Where the private half of `public` (bytes) is kept."""
    return run.private_keys / file_name(public)


def file_name(public):
    """After the public half, so that files can be told apart."""
    return f"{public.hex()[:16]}.key"
