"""Where the blog listens: an address of this machine, at a port that nobody else has."""

import errno
import socket

from blog.housekeeping.obstacles import CannotStart

EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  (what stands for all addresses, and how to ask there)


def free_address(host, port):
    """The numeric address of `host`, once it is sure that the blog can listen there. Raises CannotStart."""
    family, address = _numeric(host, port)
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # Without SO_REUSEPORT, which the server uses: a second blog would share the port and nobody would know.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
            probe.listen()
        except OSError as problem:
            raise CannotStart(_why_not(problem, host, port)) from None
    return address


def _numeric(host, port):
    try:
        family, _kind, _protocol, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError:
        raise CannotStart(f"HOST is {host!r}, which is not an address of this machine.") from None
    return family, address[0]


def _why_not(problem, host, port):
    if problem.errno == errno.EADDRINUSE:
        return (
            f"port {port} is taken, perhaps by this blog in another window. Choose another: PORT={port + 1}"
        )
    if problem.errno == errno.EACCES:
        return f"only an administrator may listen on port {port}. Choose one from 1024 on: PORT=8000"
    if problem.errno == errno.EADDRNOTAVAIL:
        return f"HOST is {host!r}, which is not an address of this machine."
    return f"it cannot listen on {host}, port {port} ({problem.strerror})."


def in_a_url(host):
    return f"[{host}]" if ":" in host else host


def asked_from_here(address):
    """The address under which this machine itself reaches what listens on `address`."""
    return EVERYWHERE.get(address, address)
