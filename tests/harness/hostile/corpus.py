"""The sound files that harm is made of: a small war of maps, tables, packs, puzzles, battles and campaigns, in a home
of its own."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pygame
from khalkhin import paths
from khalkhin.core import legal_orders
from khalkhin.core.model.rules import Handicap
from khalkhin.core.orders.orders import EndTurn
from khalkhin.play.campaign import battles
from khalkhin.play.campaign import saves as campaigns
from khalkhin.play.campaign.campaign import begin, next_battle
from khalkhin.play.checking import check_all
from khalkhin.play.puzzles import shelf
from khalkhin.play.puzzles.code import code_of
from khalkhin.play.session.session import HUMAN, Session
from khalkhin.play.session.settings import Settings, save_settings
from khalkhin.scenario import load, packs
from khalkhin.scenario.campaigns import load_campaign

from tests.campaignfiles import CAMPAIGN
from tests.packs import winter
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
LESSON = """format = 1
number = 2
title = "Over the bridge"
teaches = "What a bridge bears."
minutes = 6
side = "soviet"
seed = 4

[[steps]]
text = "Have the crossings shown: {key:crossings}."
why = "A ford takes two units a turn."
point = [{ overlay = "crossings" }, { hex = [5, 2] }]
wait = { overlay = "crossings" }

[[steps]]
text = "Send the 24th to the hex in the ring."
why = "It has the points."
hint = "It is to stand in the ring."
point = [{ unit = "ru-24" }, { hex = [1, 1] }]
wait = { at = "ru-24", hexes = [[1, 1]] }
do = ["move ru-24 1,1"]

[[steps]]
text = "End the turn: {key:end_turn}."
why = "Each unit moves once a turn."
point = [{ button = "end_turn" }]
wait = { turn = 2 }
do = ["end"]

[[steps]]
text = "That is all."
why = "Go on."
wait = { read = true }
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
    shutil.copytree(files.folder, corpus.maps / "taught")
    (corpus.maps / "taught" / "lesson.toml").write_text(LESSON, encoding="utf-8")
    take_over(corpus)
    corpus.kept.mkdir()
    _pack(corpus)
    _war(corpus)
    _puzzles(corpus)
    _battles(corpus)
    _campaign(corpus)
    save_settings(Settings(ui_scale=1.25), corpus.kept / "settings.json")
    return corpus


def _pack(corpus: Corpus) -> None:
    """A pack of a scenario with a tileset, a picture and a template of its own, and a scenario of the user's."""
    home = corpus.root / "away"
    files = maker.write(home)
    guest = home / "maps" / "guest"
    shutil.move(files.folder, guest)
    own = files.tsx.read_text(encoding="utf-8").replace('"terrain.png"', '"own.png"')
    (guest / "own.tsx").write_text(own, encoding="utf-8")
    pygame.image.save(pygame.Surface((576, 56)), guest / "own.png")
    (guest / "regiment.tx").write_text(TEMPLATE.replace("../tilesets/terrain.tsx", "own.tsx"), encoding="utf-8")
    text = (guest / "map.tmx").read_text(encoding="utf-8").replace("../tilesets/terrain.tsx", "own.tsx")
    units = '<objectgroup id="5" name="units">\n'
    assert units in text
    text = text.replace(units, units + TEMPLATED.replace("../templates/", ""))
    (guest / "map.tmx").write_text(text, encoding="utf-8")
    packs.pack(guest, corpus.kept / "guest.khalkhin", "A. Maker", "CC-BY-4.0", "1", check_all)
    mine = corpus.home / "maps" / "mine"
    shutil.move(guest, mine)
    shutil.rmtree(home)


def _war(corpus: Corpus) -> None:
    """A pack of a campaign with all that one can carry, and a campaign of the user's of the same things."""
    away = corpus.root / "away"
    made = winter.whole(away)
    winter.forest(made)
    guests = made.folder.rename(away / "guests")
    packs.pack(guests, corpus.kept / "guests.khalkhin", "A. Maker", "CC-BY-4.0", "1", check_all)
    home = winter.Winter(corpus.home / "maps" / "winter")
    shutil.move(guests, home.folder)
    for old, new in (("first_snow", "ice"), ("thaw", "melt")):
        (home.folder / old).rename(home.folder / new)
        home.change("campaign.toml", f'scenario = "{old}"', f'scenario = "{new}"')
    melt = home.folder / "melt"
    pygame.image.save(pygame.image.load(home.folder / "tiles" / "terrain.png"), melt / "sheet.jpg")
    own = (home.folder / "tiles" / "terrain.tsx").read_text(encoding="utf-8").replace("terrain.png", "sheet.jpg")
    (melt / "own.tsx").write_text(own, encoding="utf-8")
    home.change("melt/map.tmx", "../tiles/terrain.tsx", "own.tsx")
    shutil.rmtree(away)


def _puzzles(corpus: Corpus) -> None:
    """A position as a puzzle's code, and as a folder of the user's."""
    session = Session.begin(load("small"), BOTH, 4, path=None, fog=False)
    _play(session, Random(9), 2)
    goal = [{"held": {"side": "soviet", "place": "Nomonhan"}}]
    puzzle = shelf.made(session._state, "small", "Over there", "Take it.", goal, 2)
    (corpus.kept / "code.txt").write_text(code_of(puzzle), encoding="ascii")
    assert shelf.keep(puzzle).name == "over-there"


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
