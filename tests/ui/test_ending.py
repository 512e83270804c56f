"""The program ends when its window is closed, whatever hangs or was left running; what it held is let go at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pygame
import pytest
from khalkhin.play import logfile
from khalkhin.play.processes.child import Child
from khalkhin.play.session.settings import Settings
from khalkhin.ui import app as app_module
from khalkhin.ui.destinations import ToStart
from khalkhin.ui.menus.start import StartScene

from tests.guard import until
from tests.narrow import the
from tests.play import serving
from tests.ui.driver import Driver

#: What does not answer any more when the window is closed: the attribute that never returns.
HANGS = {
    "a disk": "khalkhin.ui.app.save_settings",
    "a sound device": "khalkhin.ui.sound.sounds.Sounds.close",
    "a display": "khalkhin.ui.frame.window.DesktopWindow.close",
    "a screen": "khalkhin.ui.menus.start.StartScene.leave",
    "the interpreter": "threading._shutdown",
}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KHALKHIN_HOME", str(tmp_path))


@pytest.mark.parametrize("what", HANGS)
def test_a_closed_window_waits_for_nothing_that_hangs(what: str) -> None:
    code = (
        "import pkgutil, pygame, sys, threading, time\n"
        "from khalkhin.ui.app import App\n"
        "from khalkhin.ui.menus.start import StartScene\n"
        f"owner, name = {HANGS[what]!r}.rsplit('.', 1)\n"
        "setattr(pkgutil.resolve_name(owner), name, lambda *_, **__: time.sleep(3600))\n"
        "threading.Thread(target=time.sleep, args=(3600,)).start()\n"
        "StartScene.update = lambda *_: pygame.event.post(pygame.event.Event(pygame.QUIT)) and None\n"
        "from khalkhin.cli import main\n"
        "sys.argv = ['khalkhin', 'play']\n"
        "sys.exit(main())\n"
    )
    environment = {**os.environ, "SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy"}
    environment["PYTHONPATH"] = str(Path(__file__).parents[2] / "game")
    with subprocess.Popen([sys.executable, "-c", code], env=environment) as program:
        try:
            until(lambda: program.poll() is not None, "the end of the program")
        finally:
            program.kill()
    assert program.returncode == 0


def test_what_others_wait_for_is_let_go_before_anything_is_written(
    driver: Callable[..., Driver], monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[tuple[bool, bool]] = []

    def save(settings: Settings, **_: Any) -> str:
        found.append((bool(d.app.scenes), pygame.display.get_init()))
        return ""

    monkeypatch.setattr(app_module, "save_settings", save)
    d = driver((1280, 720))
    d.show(ToStart())
    assert isinstance(d.top, StartScene)
    d.app.code = 0
    assert d.app.run(ToStart) == 0
    assert found == [(False, False)]


def test_a_fault_in_closing_does_not_open_the_window_again(
    driver: Callable[..., Driver], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> str:
        raise ValueError("a bad end")

    logfile.begin()
    monkeypatch.setattr(app_module, "save_settings", fail)
    d = driver((1280, 720))
    d.show(ToStart())
    d.app.code = 0
    assert d.app.run(ToStart) == 0
    assert not d.app.scenes and not pygame.display.get_init()
    assert "a bad end" in logfile.path().read_text()


@pytest.mark.skipif(sys.platform == "win32", reason="stops a process by a signal")
@pytest.mark.parametrize("wait", [False, True])
def test_a_process_that_is_let_go_is_waited_for_only_where_its_files_are_used(
    monkeypatch: pytest.MonkeyPatch, wait: bool
) -> None:
    waiting: list[threading.Thread] = []
    real = subprocess.Popen.wait

    def waits(process: Any, timeout: float | None = None) -> int:
        waiting.append(threading.current_thread())
        return real(process, timeout)

    monkeypatch.setattr(subprocess.Popen, "wait", waits)
    child = Child(serving.sleep)
    os.kill(the(until(lambda: child.pid, "the process")), signal.SIGSTOP)
    child.close(wait=wait)
    assert (threading.current_thread() in waiting) is wait
    process = child._process
    assert process is not None
    until(lambda: process.returncode is not None, "the end of the process, seen by its reader")
