"""No screen needs a thread: one that tells of a machine at its limits must come up there. Fonts are few and light."""

from __future__ import annotations

import gc
import io
import subprocess
import sys
import threading
from collections.abc import Callable

import pytest
from khalkhin.ui.destinations import ToStart
from khalkhin.ui.dialogs.dialog import message
from khalkhin.ui.scene import Push
from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.letters import Letters

from tests.harness.window_sizes import resize
from tests.ui.driver import Driver


def test_a_screen_comes_up_where_no_thread_can_be_had(
    driver: Callable[..., Driver], monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_left(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", none_left)
    d = driver((1111, 777))
    d.show(ToStart())
    d.app.apply(Push(message("No threads", "There are none left.")))
    d.step()
    assert "There are none left." in d.texts() and d.faults() == []


def test_no_font_but_the_two_that_the_library_begins_with_is_read_into_memory(driver: Callable[..., Driver]) -> None:
    gc.collect()
    before = {id(o) for o in gc.get_objects() if isinstance(o, io.BytesIO)}
    d = driver((1280, 720))
    d.show(ToStart())
    d.app.apply(Push(message("News", "A <b>text</b>.")))
    d.step()
    assert theme.Metrics(1.0).font().get_height() > 0
    assert sum(isinstance(o, io.BytesIO) and id(o) not in before for o in gc.get_objects()) <= 2


def test_fonts_are_those_of_the_present_scale_whatever_sizes_the_window_had(driver: Callable[..., Driver]) -> None:
    d = driver((1280, 720))
    counts = []
    for width in (1280, 1024, *range(1000, 640, -20), 1280):
        resize(d, (width, 900))
        d.show(ToStart())
        gc.collect()
        counts.append(sum(isinstance(o, Letters) for o in gc.get_objects()))
    assert max(counts) <= counts[0] + 8  # the styles there are


def test_the_window_brings_no_client_of_the_web_into_memory() -> None:
    """Nothing here asks the network; what comes with other modules is megabytes that a battle has no use for."""
    every = (
        "import importlib, pkgutil, sys, khalkhin.ui\n"
        "for each in pkgutil.walk_packages(khalkhin.ui.__path__, 'khalkhin.ui.'):\n"
        "    importlib.import_module(each.name)\n"
        "print(sorted({'ssl', 'http.client', 'urllib.request', 'email.parser', 'asyncio'} & sys.modules.keys()))"
    )
    told = subprocess.run([sys.executable, "-c", every], capture_output=True, text=True, check=True).stdout
    assert told.splitlines()[-1] == "[]"
