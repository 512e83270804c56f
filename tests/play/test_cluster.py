"""Battles on a real scheduler of dask.distributed with two real workers, one of which is killed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace

import pytest
from khalkhin.cli import main
from khalkhin.play.measure.arena import PlayerFault, Result
from khalkhin.play.measure.cluster import Cluster, NoCluster

from tests.guard import until
from tests.play.test_series import RANDOM, ROOT, SEEDS, alone, brought, by_seed, terms

__all__ = ["brought"]  # a fixture

needs_it = pytest.mark.skipif(
    find_spec("distributed") is None, reason="dask.distributed is missing: pip install 'khalkhin-gol[cluster]'"
)


def started(*words: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "game"), *sys.path))}
    return subprocess.Popen([sys.executable, "-m", *words], env=environment, stderr=subprocess.DEVNULL)


class Machines:
    """A scheduler and its workers, as processes of their own."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "scheduler.json"
        where = ("--scheduler-file", str(self.file))
        self.scheduler = started("distributed.cli.dask_scheduler", "--port", "0", "--no-dashboard", *where)
        until(self._written, "the scheduler")
        worker = ("distributed.cli.dask_worker", *where, "--nthreads", "1", "--no-nanny", "--no-dashboard")
        self.workers = [started(*worker) for _ in range(2)]

    def _written(self) -> bool:
        try:
            return bool(self.address)
        except (OSError, ValueError, KeyError):
            return False

    @property
    def address(self) -> str:
        return str(json.loads(self.file.read_text())["address"])

    def close(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[Machines]:
    made = Machines(tmp_path)
    yield made
    made.close()


@needs_it
def test_a_lost_worker_loses_no_battle_and_changes_none(machines: Machines) -> None:
    with Cluster(machines.address) as cluster:
        cluster._client.wait_for_workers(2)
        work = cluster.fight(terms(), tuple(SEEDS))
        results: list[Result] = [next(work)]
        machines.workers[0].kill()
        assert by_seed(iter([*results, *work])) == alone()


@needs_it
def test_the_page_and_results_are_those_of_one_process(machines: Machines, tmp_path: Path) -> None:
    made = []
    words = ("arena", "grazing_rights", "--games", "1", "--players", "idle,flee", "--no-variants")
    for name, how in (("here", ("--jobs", "1")), ("there", ("--cluster", machines.address))):
        output = tmp_path / f"{name}.html"
        assert main([*words, *how, "-o", str(output)]) == 0
        made.append((output.read_bytes(), output.with_name(f"{name}.html.results").read_bytes()))
    assert made[0] == made[1]


@needs_it
def test_what_a_player_does_wrong_there_is_told_here(brought: None, machines: Machines) -> None:
    clumsy = replace(terms(), players={**RANDOM, "japanese": "clumsy"})
    with Cluster(machines.address) as cluster, pytest.raises(PlayerFault, match="KeyError: 'a map'"):
        list(cluster.fight(clumsy, (1,)))


@needs_it
def test_a_worker_with_another_version_of_the_game_is_refused(
    machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("khalkhin.play.measure.kept.code", lambda *_: "another version")
    with Cluster(machines.address) as cluster, pytest.raises(NoCluster, match="another version of the game"):
        list(cluster.fight(terms(), (1,)))


@needs_it
def test_no_scheduler_at_an_address_is_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    output = tmp_path / "page.html"
    code = main(["arena", "grazing_rights", "--games", "1", "--cluster", "tcp://127.0.0.1:9", "-o", str(output)])
    told = capsys.readouterr().err
    assert code == 1 and "No scheduler answers at tcp://127.0.0.1:9" in told and "Start one: dask scheduler" in told
    assert not output.exists() and not list(tmp_path.glob("*.results"))


def test_why_a_cluster_was_lost_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library says it in several, and asks for what the player's command has not."""
    lost = type("CancelledError", (Exception,), {})
    names = {"CancelledError": lost, "KilledWorker": type("KilledWorker", (Exception,), {})}
    monkeypatch.setitem(sys.modules, "distributed", SimpleNamespace(**names))

    def result() -> None:
        raise lost("battle-1 cancelled for reason: connection lost.\nPlease check your connection.")

    with pytest.raises(NoCluster, match="connection lost") as told:
        Cluster("tcp://127.0.0.1:9")._result(terms(), SimpleNamespace(result=result), 1)
    assert "\n" not in str(told.value)


def test_without_the_library_one_sentence_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    output = tmp_path / "page.html"
    code = main(["arena", "grazing_rights", "--games", "1", "--cluster", "tcp://127.0.0.1:9", "-o", str(output)])
    told = capsys.readouterr().err
    assert code == 1 and re.search(r"needs the library dask\.distributed.*khalkhin-gol\[cluster\]", told)
    assert told.count("\n") == 1
    with pytest.raises(NoCluster):
        Cluster("x").__enter__()
