"""Drives the whole window with random input: clicks, drags, wheel, keys, text, sizes, full screen, focus, closing.

    python -m tests.harness.ui_events [--events 100000] [--seed 1]

Everything is real but the display (SDL's dummy driver) and the user's folders: the one loop, all screens, battles with
journals, the computer's process. Prints as it goes the events done, their rate and the memory in use; at the end what
was raised (with the shortest list of input found that raises it again), how far memory grew after the warm-up, and
whether every journal that was written agrees with the rules. Exit code 1 if anything is wrong.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
import random
import sys
import threading
import time
import traceback
import webbrowser
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")
# Who is told to stop stops: a window would take it for a press of its close button, and what drives it would go on.
os.environ.setdefault("SDL_NO_SIGNAL_HANDLERS", "1")

import pygame
from khalkhin import paths
from khalkhin.core.model.scenario import Scenario
from khalkhin.play.campaign.campaign import scenario_of
from khalkhin.play.session.journal import Header, JournalError, ReplayError, read, replay
from khalkhin.play.session.session import Session
from khalkhin.play.session.settings import Settings
from khalkhin.scenario import catalog
from khalkhin.ui.app import App
from khalkhin.ui.battle.battle import BattleScene
from khalkhin.ui.battle.keys import BINDINGS
from khalkhin.ui.destinations import ToBattle, ToStart
from khalkhin.ui.frame.memory import give_back
from khalkhin.ui.ports import library
from khalkhin.ui.scene import Go, Scene
from khalkhin.ui.widgets.widgets import Ui
from pygame_gui import UIManager
from pygame_gui.elements import UIButton, UITextEntryLine

from tests import guard
from tests.harness.dealt import dealt
from tests.harness.home import own_home

#: Megabytes that memory may grow by after the warm-up, and the part of the events that this takes.
ROOM, WARM_UP = 50.0, 0.2
#: Sizes of the window beside the common ones: too small to be used, odd, wide, tall.
SIZES = ((1280, 720), (1024, 640), (800, 600), (640, 400), (640, 400), (701, 497), (1700, 410), (650, 1300))
TINY = ((1, 1), (320, 200), (8000, 200), (639, 399), (60, 900))
#: Journals kept before the oldest are checked and removed.
KEPT = 12
CTRL = (0, 0, 0, 0, pygame.KMOD_LSHIFT, pygame.KMOD_LCTRL, pygame.KMOD_LALT)
TEXTS = ("1939", "я", "<b>", "字", " ", "-1", "9" * 40, "\t", "é", "“")
KEYS = (*(key for key, _, _ in BINDINGS), *range(pygame.K_1, pygame.K_9 + 1), pygame.K_w, pygame.K_a, pygame.K_d)
COMMON = (pygame.K_RETURN, pygame.K_ESCAPE, pygame.K_SPACE, pygame.K_TAB, pygame.K_n, pygame.K_DOWN, pygame.K_UP)

#: What goes with its screen.
GOING = (Scene, Ui, UIManager, Session)

#: One thing done to the window: posted events as (type, values), a resize, or time that passes.
Deed = tuple[str, Any]


def memory() -> float:
    """Megabytes of this process that are in memory."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


@dataclass(slots=True)
class Findings:
    """What a run found. `curve` is memory in megabytes by events done, `resting` that between two openings, when
    everything has been closed; `left` is what should have gone then and was still there."""

    events: int = 0
    seconds: float = 0.0
    raised: list[str] = field(default_factory=list)
    journals: int = 0
    bad_journals: list[str] = field(default_factory=list)
    curve: list[tuple[int, float]] = field(default_factory=list)
    resting: list[tuple[int, float]] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)
    screens: Counter[str] = field(default_factory=Counter)
    closings: int = 0

    @property
    def growth(self) -> float:
        """Megabytes between the least of the first half and the most of the second half at rest, after the warm-up."""
        after = [mb for done, mb in self.resting if done >= self.events * WARM_UP]
        half = len(after) // 2
        return max(after[half:], default=0.0) - min(after[:half] or after, default=0.0)

    @property
    def good(self) -> bool:
        return not self.raised and not self.bad_journals and not self.left and self.growth <= ROOM


