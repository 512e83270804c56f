"""A case is a sound file and the changes made to it, each with a seed of its own, so that changes can be left out."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from khalkhin.core.model.scenario import Scenario
from khalkhin.play.puzzles import position
from khalkhin.play.session.snapshot import decode
from khalkhin.play.session.snapshot_checks import SnapshotError
from khalkhin.scenario import load

from tests.harness.hostile import crooked, mutate, raw
from tests.harness.hostile.corpus import Corpus

Line = dict[str, Any]

#: Pictures of the user's campaign.
PICTURES = ("symbols/skis.png", "symbols/skis.png", "theatre.png", "tiles/terrain.png", "melt/sheet.jpg")
#: Kinds of files, how many of a hundred are of each, and the sound files of each.
KINDS: dict[str, tuple[int, tuple[str, ...]]] = {
    "tmx": (24, ("maps/small/map.tmx",)),
    "tsx": (8, ("maps/tilesets/terrain.tsx",)),
    "tx": (6, ("maps/templates/regiment.tx",)),
    "toml": (24, ("maps/small/scenario.toml", "maps/small/scenario.toml", "maps/campaign.toml")),
    "journal": (22, tuple(f"kept/{n}.journal" for n in ("battle-0", "battle-1", "battle-2", "campaign-battle-1"))),
    "campaign": (11, tuple(f"kept/campaign-{n}.campaign" for n in (0, 1, 9))),
    "settings": (5, ("kept/settings.json",)),
    "pack": (24, ("kept/guest.khalkhin",)),
    "code": (8, ("kept/code.txt",)),
    "puzzle": (6, ("home/puzzles/over-there/puzzle.toml",)),
    "lesson": (4, ("maps/taught/lesson.toml",)),
    "war": (20, ("kept/guests.khalkhin",)),
    "theatre": (6, ("home/maps/winter/campaign.toml",)),
    "texts": (8, ("home/maps/winter/ice/texts.de.toml", "home/maps/winter/texts.de.toml")),
    "units": (8, ("home/maps/winter/units.toml",)),
    "ground": (8, ("home/maps/winter/terrain.toml",)),
    "picture": (10, tuple(f"home/maps/winter/{name}" for name in PICTURES)),
    "sound": (10, ("home/maps/winter/sounds/gun.wav", "home/maps/winter/ice/sounds/truck.wav")),
}
#: Kinds whose file is a table.
TABLES = ("toml", "lesson", "puzzle", "theatre", "texts", "units", "ground")
#: Of journals, so many in a hundred have checksums that are right.
SIGNED = 80


@dataclass(frozen=True)
class Case:
    """`number` is its place in the run of `seed`; `changes` are the seeds of what is done to the sound file `base`; a
    journal that is `signed` has right checksums and digests."""

    number: int
    seed: int
    kind: str
    base: str
    changes: tuple[int, ...]
    signed: bool = False

    def fewer(self, left: Sequence[int]) -> Case:
        """The same with these changes alone."""
        return replace(self, changes=tuple(left))


def case(seed: int, number: int, kinds: Sequence[str] = tuple(KINDS)) -> Case:
    """The case of a number."""
    random = Random(f"{seed}/{number}")
    kind = random.choices(list(kinds), [KINDS[k][0] for k in kinds])[0]
    base = random.choice(KINDS[kind][1])
    changes = tuple(random.randrange(1 << 30) for _ in range(random.choice((1, 1, 1, 2, 3, 8))))
    signed = kind == "journal" and random.randrange(100) < SIGNED
    return Case(number, seed, kind, base, changes, signed)


def content(case: Case, corpus: Corpus) -> bytes:
    """The file of a case."""
    data = _sound(corpus.root / case.base)
    randoms = [Random(change) for change in case.changes]
    if case.signed:
        return _signed_journal(data, randoms)
    if case.kind in ("pack", "war"):
        return crooked.pack(data, randoms)
    if case.kind == "code":
        return crooked.code(data, randoms, _beginning())
    for random in randoms:
        data = _changed(case, data, random)
    return data


def _beginning() -> bytes:
    return position._beginning(_small())


@cache
def _sound(path: Path) -> bytes:
    return path.read_bytes()


def _changed(case: Case, data: bytes, random: Random) -> bytes:
    kind = case.kind
    if kind in ("picture", "sound"):
        return raw.changed(case.base, data, random)
    if random.random() < 0.25:
        return mutate.some_bytes(data, random)
    if kind in ("campaign", "settings"):
        with contextlib.suppress(ValueError, RecursionError):
            return json.dumps(mutate.json_value(json.loads(data), random)).encode()
    text = data.decode("utf-8", "surrogateescape")
    if kind == "puzzle":
        changed = crooked.puzzle(text, random, _beginning())
    elif kind in ("tmx", "tsx", "tx") and random.random() < 0.7:
        changed = mutate.xml(text, random)
    elif kind in TABLES and random.random() < 0.4:
        changed = mutate.toml(text, random)
    else:
        changed = mutate.some_words(text, random)
    return changed.encode("utf-8", "surrogateescape" if not _lone(changed) else "surrogatepass")


def _lone(text: str) -> bool:
    try:
        text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return True
    return False


# ---------------------------------------------------------------- journals


def _signed_journal(data: bytes, randoms: Sequence[Random]) -> bytes:
    lines: list[Any] = [{k: v for k, v in json.loads(raw).items() if k != "sum"} for raw in data.splitlines()]
    for random in randoms:
        _change_lines(lines, random)
    for line in lines:
        if isinstance(line, dict) and isinstance(line.get("snapshot"), dict):
            _made_right(line)
    return sign(lines)


def _change_lines(lines: list[Any], random: Random) -> None:
    if not lines:
        return
    marks = [i for i, line in enumerate(lines) if isinstance(line, dict) and isinstance(line.get("snapshot"), dict)]
    match random.randrange(10):
        case 0:
            lines[0] = mutate.json_value(lines[0], random)
        case 1 | 2 | 3 | 4 if marks:
            at = random.choice((marks[-1], marks[-1], random.choice(marks)))
            lines[at] = {**lines[at], "snapshot": mutate.json_value(lines[at]["snapshot"], random)}
        case 5 if marks:
            at = random.choice(marks)
            changed = mutate.json_value({k: v for k, v in lines[at].items() if k != "snapshot"}, random)
            lines[at] = {**changed, "snapshot": lines[at]["snapshot"]} if isinstance(changed, dict) else changed
        case 6:
            at = random.randrange(len(lines))
            match random.randrange(4):
                case 0:
                    del lines[at]
                case 1:
                    del lines[at + 1 :]
                case 2:
                    lines[at:at] = [lines[random.randrange(len(lines))]] * random.choice((1, 1, 2000))
                case _:
                    lines.append(lines.pop(at))
        case 7:
            at = random.randrange(len(lines))
            lines[at] = mutate.json_value(lines[at], random)
        case _:
            orders = [i for i, line in enumerate(lines) if isinstance(line, dict) and isinstance(line.get("o"), str)]
            if orders:
                at = random.choice(orders)
                lines[at] = {**lines[at], "o": mutate.some_words(lines[at]["o"], random)}


def _made_right(line: Line) -> None:
    """Let a mark say what its snapshot says, digest and all, if that is a state at all."""
    with contextlib.suppress(SnapshotError, ValueError, RecursionError, UnicodeError):
        state = decode(_small(), line["snapshot"])
        line.update(state=state.digest(), turn=state.turn, side=state.active, over=state.over)


@cache
def _small() -> Scenario:
    return load("small")


def sign(lines: Sequence[Any]) -> bytes:
    """A journal of these lines, every checksum right."""
    out, before = [], ""
    for line in lines:
        text = json.dumps(line, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        if _lone(text):
            text = json.dumps(line, separators=(",", ":"), sort_keys=True)
        if not text.endswith("}"):
            out.append(text + "\n")
            continue
        before = hashlib.sha256((before + text).encode()).hexdigest()[:12]
        comma = "," if len(text) > 2 else ""
        out.append(f'{text[:-1]}{comma}"sum":"{before}"}}\n')
    return "".join(out).encode()
