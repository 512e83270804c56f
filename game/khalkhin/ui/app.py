"""The window and its one loop: events to the top scene, what it answers applied, a frame drawn when one is needed."""

from __future__ import annotations

import contextlib
import gc
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

import pygame

from khalkhin.play import logfile
from khalkhin.play.session.settings import Settings, load_settings, save_settings
from khalkhin.text import rescue as words
from khalkhin.translation import _, texts_in
from khalkhin.ui.destinations import Destination, ToRescue
from khalkhin.ui.dialogs.dialog import Dialog
from khalkhin.ui.dialogs.rescue import RescueScene
from khalkhin.ui.frame import ending, memory
from khalkhin.ui.frame.attention import Attention
from khalkhin.ui.frame.window import DesktopWindow
from khalkhin.ui.router import LateDesk, Router, named_folders
from khalkhin.ui.router import first as first
from khalkhin.ui.scene import Back, Go, Next, Push, Quit, Scene, StartDesk
from khalkhin.ui.sound.names import Mood
from khalkhin.ui.sound.sounds import Sounds, Volumes
from khalkhin.ui.widgets import keyboard, rebinding, theme
from khalkhin.ui.widgets.theme import Metrics
from khalkhin.ui.widgets.widgets import Look, Ui

if TYPE_CHECKING:
    from khalkhin.core.model.scenario import Scenario

FPS = 60
#: Rows of pixels that are darkened at a time behind a dialog.
VEIL = 32
#: Screens that may be gone before they are swept up.
GONE = 8
#: Seconds after the last event in which hover effects and tooltips may still appear, and how often they are drawn.
AWAKE, AWAKE_STEP = 1.2, 0.05
#: By what it is told whether the player uses the mouse or the keys.
POINTING = (pygame.KEYDOWN, pygame.MOUSEMOTION, pygame.MOUSEBUTTONDOWN, pygame.MOUSEWHEEL)