class Player:
    """Does random things to a window. Every deed is remembered since the window was last at its start."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.app = App(Settings(speed=0.0, volume=0.0), size=(1024, 640))
        self.past: list[Deed] = []
        self.found = Findings()
        self._scenarios: dict[str, Scenario] = {}

    # ------------------------------------------------------------------ doing

    def start(self) -> None:
        """Be at the start screen, or in the middle of a battle, in a window of some size."""
        self.past.clear()
        opening: Deed = ("start", None)
        if self.rng.random() < 0.7:
            scenario = self.rng.choice([folder.name for folder in catalog.inside(paths.maps_dir())])
            side = self.rng.choice(("both", "both", "soviet", "japanese"))
            opening = ("battle", (scenario, side, self.rng.randrange(1000)))
        self.do(opening)
        self.do(("size", self.rng.choice(SIZES)))

    def do(self, deed: Deed) -> None:
        """Do one deed and remember it."""
        self.past.append(deed)
        perform(self.app, deed)

    def burst(self) -> int:
        """Some events and a turn of the loop. Returns how many events it was."""
        deeds = [d for _ in range(self.rng.choice((1, 1, 2, 4, 8, 12))) for d in self._deeds()]
        for deed in deeds:
            self.do(deed)
        self.do(("time", self.rng.choice((0.016, 0.016, 0.05, 0.2))))
        if self.app.scenes:
            self.found.screens[type(self.app.top).__name__] += 1
        return len(deeds)

    def _deeds(self) -> list[Deed]:
        rng = self.rng
        throw = rng.random()
        if throw < 0.30:
            return self._click()
        if throw < 0.62:
            return self._key(rng.choice(KEYS if rng.random() < 0.6 else COMMON))
        if throw < 0.72:
            return [post(pygame.MOUSEMOTION, pos=self._pos(), rel=(3, -2), buttons=(0, 0, 0)) for _ in range(3)]
        if throw < 0.80:
            return self._drag()
        if throw < 0.88:
            return [post(pygame.MOUSEWHEEL, x=0, y=rng.choice((-3, -1, 1, 2)), flipped=False)]
        if throw < 0.93:
            return [post(pygame.TEXTINPUT, text=rng.choice(TEXTS))]
        if throw < 0.945:
            return self._key(rng.randrange(1, 0x500), rng.randrange(0, 100))
        if throw < 0.965:
            return [post(rng.choice((pygame.WINDOWFOCUSLOST, pygame.WINDOWFOCUSGAINED, pygame.WINDOWLEAVE)))]
        if throw < 0.975:
            return [post(pygame.KEYDOWN, key=rng.choice(KEYS), mod=0, unicode="", scancode=0)]  # and held
        if throw < 0.985:
            return [("size", rng.choice(SIZES))]
        if throw < 0.989:
            return [
                ("size", rng.choice(TINY)),
                post(pygame.KEYDOWN, key=pygame.K_RETURN, mod=0, unicode="", scancode=0),
            ]
        if throw < 0.991:
            return self._key(pygame.K_F11)
        if throw < 0.9915:
            return [post(pygame.QUIT)]
        return [post(pygame.KEYMAPCHANGED)] if throw < 0.993 else self._click()

    def _key(self, key: int, place: int = 0) -> list[Deed]:
        values = {"key": key, "mod": self.rng.choice(CTRL), "scancode": place}
        text = chr(key) if 32 <= key < 0xD800 else ""
        return [post(pygame.KEYDOWN, **values, unicode=text), post(pygame.KEYUP, **values, unicode=text)]

    def _click(self) -> list[Deed]:
        pos, button = self._pos(), self.rng.choice((1, 1, 1, 1, 3, 2))
        return [
            post(pygame.MOUSEMOTION, pos=pos, rel=(1, 1), buttons=(0, 0, 0)),
            post(pygame.MOUSEBUTTONDOWN, pos=pos, button=button),
            post(pygame.MOUSEBUTTONUP, pos=pos, button=button),
        ]

    def _drag(self) -> list[Deed]:
        start, end = self._pos(), self._pos()
        moved = {"rel": (end[0] - start[0], end[1] - start[1]), "buttons": (1, 0, 0)}
        deeds = [
            post(pygame.MOUSEBUTTONDOWN, pos=start, button=1),
            post(pygame.MOUSEMOTION, pos=end, **moved),
            post(pygame.MOUSEBUTTONUP, pos=end, button=1),
        ]
        return deeds if self.rng.random() < 0.9 else deeds[:-1]  # let go outside the window

    def _pos(self) -> tuple[int, int]:
        """A place of the window: on a control, on a unit, or anywhere."""
        rng, app = self.rng, self.app
        width, height = app.screen.get_size()
        throw = rng.random()
        if throw < 0.5 and app.scenes:
            sprites = app.top.ui.manager.get_sprite_group().sprites()
            controls = [e for e in sprites if e.visible and isinstance(e, UIButton | UITextEntryLine)]
            sheets = [s for s in app.top.ui.sheets if s.visible]
            if controls and (throw < 0.3 or not sheets):
                control: pygame.Rect = rng.choice(controls).rect
                return control.center
            if sheets:
                rect = rng.choice(sheets).rect
                return rect.x + rng.randrange(max(1, rect.w)), rect.y + rng.randrange(max(1, rect.h))
        if throw < 0.85 and app.scenes and isinstance(app.top, BattleScene) and app.top.map.view is not None:
            scene = app.top
            units = [u.hex for u in scene.battle.planner.state.units if u.hex >= 0]
            if units and scene.map.view is not None:
                x, y = scene.map.view.position(rng.choice(units))
                x, y = x + scene.map_rect.x + rng.randrange(-60, 60), y + scene.map_rect.y + rng.randrange(-60, 60)
                if scene.map_rect.collidepoint(x, y):
                    return x, y
        return rng.randrange(max(1, width)), rng.randrange(max(1, height))

    # ------------------------------------------------------------------ running

    def run(self, events: int, *, tell: bool = True) -> Findings:
        """Do at least so many events, and look at everything that came of them."""
        found, began = self.found, time.perf_counter()
        every = max(200, events // 100)
        self.start()
        found.curve.append((0, memory()))
        while found.events < events:
            try:
                found.events += self.burst()
                if self.app.code is not None:
                    found.closings += 1
                    self._begin_again()
            except Exception:
                told = traceback.format_exc()
                self._leave()
                self.app.close()
                found.raised.append(told + self._told())
                print(found.raised[-1], flush=True)
                self.app = App(Settings(speed=0.0, volume=0.0), size=(1024, 640))
                self._begin_again()
            if found.events >= found.curve[-1][0] + every:
                found.curve.append((found.events, memory()))
                self._check_journals(KEPT)
                if tell and len(found.curve) % 10 == 0:
                    rate = found.events / (time.perf_counter() - began)
                    print(
                        f"{found.events} events, {rate:.0f} a second, {found.curve[-1][1]:.0f} MB, "
                        f"{found.closings} closings, {found.journals} journals, {len(found.raised)} faults",
                        flush=True,
                    )
                if self.rng.random() < 0.1:
                    self._begin_again()  # or most of the time would be spent in the first few battles
        self._leave()
        self._check_journals(0)
        found.seconds = time.perf_counter() - began
        self._rest()
        self.app.close()
        return found

    def _leave(self) -> None:
        while self.app.scenes:
            with contextlib.suppress(Exception):
                self.app.scenes.pop().leave()
        pygame.event.get()  # clearing the queue instead would keep what its events hold for ever

    def _begin_again(self) -> None:
        self._leave()
        self._rest()
        self.app.code = None
        self.app.settings = Settings(speed=self.rng.choice((0.0, 4.0)), volume=0.0)
        self.app.window.set_fullscreen(False)
        self.start()

    def _rest(self) -> None:
        """Look at what is there when everything has been closed: no thread at work, no screen, no controls, no battle,
        less than it takes to see in a process's memory. Threads come first: what one of them is about to make must not
        be looked at."""
        for thread in threading.enumerate():
            if thread is not threading.current_thread():
                thread.join(guard.SECONDS)
                if thread.is_alive():
                    self.found.left[f"the thread {thread.name}"] += 1
        gc.collect()
        give_back()
        found = self.found
        found.resting.append((found.events, memory()))
        found.left += Counter(type(o).__name__ for o in gc.get_objects() if issubclass(type(o), GOING))

    def _told(self) -> str:
        shorter = shortened(self.past)
        return f"input since the start ({len(shorter)} of {len(self.past)}):\n" + "\n".join(map(repr, shorter[-60:]))

    def _check_journals(self, keep: int) -> None:
        """Play journals again and remove them, but for the newest and the one being played."""
        folder = paths.saves_dir()
        if not folder.is_dir():
            return
        playing = {getattr(getattr(scene, "session", None), "path", None) for scene in self.app.scenes}
        files = sorted(folder.glob("*.journal"), key=lambda p: p.stat().st_mtime)
        for path in files[: max(0, len(files) - keep)]:
            if path in playing:
                continue
            fault = self._journal_fault(path)
            self.found.journals += 1
            if fault:
                self.found.bad_journals.append(fault)
            for beside in folder.glob(f"{path.stem}.*"):
                beside.unlink(missing_ok=True)

    def _journal_fault(self, path: Path) -> str:
        try:
            record = read(path)
            for _ in replay(record, self._scenario_of(record.header)):
                pass
            return record.damage
        except (JournalError, ReplayError) as error:
            return str(error)

    def _scenario_of(self, header: Header) -> Scenario:
        """The scenario that a battle was fought in: a copy of a campaign's has in it what the campaign carried."""
        if header.carry is not None:
            return scenario_of(header)
        if header.scenario not in self._scenarios:
            self._scenarios[header.scenario] = catalog.load(header.scenario)
        return self._scenarios[header.scenario]


