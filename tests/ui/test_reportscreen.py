"""The end of a battle: compared with history, and its report written by a click."""

from __future__ import annotations

import errno
import os
import webbrowser
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pygame
import pytest
from khalkhin.core.model.scenario import History, Scenario, Toll
from khalkhin.core.orders.orders import EndTurn
from khalkhin.core.timeline import timeline as t
from khalkhin.play.report.job import Failed, Written, write
from khalkhin.play.report.report import Report
from khalkhin.play.session.session import HUMAN, Session
from khalkhin.scenario.issues import Issue, ScenarioError, Severity
from khalkhin.ui.history.screen import HistoryScene
from khalkhin.ui.report.end import EndScene
from khalkhin.ui.report.reporting import save_report
from khalkhin.ui.report.screen import ReportScene
from khalkhin.ui.scene import Go

from tests.guard import until, waiting
from tests.harness.faults import stopped
from tests.play.test_processes import alive
from tests.ui.driver import Driver
from tests.ui.fakes import FakeTable
from tests.ui.smallbattle import small_battle

FATES = (
    t.Entry("ring", t.When(1), "", "The ring", source="A21", fate="happened"),
    t.Entry("lives", t.When(1), "", "They fire back", source="A22", fate="prevented"),
    t.Entry("bill", t.When(99), "", "The bill", source="A23", fate="happened"),
)


def scenario() -> Scenario:
    history = History(100, {"japanese": Toll(20_000, 17_000, 20_000)})
    return replace(small_battle(1), timeline=FATES, history=history)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KHALKHIN_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def over() -> Session:
    """A battle that has been fought, with its journal; closed as it is when the end screen comes up."""
    battle = scenario()
    session = Session.begin(battle, {s.id: HUMAN for s in battle.sides}, 3)
    while not session.over:
        session.submit(EndTurn())
    session.close()
    return session


def written(d: Driver) -> None:
    """Turn the loop until the report is done."""
    for _ in waiting(lambda: d.top.done is not None, "the report"):
        d.step(1)
    d.step()


def answered(d: Driver) -> None:
    """Wait until the browser has been asked for."""
    for _ in waiting(lambda: d.top._asked is None, "the browser"):
        d.step(1)


@pytest.mark.parametrize(("size", "scale"), [((1280, 720), 1.0), ((1280, 720), 2.0), ((1920, 1080), 2.0)])
def test_the_end_is_compared_with_history(
    driver: Callable[..., Driver], size: tuple[int, int], scale: float, home: Path
) -> None:
    d = driver(size, scale)
    d.show(EndScene(over(), "soviet"))
    assert d.faults() == []
    words = d.texts()
    assert "Beside history" in words and "17,000" in words and "Historians, at most" in words
    assert "1 happened, 2 prevented" in words
    assert "In history the ring closed on 24 August; here it closed as well." in words
    sheet = next(s for s in d.top.ui.sheets if any(getattr(r, "action", None) for r in s.rows))
    here = [y for y in range(sheet.rect.y, sheet.rect.bottom) if sheet.action_at((sheet.rect.x + 9, y))]
    d.click((sheet.rect.x + 9, here[0]))
    assert isinstance(d.top, HistoryScene) and d.top.page.parts[d.top.part].key == "A21"
    d.key(pygame.K_ESCAPE)
    assert isinstance(d.top, EndScene)


