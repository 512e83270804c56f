"""Effects of a scenario's own: ``sounds/NAME.wav`` in place of the game's effect of that name.

A file is looked through before anybody plays it: what it is, how long it lasts, and whether it is whole.
"""

from __future__ import annotations

from pathlib import Path
from typing import assert_never

from khalkhin.foreign_text import quoted
from khalkhin.regular_files import TooLarge
from khalkhin.scenario.issues import Report, shown
from khalkhin.scenario.own.shelves import on_shelf
from khalkhin.scenario.tmx.path_sandbox import Roots
from khalkhin.sound_files import LONGEST, MOST_BYTES, RATES, Misfit, Sound, read_sound
from khalkhin.sound_names import EFFECTS
from khalkhin.translation import _, ngettext

FOLDER = "sounds"


class BadSound(Exception):
    """A sound that is not played: what is wrong with it, and a cure."""


def read_sounds(folder: Path, roots: Roots, report: Report) -> dict[str, str]:
    """The files of a scenario's own effects by the names of those they stand for. What is none is told."""
    found: dict[str, str] = {}
    homes: dict[str, Path] = {}
    for path in on_shelf(folder, FOLDER, 2 * len(EFFECTS), roots, report):
        if path.suffix.lower() != ".wav":
            told, cure = _("no sound can have this file's name"), _("sounds are WAV files of plain samples: gun.wav")
            report.error(shown(path), told, cure)
        elif path.stem not in EFFECTS:
            told = _("the game has no effect that is called {name}").format(name=quoted(path.stem))
            report.error(shown(path), told, report.suggest(path.stem, EFFECTS))
        elif homes.get(path.stem) == path.parent:
            told = _("the effect {name} is there twice").format(name=quoted(path.stem))
            report.error(shown(path), told, _("take one of them out"))
        else:
            try:
                look_through(path)
            except BadSound as bad:
                report.error(shown(path), *bad.args)
                continue
            found[path.stem] = str(path.resolve())
            homes[path.stem] = path.parent
    return found


def look_through(path: Path) -> Sound:
    """What a file of sound is. Raises: BadSound."""
    try:
        sound = read_sound(path)
    except TooLarge:
        told = _("it is larger than {n} KiB").format(n=MOST_BYTES >> 10)
        raise BadSound(told, _("make it shorter, or save it with one channel")) from None
    except OSError as error:
        raise BadSound(_("it cannot be read: {why}").format(why=error.strerror or error), _("mend it")) from None
    if sound is None:
        told = _("it is damaged, or no WAV file of plain samples")
        raise BadSound(told, _("save it again as WAV, of 8 or 16 bits"))
    match sound.misfit:
        case None:
            return sound
        case Misfit.KIND:
            told = _("it has {channels} and {rate}").format(
                channels=ngettext("{n} channel", "{n} channels", sound.channels).format(n=sound.channels),
                rate=ngettext("{n} sample a second", "{n} samples a second", sound.rate).format(n=sound.rate),
            )
            least, most = RATES
            cure = _("save it with one or two channels and {least} to {most} samples a second")
            raise BadSound(told, cure.format(least=least, most=most))
        case Misfit.LONG:
            told = _("it lasts {n} seconds").format(n=round(sound.seconds))
            raise BadSound(told, _("an effect lasts at most {n}").format(n=LONGEST))
        case Misfit.EMPTY:
            raise BadSound(_("there is nothing to hear in it"), _("save it again"))
        case _:
            assert_never(sound.misfit)