def post(kind: int, **values: Any) -> Deed:
    """An event to be put in the queue."""
    return "event", (kind, values)


def perform(app: App, deed: Deed) -> None:
    """Do one deed to a window."""
    match deed:
        case ("event", (kind, values)):
            pygame.event.post(pygame.event.Event(kind, **values))
        case ("size", size):
            if not app.window.fullscreen:
                pygame.display.set_mode(size, pygame.RESIZABLE)
                pygame.event.post(pygame.event.Event(pygame.VIDEORESIZE, size=size, w=size[0], h=size[1]))
        case ("time", seconds):
            if app.code is None:
                app.step(seconds)
        case ("start", _):
            app.apply(Go(ToStart()))
        case ("battle", (scenario, side, seed)):
            opened = library.open_battle(scenario, side, seed)
            app.apply(Go(ToStart(opened) if isinstance(opened, library.OpeningFault) else ToBattle(opened)))
        case _:
            raise ValueError(deed)


def raises(deeds: Sequence[Deed]) -> bool:
    """Whether a window raises something when deeds are done to it."""
    app = App(Settings(speed=0.0, volume=0.0), size=(1024, 640))
    try:
        for deed in deeds:
            if app.code is not None:
                return False
            perform(app, deed)
        for _ in range(3):
            app.step(0.05)
    except Exception:
        return True
    finally:
        with contextlib.suppress(Exception):
            app.close()
    return False


