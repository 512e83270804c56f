"""Packs: made, installed and removed whole or not at all, and hostile ones refused with a plain sentence."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import pytest
from khalkhin import paths
from khalkhin.cli import main
from khalkhin.play.checking import check_all
from khalkhin.scenario import ScenarioError, listings, load, packs
from khalkhin.scenario.making import new
from khalkhin.storage import folders, whole
from khalkhin.storage.locks import writing_in

from tests import guard
from tests.scenario.maker import Files, write

pytestmark = pytest.mark.usefixtures("rules_read_once")


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Files:
    """The small scenario, which uses the shipped tileset."""
    monkeypatch.setenv("KHALKHIN_HOME", str(tmp_path / "home"))
    files = write(tmp_path)
    own = files.folder / "own.tsx"
    shutil.move(files.tsx, own)
    files.change("map", "../tilesets/terrain.tsx", "own.tsx")
    monkeypatch.chdir(tmp_path)
    return files


@pytest.fixture
def packed(files: Files, tmp_path: Path) -> Path:
    """A good pack of it."""
    path, _found = packs.pack(files.folder, tmp_path / "small-1.khalkhin", "A. Maker", "CC-BY-4.0", "1", check_all)
    return path


def installed() -> list[str]:
    """All that lies among the user's scenarios, leftovers too."""
    maps = paths.user_maps_dir()
    return sorted(p.name for p in maps.iterdir()) if maps.is_dir() else []


def test_a_scenario_is_packed_installed_listed_played_and_removed(
    files: Files, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--author", "A. Maker", "--licence", "CC-BY-4.0", "--version", "1.2"]
    assert main(["pack", str(files.folder), *words]) == 0
    assert "small-1.2.khalkhin: Small scenario, version 1.2, by A. Maker" in capsys.readouterr().out
    before = load(files.folder).digest
    shutil.rmtree(files.maps)
    assert main(["install", "small-1.2.khalkhin"]) == 0
    assert installed() == ["small"]
    (listed,) = (item for item in listings() if not item.shipped)
    assert listed.scenario is not None and listed.scenario.digest == before
    capsys.readouterr()
    assert main(["list"]) == 0
    assert "yours: version 1.2, by A. Maker, CC-BY-4.0" in capsys.readouterr().out
    assert main(["remove", "small"]) == 0
    assert installed() == [] and "is gone" in capsys.readouterr().out
    assert main(["remove", "small"]) == 1
    assert "no pack of this name is installed" in capsys.readouterr().err


def test_a_new_scenario_is_packed_as_it_is_without_what_only_its_maker_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KHALKHIN_HOME", str(tmp_path / "home"))
    folder = new.create("border-post", tmp_path, 20, 15, new.layout())
    (folder / "map.tmx~").write_text("")
    (folder / "khalkhin.tiled-session").write_text("{}")
    before = load(folder).digest
    path, _found = packs.pack(folder, tmp_path / "post.khalkhin", "A. Maker", "CC-BY-4.0", "1", check_all)
    shutil.rmtree(folder)
    packs.install(packs.offered(path, check_all))
    there = paths.user_maps_dir() / "border-post"
    assert load(there).digest == before
    assert {p.name for p in there.iterdir()} == {"map.tmx", "scenario.toml", "pack.toml", "templates", "tilesets"}


def test_the_same_files_make_the_same_pack(files: Files, tmp_path: Path) -> None:
    one, _ = packs.pack(files.folder, tmp_path / "a.khalkhin", "A", "B", "1", check_all)
    two, _ = packs.pack(files.folder, tmp_path / "b.khalkhin", "A", "B", "1", check_all)
    assert one.read_bytes() == two.read_bytes()


def test_another_version_is_put_in_place_only_when_asked(packed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["install", str(packed)]) == 0
    assert main(["install", str(packed)]) == 1
    assert "put 1 in its place with --replace" in capsys.readouterr().err
    assert main(["install", str(packed), "--replace"]) == 0 and installed() == ["small"]


def test_a_folder_is_installed_as_it_is(files: Files) -> None:
    assert main(["install", str(files.folder)]) == 0
    assert installed() == ["small"] and load("small").title == "Small scenario"


def test_ones_own_scenario_is_never_replaced(packed: Path, files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(files.folder, paths.user_maps_dir() / "small")
    assert main(["install", str(packed), "--replace"]) == 1
    assert "of your own, which is no pack" in capsys.readouterr().err
    assert not (paths.user_maps_dir() / "small" / "pack.toml").exists()


def test_what_others_would_not_find_is_not_packed(files: Files, tmp_path: Path) -> None:
    shutil.move(files.folder / "own.tsx", files.tsx.with_name("mine.tsx"))
    files.change("map", "own.tsx", "../tilesets/mine.tsx")
    assert files.told() == [t for t in files.told() if ": warning: " in t]
    with pytest.raises(ScenarioError, match=r"mine\.tsx"):
        packs.pack(files.folder, tmp_path / "x.khalkhin", "A", "B", "1", check_all)
    assert not list(tmp_path.glob("x.khalkhin*"))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda f: (f / "run.py").write_text("print()"), "is of a kind that a pack does not hold"),
        (lambda f: (f / "link.txt").symlink_to("/etc/passwd"), "it is a link"),
        (lambda f: (f / "aux.png").write_bytes(b""), "is the name of a device on Windows"),
        (lambda f: (f / "big.wav").write_bytes(b"0" * ((16 << 20) + 1)), "it cannot be packed"),
    ],
    ids=["code", "link", "device", "large"],
)
def test_what_no_pack_holds_is_not_packed(files: Files, make: Callable[[Path], object], said: str) -> None:
    make(files.folder)
    with pytest.raises(ScenarioError, match=said):
        packs.pack(files.folder, None, "A", "B", "1", check_all)


