"""Files that come to the disk whole or not at all, grow by whole pieces and have one writer."""

from __future__ import annotations

import ast
import contextlib
import errno
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from khalkhin.storage import whole
from khalkhin.storage.growing import Changed, GrowingFile, InUse, Stuck
from khalkhin.storage.locks import FolderBusy, in_use, writing_in

from tests.harness.faults import files_up_to

OLD, NEW = b"old" * 100, b"new and longer" * 100


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


# ------------------------------------------------------------------ whole files


def test_a_file_is_made_replaced_and_kept_beside(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        whole.write_whole(tmp_path / "no folder" / "x", OLD)
    path = tmp_path / "folder" / "x"
    path.parent.mkdir()
    whole.write_whole(path, OLD)
    whole.write_whole(path, NEW, backup=True)
    assert path.read_bytes() == NEW and path.with_name("x.bak").read_bytes() == OLD
    assert names(path.parent) == ["x", "x.bak"]


@pytest.mark.parametrize("backup", [False, True])
@pytest.mark.parametrize("room", [0, 1, len(OLD) - 1, len(OLD), len(NEW) - 1])
def test_a_write_that_fails_leaves_the_folder_as_it_was(tmp_path: Path, room: int, backup: bool) -> None:
    path = tmp_path / "x"
    whole.write_whole(path, b"older")
    whole.write_whole(path, OLD, backup=True)
    with files_up_to(room), pytest.raises(OSError, match="File too large"):
        whole.write_whole(path, NEW, backup=backup)
    assert path.read_bytes() == OLD and path.with_name("x.bak").read_bytes() == b"older"
    assert names(tmp_path) == ["x", "x.bak"]


def test_permissions_stay_and_links_are_followed(tmp_path: Path) -> None:
    path, link = tmp_path / "x", tmp_path / "link"
    path.write_bytes(OLD)
    path.chmod(0o640)
    link.symlink_to(path)
    whole.write_whole(link, NEW)
    assert path.read_bytes() == NEW and link.is_symlink() and stat.S_IMODE(path.stat().st_mode) == 0o640


def test_what_is_no_file_is_written_into_and_not_replaced() -> None:
    whole.write_whole(Path("/dev/null"), NEW)
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)
    with pytest.raises(OSError, match="No space left on device"):
        whole.write_whole(Path("/dev/full"), NEW)
    assert stat.S_ISCHR(os.stat("/dev/full").st_mode)


def test_a_new_file_takes_the_first_free_name_and_touches_no_other(tmp_path: Path) -> None:
    taken, free = tmp_path / "1", tmp_path / "2"
    taken.write_bytes(OLD)
    path, fd = whole.create_whole([taken, free], NEW)
    os.close(fd)
    assert path == free and free.read_bytes() == NEW and taken.read_bytes() == OLD
    with pytest.raises(FileExistsError):
        whole.create_whole([taken, free], NEW)
    with files_up_to(5), pytest.raises(OSError, match="File too large"):
        whole.create_whole([tmp_path / "3"], NEW)
    assert names(tmp_path) == ["1", "2"]


