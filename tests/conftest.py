"""What holds for all tests: the ladder of quick and long ones, no haste, and a home that is nobody's."""

from __future__ import annotations

import gc
import itertools
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import ladder

# How long an example takes is the machine's affair.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("quick", settings.get_profile("unhurried"), max_examples=ladder.FEW)
settings.load_profile("unhurried")

#: Where the user folders of the tests are. Set as this is read, before any test's module is.
_HOME = tempfile.TemporaryDirectory(prefix="khalkhin-tests-", ignore_cleanup_errors=True)
os.environ["KHALKHIN_HOME"] = _HOME.name
_HOMES = itertools.count(1)

#: The disk on which tests write. What they write there need not outlast the machine; disks that are made to fail for
#: a test are asked as ever.
_DISK = os.stat(_HOME.name).st_dev
_bring_to_disk = os.fsync
_patches = pytest.MonkeyPatch()

#: Tests of a process after which what is there is looked through once more and then kept.
BATCH = 8
#: Things made after which what is gone is looked for: tests make many that last, which would be walked through again
#: and again. Windows look by the same figure (:class:`khalkhin.ui.frame.memory.Sweeper`).
NEW_THINGS = 5000
_DONE = itertools.count(1)

# Begun in the background of a shell, tests come with the key that stops a program ignored; so would what they start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def own_home() -> Iterator[Path]:
    """User folders in which no other test has left a battle, settings or a record; nothing is there until written.

    It asks for no fixture that tests patch with: what they have patched is put back before their own fixtures end.
    """
    folder = Path(_HOME.name) / str(next(_HOMES))
    before = os.environ["KHALKHIN_HOME"]
    os.environ["KHALKHIN_HOME"] = str(folder)
    yield folder
    os.environ["KHALKHIN_HOME"] = before


def _wait_for_no_disk(file: int) -> None:
    """As :func:`os.fsync`, but for the disk on which tests write, which takes its time."""
    if os.fstat(file).st_dev != _DISK:
        _bring_to_disk(file)


def pytest_configure(config: pytest.Config) -> None:
    """The long forms of tests of random positions are the same tests over more of them. What is imported stays, so that
    nothing is looked for among it until all tests are there."""
    gc.disable()
    config.add_cleanup(_patches.undo)
    _patches.setattr(os, "fsync", _wait_for_no_disk)
    if ladder.long(config.option.markexpr):
        os.environ.setdefault("KHALKHIN_EXAMPLES", str(ladder.EXAMPLES))
    if ladder.quick(config.option.markexpr):
        os.environ.setdefault("KHALKHIN_EXAMPLES", str(ladder.FEW))
        settings.load_profile("quick")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """What can hold no fast test is not imported for a quick look."""
    if not ladder.quick(config.option.markexpr) or not collection_path.match("test_*.py"):
        return None
    return ladder.passed_over(collection_path.relative_to(config.rootpath).as_posix()) or None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if ladder.long(config.option.markexpr) and hasattr(getattr(item, "function", None), "hypothesis"):
            item.add_marker(pytest.mark.slow)
        if item.get_closest_marker("slow") is not None or item.nodeid.startswith(ladder.LONGER):
            continue
        if not isinstance(item, pytest.Function) or not ladder.heavy(item.module, item.fixturenames):
            item.add_marker(pytest.mark.fast)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: screens that sweep up need not look through it each time. Where Python leaves no
    compiled files beside sources they lie here, or each process that a test begins would compile the program."""
    if sys.dont_write_bytecode:
        os.environ["PYTHONPYCACHEPREFIX"] = str(Path(_HOME.name) / "compiled")
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    _keep()
    gc.set_threshold(NEW_THINGS, *gc.get_threshold()[1:])
    gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """The same of what has been loaded and noted since then, now and then."""
    if next(_DONE) % BATCH == 0:
        _keep()


def _keep() -> None:
    gc.collect()
    gc.freeze()
