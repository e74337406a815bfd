"""A filter is kept as numbers behind a header that names its version. Reading them back runs nothing they could name."""

import struct
import sys
import zlib
from array import array
from hashlib import blake2b
from math import fsum, isfinite

from blog.moderating.spam_filter.host_memory import HostMemory

# Raise it whenever old numbers would mean something else: other rows, other features, other rates.
VERSION = 1
_MARK = b"blogspam"
_HEADER = struct.Struct("<8sHQ32s")
_LARGEST = 8 << 20


class NotAFilter(ValueError):
    """These bytes are no filter of this version."""


def packed(spam_filter) -> bytes:
    content = zlib.compress(_content(spam_filter), 1)
    return _HEADER.pack(_MARK, VERSION, spam_filter.decisions, _digest(content)) + content


def unpacked(bytes_, fresh):
    """`fresh`, filled with what `bytes_` hold. Raises NotAFilter."""
    if len(bytes_) < _HEADER.size or not bytes_.startswith(_MARK):
        raise NotAFilter("This is not a spam filter.")
    _, version, decisions, digest = _HEADER.unpack_from(bytes_)
    if version != VERSION:
        raise NotAFilter(f"This spam filter is of version {version}; this blog reads version {VERSION}.")
    content = bytes_[_HEADER.size :]
    if _digest(content) != digest:
        raise NotAFilter("This spam filter is damaged.")
    try:
        _fill(fresh, _inflated(content))
    except (ValueError, OverflowError, zlib.error):
        raise NotAFilter("This spam filter is damaged.") from None
    fresh.decisions = decisions
    return fresh


def size(spam_filter) -> int:
    return len(_content(spam_filter)) + _HEADER.size


def _arrays(spam_filter):
    words, calibration = spam_filter.words, spam_filter.calibration
    return words.pulls, words.seen, spam_filter.letters.weights, calibration.weights, calibration.trust


def _content(spam_filter):
    times = spam_filter.hosts.times.items()
    hosts = "\n".join(f"{host}\t{spam}\t{fine}" for host, (spam, fine) in times)
    return b"".join(map(_little, _arrays(spam_filter))) + hosts.encode("utf-8", "surrogatepass")


def _fill(fresh, content):
    at = 0
    for numbers in _arrays(fresh):
        length = len(numbers) * numbers.itemsize
        read = array(numbers.typecode)
        read.frombytes(content[at : at + length])
        if sys.byteorder == "big":
            read.byteswap()
        if len(read) != len(numbers):
            raise ValueError("too short")
        if not isfinite(fsum(read)):
            raise ValueError("not a number")
        numbers[:] = read
        at += length
    fresh.hosts = HostMemory()
    for line in content[at:].decode("utf-8", "surrogatepass").split("\n"):
        if line:
            host, spam, fine = line.split("\t")
            fresh.hosts.times[host] = (int(spam), int(fine))


def _inflated(content):
    inflating = zlib.decompressobj()
    inflated = inflating.decompress(content, _LARGEST)
    if not inflating.eof or inflating.unused_data:
        raise ValueError("too long, or cut off")
    return inflated


def _little(numbers):
    if sys.byteorder == "little":
        return numbers.tobytes()
    swapped = array(numbers.typecode, numbers)
    swapped.byteswap()
    return swapped.tobytes()


def _digest(content):
    return blake2b(content, digest_size=32).digest()