def test_drafts_of_the_dead_are_removed_and_those_of_the_living_stay(tmp_path: Path) -> None:
    program = (
        "import os, sys; from pathlib import Path; from khalkhin.storage import whole;"
        "print(whole._opened_draft(Path(sys.argv[1]))[0], flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    draft = Path(child.stdout.readline().strip())
    (tmp_path / ".like.khalkhin-draft").write_bytes(b"not ours")
    whole.write_whole(tmp_path / "x", NEW)
    assert draft.exists()
    child.kill()
    child.wait()
    whole.write_whole(tmp_path / "x", OLD)
    assert names(tmp_path) == [".like.khalkhin-draft", "x"]


def test_a_finished_file_takes_the_first_free_name(tmp_path: Path) -> None:
    part = whole.unfinished(tmp_path)
    part.write_bytes(NEW)
    (tmp_path / "1").write_bytes(OLD)
    assert whole.publish(part, [tmp_path / "1", tmp_path / "2"]) == tmp_path / "2"
    assert names(tmp_path) == ["1", "2"] and (tmp_path / "2").read_bytes() == NEW


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_is_set_aside_itself_and_not_what_it_leads_to(tmp_path: Path) -> None:
    """A device behind a link has no end, and cannot be given a name in this folder."""
    for leads_to in (Path("/dev/zero"), tmp_path / "gone", Path(__file__)):
        link = tmp_path / "settings.json"
        link.symlink_to(leads_to)
        whole.set_aside(link)
        aside = link.with_name("settings.json.damaged")
        assert not link.is_symlink() and aside.readlink() == leads_to
        aside.unlink()


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_without_links_what_has_no_end_is_not_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", none)
    (tmp_path / "settings.json").symlink_to("/dev/zero")
    whole.set_aside(tmp_path / "settings.json")
    assert [p.name for p in tmp_path.iterdir()] == ["settings.json"]
    (tmp_path / "other.json").write_bytes(b"content")
    whole.set_aside(tmp_path / "other.json")
    assert (tmp_path / "other.json.damaged").read_bytes() == b"content"


# ------------------------------------------------------------------ growing files


def test_at_every_byte_a_piece_that_does_not_fit_leaves_nothing_of_it(tmp_path: Path) -> None:
    path = tmp_path / "x"
    file = GrowingFile.create([path], b"first\n")
    piece = b"second, and a little longer\n"
    for room in range(len(piece)):
        with files_up_to(len(b"first\n") + room), pytest.raises(OSError, match="File too large"):
            file.append(piece)
        assert path.read_bytes() == b"first\n" == file.content
    file.append(piece)
    file.append(piece)
    file.close()
    assert path.read_bytes() == b"first\n" + piece + piece


def test_what_cannot_be_cut_off_stops_all_writing_until_it_can() -> None:
    """A file in memory that is sealed against shrinking."""
    if not hasattr(os, "memfd_create"):
        pytest.skip("no sealed files on this system")
    import fcntl

    fd = os.memfd_create("sealed", os.MFD_ALLOW_SEALING)
    os.write(fd, b"first\n")
    fcntl.fcntl(fd, fcntl.F_ADD_SEALS, fcntl.F_SEAL_SHRINK)
    file = GrowingFile(Path(f"/proc/self/fd/{fd}"), fd, b"first\n")
    with files_up_to(10), pytest.raises(OSError, match="File too large"):
        file.append(b"second\n")
    for _ in range(3):
        with pytest.raises(Stuck):
            file.append(b"second\n")
    assert file.content == b"first\n"
    os.lseek(fd, 0, os.SEEK_SET)
    assert os.read(fd, 100) == b"first\nseco"
    file.close()


def _append(path: Path) -> None:
    with path.open("ab") as other:
        other.write(b"theirs\n")


def _overwrite(path: Path) -> None:
    with path.open("r+b") as other:
        other.seek(2)
        other.write(b"X")


def _touched(path: Path) -> None:
    _overwrite(path)
    os.utime(path, ns=(1, 1))


def _shorten(path: Path) -> None:
    os.truncate(path, 3)


def _replace(path: Path) -> None:
    path.with_name("y").write_bytes(path.read_bytes())
    path.with_name("y").replace(path)


@pytest.mark.parametrize("change", [_append, _overwrite, _touched, _shorten, _replace, Path.unlink])
def test_a_file_that_others_have_changed_is_not_written_over(tmp_path: Path, change: object) -> None:
    assert callable(change)
    path = tmp_path / "x"
    file = GrowingFile.create([path], b"first\n" * 500)
    file.append(b"second\n")
    change(path)
    theirs = path.read_bytes() if path.exists() else None
    for _ in range(2):
        with pytest.raises(Changed):
            file.append(b"third\n")
    assert theirs == (path.read_bytes() if path.exists() else None)
    assert file.content == b"first\n" * 500 + b"second\n"
    file.close()


def test_a_file_only_looked_at_or_touched_is_written_on(tmp_path: Path) -> None:
    path = tmp_path / "x"
    file = GrowingFile.create([path], b"first\n")
    os.utime(path)
    path.read_bytes()
    file.append(b"second\n")
    file.close()
    assert path.read_bytes() == b"first\nsecond\n"


# ------------------------------------------------------------------ locks


def test_a_file_has_one_writer_in_this_process_and_others(tmp_path: Path) -> None:
    path = tmp_path / "x"
    file = GrowingFile.create([path], b"first\n")
    assert in_use(path)
    with pytest.raises(InUse):
        GrowingFile.take_up(path)
    program = (
        "import sys; from pathlib import Path; from khalkhin.storage.growing import GrowingFile;"
        "GrowingFile.take_up(Path(sys.argv[1]))"
    )
    command = [sys.executable, "-c", program, str(path)]
    assert "InUse" in subprocess.run(command, capture_output=True, text=True).stderr
    path.read_bytes()  # Looking at it does not let the lock go.
    assert in_use(path)
    file.close()
    assert not in_use(path)
    assert subprocess.run(command, capture_output=True).returncode == 0


def test_who_writes_in_a_folder_keeps_others_waiting(tmp_path: Path) -> None:
    with writing_in(tmp_path):
        with pytest.raises(FolderBusy) as caught, writing_in(tmp_path, patience=0.05):
            pass
        assert caught.value.errno == errno.EBUSY
    with writing_in(tmp_path, patience=0.0), contextlib.suppress(OSError):
        whole.write_whole(tmp_path / "x", NEW)
    assert names(tmp_path) == ["x"]


def test_where_files_cannot_be_locked_changes_are_found_by_comparing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(_: int, __: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr("fcntl.flock", none)
    first = GrowingFile.create([tmp_path / "x"], b"first\n")
    second = GrowingFile.take_up(tmp_path / "x")
    second.append(b"theirs\n")
    with pytest.raises(Changed):
        first.append(b"ours\n")
    second.append(b"theirs\n")
    first.close()
    second.close()
    assert (tmp_path / "x").read_bytes() == b"first\ntheirs\ntheirs\n"
    (tmp_path / ".0123456789abcdef.khalkhin-draft").write_bytes(b"perhaps of the living")
    with writing_in(tmp_path):
        whole.write_whole(tmp_path / "y", NEW)
    assert names(tmp_path) == [".0123456789abcdef.khalkhin-draft", "x", "y"]
    os.utime(tmp_path / ".0123456789abcdef.khalkhin-draft", (1, 1))
    whole.write_whole(tmp_path / "y", OLD)
    assert names(tmp_path) == ["x", "y"]


# ------------------------------------------------------------------ the whole program


MODE = re.compile(r"(?=.*[wax+])[rwaxbt+]{1,3}")


def writes(source: str) -> list[int]:
    """Lines of a source that write files by themselves."""
    out = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        modes = [a.value for a in (*node.args, *(k.value for k in node.keywords)) if isinstance(a, ast.Constant)]
        opens = name in ("open", "fdopen") and any(MODE.fullmatch(str(mode)) for mode in modes)
        if name in ("write_text", "write_bytes", "copyfile", "copy2", "copytree") or opens:
            out.append(node.lineno)
    return out


def test_nothing_else_in_the_program_writes_files() -> None:
    root = Path(whole.__file__).parents[2]
    sources = [p for p in root.rglob("*.py") if "storage" not in p.parts and "_data" not in p.parts]
    assert len(sources) > 200
    assert {str(p.relative_to(root)): lines for p in sources if (lines := writes(p.read_text(encoding="utf-8")))} == {}
    bad = 'open(p, "wb"); p.open("a"); p.write_text(t); p.write_bytes(b); shutil.copyfile(a, b)'
    assert len(writes(bad)) == 5 and not writes('open(p); p.open("rb"); p.read_text()')
