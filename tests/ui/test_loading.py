"""No screen needs a thread: one that tells of a machine at its limits must come up there."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from khalkhin.ui.destinations import ToStart
from khalkhin.ui.dialogs.dialog import message
from khalkhin.ui.scene import Push

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
