"""A battle whose scenario is edited meanwhile: F5, `--watch`, and the list of faults beside the old map."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pygame
import pytest
from khalkhin.play.session.journal import read
from khalkhin.play.watch.watcher import Edit
from khalkhin.scenario.issues import Issue, Severity
from khalkhin.ui.app import first
from khalkhin.ui.battle.battle import BattleScene
from khalkhin.ui.battle.edited import FaultsScene
from khalkhin.ui.destinations import ToBattle
from khalkhin.ui.dialogs.dialog import Dialog
from khalkhin.ui.panels.account import FightAccount
from khalkhin.ui.panels.layers import OverlayKind
from khalkhin.ui.pictures.faultmap import RING
from khalkhin.ui.ports.edits import Edits
from khalkhin.ui.router import Router
from khalkhin.ui.scene import Back, Push
from khalkhin.ui.widgets.rows import Heading, Line

from tests.narrow import a, the
from tests.scenario.maker import Files, write
from tests.ui.driver import Driver


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return write(tmp_path)


def battle(files: Files, driver: Callable[..., Driver], *, watch: bool = False) -> tuple[Driver, BattleScene]:
    """The battle of the scenario, as `khalkhin play` opens it, with nothing to read before the map."""
    d = driver()
    to = first(str(files.folder), "soviet", 1, None)
    assert isinstance(to, ToBattle)
    session = to.opened.session
    edits = Edits(files.folder, watched=watch)
    d.show(BattleScene(session, edits=edits))
    d.step(6)
    while isinstance(d.top, Dialog):
        d.app.apply(Back())
        d.step(4)
    return d, a(BattleScene, d.top)


def note(d: Driver) -> str:
    return a(BattleScene, d.top).battle.note[0]


def test_f5_reads_again_and_keeps_the_look(files: Files, driver: Callable[..., Driver]) -> None:
    d, scene = battle(files, driver)
    d.key(pygame.K_PLUS)
    d.key(pygame.K_o)
    before, journal = scene.map.look, scene.session.path
    assert before is not None and scene.overlays.choice.kind is OverlayKind.SUPPLY
    files.change("toml", 'title = "Small scenario"', 'title = "Another title"')
    d.key(pygame.K_F5)
    d.until(lambda: "so is the position" in note(d), "the scenario as it was saved")
    assert scene.session.scenario.title == "Another title" and scene.session.path == journal
    after = scene.map.look
    assert after is not None and (after.place.step, after.sight) == (before.place.step, before.sight)
    assert scene.overlays.choice.kind is OverlayKind.SUPPLY
    # Without --watch nothing is read that nobody asked for.
    files.change("toml", 'title = "Another title"', 'title = "A third"')
    d.step(40)
    assert scene.session.scenario.title == "Another title"


def test_a_watched_battle_goes_on_or_begins_anew_by_what_was_edited(
    files: Files, driver: Callable[..., Driver]
) -> None:
    d, scene = battle(files, driver, watch=True)
    old = scene.session.path
    files.change("map", '<property name="worth" type="int" value="20"/>', PROPERTY.format(77))
    d.until(lambda: "the position is as it was" in note(d), "the worth that was saved")
    kept = scene.session.path
    assert scene.session.scenario.objectives[0].worth == 77 and kept is not None and kept != old
    assert read(kept).header.digest == scene.session.scenario.digest
    files.change("toml", "turns = 6", "turns = 5")
    d.until(lambda: scene.battle.note[0] == "Begun anew, because the turns have changed.", "the battle begun anew")
    now = scene.session.path
    # Of the files that edits began the last one stays, beside the battle's own.
    assert now is not None and now.exists() and not kept.exists() and old is not None and old.exists()


PROPERTY = '<property name="worth" type="int" value="{}"/>'


def test_a_broken_edit_leaves_the_old_map_with_its_faults_beside_it(
    files: Files, driver: Callable[..., Driver]
) -> None:
    d, scene = battle(files, driver, watch=True)
    before = scene.session
    files.change("map", 'value="veteran"', 'value="veterans"')
    d.until(lambda: isinstance(d.top, FaultsScene), "the faults of the edit")
    faults = a(FaultsScene, d.top)
    assert "1. map.tmx:" in d.texts() and "veterans" in d.texts() and str(files.folder) not in d.texts()
    assert scene.session is before
    shown = pygame.Surface(d.app.size)
    faults.draw(shown)
    assert pygame.mask.from_threshold(shown.subsurface(scene.map_rect), RING, (2, 2, 2, 255)).count() > 20
    d.key(pygame.K_DOWN)
    assert faults.chosen == 1
    d.key(pygame.K_DOWN)
    assert faults.chosen == 0
    # Another fault comes, and both go.
    files.change("map", 'value="jp-infantry-regiment"', 'value="jp-regiment"')
    d.until(lambda: "jp-regiment" in d.texts(), "the second fault")
    files.change("map", 'value="jp-regiment"', 'value="jp-infantry-regiment"')
    files.change("map", 'value="veterans"', 'value="veteran"')
    d.until(lambda: d.top is scene, "the battle, mended")
    d.until(lambda: "so is the position" in note(d), "what became of it")


def test_the_battle_can_be_played_on_beside_a_broken_edit(files: Files, driver: Callable[..., Driver]) -> None:
    d, scene = battle(files, driver)
    files.change("map", 'value="veteran"', 'value="veterans"')
    d.key(pygame.K_F5)
    d.until(lambda: isinstance(d.top, FaultsScene), "the faults of the edit")
    d.key(pygame.K_ESCAPE)
    assert d.top is scene
    d.key(pygame.K_n)
    assert scene.battle.planner.selected is not None


def test_only_a_battle_by_itself_is_read_again(files: Files, driver: Callable[..., Driver]) -> None:
    d, scene = battle(files, driver)
    the(scene.edits).close()
    scene.edits = None
    d.key(pygame.K_F5)
    assert "not read again" in note(d)
    assert Router(watch=True)._watch


def test_rings_lie_beneath_whatever_lies_over_the_map(files: Files, driver: Callable[..., Driver]) -> None:
    d, scene = battle(files, driver)
    shown = pygame.Surface(d.app.size)
    # An account of a fight over the map, and faults in every hex.
    scene.battle.accounts.append(FightAccount(0, (Heading("A fight"), *(Line(f"line {n}") for n in range(6)))))
    scene.present()
    d.step(2)
    card = scene.card.place
    assert card.width and scene.map_rect.contains(card)
    every = tuple((col, row) for col in range(8) for row in range(6))
    faults = (Issue(Severity.ERROR, "map.tmx:1", "a fault", "mend it", every),)
    d.app.apply(Push(FaultsScene(the(scene.edits), Edit(None, faults, scene.session.scenario), scene._beneath)))
    d.step(2)
    faulty = a(FaultsScene, d.top)
    faulty.draw(shown)
    red = pygame.mask.from_threshold(shown, RING, (2, 2, 2, 255))
    assert red.count() > 200
    camera = scene._beneath().camera
    middles = [camera.position(hex_) for hex_ in faulty._rings(camera)]
    corner = scene.map_rect.topleft
    assert any(card.collidepoint(x + corner[0], y + corner[1]) for x, y in middles)
    over = pygame.mask.Mask(card.size, fill=True)
    assert red.overlap_area(over, card.topleft) == 0
