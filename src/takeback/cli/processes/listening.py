"""The socket that visitors come in by; it outlives restarts of the web server."""

import errno
import ipaddress
import socket
import struct

from takeback.cli.problems import OutOfReach

BACKLOG = 1024  # connections that wait while the web server starts again
# A visitor who sends nothing for so long gives the thread back.
SILENCE_SECONDS = 20


def listen(host: str, port: int) -> socket.socket:
    """Return a socket listening there. Raises `OutOfReach` when it cannot be had."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (socket.gaierror, UnicodeError) as error:
        raise OutOfReach(f"--host is {host!r}, which is no address of a machine") from error
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # Inherited by every connection.
        silence = struct.pack("ll", SILENCE_SECONDS, 0)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, silence)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, silence)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise OutOfReach(_why_not(host, port, error)) from error
    return listener


def address_of(listener: socket.socket) -> str:
    """Return the http address that reaches the socket from this machine."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def is_for_this_machine_only(listener: socket.socket) -> bool:
    """Say whether nobody on another machine can connect."""
    return ipaddress.ip_address(listener.getsockname()[0].split("%")[0]).is_loopback


def _why_not(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is taken on {host}; stop what uses it, or choose another with --port"
    if error.errno == errno.EACCES:
        return f"port {port} is not for you to use; choose one above 1023 with --port"
    if error.errno == errno.EADDRNOTAVAIL:
        return f"{host} is not an address of this machine; choose another with --host"
    return f"cannot listen on {host} port {port} ({error.strerror})"
