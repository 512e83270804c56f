"""A stranger's way from a wheel: installed in a clean environment, with an empty home, by what the first page says."""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import subprocess
import sys
import sysconfig
import venv
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import guard
from tests.handbook import kitchen

ROOT = Path(__file__).resolve().parents[2]
PAGE = (kitchen.PAGES / "first-map.md").read_text(encoding="utf-8")


@dataclass
class Stranger:
    """Somebody with the game in an environment of its own, and nothing else."""

    bin: Path
    desk: Path
    home: Path

    @property
    def world(self) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("XDG_", "KHALKHIN", "PYTHON"))}
        more = {"HOME": str(self.home), "USERPROFILE": str(self.home), "LANG": "C.UTF-8", "COLUMNS": "200"}
        return kept | more | {"SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy"}

    def start(self, command: str) -> subprocess.Popen[str]:
        words = shlex.split(command)
        return subprocess.Popen(
            [str(self.bin / words[0]), *words[1:]],
            env=self.world, cwd=self.desk, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def give(self, command: str) -> str:
        """A command to its end; what was answered. It must go well."""
        process = self.start(command)
        told, _none = process.communicate(timeout=guard.SECONDS)
        assert process.returncode == 0 and "Traceback" not in told, (command, told[-2000:])
        return told

    def files(self, pattern: str) -> list[Path]:
        return [path for path in self.home.rglob(pattern) if path.is_file()]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the commands of the wheel lie, in an environment that has what the game needs from this one."""
    made = tmp_path_factory.mktemp("wheel")
    alone = ["--no-isolation"] if importlib.util.find_spec("hatchling") else []
    build = [sys.executable, "-m", "build", "--wheel", *alone, "--outdir", str(made), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, timeout=guard.SECONDS)
    (wheel,) = made.glob("*.whl")
    venv.create(made / "env", with_pip=True)
    bin_ = made / "env" / ("Scripts" if os.name == "nt" else "bin")
    install = [str(bin_ / "python"), "-m", "pip", "install", "--no-deps", "--no-index", "--quiet", str(wheel)]
    subprocess.run(install, check=True, capture_output=True, timeout=guard.SECONDS)
    where = [str(bin_ / "python"), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    lib = subprocess.run(where, check=True, capture_output=True, text=True, timeout=guard.SECONDS).stdout.strip()
    (Path(lib) / "others.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return bin_


def named(word: str) -> str:
    """A command of the page by its second word."""
    return next(re.finditer(rf"(?m)^(khalkhin {word}\b.*)$", PAGE))[1]


@pytest.mark.slow
def test_from_nothing_to_a_pack_that_somebody_else_plays_and_removes(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    maker = Stranger(installed, tmp_path / "desk", tmp_path / "maker")
    friend = Stranger(installed, tmp_path / "desk", tmp_path / "friend")
    for one in (maker, friend):
        one.home.mkdir()

    assert "first-map" in maker.give("khalkhin docs") and "first map" in maker.give("khalkhin docs first-map")
    maker.give(named("new"))
    assert "0 errors, 0 warnings" in maker.give(named("check"))
    assert "of 2" in maker.give(named("simulate").replace("--games 8", "--games 2"))
    playing = maker.start(f"{named('play')} --watch" if "--watch" not in named("play") else named("play"))
    try:
        guard.until(lambda: playing.poll() is not None or bool(maker.files("*.journal")), "a battle has begun")
        assert playing.poll() is None
    finally:
        playing.kill()
        playing.communicate()
    (command,) = re.findall(r"`(khalkhin arena border-post)`", PAGE)
    maker.give(f"{command} --games 2 -o arena.html")
    assert (maker.desk / "arena.html").read_text(encoding="utf-8").count("<svg") > 0
    maker.give(named("pack"))

    friend.give(named("install"))
    assert "yours: version 1.0, by A. Maker, CC-BY-4.0" in friend.give(named("list"))
    assert "of 1" in friend.give("khalkhin simulate border-post --games 1")
    friend.give(named("remove"))
    assert "border-post" not in friend.give(named("list")) and friend.files("*.tmx") == []
