"""Addresses that letters carry: what they are about, and a proof that we made them. Nothing of them is kept."""

import base64
import hmac


def link_token(name, purpose, key, *, nonce=b""):
    """`<name>.<22 characters>`: `name` says what it is about, `purpose` what it is good for, both strings.

    `key` is the installation's receipts key, `nonce` bytes that only the row in question has.
    """
    proof = hmac.digest(key, f"link in a letter: {purpose} of {name} ".encode() + nonce, "sha256")[:16]
    return f"{name}.{base64.urlsafe_b64encode(proof).rstrip(b'=').decode()}"


def name_in(token):
    """What a token (any string) says that it is about. To be believed once `is_link_token` says so."""
    return token.partition(".")[0]


def is_link_token(token, name, purpose, key, *, nonce=b""):
    """Whether we made it, found out in the same time wherever it is wrong."""
    ours = link_token(name, purpose, key, nonce=nonce)
    return hmac.compare_digest(token.encode("utf-8", "replace"), ours.encode())