def shortened(deeds: Sequence[Deed], tries: int = 60) -> list[Deed]:
    """A shorter list of deeds that still raises something; the list itself where it does not always."""
    best = list(deeds)
    if len(best) > 3000 or not raises(best):
        return best
    part = len(best) // 2
    while part and tries:
        at = 1
        while at < len(best) and tries:
            trial = best[:at] + best[at + part :]
            tries -= 1
            if raises(trial):
                best = trial
            else:
                at += part
        part //= 2
    return best


@contextlib.contextmanager
def read_once() -> Iterator[None]:
    """Scenarios are read once: their files do not change meanwhile, and reading them is tried elsewhere."""
    before = catalog.load
    catalog.load = cache(catalog.load)
    try:
        with dealt():
            yield
    finally:
        catalog.load = before


def run(events: int, seed: int, *, tell: bool = True) -> Findings:
    """A whole run in folders of its own."""
    with own_home(), read_once():
        opened = webbrowser.open
        webbrowser.open = lambda *_, **__: False
        try:
            return Player(seed).run(events, tell=tell)
        finally:
            webbrowser.open = opened


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.harness.ui_events", description=__doc__)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    found = run(given.events, given.seed)
    for text in found.bad_journals:
        print(text)
    print("memory:", " ".join(f"{done}:{mb:.0f}" for done, mb in found.curve[:: max(1, len(found.curve) // 20)]))
    print("at rest:", " ".join(f"{done}:{mb:.0f}" for done, mb in found.resting[:: max(1, len(found.resting) // 20)]))
    print("screens:", ", ".join(f"{name} {n}" for name, n in found.screens.most_common()))
    print(
        f"seed {given.seed}: {found.events} events in {found.seconds:.0f} s, {len(found.raised)} exceptions, "
        f"{found.journals} journals, {len(found.bad_journals)} of them bad, {found.closings} closings, "
        f"{found.left.total()} screens and the like left behind ({', '.join(found.left) or 'none'}), "
        f"memory at rest grew by {found.growth:.0f} MB after the warm-up "
        f"(at most {max(mb for _, mb in found.curve):.0f} MB in use)"
    )
    return 0 if found.good else 1


if __name__ == "__main__":
    sys.exit(main())
