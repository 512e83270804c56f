"""The names of all that can be heard. The files, of these names, stand in assets/sounds."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType

from khalkhin.sound_names import EFFECTS as EFFECTS

#: What goes on all the time, each a loop.
LOOPS = ("wind", "river", "insects", "front")


class Mood(Enum):
    """What the score goes with."""

    MENU = "menu"
    DAY = "day"
    NIGHT = "night"


#: The pieces of the score by mood, in the order in which they are played.
PIECES: Mapping[Mood, tuple[str, ...]] = MappingProxyType(
    {Mood.MENU: ("steppe",), Mood.DAY: ("halha", "column"), Mood.NIGHT: ("watch",)}
)
