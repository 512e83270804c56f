"""A new scenario: its files, written at once into a folder of its own, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from khalkhin import paths
from khalkhin.core.board.layout import Layout
from khalkhin.core.model.scenario import Scenario
from khalkhin.foreign_text import quoted
from khalkhin.regular_files import DEVICES
from khalkhin.scenario.build import read_scenario
from khalkhin.scenario.catalog import inside
from khalkhin.scenario.issues import Report, ScenarioError, shown
from khalkhin.scenario.making import first_battle
from khalkhin.scenario.making.country import LEAST
from khalkhin.scenario.making.explained import MANNERS
from khalkhin.scenario.making.project import OBJECT_TYPES, PROJECT, object_types, project
from khalkhin.scenario.making.schema import files as schema_files
from khalkhin.scenario.making.words import Words
from khalkhin.scenario.own import sounds, symbols, terrains, unit_types
from khalkhin.scenario.tables.manifest import Axis
from khalkhin.scenario.tables.rules_tables import load_rules
from khalkhin.scenario.tmx.path_sandbox import campaign_folder
from khalkhin.scenario.tmx.sanitizer import MAX_HEXES, MAX_SIDE
from khalkhin.storage.folders import fill, moving_room
from khalkhin.translation import _

MAX_NAME = 40
#: What editors find by the first line of a new scenario.toml.
SCHEMA = "scenario.schema.json"
#: Columns and rows of a map that nobody has asked for otherwise.
USUAL = (20, 15)
#: What is taken along from a scenario that a new one is like: files of these kinds, so many and so large in all.
KINDS = frozenset({".tmx", ".toml", ".tsx", ".tx", ".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".wav"})
MAX_FILES, MAX_BYTES = 400, 64 << 20
#: What maps name outside their folder, and what it is called inside.
_OUTSIDE = re.compile(rb'(?:source|template)="\.\./((?:[^"/\\:]+/)?)([^"/\\:]+)"')


class Unmade(Exception):
    """A scenario that was not made, and why; nothing has been changed."""


def name_fault(name: str) -> str:
    """What is wrong with a name for a new scenario, as a sentence; empty if nothing is."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", name) or len(name) > MAX_NAME:
        return _("{name} is no name for a folder: use up to {most} letters, digits, dashes and underscores.").format(
            name=quoted(name), most=MAX_NAME
        )
    if name.lower() in DEVICES:
        return _("{name} is a name that some systems keep for themselves: choose another.").format(name=quoted(name))
    if name.lower() in {folder.name.lower() for folder in inside(paths.maps_dir())}:
        return _("a scenario that comes with the game is called {name}: choose another name.").format(name=quoted(name))
    return ""


def size_fault(width: int, height: int) -> str:
    """What is wrong with a size in hexes, as a sentence; empty if nothing is."""
    least_wide, least_high = LEAST
    if width < least_wide or height < least_high:
        return _("a new map has at least {wide} by {high} hexes, to have room for two armies.").format(
            wide=least_wide, high=least_high
        )
    if max(width, height) > MAX_SIDE or width * height > MAX_HEXES:
        return _("a map has at most {side} hexes along a side and {most} in all.").format(side=MAX_SIDE, most=MAX_HEXES)
    return ""


def layout(axis: str = "x", index: str = "odd") -> Layout:
    """Hexes with a flat top (axis x) or a point on top (axis y), of the size of the shipped tiles."""
    wide, high = (64, 56) if axis == "x" else (56, 64)
    return Layout("y" if axis == "y" else "x", "even" if index == "even" else "odd", wide, high, 32)


def title_of(name: str) -> str:
    """A title made of a folder's name."""
    words = " ".join(re.split(r"[-_]+", name)).strip()
    return words[:1].upper() + words[1:]


def create(name: str, home: Path, width: int, height: int, lay: Layout) -> Path:
    """Write a new scenario into the folder `name` of `home`, and give that folder. Raises: Unmade, OSError."""
    if fault := size_fault(width, height):
        raise Unmade(fault)
    table = (paths.assets_dir() / "making" / "scenario.toml").read_text(encoding="utf-8")
    table = table.replace("@TITLE@", title_of(name)).replace("@FOLDER@", name).replace("@MANNERS@", _manners())
    own = {"scenario.toml": table.encode(), "map.tmx": first_battle.map_text(width, height, lay).encode()}
    return _made(name, home, own | kit(Words.of(load_rules())))


def _manners() -> str:
    """Comments that say what each manner of an axis is."""
    usual = Axis.model_fields["manner"].default
    rows = [f"{manner}{' (usual)' if manner == usual else ''}: {does}" for manner, does in MANNERS.items()]
    return "\n".join(f"{'':40}# {row}" for row in rows)


