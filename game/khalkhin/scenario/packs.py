"""Packs: a scenario, or a campaign with its own, as one file that others can install, a zip of data, never of code.

A pack ``<id>-<version>.khalkhin`` holds one folder ``<id>/`` with the files of either and a ``pack.toml`` that names
author, licence, version and a digest of the rest. Nothing in it is believed: names, kinds, sizes and the digest are
looked at, the files are unpacked beside the user's scenarios, read there like any scenario, and put in place at once or
not at all.
"""

from __future__ import annotations

import hashlib
import io
import os
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Annotated

from pydantic import Field

from khalkhin import __version__, paths
from khalkhin.foreign_text import quoted
from khalkhin.regular_files import DEVICES, NotAFile, TooLarge, read_regular
from khalkhin.scenario import campaigns
from khalkhin.scenario.build import read_scenario
from khalkhin.scenario.catalog import folders, inside
from khalkhin.scenario.issues import Issue, Report, ScenarioError, Severity, shown
from khalkhin.scenario.tables.rules_tables import Id, Name
from khalkhin.scenario.tables.toml_models import Model, parse, read_table
from khalkhin.storage.folders import fill, moving_room, put_in_place
from khalkhin.storage.locks import writing_in
from khalkhin.storage.whole import write_whole
from khalkhin.translation import _

