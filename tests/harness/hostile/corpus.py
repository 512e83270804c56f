"""The sound files that harm is made of: a small war of maps, tables, battles and a campaign, in a home of its own."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from random import Random

from khalkhin import paths
from khalkhin.core import legal_orders
from khalkhin.core.model.rules import Handicap
from khalkhin.core.orders.orders import EndTurn
from khalkhin.play.campaign import battles
from khalkhin.play.campaign import saves as campaigns
from khalkhin.play.campaign.campaign import begin, next_battle
from khalkhin.play.session.session import HUMAN, Session
from khalkhin.play.session.settings import Settings, save_settings
from khalkhin.scenario import load
from khalkhin.scenario.campaigns import load_campaign

from tests.campaignfiles import CAMPAIGN
from tests.scenario import maker

BOTH = {"soviet": HUMAN, "japanese": HUMAN}
TEMPLATE = """<?xml version="1.0" encoding="UTF-8"?>
<template>
 <tileset firstgid="1" source="../tilesets/terrain.tsx"/>
 <object name="A regiment" type="Unit" gid="1" width="64" height="56">
  <properties>
   <property name="type" value="rifle-regiment"/>
   <property name="side" value="soviet"/>
  </properties>
 </object>
</template>
"""
TEMPLATED = """  <object id="50" template="../templates/regiment.tx" x="48" y="84" width="0" height="0" gid="1">
   <properties><property name="code" value="ru-99"/></properties>
  </object>
"""
MORE = """ <layer id="20" name="decor" width="8" height="6"><data encoding="csv">{csv}</data></layer>
 <group id="21" name="notes"><objectgroup id="22" name="remarks">
  <object id="60" x="5" y="5" rotation="30"/></objectgroup></group>
"""


@dataclass(frozen=True)
class Corpus:
    """Where the sound files are, under one root that holds nothing else of worth."""

    root: Path

    @property
    def maps(self) -> Path:
        return self.root / "maps"

    @property
    def home(self) -> Path:
        return self.root / "home"

    @property
    def kept(self) -> Path:
        """Sound journals and a campaign, out of the way of the game."""
        return self.root / "kept"


def build(root: Path) -> Corpus:
    """Write the files. The environment must have no other home yet."""
    corpus = Corpus(root)
    files = maker.write(root)
    (root / "maps" / "templates").mkdir()
    (root / "maps" / "templates" / "regiment.tx").write_text(TEMPLATE, encoding="utf-8")
    files.change("map", '<objectgroup id="5" name="units">\n', f'<objectgroup id="5" name="units">\n{TEMPLATED}')
    csv = ",".join(["0"] * 48)
    files.change("map", "</map>", MORE.format(csv=csv) + "</map>")
    for picture in (paths.maps_dir() / "tilesets").glob("*.png"):
        shutil.copy(picture, root / "maps" / "tilesets")
    (root / "secret.tsx").write_text("nothing of anybody's business", encoding="utf-8")
    for name in ("two", "three"):
        shutil.copytree(files.folder, corpus.maps / f"small_{name}")
    (corpus.maps / "campaign.toml").write_text(CAMPAIGN, encoding="utf-8")
    take_over(corpus)
    corpus.kept.mkdir()
    _battles(corpus)
    _campaign(corpus)
    save_settings(Settings(ui_scale=1.25), corpus.kept / "settings.json")
    return corpus


def take_over(corpus: Corpus) -> None:
    """Let the game find these maps and this home, and no others."""
    os.environ["KHALKHIN_HOME"] = str(corpus.home)
    maps = corpus.maps
    paths.maps_dir = lambda: maps


def _battles(corpus: Corpus) -> None:
    scenario = load("small")
    for number, handicaps in enumerate(({}, {}, {"japanese": Handicap(columns=1, hq_points=1, supply=25, drafts=1)})):
        path = corpus.kept / f"battle-{number}.journal"
        session = Session.begin(scenario, BOTH, number + 1, path=path, handicaps=handicaps, fog=number != 1)
        _play(session, Random(number), turns=(3, 12, 6)[number])


def _play(session: Session, random: Random, turns: int) -> None:
    for _ in range(turns):
        for _ in range(random.randrange(2, 9)):
            if session.over:
                break
            state = session._state
            session.submit(random.choice([o for o in legal_orders(state) if not isinstance(o, EndTurn)] or [EndTurn()]))
            if random.random() < 0.3 and session.undo_reason() is None:
                session.undo()
        if not session.over:
            session.submit(EndTurn())
    session.close()


def _campaign(corpus: Corpus) -> None:
    campaign = load_campaign()
    path = corpus.home / "saves" / "campaign-001.campaign"
    campaigns.write(path, begin(campaign, BOTH, 5, True, {"japanese": "hard"}))
    for number in range(2):
        progress, _ = campaigns.read(path, campaign)
        if progress.over:
            break
        session = battles.begin_battle(path, campaign, progress, next_battle(campaign, progress)[0])
        _play(session, Random(number), 3)
        assert session.path is not None and session.carry is not None
        shutil.copy(session.path, corpus.kept / f"campaign-battle-{number}.journal")
        shutil.copy(path, corpus.kept / f"campaign-{number}.campaign")
        session.give_up()
        battles.count(session.carry, session._state)
    shutil.copy(path, corpus.kept / "campaign-9.campaign")
    shutil.rmtree(corpus.home / "saves")
    assert json.loads((corpus.kept / "campaign-9.campaign").read_text())["results"]
