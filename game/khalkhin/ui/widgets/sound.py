"""Sound effects, by name. Without a sound device, a file or a wish for noise there is silence, never an error."""

from __future__ import annotations

import pygame

from khalkhin import paths

NAMES = ("click", "move", "gun", "assault", "message", "turn", "refuse", "planes", "bombs", "blast", "work")


class Sounds:
    """Effects from assets/sounds/*.wav. `volume` is 0..1; at 0 no device is opened."""

    def __init__(self, volume: float) -> None:
        self._volume = volume
        self._sounds: dict[str, pygame.mixer.Sound] = {}
        self._tried = False

    def play(self, name: str) -> None:
        """Play an effect if it can be heard."""
        if self._volume <= 0:
            return
        self._open()
        sound = self._sounds.get(name)
        if sound is not None:
            sound.set_volume(self._volume)
            sound.play()

    def hush(self) -> None:
        """Stop what is still to be heard."""
        if pygame.mixer.get_init():
            pygame.mixer.stop()

    def set_volume(self, volume: float) -> None:
        self._volume = volume

    def _open(self) -> None:
        if self._tried:
            return
        self._tried = True
        try:
            pygame.mixer.init(22050, -16, 1, 512)
        except pygame.error:
            return
        for name in NAMES:
            try:
                self._sounds[name] = pygame.mixer.Sound(str(paths.assets_dir() / "sounds" / f"{name}.wav"))
            except (pygame.error, OSError):
                continue

    def close(self) -> None:
        self._sounds.clear()
        if pygame.mixer.get_init():
            pygame.mixer.quit()