class App:
    """The window, the stack of scenes and what they share: settings, scale, sounds."""

    def __init__(
        self,
        settings: Settings,
        *,
        size: tuple[int, int] | None = None,
        also: Iterable[Path] = (),
        watch: bool = False,
        clock: Callable[[], float] = time.perf_counter,
        thrifty: bool = True,
    ) -> None:
        """`thrifty`: what pictures took is given back to the system as soon as they go."""
        self._thrifty = thrifty
        if thrifty:
            memory.keep_little()
        self.settings = settings
        rebinding.use(settings.keys)
        texts_in(settings.texts)
        theme.use_contrast(high=settings.contrast)
        #: Seconds, of which only the difference counts.
        self.clock = clock
        self.window = DesktopWindow(fullscreen=settings.fullscreen, kept=settings.window, size=size)
        self._sweeper = memory.Sweeper()
        pygame.font.init()
        self.sounds = Sounds(Volumes.of(settings))
        self.router = Router(also, watch=watch)
        self.desk: StartDesk = LateDesk()
        self.scenes: list[Scene] = []
        self.dirty = True
        self.code: int | None = None
        self.complaint = ""
        self.frames = 0
        self._attention = Attention()
        self._look = Look(self.metrics)
        self._gone = 0
        self._woken = 0.0
        self._drawn = 0.0
        #: How often what only the mouse's rest may change is drawn.
        self.awake_step = AWAKE_STEP
        #: Where the pointer was seen last; outside the window before it was.
        self.pointer = (-1, -1)

    # -- what scenes use -----------------------------------------------------------------------------------

    @property
    def screen(self) -> pygame.Surface:
        """What is drawn on."""
        return self.window.surface

    @property
    def size(self) -> tuple[int, int]:
        """The room that screens are laid out for; the window may be smaller, then no screen is shown."""
        return self.window.room

    @property
    def seen(self) -> bool:
        """Whether the screen, as it is now, has been shown: what was done before does nothing."""
        return self._attention.sees(self.top)

    @property
    def repeated(self) -> bool:
        """Whether the key being handled is only held on, not pressed anew."""
        return self._attention.repeated

    def held(self, key: int) -> bool:
        """Whether a key is down that was pressed for the present screen."""
        return self._attention.held(key)

    @property
    def metrics(self) -> Metrics:
        return Metrics(theme.effective_scale(self.size, self.settings.ui_scale))

    @property
    def top(self) -> Scene:
        return self.scenes[-1]

    def build(self, scene: Scene) -> None:
        """Give a scene fresh controls for the present window and let it fill them."""
        m = self.metrics
        if m.scale != self._look.metrics.scale:
            self._look = Look(m)
            theme.forget_fonts()  # those of the scale before; who still draws with them has them
        old: Ui | None = getattr(scene, "ui", None)
        focus = old.focus_index() if old is not None else None
        by_key = old is not None and old.by_key
        name = old.focus_name if old is not None else ""
        if old is not None:
            self._close(old)
        scene.ui = Ui(self.size, self._look)
        scene.ui.pressed = self._pressed
        scene.build()
        if name:
            scene.ui.focus_named(name)
        elif focus is not None and focus < len(scene.ui.order):
            scene.ui.set_focus(scene.ui.order[focus])
        scene.ui.by_key = by_key and scene.ui.focus is not None
        scene.ui.update(0.0)  # controls have no picture before their first update
        self.dirty = True

    def _pressed(self, leaf: bool) -> None:
        """A control was pressed, or a page turned."""
        self.sounds.play("page" if leaf else "click")

    def change_settings(self, settings: Settings) -> None:
        """Take new settings into use, and keep them for the next time."""
        old, self.settings = self.settings, settings
        self.sounds.set_volumes(Volumes.of(settings))
        if old.fullscreen != settings.fullscreen:
            self.window.set_fullscreen(settings.fullscreen)
        self.complaint = save_settings(settings, before=old)
        rebinding.use(settings.keys)
        texts_in(settings.texts)
        if theme.use_contrast(high=settings.contrast):
            self._look = Look(self.metrics)
            self._rebuild_all()
        if (old.ui_scale, old.fullscreen, old.keys) != (settings.ui_scale, settings.fullscreen, settings.keys):
            self._rebuild_all()

    # -- the loop ------------------------------------------------------------------------------------------

    def apply(self, what: Next | None) -> None:
        """Do what a scene said happens next."""
        if what is None:
            return
        self._attention.turned()
        match what:
            case Quit(code):
                self.code = code
            case Go(scene):
                if self.scenes:
                    while self.scenes:
                        self._drop()
                    self._sweep()  # before the next comes: two battles at once are more than is promised
                self._put(scene)
            case Push(scene):
                self._put(scene)
            case Back(result):
                self._drop()
                if not self.scenes:
                    self.code = 0
                else:
                    self.dirty = True
                    self.top.uncovered()
                    self.apply(self.top.resumed(result))
            case _:
                assert_never(what)
        self.dirty = True

    def _drop(self) -> None:
        """Take the top scene down."""
        scene = self.scenes.pop()
        scene.leave()
        ui: Ui | None = getattr(scene, "ui", None)
        if ui is not None:
            self._close(ui)

    def _close(self, ui: Ui) -> None:
        """Let the controls of a screen go; they refer to each other in circles, and are swept up after some."""
        ui.close()
        self._gone += 1
        if self._gone >= GONE:
            self._sweep()

    def _sweep(self) -> None:
        """Give back what screens that are gone took."""
        self._gone = 0
        gc.collect()
        if self._thrifty:
            memory.give_back()

    def _put(self, what_for: Scene | Destination) -> None:
        scene = what_for if isinstance(what_for, Scene) else self.router.scene(what_for)
        scene.app = self
        if self.scenes and hasattr(self.top, "ui"):
            self.top.covered()
        self.scenes.append(scene)
        what = scene.enter()
        if what is None:
            self.build(scene)
        else:
            self.apply(what)

    def handle(self, event: pygame.event.Event) -> None:
        """One event: the window's own first, all others to the top scene."""
        event = keyboard.translated(event)
        self._woken = self.clock()
        self.dirty = True
        if event.type in POINTING:
            self._look.pointing = event.type != pygame.KEYDOWN
        if event.type in (pygame.MOUSEMOTION, pygame.MOUSEBUTTONDOWN):
            self.pointer = event.pos
        counts = self._attention.counts(event, self.scenes[-1] if self.scenes else None)
        if event.type == pygame.KEYDOWN and event.key == pygame.K_F11:
            if not self.repeated:
                self.change_settings(replace(self.settings, fullscreen=not self.settings.fullscreen))
        elif not counts:
            return
        elif event.type == pygame.QUIT:
            self.apply(self.top.closing() if self.scenes else Quit())
        elif event.type == pygame.DROPFILE:
            self._dropped(Path(event.file))
        elif event.type == pygame.KEYMAPCHANGED:
            keyboard.forget_layout()
            self._rebuild_all()
        elif event.type in (pygame.VIDEORESIZE, pygame.WINDOWSIZECHANGED):
            if self.window.resized():
                self._rebuild_all()
        elif self.scenes:
            self.apply(self.top.handle(event))

    def _dropped(self, file: Path) -> None:
        """A file was dropped on the window: in the menus, whether it is to be installed. Over a battle or over another
        question nothing is asked."""
        if self.scenes and not isinstance(self.top, Dialog) and all(scene.resumable is None for scene in self.scenes):
            self.apply(Push(self.router.dropped(file)))

    def _rebuild_all(self) -> None:
        self._attention.blind()  # what was clicked on stands elsewhere now
        for scene in self.scenes:
            self.build(scene)

    def step(self, dt: float) -> None:
        """One turn of the loop: waiting events, time, and a frame if one is needed."""
        self._sweeper.turn()
        for event in self._attention.pressed(pygame.event.get()):
            if self.code is None:
                self.handle(event)
        if self.code is not None or not self.scenes:
            return
        self.apply(self.top.update(dt))
        if self.code is not None or not self.scenes:
            return
        self.top.ui.update(dt)
        now = self.clock()
        if now - self._woken < AWAKE and now - self._drawn > self.awake_step:
            self.dirty = True
        if self.dirty or (self.window.usable and not self.seen):
            self.draw()
            self._drawn = now
        self._listen(dt)

    def _listen(self, dt: float) -> None:
        """Let be heard what goes with what is shown."""
        if not self.sounds.silent:
            brought = (scene.own_sounds for scene in reversed(self.scenes))
            self.sounds.use(next((own for own in brought if own is not None), {}))
            moods = (scene.mood for scene in reversed(self.scenes))
            self.sounds.accompany(next((mood for mood in moods if mood is not None), Mood.MENU))
            heard = (scene.around for scene in reversed(self.scenes))
            self.sounds.surround(next((levels for levels in heard if levels is not None), {}))
        self.sounds.update(dt)

    def draw(self) -> None:
        """Draw the top scene, over the one below where it is an overlay, and show the frame."""
        self.dirty = False
        self.frames += 1
        if self.window.usable:
            self._draw_from(len(self.scenes) - 1)
            self.window.show()
            self._attention.shown(self.top)
        else:
            self.window.show_too_small()

    def _draw_from(self, index: int) -> None:
        scene = self.scenes[index]
        if scene.overlay and index > 0:
            self._draw_from(index - 1)
            self._veil()
        scene.draw(self.screen)
        scene.ui.lay_notes(self.screen)

    def _veil(self) -> None:
        """Darken what was drawn, band by band: a veil as large as the window would be megabytes a frame."""
        width, height = self.size
        band = pygame.Surface((width, VEIL))
        band.fill((12, 14, 9))
        band.set_alpha(120)
        self.screen.fblits([(band, (0, y)) for y in range(0, height, VEIL)])

    def run(self, first: Callable[[], Scene | Destination], *, alone: bool = False) -> int:
        """Show a scene and go on until the player leaves, through any fault of ours. Returns the exit code.

        `alone`: the process is there for the window only, and may be ended if closing it takes too long.
        """
        clock = pygame.time.Clock()
        gc.freeze()  # What is there now stays: it need not be looked through whenever screens are swept up.
        try:
            self.attempt(lambda: self.apply(Go(first())))
            while self.code is None:
                dt = clock.tick(FPS) / 1000
                self.attempt(partial(self.step, dt))
        finally:
            with ending.in_time(lambda: 1 if self.code is None else self.code) if alone else contextlib.nullcontext():
                self._end()
        return self.code

    def _end(self) -> None:
        """Close the window, and keep where it was for the next time. What others wait for comes first: processes end,
        journals are let go and the window vanishes; then what a disk or a device may take long over."""
        try:
            place = self.window.place
            self._leave_all()
            self.window.close()
            if place is not None and place != self.settings.window:
                save_settings(replace(self.settings, window=place), before=self.settings)
        except Exception as error:
            logfile.failure(error, "the window was closed")
        finally:
            self.close()

    def attempt(self, doing: Callable[[], None]) -> None:
        """Do something that may fail by a fault of ours. The fault is written down and shown, and the player chooses
        how to go on; a fault in showing it is told by the system's own means, and ends the game."""
        try:
            doing()
        except Exception as error:
            desperate = bool(self.scenes) and isinstance(self.top, RescueScene)
            if desperate or not self._rescue(error):
                self._despair(error)

    def _rescue(self, error: Exception) -> bool:
        """Show what happened; whether that could be done."""
        try:
            shown = type(self.top).__name__ if self.scenes else "nothing"
            where = logfile.failure(error, f"the window showed {shown}")
            journal = next((found for scene in reversed(self.scenes) if (found := scene.resumable) is not None), None)
            self._leave_all()
            if pygame.display.get_surface() is None:
                self.window.reopen()
            self.apply(Go(ToRescue(logfile.detail(error), where, journal)))
            self.draw()
        except Exception as another:
            logfile.failure(another, "a fault was to be shown")
            return False
        return True

    def _despair(self, error: Exception) -> None:
        """Nothing can be shown any more. Say so outside the window, and end."""
        self.code = 1
        told = words.line(logfile.detail(error), logfile.failure(error, "a fault was shown"))
        with contextlib.suppress(Exception):
            print(f"khalkhin: {told}", file=sys.stderr)
        with contextlib.suppress(Exception):
            pygame.display.message_box(_(words.TITLE), told, "error")

    def _leave_all(self) -> None:
        """Take every scene down; one that cannot give back what it holds does not keep the others from it."""
        while self.scenes:
            try:
                self._drop()
            except Exception as error:
                logfile.failure(error, "a screen was taken away")

    def close(self) -> None:
        """Take every scene down and shut the window."""
        self._leave_all()
        self.window.close()
        self.sounds.close()
        theme.forget_fonts()
        pygame.font.quit()
        self._sweeper.close()


def run(
    scenario: str | None = None,
    side: str | None = None,
    seed: int | None = None,
    load: str | None = None,
    level: str = "normal",
    loaded: Scenario | None = None,
    *,
    watch: bool = False,
    alone: bool = False,
) -> int:
    """Open the window: at the start screen, or straight in a battle or a saved game. Returns the exit code.

    `loaded`: the scenario, where it has been read already. `watch`: a battle's scenario is read again when its files
    are saved. `alone`: the process is there for the window only."""
    try:
        named = () if scenario is None else named_folders(scenario)
        app = App(load_settings(), also=named, watch=watch)
    except pygame.error as error:
        told = _("no window can be opened here ({error}); `khalkhin simulate` and `khalkhin render` need none.")
        print(f"khalkhin: {told.format(error=error)}", file=sys.stderr)
        return 1
    logfile.describe(f"a window of {app.size[0]} x {app.size[1]}, {pygame.display.get_driver()}")
    return app.run(partial(first, scenario, side, seed, load, level, named, loaded), alone=alone)