def test_a_click_writes_the_report_and_opens_it(
    driver: Callable[..., Driver], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def show(url: str) -> bool:
        opened.append(url)
        return True

    monkeypatch.setattr(webbrowser, "open", show)
    d = driver()
    session = over()
    d.show(EndScene(session, "soviet"))
    d.click_text("Save the report")
    assert isinstance(d.top, ReportScene) and "Writing" in d.texts() and d.faults() == []
    with stopped(until(lambda: d.top.job.pid, "the process that writes")):
        d.step(30)
        assert d.top.done is None
    written(d)
    assert session.path is not None
    page = home / "reports" / session.path.stem / "report.html"
    assert d.top.done == Written(page) and str(page) in d.texts() and d.faults() == []
    text = page.read_text(encoding="utf-8")
    for name in ("losses.png", "arms.png", "points.png", "pockets.png", "stocks.png"):
        assert name in text and (page.parent / name).read_bytes().startswith(b"\x89PNG")
    assert "The bill" in text and "17,000–20,000" in text
    d.click_text("Open in the browser")
    answered(d)
    assert opened == [page.as_uri()] and "No browser" not in d.texts()
    assert "Your browser was asked" in d.texts(), "a click that nothing comes of in this window is answered"
    d.click_text("Close")
    assert isinstance(d.top, EndScene)


@pytest.mark.parametrize("answer", [False, webbrowser.Error("none")])
def test_without_a_browser_the_path_must_do(
    driver: Callable[..., Driver], home: Path, monkeypatch: pytest.MonkeyPatch, answer: object
) -> None:
    def no_browser(url: str) -> bool:
        if isinstance(answer, Exception):
            raise answer
        return False

    monkeypatch.setattr(webbrowser, "open", no_browser)
    d = driver((1280, 720), 2.0)
    scene = ReportScene(None, scenario())
    d.show(scene)
    scene.done = Written(Path("/home/somebody/" + "a-long-folder/" * 8 + "report.html"))
    scene.rebuild()
    d.click_text("Open in the browser")
    answered(d)
    assert "No browser could be opened here" in d.texts() and "report.html" in d.texts() and d.faults() == []


def test_a_folder_that_cannot_be_written_is_a_sentence(driver: Callable[..., Driver], home: Path) -> None:
    d = driver()
    session = over()
    (home / "reports").write_text("not a folder")
    d.show(EndScene(session, "soviet"))
    d.click_text("Save the report")
    written(d)
    assert isinstance(d.top.done, Failed) and "could not be written to" in d.texts() and d.faults() == []
    assert "Open in the browser" not in [b.text for b in d.buttons()]
    d.key(pygame.K_ESCAPE)
    assert isinstance(d.top, EndScene)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is read-only to the superuser")
def test_a_read_only_folder(home: Path) -> None:
    session = over()
    home.joinpath("reports").mkdir()
    home.joinpath("reports").chmod(0o500)
    assert session.path is not None
    done = write(session.path, scenario(), home / "reports" / "x", save_report)
    assert isinstance(done, Failed) and "Permission denied" in done.reason


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EROFS])
def test_faults_of_the_disk_are_sentences(home: Path, code: int) -> None:
    def save(report: Report, folder: Path) -> Path:
        raise OSError(code, os.strerror(code))

    session = over()
    assert session.path is not None
    done = write(session.path, scenario(), home / "reports", save)
    assert isinstance(done, Failed) and os.strerror(code) in done.reason and done.reason.endswith(".")


def test_a_history_that_cannot_be_read_is_a_sentence(home: Path) -> None:
    def save(report: Report, folder: Path) -> Path:
        raise ScenarioError([Issue(Severity.ERROR, "account.toml", "there is no table called facts")])

    session = over()
    assert session.path is not None
    done = write(session.path, scenario(), home / "reports", save)
    assert isinstance(done, Failed) and "the history cannot be read" in done.reason and "account.toml" in done.reason


def test_a_journal_that_is_gone_or_damaged_is_a_sentence(home: Path) -> None:
    session = over()
    assert session.path is not None
    session.path.write_bytes(session.path.read_bytes()[:40])
    done = write(session.path, scenario(), home / "reports", save_report)
    assert isinstance(done, Failed) and session.path.name in done.reason
    session.path.unlink()
    assert isinstance(write(session.path, scenario(), home / "reports", save_report), Failed)


def test_what_was_lost_before_a_battle_is_not_lost_in_it(home: Path, driver: Callable[..., Driver]) -> None:
    battle = scenario()
    worn = tuple(replace(u, steps=u.steps - 1) if u.spec.index == 0 else u for u in battle.units)
    battle = replace(battle, units=worn)
    session = Session.begin(battle, {s.id: HUMAN for s in battle.sides}, 3)
    session.give_up()
    d = driver()
    d.app.apply(Go(EndScene(session, "soviet")))
    d.step(2)
    for info in battle.sides:
        full = sum(u.steps for u in worn if u.side == info.id)
        assert f"0 of {full}" in d.texts()


def test_a_battle_without_a_journal_says_so(driver: Callable[..., Driver]) -> None:
    table = FakeTable(small_battle(1), ("soviet",))
    while not table.over:
        table.submit(EndTurn())
    d = driver()
    d.show(EndScene(table, "soviet"))
    d.click_text("Save the report")
    assert "kept no journal" in d.texts()


def test_writing_can_be_stopped(driver: Callable[..., Driver], home: Path) -> None:
    d = driver()
    d.show(EndScene(over(), "soviet"))
    d.click_text("Save the report")
    pid = until(lambda: d.top.job.pid, "the process that writes")
    d.click_text("Stop writing")
    assert isinstance(d.top, EndScene)
    until(lambda: not alive(pid), "the end of the process that writes")