SUFFIX = ".khalkhin"
ABOUT = "pack.toml"
#: The format that packs are written in.
FORMAT = 1
#: What a pack may hold: data that the game or a reader looks at.
SUFFIXES = frozenset(
    [".toml", ".tmx", ".tsx", ".tx", ".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".wav", ".txt", ".md"]
)
#: How files end that only help whoever makes a scenario: Tiled's project and what it keeps beside it, the classes for
#: old Tiled, schemas for editors, and what editors leave behind. They are not packed; a project could have commands.
FOR_MAKERS = (".tiled-project", ".tiled-session", "objecttypes.xml", ".schema.json", "~", ".bak")
MAX_FILES, MAX_FILE, MAX_ALL = 200, 16 << 20, 48 << 20
MAX_NAME, MAX_DEEP = 120, 4
#: Where a folder has more in it than this, no scenario is looked for: somebody has named a wrong one.
MOST_LOOKED_AT = 20_000


#: Tells every fault of a folder: of the scenarios in it and of all that lies beside them.
Look = Callable[[Path], Iterable[Issue]]


class PackTable(Model):
    """What a pack says of itself."""

    format: Annotated[int, Field(ge=1, le=FORMAT)]
    id: Id
    title: Name
    author: Name
    licence: Name
    version: Annotated[str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z.+-]*$", max_length=20)]
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    game: str = ""

    def pack(self) -> Pack:
        """The same as a value."""
        return Pack(self.id, self.title, self.author, self.licence, self.version, self.digest)


@dataclass(frozen=True, slots=True)
class Pack:
    """An installed pack, or what one says of itself."""

    id: str
    title: str
    author: str
    licence: str
    version: str
    digest: str


def refuse(where: object, message: str, hint: str) -> ScenarioError:
    """The error that tells why something is no pack."""
    return ScenarioError((Issue(Severity.ERROR, str(where), message, hint),))


# ---- Names


def bad_name(name: str) -> str:
    """Why a file of a pack may not have a name, as a sentence; empty if it may."""
    parts = name.split("/")
    if name.startswith("/") or "\\" in name or ":" in name or ".." in parts or "." in parts or "" in parts:
        return _("its name is no plain path inside the pack")
    if len(name) > MAX_NAME or len(parts) > MAX_DEEP + 1:
        return _("its name is too long or lies too deep")
    for part in parts:
        if not part.isprintable() or part[0] in ". " or part[-1] in ". " or set(part) & set('<>"|?*'):
            return _("its name has characters that not every system takes")
        if part.split(".")[0].lower() in DEVICES:
            return _("its name is the name of a device on Windows")
    if PurePosixPath(name).suffix.lower() not in SUFFIXES:
        return _("its name is of a kind that a pack does not hold: {kinds}").format(kinds=" ".join(sorted(SUFFIXES)))
    return ""


def digest_of(files: Mapping[str, bytes]) -> str:
    """A digest of the files of a pack but for what it says of itself."""
    whole = hashlib.sha256()
    for name in sorted(files):
        if name != ABOUT:
            whole.update(f"{name}\0{hashlib.sha256(files[name]).hexdigest()}\n".encode())
    return whole.hexdigest()


# ---- Packing


def collected(folder: Path) -> dict[str, bytes]:
    """The files of a scenario's folder by their names. Raises: ScenarioError for what a pack cannot hold."""
    out: dict[str, bytes] = {}
    size = 0
    found = list(islice(folder.rglob("*"), MOST_LOOKED_AT + 1))
    if len(found) > MOST_LOOKED_AT:
        raise refuse(shown(folder), *_too_much())
    for path in sorted(found):
        name = path.relative_to(folder).as_posix()
        if any(part.startswith(".") for part in name.split("/")) or name.endswith(FOR_MAKERS):
            continue
        if path.is_symlink():
            raise refuse(shown(path), _("it is a link"), _("put the file itself there"))
        if path.is_dir():
            continue
        if why := bad_name(name):
            raise refuse(shown(path), why, _("rename it, or take it out of the folder"))
        try:
            out[name] = read_regular(path, MAX_FILE)
        except (NotAFile, TooLarge, OSError) as error:
            raise refuse(
                shown(path),
                _("it cannot be packed: {why}").format(why=quoted(str(error) or type(error).__name__)),
                _("a pack holds ordinary files of at most {most} MiB").format(most=MAX_FILE >> 20),
            ) from error
        size += len(out[name])
        if len(out) > MAX_FILES or size > MAX_ALL:
            raise refuse(shown(folder), *_too_much())
    return out


def _too_much() -> tuple[str, str]:
    told = _("it has more than {files} files or {size} MiB").format(files=MAX_FILES, size=MAX_ALL >> 20)
    return told, _("take out what the scenario does not need")


def about(folder: Path) -> Pack | None:
    """What the pack in a folder says of itself; None if it is none."""
    report = Report()
    if not (folder / ABOUT).is_file():
        return None
    table = read_table(folder / ABOUT, report)
    row = None if table is None else parse(PackTable, table, report)
    return None if row is None else row.pack()


def origin(folder: Path) -> str:
    """Where one of the user's scenarios comes from, in a few words."""
    found = about(folder) or about(folder.parent)
    if found is None:
        return _("yours")
    return _("yours: version {version}, by {author}, {licence}").format(
        version=found.version, author=found.author, licence=found.licence
    )


def pack(folder: Path, target: Path | None, author: str, licence: str, version: str, look: Look) -> tuple[Path, Pack]:
    """Write a scenario's folder as a pack (into the present folder, unless told where) and say which. What is not told
    is taken from an earlier pack.toml; `look` tells what no pack may have. Raises: ScenarioError, OSError."""
    before = about(folder)
    author = author or (before.author if before else "")
    licence = licence or (before.licence if before else "")
    version = version or (before.version if before else "1")
    if not author or not licence:
        raise refuse(
            shown(folder),
            _("a pack names its author and its licence"),
            _("add --author and --licence, such as CC-BY-4.0"),
        )
    files = collected(folder)
    files.pop(ABOUT, None)
    id_ = folder.resolve().name
    with moving_room(paths.user_maps_dir()) as room:
        title = _read_in(room, id_, files, look)
    found = Pack(id_, title, author, licence, version, digest_of(files))
    files[ABOUT] = _about_text(found)
    target = target or Path(f"{id_}-{version}{SUFFIX}")
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as out:
        for name in sorted(files):
            # The same files make the same pack, whenever and by whom they are packed.
            out.writestr(zipfile.ZipInfo(f"{id_}/{name}", (1980, 1, 1, 0, 0, 0)), files[name], zipfile.ZIP_DEFLATED)
    write_whole(target, whole.getvalue())
    return target, found


def _about_text(found: Pack) -> bytes:
    def text(word: str) -> str:
        return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'

    rows = {"id": found.id, "title": found.title, "author": found.author, "licence": found.licence}
    rows |= {"version": found.version, "digest": found.digest, "game": __version__}
    lines = [f"format = {FORMAT}", *(f"{key} = {text(value)}" for key, value in rows.items())]
    return "\n".join([*lines, ""]).encode()


def _read_in(room: Path, id_: str, files: Mapping[str, bytes], look: Look) -> str:
    """Lay files out in a room of their own and read them as a scenario, or a campaign with those in its folder; its
    title. Raises: ScenarioError for faults of either, and of all else that is looked at there."""
    folder = room / id_
    fill(folder, files)
    report = Report()
    title = None
    if campaigns.FILE in files and "scenario.toml" not in files:  # a campaign
        campaign = campaigns.read_campaign(folder / campaigns.FILE, report, as_written=True, thorough=True)
        there = [read_scenario(one, report, as_written=True) for one in inside(folder)]
        title = None if campaign is None or None in there else campaign.title
    else:
        scenario = read_scenario(folder, report, as_written=True)
        title = None if scenario is None else scenario.title
    found = report.finish() if title is None else tuple(look(folder))
    if title is None or any(issue.is_error for issue in found):
        here = f"{shown(folder)}/"
        raise ScenarioError(
            Issue(i.severity, i.where.removeprefix(here), i.message.replace(here, ""), i.hint) for i in found
        )
    return title


# ---- Unpacking


def unpacked(path: Path) -> dict[str, bytes]:
    """The files of a pack by their names inside its folder, which is told by ``id`` in its pack.toml. Raises:
    ScenarioError for everything that a pack may not be."""
    name = shown(path)
    again = _("ask for it anew, or have it packed again with khalkhin pack")
    try:
        data = read_regular(path, MAX_ALL)
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            return _entries(file, name, len(data))
    except TooLarge as error:
        raise refuse(name, *_too_much()) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise refuse(name, _("it is no pack, or a damaged one"), again) from error
    except OSError as error:
        raise refuse(name, _("it cannot be read: {why}").format(why=error.strerror or error), again) from error


def _entries(file: zipfile.ZipFile, name: str, size: int) -> dict[str, bytes]:
    entries = [entry for entry in file.infolist() if not entry.is_dir()]
    if len(file.infolist()) > 2 * MAX_FILES or len(entries) > MAX_FILES:
        raise refuse(name, *_too_much())
    if sum(e.file_size for e in entries) > MAX_ALL or any(e.file_size > MAX_FILE for e in entries):
        raise refuse(name, *_too_much())
    if sum(e.compress_size for e in entries) > size:
        raise refuse(name, _("its files lie over one another"), _("do not install it"))
    tops = {entry.filename.split("/")[0] for entry in entries}
    if len(tops) != 1:
        raise refuse(name, _("it does not hold one folder"), _("have it packed with khalkhin pack"))
    seen: set[str] = set()
    folders: set[str] = set()
    out: dict[str, bytes] = {}
    for entry in entries:
        where = f"{name}: {quoted(entry.filename)}"
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind not in (0, stat.S_IFREG):
            raise refuse(where, _("it is a link or a device, not a file"), _("do not install it"))
        if entry.flag_bits & 0x1 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise refuse(where, _("it is locked or packed in a way that is not read"), _("pack it plainly"))
        if why := bad_name(entry.orig_filename) or bad_name(entry.filename):
            raise refuse(where, why, _("do not install it"))
        if entry.filename.lower() in seen:
            raise refuse(where, _("it is there twice"), _("do not install it"))
        seen.add(entry.filename.lower())
        folders.update(parent.as_posix() for parent in PurePosixPath(entry.filename.lower()).parents)
        with file.open(entry) as stream:
            data = stream.read(entry.file_size + 1)
        if len(data) != entry.file_size:
            raise refuse(where, _("it is larger than it says"), _("do not install it"))
        out[entry.filename.partition("/")[2]] = data
    if both := sorted(seen & folders):
        raise refuse(f"{name}: {quoted(both[0])}", _("it is a file and a folder"), _("do not install it"))
    return out


# ---- Installing and removing


@dataclass(frozen=True, slots=True)
class PackOffer:
    """A pack that may be installed: its files, what it says of itself, and the version it would replace."""

    pack: Pack
    files: Mapping[str, bytes]
    replaces: str = ""

    @property
    def campaign(self) -> bool:
        """Whether it is a campaign, not a single scenario."""
        return campaigns.FILE in self.files and "scenario.toml" not in self.files


def offered(source: Path, look: Look) -> PackOffer:
    """A pack file, or the folder of a scenario, looked through; `look` tells what no pack may have. Raises:
    ScenarioError with why it is not installed."""
    name = shown(source)
    files = collected(source) if source.is_dir() else unpacked(source)
    with moving_room(paths.user_maps_dir()) as room:
        found = _named(room, source, files)
        if not source.is_dir() and found.digest != digest_of(files):
            raise refuse(
                name, _("its files are not those that were packed"), _("do not install it; ask its author for it anew")
            )
        if any((paths.maps_dir() / other).is_dir() and other.lower() == found.id.lower() for other in _shipped()):
            raise refuse(
                name,
                _("a scenario of the game is called {id}").format(id=quoted(found.id)),
                _("ask its author to rename its folder"),
            )
        _read_in(room, found.id, files, look)
        _check_names(name, found.id, room / found.id)
    there = paths.user_maps_dir() / found.id
    old = about(there)
    if there.exists() and old is None:
        raise refuse(
            name,
            _("you have a scenario {id} of your own, which is no pack").format(id=quoted(found.id)),
            _("rename its folder {folder}").format(folder=there),
        )
    return PackOffer(found, files, old.version if old else "")


def _check_names(name: str, id_: str, made: Path) -> None:
    """Whether nobody else's scenario is called like one in a pack's campaign. Raises: ScenarioError."""
    own = paths.user_maps_dir() / id_
    others = {folder.name: folder for _id, folder, _shipped in folders() if own not in folder.parents}
    for scenario in inside(made):
        if scenario.name in others:
            raise refuse(
                name,
                _("you have another scenario that is called {id}, like one in it: {folder}").format(
                    id=quoted(scenario.name), folder=others[scenario.name]
                ),
                _("rename yours, or take it away with khalkhin remove"),
            )


def _shipped() -> list[str]:
    return [p.name for p in paths.maps_dir().iterdir()]


def _named(room: Path, source: Path, files: dict[str, bytes]) -> Pack:
    """What a pack says of itself; a folder that says nothing is nobody's."""
    name = shown(source)
    if ABOUT not in files:
        if not source.is_dir():
            raise refuse(name, _("there is no pack.toml in it"), _("have it packed with khalkhin pack"))
        found = Pack(source.resolve().name, source.resolve().name, _("unknown"), _("unknown"), "1", digest_of(files))
        files[ABOUT] = _about_text(found)
    fill(room, {ABOUT: files[ABOUT]})
    report = Report()
    table = read_table(room / ABOUT, report)
    row = None if table is None else parse(PackTable, table, report)
    if row is None:
        here = f"{shown(room)}/"
        raise ScenarioError(Issue(i.severity, i.where.removeprefix(here), i.message, i.hint) for i in report.finish())
    return row.pack()


def install(offer: PackOffer) -> Path:
    """Put a pack among the user's scenarios, at once or not at all; an older version gives way. Raises: OSError."""
    home = paths.user_maps_dir()
    there = home / offer.pack.id
    with writing_in(home), moving_room(home) as room:
        made = room / offer.pack.id
        fill(made, offer.files)
        put_in_place(made, there)
    return there


def installed() -> tuple[tuple[Path, Pack], ...]:
    """The packs among the user's scenarios, by name, with their folders."""
    try:
        folders = sorted(p for p in paths.user_maps_dir().iterdir() if (p / ABOUT).is_file())
    except OSError:
        return ()
    return tuple((folder, found) for folder in folders if (found := about(folder)) is not None)


def remove(name: str) -> Pack:
    """Take an installed pack away, at once or not at all. Raises: ScenarioError if there is none of this name."""
    known = {folder.name: (folder, found) for folder, found in installed()}
    if name not in known:
        report = Report()
        report.error(quoted(name), _("no pack of this name is installed"), report.thing(name, known))
        raise ScenarioError(report.finish())
    folder, found = known[name]
    with writing_in(paths.user_maps_dir()), moving_room(paths.user_maps_dir()) as room:
        os.rename(folder, room / "old")
    return found
