"""The production server: granian in WSGI mode, one process to start it and one or more that serve."""

import ipaddress
import multiprocessing
import os
import re
import socket
from dataclasses import dataclass

from django.conf import settings
from django.db import connections
from django.utils.translation import gettext as _
from granian import Granian
from granian.constants import Interfaces

# Requests that no memory answers wait for a thread: enough for a burst, few enough for the database (docs/performance.md).
BLOCKING_THREADS = 32
# Before a reload ends a serving process, its successor has so many seconds to start.
SECONDS_TO_START = 8
FORM = re.compile(r"(?:(?P<host>[^:\[\]/\s]+|\[[0-9a-fA-F:.]+\]):)?(?P<port>\d{1,5})")


class AddressError(ValueError):
    """An address that cannot be served; the text says why, for the person who typed it."""


@dataclass(frozen=True)
class Address:
    host: str
    port: int

    @classmethod
    def parse(cls, text):
        """Read "8000", "0.0.0.0:8000", "localhost:8000" or "[::1]:8000"; raises AddressError for anything else."""
        match = FORM.fullmatch(text)
        if not match or not 1 <= int(match["port"]) <= 65535:
            raise AddressError(_("“%(address)s” is no address; write it as 127.0.0.1:8000.") % {"address": text})
        return cls((match["host"] or "127.0.0.1").strip("[]"), int(match["port"]))

    @property
    def is_loopback(self):
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def url(self):
        return f"http://[{self.host}]:{self.port}" if ":" in self.host else f"http://{self.host}:{self.port}"

    def require_free(self):
        """Raise AddressError when nothing can listen here: taken, forbidden or no address of this machine."""
        try:
            family, kind, protocol, _name, place = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)[0]
            with socket.socket(family, kind, protocol) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(place)
        except OSError as error:
            raise AddressError(
                _("Cannot listen on %(host)s port %(port)d: %(reason)s. Is another program using it?")
                % {"host": self.host, "port": self.port, "reason": error.strerror or error}
            ) from error


def run(address, *, workers=1, threads=BLOCKING_THREADS, any_host=False):
    """Serve the site until a signal ends it; *any_host* answers to every host name where ALLOWED_HOSTS is not set.

    SIGTERM and SIGINT stop it after the requests that are under way; SIGHUP replaces the serving processes one by one, each by one
    that has read the code anew. A process that dies is replaced.
    """
    # The workers read their settings anew, so what this start decided reaches them by the environment.
    os.environ.setdefault("SITE_URL", address.url)  # noqa: TID251
    if any_host:
        os.environ.setdefault("ALLOWED_HOSTS", "*")  # noqa: TID251
    # A forked process would serve the code that this one has in memory, after a reload as well, and share its connections.
    multiprocessing.set_start_method("spawn", force=True)
    connections.close_all()
    Granian(
        "newsroom.wsgi:application",
        address=socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)[0][4][0],
        port=address.port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        log_level="error",
        websockets=False,
        respawn_failed_workers=True,
        respawn_interval=SECONDS_TO_START,
        # Long enough to fold the views that wait (articles/popularity.py), even on a machine that has much else to do.
        workers_kill_timeout=30,
        working_dir=settings.BASE_DIR,
    ).serve()