def test_author_and_licence_are_asked_for(files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pack", str(files.folder)]) == 1
    assert "add --author and --licence" in capsys.readouterr().err


# ---- hostile packs


def entries(path: Path) -> list[tuple[zipfile.ZipInfo, bytes]]:
    with zipfile.ZipFile(path) as file:
        return [(info, file.read(info)) for info in file.infolist()]


def rewritten(path: Path, rows: list[tuple[zipfile.ZipInfo | str, bytes]]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for info, data in rows:
            file.writestr(info, data)


def added(name: str, data: bytes = b"x") -> Callable[[Path], None]:
    return lambda path: rewritten(path, [*entries(path), (name, data)])


def linked(path: Path) -> None:
    info = zipfile.ZipInfo("small/notes.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    rewritten(path, [*entries(path), (info, b"/etc/passwd")])


def swollen(path: Path) -> None:
    """A megabyte of packed zeros is a thousand of them."""
    rewritten(path, [*entries(path), *((f"small/{n}.txt", b"\0" * (15 << 20)) for n in range(4))])


def lying(path: Path) -> None:
    """The directory says that the first file is one byte long."""
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = (1).to_bytes(4, "little")
    path.write_bytes(data)


def changed(path: Path) -> None:
    def shorter(name: str, data: bytes) -> bytes:
        return data.replace(b"turns = 6", b"turns = 5") if name.endswith("scenario.toml") else data

    rows: list[tuple[zipfile.ZipInfo | str, bytes]] = [(i, shorter(i.filename, d)) for i, d in entries(path)]
    rewritten(path, rows)


def without(name: str) -> Callable[[Path], None]:
    return lambda path: rewritten(path, [(i, d) for i, d in entries(path) if not i.filename.endswith(name)])


def said_of_itself(old: bytes, new: bytes) -> Callable[[Path], None]:
    return lambda path: rewritten(
        path, [(i, d.replace(old, new) if i.filename.endswith("pack.toml") else d) for i, d in entries(path)]
    )


def locked(path: Path) -> None:
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    path.write_bytes(data)


HOSTILE: dict[str, tuple[Callable[[Path], object], str]] = {
    "no zip": (lambda p: p.write_bytes(b"hello"), "it is no pack, or a damaged one"),
    "empty": (lambda p: p.write_bytes(b""), "it is no pack, or a damaged one"),
    "cut off": (lambda p: p.write_bytes(p.read_bytes()[:900]), "it is no pack, or a damaged one"),
    "up and out": (added("small/../../evil.txt"), "is no plain path inside the pack"),
    "from the root": (added("/etc/evil.txt"), "it does not hold one folder"),
    "a drive": (added("small/C:evil.txt"), "is no plain path inside the pack"),
    "backslashes": (added("small/..\\evil.txt"), "is no plain path inside the pack"),
    "a dot": (added("small/./evil.txt"), "is no plain path inside the pack"),
    "a device": (added("small/NUL.txt"), "is the name of a device on Windows"),
    "a stream": (added("small/map.tmx::$DATA.txt"), "is no plain path inside the pack"),
    "a hidden file": (added("small/.profile.txt"), "has characters that not every system takes"),
    "a dot at the end": (added("small/x.txt."), "has characters that not every system takes"),
    "a control character": (added("small/a\x1b[2J.txt"), "has characters that not every system takes"),
    "code": (added("small/run.py"), "is of a kind that a pack does not hold"),
    "a program": (added("small/run.exe"), "is of a kind that a pack does not hold"),
    "too deep": (added("small/a/b/c/d/e/f.txt"), "is too long or lies too deep"),
    "too long": (added(f"small/{'a' * 200}.txt"), "is too long or lies too deep"),
    "twice": (added("small/MAP.tmx"), "it is there twice"),
    "a file as a folder": (added("small/map.tmx/x.txt"), "it is a file and a folder"),
    "a folder as a file": (added("small/Map.TMX/deeper/x.txt"), "it is a file and a folder"),
    "two folders": (added("other/x.txt"), "it does not hold one folder"),
    "a link": (linked, "it is a link or a device"),
    "a bomb": (swollen, "it has more than 200 files or 48 MiB"),
    "many files": (
        lambda p: rewritten(p, [*entries(p), *((f"small/{n}.txt", b"") for n in range(300))]),
        "it has more than 200 files or 48 MiB",
    ),
    "a false size": (lying, "it is no pack, or a damaged one"),
    "locked": (locked, "it is locked or packed in a way that is not read"),
    "changed": (changed, "its files are not those that were packed"),
    "no word of itself": (without("pack.toml"), "there is no pack.toml in it"),
    "no map": (without("map.tmx"), "its files are not those that were packed"),
    "a shipped name": (said_of_itself(b'"small"', b'"two_prongs"'), "a scenario of the game is called"),
    "a path for a name": (said_of_itself(b'"small"', b'"../small"'), "use letters, digits and dashes"),
    "a newer format": (said_of_itself(b"format = 1", b"format = 9"), "the most is 1"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_packs_are_refused_and_leave_nothing(
    packed: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    make, said = HOSTILE[name]
    make(packed)
    before = sorted(p.name for p in tmp_path.iterdir() if p.name != "home")
    assert main(["install", str(packed)]) == 1
    told = capsys.readouterr().err
    assert said in told and told.count("\n") == 1 and "Traceback" not in told and " — " in told
    assert installed() == []
    assert sorted(p.name for p in tmp_path.iterdir() if p.name != "home") == before


def test_a_pack_with_faults_is_refused_by_its_faults(
    files: Files, tmp_path: Path, packed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its digest is right: it was packed by another program."""
    rows = {i.filename.partition("/")[2]: d for i, d in entries(packed)}
    rows["scenario.toml"] = rows["scenario.toml"].replace(b"turns = 6", b"turns = 0")
    digest = packs.digest_of({k: v for k, v in rows.items() if k != "pack.toml"})
    old = packs.digest_of({i.filename.partition("/")[2]: d for i, d in entries(packed)})
    rows["pack.toml"] = rows["pack.toml"].replace(old.encode(), digest.encode())
    rewritten(packed, [(f"small/{k}", v) for k, v in rows.items()])
    assert main(["install", str(packed)]) == 1
    assert "scenario.toml:8: calendar.turns is 0" in capsys.readouterr().err
    assert installed() == []


def test_a_full_disk_leaves_the_old_version_and_nothing_half(
    packed: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["install", str(packed)]) == 0
    offer = packs.offered(packed, check_all)
    real, written = whole.to_disk, iter(range(100))

    def full(fd: int) -> None:
        if next(written) == 2:
            raise OSError(28, "No space left on device")
        real(fd)

    monkeypatch.setattr("khalkhin.storage.folders.to_disk", full)
    with pytest.raises(OSError, match="No space left"):
        packs.install(offer)
    assert installed() == ["small"] and load("small").title == "Small scenario"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems cannot exchange folders")
def test_while_a_version_takes_the_place_of_another_one_of_them_is_there(
    packed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = packs.install(packs.offered(packed, check_all))
    (there / "of-the-old.txt").write_text("")
    real = os.rename

    def rename(one: Path, other: Path) -> None:
        real(one, other)
        assert there.is_dir()

    monkeypatch.setattr(os, "rename", rename)
    assert packs.install(packs.offered(packed, check_all)) == there
    assert load("small").title == "Small scenario" and not (there / "of-the-old.txt").exists()
    assert installed() == ["small"]


def old_version(packed: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installed pack with something of its own in it, where folders cannot be exchanged."""
    monkeypatch.setattr(folders, "_exchanged", lambda one, other: False)
    there = packs.install(packs.offered(packed, check_all))
    (there / "of-the-old.txt").write_text("")
    return there


def test_where_folders_cannot_be_exchanged_a_version_takes_the_place_of_another_too(
    packed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = old_version(packed, monkeypatch)
    offer = packs.offered(packed, check_all)
    with monkeypatch.context() as broken:
        real, steps = os.rename, iter(range(9))

        def rename(one: Path, other: Path) -> None:
            if next(steps) == 1:
                raise OSError(5, "Input/output error")
            real(one, other)

        broken.setattr(os, "rename", rename)
        with pytest.raises(OSError, match="Input/output error"):
            packs.install(offer)
    assert (there / "of-the-old.txt").exists() and installed() == ["small"]
    packs.install(offer)
    assert not (there / "of-the-old.txt").exists() and installed() == ["small"]


def test_what_a_kill_takes_from_its_place_there_is_put_back_by_the_next_program(
    packed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = old_version(packed, monkeypatch)
    made = there.parent / f"{folders.MOVING}0" / "small"
    made.mkdir(parents=True)
    with monkeypatch.context() as killed:
        real = os.rename

        def rename(one: Path, other: Path) -> None:
            if one == made:
                raise KeyboardInterrupt  # as good as a kill: nothing is tidied up after it
            real(one, other)

        killed.setattr(os, "rename", rename)
        with pytest.raises(KeyboardInterrupt):
            folders.put_in_place(made, there)
    assert not there.exists()
    with folders.moving_room(there.parent):  # The other program may be at it still.
        assert not there.exists()
    os.utime(made.parent, (0, made.parent.stat().st_mtime - folders.AWAY - 1))
    with folders.moving_room(there.parent):
        assert (there / "of-the-old.txt").exists()


def test_two_windows_install_and_remove_one_after_the_other(packed: Path) -> None:
    offer = packs.offered(packed, check_all)
    with ThreadPoolExecutor() as other:
        with writing_in(paths.user_maps_dir()):
            waiting = other.submit(packs.install, offer)
            for _ in guard.meanwhile(0.3):
                assert packs.installed() == ()
        there = waiting.result(guard.SECONDS)
        with writing_in(paths.user_maps_dir()):
            removing = other.submit(packs.remove, "small")
            for _ in guard.meanwhile(0.3):
                assert there.is_dir()
        removing.result(guard.SECONDS)
    assert installed() == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_a_pipe_under_the_name_of_a_pack_is_not_waited_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pipe = tmp_path / "small-1.khalkhin"
    os.mkfifo(pipe)
    kept_open = os.open(pipe, os.O_RDWR | os.O_NONBLOCK)  # so that opening it as a file would not wait for ever here
    assert main(["install", str(pipe)]) == 1
    os.close(kept_open)
    assert "it cannot be read: It is not an ordinary file" in capsys.readouterr().err


def test_a_wrong_folder_is_not_walked_through_to_its_end(
    files: Files, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(packs, "MOST_LOOKED_AT", 20)
    assert main(["install", str(files.folder), "--replace"]) == 0
    looked: list[Path] = []

    def endless(folder: Path, pattern: str) -> Iterator[Path]:
        for n in count():
            assert n <= packs.MOST_LOOKED_AT, "more than it may look at"
            looked.append(folder / f"{n}.txt")
            yield looked[-1]

    monkeypatch.setattr(Path, "rglob", endless)
    assert main(["install", str(files.folder), "--replace"]) == 1
    assert "it has more than 200 files" in capsys.readouterr().err and looked


def test_what_a_killed_program_left_is_cleared_away_and_never_listed(packed: Path) -> None:
    left = paths.user_maps_dir() / ".moving-0123"
    shutil.copytree(packed.parent / "maps" / "small", left / "small")
    assert [item.id for item in listings() if not item.shipped] == []

    os.utime(left, (1, 1))
    assert main(["install", str(packed)]) == 0
    assert installed() == ["small"]