def create_like(name: str, home: Path, source: Path, scenario: Scenario) -> Path:
    """The same as a copy of a scenario, which lies in the folder `source`. Raises: Unmade, OSError."""
    nations = dict.fromkeys(nation for side in scenario.sides for nation in side.nations)
    files = kit(Words.of(scenario.rules, [s.id for s in scenario.sides], nations))
    for file in _files(source):
        data = file.read_bytes()
        if file.suffix.lower() in (".tmx", ".tx"):
            data = _OUTSIDE.sub(lambda found: _brought_in(found, source.parent, files), data)
        files[file.relative_to(source).as_posix()] = data
    _shared(source, files)
    table = files["scenario.toml"].decode().replace("\r\n", "\n")
    table = re.sub(r"(?m)^#:schema .*\n", "", table)
    table = re.sub(r"(?m)^title\s*=.*$", lambda _found: f'title = "{title_of(name)}"', table, count=1)
    files["scenario.toml"] = f"#:schema ./{SCHEMA}\n{table}".encode()
    return _made(name, home, files)


def kit(words: Words) -> dict[str, bytes]:
    """What Tiled needs beside a map, by its names: project, object types, tilesets, templates. Raises: OSError."""
    files = {
        PROJECT: project(words).encode(),
        SCHEMA: schema_files()[SCHEMA].encode(),
        OBJECT_TYPES: object_types().encode(),
    }
    for room in ("tilesets", "templates"):
        for file in sorted((paths.maps_dir() / room).iterdir()):
            if file.is_file() and "@" not in file.name:  # the finer pictures are the game's alone
                files[f"{room}/{file.name}"] = file.read_bytes()
    return files


def _made(name: str, home: Path, files: Mapping[str, bytes]) -> Path:
    """Have a folder filled and checked beside its place, then put it there."""
    if fault := name_fault(name):
        raise Unmade(fault)
    target = home / name
    if target.exists() or target.is_symlink():
        raise Unmade(_("{folder} is there already, and was left as it is.").format(folder=shown(target)))
    with moving_room(home) as room:
        folder = room / name
        fill(folder, files)
        report = Report()
        if read_scenario(folder, report) is None:
            told = next(str(issue) for issue in ScenarioError(report.finish()).issues)
            raise Unmade(
                _("the new scenario would not pass `khalkhin check`, and was not kept: {fault}").format(
                    fault=told.replace(f"{shown(folder)}/", "")
                )
            )
        folder.rename(target)
    return target


def _files(source: Path) -> Iterator[Path]:
    """The files of a scenario that a copy takes along. Raises: Unmade if they are too many or too large."""
    found = [p for p in sorted(source.rglob("*")) if p.suffix.lower() in KINDS and p.is_file() and not p.is_symlink()]
    if len(found) > MAX_FILES or sum(p.stat().st_size for p in found) > MAX_BYTES:
        raise Unmade(
            _("{folder} has more than {files} files or {size} MiB, and is not copied.").format(
                folder=shown(source), files=MAX_FILES, size=MAX_BYTES >> 20
            )
        )
    yield from found


def _brought_in(found: re.Match[bytes], maps: Path, files: dict[str, bytes]) -> bytes:
    """What a map calls a tileset or template beside its folder, once that is inside."""
    room = found[1].decode("utf-8", "replace")
    file = found[2].decode("utf-8", "replace")
    own = maps / room / file
    if f"{room}{file}" not in files and own.is_file() and not own.is_symlink():
        files[f"{room}{file}"] = own.read_bytes()
        for picture in re.findall(rb'<image [^>]*source="([^"/\\:]+)"', files[f"{room}{file}"]):
            beside = own.parent / picture.decode("utf-8", "replace")
            if beside.is_file() and not beside.is_symlink():
                files[f"{room}{beside.name}"] = beside.read_bytes()
    return found[0].replace(b"../", b"", 1)


def _shared(source: Path, files: dict[str, bytes]) -> None:
    """Add what a scenario has from its campaign: unit types, ground, symbols, sounds. Raises: Unmade, OSError."""
    above = campaign_folder(source.resolve())
    if above is None:
        return
    for name in (unit_types.FILE, terrains.FILE):
        if not (above / name).is_file() or (above / name).is_symlink():
            continue
        if name in files:
            told = _("{folder} and its campaign both have {file}: put what both say into its own, and try again.")
            raise Unmade(told.format(folder=shown(source), file=name))
        files[name] = (above / name).read_bytes()
    for room in (symbols.FOLDER, sounds.FOLDER):
        if (above / room).is_dir():
            for file in _files(above / room):
                files.setdefault(f"{room}/{file.name}", file.read_bytes())
