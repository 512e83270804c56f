"""Tries every command of the battle on real keyboard layouts, under an X display of its own (`Xvfb`, `setxkbmap`,
`xdotool`).

    DISPLAY=:41 SDL_VIDEODRIVER=x11 python -m tests.harness.keyboards [us ru mn jp de fr dvorak ru,us]

Presses every key of the main block, alone, with Shift and with Ctrl, and prints for each layout the commands that no
key gives; exit code 1 if there are any.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Sequence

import pygame
from khalkhin.play.session.settings import Settings
from khalkhin.ui.app import App
from khalkhin.ui.battle.command import Command
from khalkhin.ui.battle.keys import DIGITS, command_for, key_name
from khalkhin.ui.scene import Go, Next, Scene
from khalkhin.ui.widgets.keyboard import PAN, label

from tests import guard

LAYOUTS = ("us", "ru", "mn", "jp", "de", "fr", "dvorak", "ru,us")
#: Key codes of X: the number row, the three rows of letters, and keys that write nothing (F1 to F10 among them; F11 is
#: the window's own).
ROWS = (*range(10, 22), *range(24, 36), *range(38, 49), *range(52, 62))
OTHERS = ("Escape", 23, 36, 65, *range(67, 77), 110, 115, 82, 86, 104)


class Listening(Scene):
    """Notes which commands, numbers and map moves keys give."""

    def __init__(self) -> None:
        self.commands: set[Command] = set()
        self.numbers: set[int] = set()
        self.moves: set[int] = set()

    def build(self) -> None:
        pass

    def handle(self, event: pygame.event.Event) -> Next | None:
        if event.type == pygame.KEYDOWN:
            command = command_for(event)
            if command is not None:
                self.commands.add(command)
            if event.key in DIGITS:
                self.numbers.add(DIGITS[event.key])
            if event.key in PAN:
                self.moves.add(event.key)
        return None


def turn(app: App, seconds: float) -> None:
    """Let the window live for a while."""
    for _ in guard.meanwhile(seconds):
        app.step(0.02)


def press(app: App, *codes: str) -> None:
    subprocess.run(["xdotool", "key", "--delay", "15", *codes], check=True, timeout=guard.SECONDS)
    turn(app, 0.3)


def tried(app: App, layout: str) -> list[str]:
    """What no key gives on a layout; prints the labels of the letter keys."""
    subprocess.run(["setxkbmap", layout], check=True, timeout=guard.SECONDS)
    scene = Listening()
    app.apply(Go(scene))
    turn(app, 1.0)
    for codes in (ROWS, OTHERS):
        for with_ in ("", "shift+", "ctrl+"):
            press(app, *(f"{with_}{code}" for code in codes))
    shown = " ".join(f"{key_name(command)}" for command in Command)
    print(f"{layout}: {shown}; map {' '.join(map(label, PAN))}", flush=True)
    missing = [f"no key for {command.name}" for command in Command if command not in scene.commands]
    missing += [f"no key for number {i + 1}" for i in range(9) if i not in scene.numbers]
    return missing + [f"no key to move the map by {label(key)}" for key in PAN if key not in scene.moves]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.harness.keyboards", description=__doc__)
    parser.add_argument("layouts", nargs="*", metavar="LAYOUT")
    given = parser.parse_args(arguments)
    app = App(Settings(volume=0.0), size=(1024, 640))
    bad = 0
    try:
        for layout in given.layouts or LAYOUTS:
            for fault in tried(app, layout):
                bad += 1
                print(f"{layout}: {fault}", flush=True)
    finally:
        subprocess.run(["setxkbmap", "us"], check=False, timeout=guard.SECONDS)  # a display may go with its last window
        app.close()
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
