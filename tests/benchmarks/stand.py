"""The test stand of the benchmarks: a site of its own, servers on processor 0, load on processor 1, and what to measure.

Requests per second hold on a quiet machine only; processor time per request, which the kernel counts for each process, holds on a
noisy one as well. Contenders are measured in turns, so that a drift of the machine meets all alike; medians of the turns are printed.
"""

import contextlib
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
CONNECTIONS = 16
SERVER_CORE, LOAD_CORE = "0", "1"


@dataclass(frozen=True)
class Contender:
    """A server under measurement: its process, its port, the path to ask for."""

    process: subprocess.Popen
    port: int
    path: str


@dataclass(frozen=True)
class Turn:
    """What one turn of load measured; times in milliseconds, *cpu* the servers' processor time for each request."""

    rate: float
    p50: float
    p99: float
    cpu: float


class Stand(contextlib.ExitStack):
    """A temporary site with *stories* stories; what is started here ends with it."""

    def __init__(self, stories=2000, **variables):
        super().__init__()
        self.stories = stories
        self.variables = variables

    def __enter__(self):
        super().__enter__()
        # Whoever ends the benchmark ends what it started.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
        for tool in ("wrk", "taskset"):
            if not shutil.which(tool):
                raise SystemExit(f"This benchmark needs {tool}.")
        self.folder = Path(self.enter_context(tempfile.TemporaryDirectory()))
        self.environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{self.folder}/db.sqlite3",
            "MEDIA_ROOT": f"{self.folder}/media",
            "SECRET_KEY": "of a benchmark",
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            **self.variables,
        }
        self.manage("migrate", "-v0")
        self.manage("collectstatic", "--noinput", "-v0")
        self.manage("load_demo", "--articles", str(self.stories), "--seed", "1", "--photos", "0")
        return self

    def manage(self, *arguments):
        command = [sys.executable, ROOT / "manage.py", *arguments]
        return subprocess.run(command, env=self.environment, check=True, capture_output=True, text=True).stdout

    def paths(self, count):
        """The addresses of the newest *count* stories."""
        code = (
            "from articles.models import Article\n"
            f"for story in Article.objects.published().newest_first().select_related('section')[:{count}]:\n"
            "    print(story.get_absolute_url())"
        )
        return self.manage("shell", "--no-imports", "-c", code).split()

    def granian(self, module, path="/", *, threads=32, workers=1, cores=SERVER_CORE, **variables):
        """Start a WSGI application; returns (the contender, the (headers, body) that it answers with)."""
        port = free_port()
        command = ["taskset", "-c", cores, sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"]
        command += ["--log-level", "error", "--host", "127.0.0.1", "--port", str(port), "--workers", str(workers)]
        command += ["--blocking-threads", str(threads), module]
        process = self.start(command, {**self.environment, **variables})
        return Contender(process, port, path), wait_for(port, path)

    def start(self, command, environment=None):
        process = subprocess.Popen(command, cwd=ROOT, env=environment or self.environment, stderr=subprocess.DEVNULL)
        self.callback(_stop, process)
        return process


def measure(contenders, *, rounds, seconds):
    """{name: [a Turn for each round]}."""
    turns = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, contender in contenders.items():
            turns[name].append(turn(contender, seconds))
    return turns


def turn(contender, seconds, script=None):
    """Load one contender for so many seconds."""
    before = cpu_seconds(contender.process)
    command = ["taskset", "-c", LOAD_CORE, "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency"]
    command += ["--timeout", "20s", *(["-s", script] if script else []), "-H", "Accept-Encoding: gzip"]
    command.append(f"http://127.0.0.1:{contender.port}{contender.path}")
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    spent = cpu_seconds(contender.process) - before
    if failed := re.search(r"Non-2xx or 3xx responses: \d+|Socket errors: .*", told):
        raise SystemExit(f"port {contender.port}: {failed[0]}")
    requests = int(re.search(r"(\d+) requests in", told)[1])
    if not requests:
        raise SystemExit(f"port {contender.port}: no answer within {seconds} s")
    latencies = {name: in_ms(value) for name, value in re.findall(r"(50|99)%\s+([\d.]+\w+)", told)}
    return Turn(requests / seconds, latencies["50"], latencies["99"], spent / requests * 1000)


def median(turns, name):
    return statistics.median(getattr(turn, name) for turn in turns)


def table(turns, base):
    """Print a line for each contender, with its share of the requests and of the processor time of *base*."""
    print(f"{'':30}{'req/s':>9}{'p50 ms':>9}{'p99 ms':>9}{'CPU ms':>9}{'req/s of base':>15}{'CPU of base':>13}")
    for name, measured in turns.items():
        # Each round's own ratio first, its median then: a drift between rounds falls out.
        pairs = list(zip(measured, turns[base], strict=True))
        rate = statistics.median(one.rate / other.rate for one, other in pairs)
        cpu = statistics.median(one.cpu / other.cpu for one, other in pairs)
        values = [median(measured, column) for column in ("rate", "p50", "p99", "cpu")]
        print("{:30}{:>9,.0f}{:>9.2f}{:>9.2f}{:>9.4f}{:>15.2f}{:>13.2f}".format(name, *values, rate, cpu))


def cpu_seconds(process):
    """User and system time of a process and all below it, in seconds."""
    wanted, stats = {process.pid}, {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = path.read_text().rpartition(")")[2].split()
            stats[int(path.parent.name)] = (int(fields[1]), int(fields[11]) + int(fields[12]))
    grew = True
    while grew:
        below = {pid for pid, (parent, _time) in stats.items() if parent in wanted}
        grew = not below <= wanted
        wanted |= below
    return sum(stats[pid][1] for pid in wanted if pid in stats) / os.sysconf("SC_CLK_TCK")


def wait_for(port, path):
    """Wait for an answer of 200 and return it as it came: (headers, body)."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Accept-Encoding": "gzip"})
    for _ in range(600):
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            try:
                answer = urllib.request.urlopen(request, timeout=20)
                return answer.getheaders(), answer.read()
            except urllib.error.HTTPError as error:
                raise SystemExit(f"{path} answers {error.code}") from error
        time.sleep(0.1)
    raise SystemExit(f"nothing answers on port {port}")


def in_ms(text):
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s)", text).groups()
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _stop(process):
    process.terminate()
    process.wait(20)
