"""A process that reads files that do harm, within limits, and tells what came of each batch.

It is given its job as JSON on the standard input and answers with JSON lines: one for each fault, one at the end. The
number of the file at hand stands in a file, for whoever finds the process gone.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from khalkhin.scenario import build
from khalkhin.scenario.issues import Report
from khalkhin.scenario.tables import rules_tables
from khalkhin.scenario.tables.rules_tables import RulesTables

from tests import guard
from tests.harness.hostile import cases, corpus
from tests.harness.hostile.probes import Probes

SECONDS, MEGABYTES = 2.0, 300
#: What is seen of files, and how many names each has.
NAMING = {"open": 1, "os.listdir": 1, "os.scandir": 1, "os.mkdir": 1, "os.rename": 2, "os.link": 2, "os.symlink": 2}
#: Where a file that never comes to an end is given up, and the memory no file may ever ask for.
ENOUGH_SECONDS, ENOUGH_MEMORY = 20.0, 3 << 30


class Overtime(BaseException):
    """The file takes longer than anybody waits."""


#: What the program's own processes run, which draw cards by what is watched here.
OWN = "khalkhin.play.processes.serving"


class Outside(BaseException):
    """A file was opened that lies outside all folders that may be read."""


class Watch:
    """Sees every file that is opened while it is on. Seconds count against a file only where it is `timed`."""

    def __init__(self, roots: list[Path], timed: bool) -> None:
        self.roots = [os.path.realpath(root) for root in roots]
        self.on = False
        self.timed = timed
        self.outside: str | None = None
        sys.addaudithook(self._see)

    def _see(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self.on:
            return
        if event in NAMING:
            for name in arguments[: NAMING[event]]:
                if isinstance(name, bytes):
                    name = os.fsdecode(name)
                # A bare name is one in an open folder: so the library takes folders away.
                if isinstance(name, str | os.PathLike) and os.sep in os.fspath(name):
                    real = os.path.realpath(name)
                    if not any(real == root or real.startswith(root + os.sep) for root in self.roots):
                        self.outside = real
        elif event == "subprocess.Popen" and OWN in _words(arguments[1]):
            return
        elif event.split(".")[0] in ("socket", "subprocess", "urllib") or event in (
            "os.system",
            "os.exec",
            "exec.code",
        ):
            self.outside = f"{event} {arguments!r:.200}"


def _words(command: object) -> list[str]:
    """The words of a command as it was given, whole or word by word."""
    return [str(word) for word in command] if isinstance(command, list | tuple) else [str(command)]


def main() -> None:
    job = json.loads(sys.stdin.read())
    with tempfile.TemporaryDirectory() as folder:
        made = corpus.build(Path(folder) / "root")
        here = Path(__file__).resolve().parents[3]
        allowed = [made.maps, made.home, made.kept, here / "assets", here / "game", here / "tests", Path("/dev/null"),
                   Path("/proc/self"), *map(Path, {sys.prefix, sys.base_prefix, sys.pycache_prefix or sys.prefix}),
                   *map(Path, ("/usr/share", "/etc/fonts", "/usr/lib"))]  # fmt: skip
        _read_rules_once()
        probes = Probes(made, job["window"])
        watch = Watch(allowed, job["timed"])
        resource.setrlimit(resource.RLIMIT_AS, (ENOUGH_MEMORY, ENOUGH_MEMORY))
        signal.signal(signal.SIGPROF, _overtime)
        numbers = job["only"] or range(job["first"], job["first"] + job["count"])
        worst = {"seconds": 0.0, "megabytes": 0.0}
        done = signed = 0
        count: dict[str, int] = {}
        for number in numbers:
            with contextlib.suppress(OSError):
                Path(job["at"]).write_text(str(number))
            case = cases.case(job["seed"], number, job["kinds"])
            fault = judge(probes, watch, case, made, worst)
            count[case.kind] = count.get(case.kind, 0) + 1
            signed += case.signed or case.kind == "campaign"
            done += 1
            if fault is not None:
                print(json.dumps({"number": number, "kind": case.kind, "fault": fault}), flush=True)
                if job["keep"]:
                    _keep(probes, watch, case, made, fault, Path(job["keep"]))
        print(json.dumps({"done": done, "kinds": count, "signed": signed, "taken": probes.taken, **worst}), flush=True)
        os._exit(0)  # What is left to be tidied (threads, windows) is of no interest.


def judge(
    probes: Probes, watch: Watch, case: cases.Case, made: corpus.Corpus, worst: dict[str, float] | None = None
) -> str | None:
    """What the game did wrong with a case's file; None if nothing."""
    data = cases.content(case, made)
    fault, seconds, megabytes = _try(lambda: probes.run(case, data), watch)
    if worst is not None:
        worst["seconds"], worst["megabytes"] = max(worst["seconds"], seconds), max(worst["megabytes"], megabytes)
    return fault


def _try(doing: Callable[[], object], watch: Watch) -> tuple[str | None, float, float]:
    fault: str | None = None
    _forget_peak()
    watch.outside, watch.on = None, True
    start = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, ENOUGH_SECONDS if watch.timed else guard.SECONDS)
    try:
        doing()
    except Overtime:
        fault = "it does not come to an end"
    except BaseException as error:  # Whatever it is, it is a fault.
        frames = [f for f in traceback.extract_tb(error.__traceback__) if "khalkhin" in f.filename]
        at = f" at {Path(frames[-1].filename).name}:{frames[-1].name}" if frames else ""
        fault = f"{type(error).__name__}{at}: {str(error)[:300]}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        watch.on = False
    seconds, megabytes = time.process_time() - start, peak()
    if fault is None and watch.outside is not None:
        fault = f"outside: {watch.outside}"
    if fault is None and watch.timed and seconds > SECONDS:
        fault = f"{seconds:.1f} s of CPU"
    if fault is None and megabytes > MEGABYTES:
        fault = f"{megabytes:.0f} MB"
        gc.collect()
    return fault, seconds, megabytes


def _overtime(signum: int, frame: FrameType | None) -> None:
    raise Overtime


def _read_rules_once() -> None:
    """The game's own tables are the same for every file; reading them takes longer than most files."""
    found: list[RulesTables | None] = []

    def read_rules(folder: Path, report: Report) -> RulesTables | None:
        if not found:
            found.append(rules_tables.read_rules(folder, report))
        return found[0]

    build.read_rules = read_rules  # type: ignore[attr-defined]


def _forget_peak() -> None:
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def peak() -> float:
    """The most memory this process has had since it was forgotten, in MB."""
    try:
        status = Path("/proc/self/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) / 1024
    except (OSError, IndexError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _keep(probes: Probes, watch: Watch, case: cases.Case, made: corpus.Corpus, fault: str, folder: Path) -> None:
    """Leave out changes that the fault does not need, and keep the file."""
    kind = fault.partition(":")[0].split()[0]
    left = list(case.changes)
    for change in case.changes:
        fewer = [c for c in left if c != change]
        again = judge(probes, watch, case.fewer(fewer), made) if fewer else None
        if again is not None and again.partition(":")[0].split()[0] == kind:
            left = fewer
    smaller = case.fewer(left)
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{case.kind}-{case.seed}-{case.number}{Path(case.base).suffix}"
    (folder / name).write_bytes(cases.content(smaller, made))


if __name__ == "__main__":
    main()
