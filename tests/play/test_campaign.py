"""Campaigns: what is carried over, the way history takes, keeping, and the faults of a campaign's file."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from khalkhin.core import initial_state
from khalkhin.core.model.rules import Quality
from khalkhin.core.model.state import DESTROYED, GameState, Holding
from khalkhin.play.campaign.campaign import battle_handicaps, begin, ending, fits, fought, next_battle
from khalkhin.play.campaign.carry_over import carried, result_of
from khalkhin.play.campaign.saves import CampaignError, read, write
from khalkhin.scenario import ScenarioError, load
from khalkhin.scenario.campaigns import Stage, load_campaign
from khalkhin.scenario.campaigns import Test as Condition

from tests.scenarios import Row, small_scenario

PLAYERS = {"soviet": "staff", "japanese": "staff"}


def battle() -> GameState:
    units: list[Row] = [
        ("s", "rifle-regiment", "soviet", (1, 1), {"steps": 8, "full_steps": 8}),
        ("j", "jp-infantry-battalion", "japanese", (5, 3), {"steps": 4, "full_steps": 4, "entrenchment": 2}),
    ]
    places = [("Hill", (5, 3), "japanese")]
    depots = [("soviet", (1, 2), 100), ("japanese", (6, 3), 50)]
    return initial_state(small_scenario(["." * 8] * 5, units, objectives=places, depots=depots), fog=False)


def test_losses_veterans_stock_and_ground_are_carried_over() -> None:
    state = battle()
    soviet, japanese = state.unit("s"), state.unit("j")
    assert soviet and japanese
    after = state.with_units([replace(soviet, steps=6), replace(japanese, steps=0, hex=DESTROYED)])
    after = replace(after, holdings=(Holding("soviet", 2),))
    result = replace(result_of("one", after), grades={"soviet": 3, "japanese": 1}, stock={"soviet": 300, "japanese": 5})
    stage = Stage("two", "small", (0, 0), 50, "one", {"soviet": 200, "japanese": 100})
    scenario, changes = carried(state.scenario, stage, (result,))
    now = {u.spec.id: u for u in scenario.units}
    assert now["s"].steps == 7 and now["j"].steps == 2
    assert now["s"].spec.quality == Quality.VETERAN and now["j"].spec.quality == Quality.REGULAR
    assert [d.stock for d in scenario.depots] == [150, 20]
    assert now["j"].entrenchment == 1
    assert scenario.digest != state.scenario.digest and len(changes) == 6
    assert carried(state.scenario, stage, (result,))[0].digest == scenario.digest
    assert carried(state.scenario, stage, ()) == (state.scenario, ())


@pytest.mark.parametrize(
    ("test", "holds"),
    [
        (Condition(side="soviet", least=3), True),
        (Condition(side="soviet", most=2), False),
        (Condition(stage="other"), False),
        (Condition(held={"Hill": "japanese"}), True),
        (Condition(held={"Hill": "soviet"}), False),
        (Condition(flag="july-guns"), True),
        (Condition(flag="no"), False),
    ],
)
def test_conditions_of_the_way_on(test: Condition, holds: bool) -> None:
    result = replace(result_of("one", battle()), grades={"soviet": 3, "japanese": 1}, flags={"july-guns": ""})
    assert fits(test, (result,)) is holds


def test_the_shipped_campaign_leads_through_five_battles_and_ends() -> None:
    campaign = load_campaign()
    progress = begin(campaign, PLAYERS, 7)
    met = []
    while not progress.over:
        scenario, _ = next_battle(campaign, progress)
        met.append(scenario.id)
        progress, _ = fought(campaign, progress, initial_state(scenario, 7))
    assert met == ["grazing_rights", "the_64th", "two_prongs", "road_from_borzya", "double_envelopment"]
    assert ending(campaign, progress.results).title == "The road north"


def test_july_lost_on_the_west_bank_ends_the_campaign_there() -> None:
    campaign = load_campaign()
    progress = begin(campaign, PLAYERS, 7)
    for _ in range(2):
        progress, _ = fought(campaign, progress, initial_state(next_battle(campaign, progress)[0], 7))
    state = initial_state(next_battle(campaign, progress)[0], 7)
    names = [o.name for o in state.scenario.objectives]
    taken = tuple(
        Holding("japanese", 9) if name in ("Central Bridge", "Hamar-Daba") else holding
        for name, holding in zip(names, state.holdings, strict=True)
    )
    progress, way = fought(campaign, progress, replace(state, holdings=taken))
    assert progress.over and "west bank is lost" in way.text
    assert ending(campaign, progress.results).title == "The river line"


def test_a_campaign_is_kept_and_read_again(tmp_path: Path) -> None:
    campaign = load_campaign()
    progress = begin(campaign, PLAYERS, 3)
    progress, _ = fought(campaign, progress, initial_state(load("grazing_rights"), 3))
    path = tmp_path / "c.campaign"
    write(path, progress)
    assert read(path, campaign) == (progress, "")
    data = json.loads(path.read_text(encoding="utf-8"))
    data["results"][0]["digest"] = "0" * 16
    path.write_text(json.dumps(data), encoding="utf-8")
    again, notice = read(path, campaign)
    assert again.results[0].units == progress.results[0].units and "changed since" in notice
    data["results"][0]["stage"] = "gone"
    path.write_text(json.dumps(data), encoding="utf-8")
    again, notice = read(path, campaign)
    assert again.results == () and again.stage == "horses" and "no longer in the campaign" in notice


def test_a_campaign_hands_its_levels_to_every_battle(tmp_path: Path) -> None:
    campaign = load_campaign()
    progress = begin(campaign, PLAYERS, 3, levels={"soviet": "hard"})
    scenario, _ = next_battle(campaign, progress)
    assert battle_handicaps(progress, scenario) == {"soviet": scenario.rules.handicap}
    progress, _ = fought(campaign, progress, initial_state(scenario, 3))
    assert list(battle_handicaps(progress, next_battle(campaign, progress)[0])) == ["soviet"]
    path = tmp_path / "c.campaign"
    write(path, progress)
    assert read(path, campaign) == (progress, "")
    data = json.loads(path.read_text(encoding="utf-8"))
    for levels in ({"soviet": "brutal"}, {"tibetan": "easy"}, [3]):
        path.write_text(json.dumps({**data, "levels": levels}), encoding="utf-8")
        with pytest.raises(CampaignError, match="damaged"):
            read(path, campaign)
    del data["levels"]  # As campaigns were written before there were levels.
    path.write_text(json.dumps(data), encoding="utf-8")
    assert read(path, campaign)[0].levels == {}


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"format": "x"}', '{"format": "khalkhin-campaign", "version": 9}',
     '{"format": "khalkhin-campaign", "version": 1, "players": 3}'],
)  # fmt: skip
def test_what_is_no_campaign_is_told_in_a_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "c.campaign"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CampaignError, match=r"c\.campaign"):
        read(path, load_campaign())
    with pytest.raises(CampaignError, match="Cannot read"):
        read(tmp_path / "none", load_campaign())


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('to = "prongs"', 'to = "prong"', 'no stage is called "prong" — did you mean "prongs"?'),
        ('scenario = "the_64th"', 'scenario = "the_65th"', 'no scenario is called "the_65th"'),
        ('to = "road"', 'to = "horses"', '"horses" does not come later'),
        ("at = [597, 604]", "at = [597]", "at has 1 entry"),
        ('title = "The road north"', 'titel = "The road north"', 'did you mean "title"?'),
    ],
)
def test_one_fault_in_a_campaign_gives_its_issue(tmp_path: Path, old: str, new: str, told: str) -> None:
    shipped = Path(__file__).parents[2] / "maps" / "campaign.toml"
    path = tmp_path / "campaign.toml"
    text = shipped.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ScenarioError) as error:
        load_campaign(path)
    assert any(told in str(issue) and "campaign.toml:" in str(issue) for issue in error.value.issues)
