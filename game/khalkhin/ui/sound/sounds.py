"""Plays effects, loops and the score. Without a device, a file or a wish for noise there is silence, never an error.

The device is opened when something is to be heard for the first time; effects are read when they are first played, a
loop while it is heard, and the score from the disk as it runs.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pygame

from khalkhin import paths
from khalkhin.play.session.settings import Settings
from khalkhin.sound_files import read_sound
from khalkhin.translation import _
from khalkhin.ui.sound.names import EFFECTS, LOOPS, PIECES, Mood

log = logging.getLogger(__name__)

#: Samples a second, as the files have; samples played at a time.
RATE, AT_A_TIME = 22050, 1024
#: Effects that can be heard at the same time. The loops have channels of their own before theirs.
TOGETHER = 10
#: Seconds in which a loop comes or goes, and in which a piece goes that does not fit what is shown any more.
FADE, FAREWELL = 2.5, 2.0
#: Seconds of quiet before the first piece, and between two.
BEFORE: Mapping[Mood, float] = {Mood.MENU: 0.8, Mood.DAY: 5.0, Mood.NIGHT: 5.0}
BETWEEN: Mapping[Mood, float] = {Mood.MENU: 12.0, Mood.DAY: 45.0, Mood.NIGHT: 45.0}
#: What an effect gives of its loudness, so that several at a time do not clip over the score.
HEADROOM = 0.7
#: Differences in loudness that nobody hears.
STEP = 0.01


@dataclass(frozen=True, slots=True)
class Volumes:
    """How loud, each from 0 to 1: all together, and of that the effects, the loops and the score."""

    everything: float
    effects: float
    ambience: float
    music: float

    @classmethod
    def of(cls, settings: Settings) -> Volumes:
        """As the player has them."""
        return cls(settings.volume, settings.effects, settings.ambience, settings.music)


class Sounds:
    """See the module. Call :meth:`update` as time passes."""

    def __init__(self, volumes: Volumes) -> None:
        self.volumes = volumes
        self._effects: dict[str, pygame.mixer.Sound | None] = {}
        #: Files of the scenario that is shown, in place of effects, and what was read of them.
        self._own: Mapping[str, str] = {}
        self._of_own: dict[str, pygame.mixer.Sound | None] = {}
        self._tried = self._open = False
        #: Loops by name: how loud each is to be, how loud it is, and its sound while it is heard.
        self._wanted: Mapping[str, float] = {}
        self._levels: dict[str, float] = {}
        self._loops: dict[str, pygame.mixer.Sound | None] = {}
        #: The mood of what is shown, that of the piece that is played (None: none is), and how much of it is left to
        #: hear before it is gone (1: it stays).
        self._mood: Mood | None = None
        self._playing: Mood | None = None
        self._left = 1.0
        self._pause = 0.0
        self._played: dict[Mood, int] = {}
        self._missing: set[Path] = set()

    @property
    def silent(self) -> bool:
        """Whether nothing can be heard at all."""
        return self.volumes.everything <= 0 or (self._tried and not self._open)

    # ------------------------------------------------------------------ what is asked for

    def play(self, name: str) -> None:
        """Play an effect if it can be heard."""
        volume = self.volumes.everything * self.volumes.effects
        if volume <= 0 or name not in EFFECTS or not self._ready():
            return
        sound = self._own_effect(name)
        if sound is None:
            if name not in self._effects:
                self._effects[name] = self._read(_path(f"{name}.wav"))
            sound = self._effects[name]
        if sound is not None:
            sound.set_volume(volume * HEADROOM)
            sound.play()

    def use(self, own: Mapping[str, str]) -> None:
        """Play files of a scenario's own from now on in place of the effects they are named after, and no others."""
        if own != self._own:
            self._own, self._of_own = own, {}

    def _own_effect(self, name: str) -> pygame.mixer.Sound | None:
        """The scenario's effect of a name; None where it has none, or none that can be read."""
        if name in self._own and name not in self._of_own:
            self._of_own[name] = self._read_own(Path(self._own[name]))
        return self._of_own.get(name)

    def surround(self, levels: Mapping[str, float]) -> None:
        """Let loops be heard, each as loud as said (0 to 1), and no others; they come and go slowly."""
        self._wanted = levels

    def accompany(self, mood: Mood) -> None:
        """Let the score go with what is shown. A piece of another kind of scene goes; day and night let each other
        come to their end."""
        if mood is self._mood:
            return
        menus = Mood.MENU in (mood, self._mood)
        if menus or self._mood is None:
            self._pause = BEFORE[mood]
        self._mood = mood

    def hush(self) -> None:
        """Stop all effects and loops at once."""
        self._wanted = {}
        self._levels.clear()
        self._loops.clear()
        if self._open:
            pygame.mixer.stop()

    def set_volumes(self, volumes: Volumes) -> None:
        if volumes.music > 0 >= self.volumes.music:
            self._pause = min(self._pause, 0.5)  # Whoever wants to hear it does not wait.
        self.volumes = volumes
        if self._open:
            for name in self._loops:
                self._set_loop(name)
            self._set_music()

    # ------------------------------------------------------------------ time

    def update(self, dt: float) -> None:
        """Time passes, in seconds: loops and pieces come and go."""
        if self.silent:
            if self._open and (self._loops or self._playing):
                self.hush()
                self._stop_piece()
            return
        self._fade_loops(dt)
        self._go_on(dt)

    def _fade_loops(self, dt: float) -> None:
        for name in LOOPS:
            level, wanted = self._levels.get(name, 0.0), self._wanted.get(name, 0.0)
            if self.volumes.ambience <= 0:
                wanted = 0.0
            if abs(level - wanted) < STEP and (wanted or not level):
                continue
            change = dt / FADE
            level = min(wanted, level + change) if wanted > level else max(wanted, level - change)
            self._levels[name] = level
            if level > 0 and name not in self._loops:
                if not self._ready():
                    return
                self._loops[name] = sound = self._read(_path(f"{name}.ogg"))
                if sound is not None:
                    pygame.mixer.Channel(LOOPS.index(name)).play(sound, loops=-1)
            if name in self._loops:
                self._set_loop(name)
                if level <= 0:
                    del self._loops[name]
                    pygame.mixer.Channel(LOOPS.index(name)).stop()

    def _set_loop(self, name: str) -> None:
        level = self._levels.get(name, 0.0)
        pygame.mixer.Channel(LOOPS.index(name)).set_volume(level * self.volumes.everything * self.volumes.ambience)

    def _go_on(self, dt: float) -> None:
        """The score: a piece, a while of quiet, the next piece."""
        mood = self._mood
        if mood is None:
            return
        if self._playing is not None:
            unfit = (self._playing is Mood.MENU) != (mood is Mood.MENU)
            if unfit or self._left < 1 or self.volumes.music <= 0:
                self._left = max(0.0, self._left - dt / FAREWELL)
                self._set_music()
            if self._left <= 0 or not pygame.mixer.music.get_busy():
                if not unfit:
                    self._pause = BETWEEN[mood]
                self._stop_piece()
            return
        self._pause -= dt
        if self._pause <= 0 < self.volumes.music and self._ready():
            self._begin(mood)

    def _begin(self, mood: Mood) -> None:
        pieces = PIECES[mood]
        nth = self._played.get(mood, 0)
        self._played[mood] = nth + 1
        name = f"{pieces[nth % len(pieces)]}.ogg"
        self._pause = BETWEEN[mood]
        try:
            pygame.mixer.music.load(str(_path(name)))
            self._left = 1.0
            self._playing = mood
            self._set_music()
            pygame.mixer.music.play()
        except (pygame.error, OSError) as error:
            self._playing = None
            self._tell_missing(_path(name), error)

    def _set_music(self) -> None:
        pygame.mixer.music.set_volume(self._left * self.volumes.everything * self.volumes.music)

    def _stop_piece(self) -> None:
        self._playing, self._left = None, 1.0
        pygame.mixer.music.stop()
        pygame.mixer.music.unload()

    # ------------------------------------------------------------------ device and files

    def _ready(self) -> bool:
        """Open the device if that has not been tried; whether it is open."""
        if not self._tried:
            self._tried = True
            try:
                pygame.mixer.init(RATE, -16, 1, AT_A_TIME)
                pygame.mixer.set_num_channels(len(LOOPS) + TOGETHER)
                pygame.mixer.set_reserved(len(LOOPS))
                self._open = True
            except pygame.error as error:
                log.warning("no sound device could be opened, so nothing is heard: %s", error)
        return self._open

    def _read(self, file: Path) -> pygame.mixer.Sound | None:
        try:
            return pygame.mixer.Sound(str(file))
        except (pygame.error, OSError) as error:
            self._tell_missing(file, error)
            return None

    def _read_own(self, file: Path) -> pygame.mixer.Sound | None:
        """A file of somebody else's: the device's library gets its samples, never the file."""
        try:
            sound = read_sound(file)
            if sound is None or sound.misfit is not None:
                raise OSError(_("It is no sound that may be played any more"))
            return pygame.mixer.Sound(io.BytesIO(sound.file()))
        except (pygame.error, OSError) as error:
            self._tell_missing(file, error)
            return None

    def _tell_missing(self, file: Path, error: Exception) -> None:
        """One line in the log for each file."""
        if file not in self._missing:
            self._missing.add(file)
            log.warning("the sound %s cannot be played: %s", file, error)

    def close(self) -> None:
        """Let the device go."""
        self._effects.clear()
        self._of_own.clear()
        self._loops.clear()
        self._playing, self._open = None, False
        if pygame.mixer.get_init():
            pygame.mixer.quit()


def _path(name: str) -> Path:
    return paths.assets_dir() / "sounds" / name
