"""Helper processes are never waited for, and end with whoever began them, whatever befalls them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from khalkhin.play import logfile
from khalkhin.play.processes.child import LONGEST, Child, Loss, Lost, Said, Serve

from tests.guard import SECONDS, until
from tests.narrow import the
from tests.play import serving

ROOT = Path(__file__).parents[2]
linux = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes where Linux shows them")


@pytest.fixture
def begin() -> Iterator[list[Child]]:
    """Processes that are ended with the test."""
    begun: list[Child] = []
    yield begun
    for child in begun:
        child.close()


def started(begin: list[Child], serve: Serve, *given: object) -> Child:
    begin.append(Child(serve, *given))
    return begin[-1]


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and was not looked after yet does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def heard(child: Child) -> Said | Lost:
    news: Said | Lost | None = until(child.news, "news of the process")
    assert news is not None
    return news


def test_messages_go_both_ways_and_prints_do_not_disturb_them(begin: list[Child]) -> None:
    child = started(begin, serving.echo, "Халхын гол")
    for number in range(20):
        child.say({"number": number, "text": "line\nbreak"})
    for number in range(20):
        news = heard(child)
        assert isinstance(news, Said)
        assert news.message == {"number": number, "text": "line\nbreak", "word": "Халхын гол", "pid": child.pid}


def test_a_start_message_larger_than_any_pipe_arrives(begin: list[Child]) -> None:
    child = started(begin, serving.echo, "x" * 1_000_000)
    child.say({})
    news = heard(child)
    assert isinstance(news, Said) and len(news.message["word"]) == 1_000_000


@linux
def test_one_that_is_killed_before_it_has_read_its_start_message_is_lost_and_nobody_waits(begin: list[Child]) -> None:
    child = started(begin, serving.echo, "x" * 3_000_000)
    os.kill(the(until(lambda: child.pid, "the process")), signal.SIGKILL)
    assert heard(child) == Lost(child, Loss.ENDED, "exit code -9")


@linux
def test_a_stopped_one_is_ended_by_closing(begin: list[Child]) -> None:
    child = started(begin, serving.echo, "")
    pid = the(until(lambda: child.pid, "the process"))
    os.kill(pid, signal.SIGSTOP)
    child.say({"more than a pipe takes": "x" * 300_000})
    child.close()
    until(lambda: not alive(pid), "the end of the process")
    assert child.news() is None


@linux
def test_a_stopped_one_ends_with_a_parent_that_was_killed_and_with_all_it_began(begin: list[Child]) -> None:
    """A stopped process does not see the end of its input, nor its children that it is gone."""
    parent = started(begin, serving.beget_helper)
    news = heard(parent)
    assert isinstance(news, Said)
    helper, its = news.message["helper"], news.message["its"]
    os.kill(helper, signal.SIGSTOP)
    os.kill(news.message["self"], signal.SIGKILL)
    until(lambda: not alive(helper) and not alive(its), "the end of the stopped process and its own")


@linux
def test_one_whose_parent_went_before_it_could_ask_ends_itself() -> None:
    told = subprocess.run([sys.executable, "-m", "khalkhin.play.processes.serving", "1"], input=b"", timeout=SECONDS)
    assert told.returncode == 0


@linux
def test_one_that_is_closed_before_it_is_there_ends_too(begin: list[Child]) -> None:
    child = started(begin, serving.sleep)
    child.close()
    pid = the(until(lambda: child.pid, "the process"))
    until(lambda: not alive(pid), "the end of the process")


@linux
def test_what_it_began_itself_ends_with_it(begin: list[Child]) -> None:
    child = started(begin, serving.beget)
    news = heard(child)
    assert isinstance(news, Said) and alive(news.message["born"])
    child.close()
    until(lambda: not alive(news.message["born"]), "the end of what the process began")


def test_a_failure_is_told_and_logged(begin: list[Child], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KHALKHIN_HOME", str(tmp_path))
    logfile.begin()
    child = started(begin, serving.fail)
    child.say({})
    assert heard(child) == Lost(child, Loss.FAILED, "ValueError: a \x1b[31mbad\x1b[0m day")
    written = logfile.path().read_text()
    assert "raise ValueError" in written and "\x1b" not in written


@pytest.mark.parametrize(
    "data",
    [b"hello\n", b"[1]\n", b"\xff\xfe\n", b"[" * 100_000 + b"\n", b"\n", b'{"a":' + b"9" * 10_000 + b"}\n"],
    ids=["words", "a list", "no text", "deep", "empty", "a number without end"],
)
def test_what_makes_no_sense_is_a_loss(begin: list[Child], data: bytes) -> None:
    child = started(begin, serving.babble, data)
    news = heard(child)
    assert isinstance(news, Lost) and news.loss is Loss.NONSENSE
    assert len(news.detail) < 1000


def test_a_message_without_end_is_a_loss(begin: list[Child]) -> None:
    child = started(begin, serving.babble, b"x" * (LONGEST + 100_000))
    news = heard(child)
    assert isinstance(news, Lost) and news.loss is Loss.NONSENSE


def test_one_that_cannot_be_started_is_a_loss(begin: list[Child], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/there/is/no/such/program")
    news = heard(started(begin, serving.sleep))
    assert isinstance(news, Lost) and news.loss is Loss.NOT_STARTED and "No such file" in news.detail


@linux
def test_it_ends_with_its_parent_however_that_ends() -> None:
    """The parent is killed while the child sleeps and cannot be asked to end."""
    code = (
        "from tests.play import serving, test_processes\n"
        "from khalkhin.play.processes.child import Child\n"
        "child = Child(serving.beget)\n"
        "told = test_processes.heard(child).message\n"
        "print(told['self'], told['born'], flush=True)\n"
        "input()\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (ROOT, ROOT / "game")))}
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    ) as parent:
        assert parent.stdout is not None
        pids = [int(pid) for pid in parent.stdout.readline().split()]
        assert all(map(alive, pids)) and len(pids) == 2
        parent.kill()
    until(lambda: not any(map(alive, pids)), "the end of the process and of what it began")
