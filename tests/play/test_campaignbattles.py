"""A kept campaign and its battles: begun, left, taken up, counted once; files that changed, broke or are gone."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from khalkhin.cli import main
from khalkhin.core.orders.orders import EndTurn
from khalkhin.play.campaign import battles
from khalkhin.play.campaign import saves as kept
from khalkhin.play.campaign.campaign import Progress, begin, next_battle, scenario_of, ways_taken
from khalkhin.play.session.branch import branch
from khalkhin.play.session.film import Film
from khalkhin.play.session.journal import JournalError, replay
from khalkhin.play.session.journal import read as read_journal
from khalkhin.play.session.session import HUMAN, Session
from khalkhin.scenario.campaigns import load_campaign

from tests.campaignfiles import War, make
from tests.guard import until
from tests.narrow import the

BOTH = {"soviet": HUMAN, "japanese": HUMAN}


@pytest.fixture
def war(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> War:
    return make(tmp_path, monkeypatch)


def new(fog: bool = True) -> Path:
    return kept.create(begin(load_campaign(), BOTH, 5, fog))


def progress(path: Path) -> Progress:
    return kept.read(path, load_campaign())[0]


def battle(path: Path) -> Session:
    """The next battle, begun."""
    campaign, now = load_campaign(), progress(path)
    return battles.begin_battle(path, campaign, now, next_battle(campaign, now)[0])


def to_its_end(session: Session) -> Session:
    while not session.over:
        session.submit(EndTurn())
    return session


def fight(path: Path) -> None:
    """Fight the next battle to its end and count it."""
    session = to_its_end(battle(path))
    assert session.carry is not None
    assert battles.count(session.carry, session.final_state()) == battles.COUNTED
    session.close()


def test_a_campaign_leads_through_its_battles_and_every_journal_verifies(
    war: War, capsys: pytest.CaptureFixture[str]
) -> None:
    path = new()
    for _ in range(3):
        fight(path)
    now = progress(path)
    assert now.over and [r.stage for r in now.results] == ["one", "two", "three"]
    assert [w.text for w in ways_taken(load_campaign(), now)][-1] == "A cease-fire is signed."
    (war.file).unlink()  # A journal needs nothing of the campaign.
    for journal in war.journals():
        record = read_journal(journal)
        assert list(replay(record, scenario_of(record.header)))
        assert main(["replay", "--verify", str(journal)]) == 0
        assert main(["report", str(journal), "-o", str(war.home / "report" / journal.stem)]) == 0
        assert main(["render", str(journal), "-o", str(war.home / "x.png")]) == 0
    assert capsys.readouterr().err == ""


def test_the_second_battle_is_fought_on_what_the_first_left(war: War) -> None:
    path = new(fog=False)
    fight(path)
    session = battle(path)
    assert session.carry is not None and [r.stage for r in session.carry.results] == ["one"]
    assert session.scenario.digest == next_battle(load_campaign(), progress(path))[0].digest
    assert session.view("soviet").state.fog is False
    session.close()


def test_a_battle_left_in_the_middle_is_taken_up_where_it_stood(war: War) -> None:
    path = new()
    session = battle(path)
    session.submit(EndTurn())
    digest = session.view("soviet").state.digest()
    session.close()
    record = battles.begun(progress(path))
    assert record is not None and [record.path] == war.journals()
    again = battles.take_up(record.path)
    assert again.view("soviet").state.digest() == digest and again.notice == ""
    again.close()


def test_a_copy_that_was_saved_becomes_the_campaigns_battle_when_it_is_loaded(war: War) -> None:
    path = new()
    session = battle(path)
    session.submit(EndTurn())
    assert "Saved as it is now: " in session.save()
    session.submit(EndTurn())
    session.close()
    copy = next(p for p in war.journals() if "saved" in p.name)
    battles.take_up(copy).close()
    assert progress(path).journal == copy.name


def test_a_branch_of_a_campaigns_battle_counts_for_no_campaign(war: War) -> None:
    path = new()
    session = battle(path)
    session.submit(EndTurn())
    session.close()
    record = battles.begun(progress(path))
    assert record is not None
    film = Film(record, scenario_of(record.header))
    new_one = battles.take_up(branch(film, 0, record.header.players, "Once more"))
    assert new_one.carry is None and new_one.path != record.path
    assert progress(path).journal == record.path.name, "the branch took the battle's place"
    new_one.close()


def test_a_battle_counts_once(war: War) -> None:
    path = new()
    session = to_its_end(battle(path))
    assert session.carry is not None
    assert battles.count(session.carry, session.final_state()) == battles.COUNTED
    assert "not counted" in battles.count(session.carry, session.final_state())
    session.close()
    assert len(progress(path).results) == 1
    late = battles.take_up(war.journals()[0])
    assert "will not be counted" in late.notice
    late.close()
    assert progress(path).journal == ""


def test_a_battle_of_another_campaign_does_not_count(war: War) -> None:
    first = new()
    session = to_its_end(battle(first))
    assert session.carry is not None
    kept.delete(first)
    other = begin(load_campaign(), BOTH, 6)
    kept.write(first, other)
    assert "not counted" in battles.count(session.carry, session.final_state())
    kept.delete(first)
    assert "is not counted in its campaign" in battles.count(session.carry, session.final_state())
    session.close()


def test_a_battle_that_ended_as_the_game_was_stopped_is_counted_the_next_time(war: War) -> None:
    path = new()
    to_its_end(battle(path)).close()
    assert progress(path).results == ()
    assert battles.settle(progress(path)) and not battles.settle(progress(path))
    assert len(progress(path).results) == 1


def test_a_battle_given_up_counts_as_it_stands(war: War) -> None:
    path = new()
    session = battle(path)
    session.submit(EndTurn())
    session.give_up()
    assert session.over and session.carry is not None
    assert session.final_state().outcome is not None
    assert battles.count(session.carry, session.final_state()) == battles.COUNTED
    session.close()
    assert progress(path).stage == "two" and progress(path).results[0].turns == 1
    assert list(replay(read_journal(war.journals()[0]), session.scenario))


def test_the_staffs_finish_a_battle_in_a_copy_of_its_journal(war: War) -> None:
    path = new()
    session = battle(path)
    session.submit(EndTurn())
    session.close()
    before = war.journals()[0].read_bytes()
    campaign, now = load_campaign(), progress(path)
    work = battles.staffs(path, campaign, now, next_battle(campaign, now)[0], "staff")
    until(work.poll, "the staffs' battle")
    work.close()
    assert work.target is not None
    assert battles.count_journal(work.target) == battles.COUNTED
    assert war.journals()[0].read_bytes() == before and work.target.read_bytes().startswith(before)
    assert sorted(p.suffix for p in war.saves.iterdir()) == [".bak", ".campaign", ".journal", ".journal"]
    assert main(["replay", "--verify", str(work.target)]) == 0


def test_staffs_whose_process_is_killed_go_on_from_where_their_journal_ends(war: War) -> None:
    path = new()
    campaign, now = load_campaign(), progress(path)
    work = battles.staffs(path, campaign, now, next_battle(campaign, now)[0], "staff")
    until(lambda: work.poll() or work.turn > 1, "the second turn")
    os.kill(the(until(lambda: work.pid, "the process")), 9)
    until(work.poll, "the staffs' battle")
    assert work.target is not None and main(["replay", "--verify", str(work.target)]) == 0
    assert battles.count_journal(work.target) == battles.COUNTED
    work.close()
    assert sorted(p.suffix for p in war.saves.iterdir()) == [".bak", ".campaign", ".journal"]


def test_staffs_called_off_leave_nothing_behind_and_those_that_die_each_time_say_so(war: War) -> None:
    path = new()
    campaign, now = load_campaign(), progress(path)
    scenario = next_battle(campaign, now)[0]
    battles.staffs(path, campaign, now, scenario, "staff").close()
    assert sorted(p.name for p in war.saves.iterdir()) == [path.name]
    work = battles.staffs(path, campaign, now, scenario, "staff")

    def kill() -> bool:
        if work.pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(work.pid, 9)
        return work.poll()

    with pytest.raises(JournalError, match="Let them begin again"):
        until(kill, "the staffs' end")
    assert sorted(p.name for p in war.saves.iterdir()) == [path.name]


def test_staffs_that_take_up_a_changed_battle_note_the_handicaps_it_has(war: War) -> None:
    path = kept.create(begin(load_campaign(), BOTH, 5, levels={"soviet": "hard"}))
    session = battle(path)
    session.submit(EndTurn())
    session.close()
    war.change("pocket_steps = 8", "pocket_steps = 9", "small")
    campaign, now = load_campaign(), replace(progress(path), levels={})
    scenario = next_battle(campaign, now)[0]
    work = battles.staffs(path, campaign, now, scenario, "staff")
    until(work.poll, "the staffs' battle")
    assert work.target is not None
    assert read_journal(work.target).header.handicaps == {"soviet": scenario.rules.handicap}
    work.close()


# ------------------------------------------------------------------ what has changed


def test_a_scenario_that_changed_is_told_of_and_results_are_kept(war: War) -> None:
    path = new()
    fight(path)
    fight(path)
    war.change("start = ", "  start = ", "small_two")
    assert kept.read(path, load_campaign())[1] == ""
    war.change("posture", "nothing = 1\nposture", "small_two")  # It cannot be loaded now.
    now, notice = kept.read(path, load_campaign())
    assert len(now.results) == 2 and notice == "small_two has changed since fought; its result is kept."
    war.change("pocket_steps = 8", "pocket_steps = 9", "small")
    now, notice = kept.read(path, load_campaign())
    assert len(now.results) == 2 and "small and small_two have changed" in notice


def test_the_present_battle_of_a_changed_scenario_goes_on_or_begins_anew(war: War) -> None:
    path = new()
    session = battle(path)
    session.submit(EndTurn())
    session.close()
    old = war.journals()[0]
    war.change("pocket_steps = 8", "pocket_steps = 9", "small")
    again = battles.take_up(old)
    assert "has changed since" in again.notice and "begun anew" in again.notice
    assert again.path is not None and progress(path).journal == again.path.name != old.name
    to_its_end(again)
    assert again.carry is not None and battles.count(again.carry, again.final_state()) == battles.COUNTED
    again.close()


def test_ways_and_terms_that_changed_are_told_of(war: War) -> None:
    path = new()
    fight(path)
    fight(path)
    war.change("replacements = 50", "replacements = 10")
    assert "small_two has changed since" in kept.read(path, load_campaign())[1]
    war.change('to = "two"', 'to = "three"')
    now, notice = kept.read(path, load_campaign())
    assert "keeps to the way it took" in notice and len(now.results) == 2


def test_a_stage_that_is_gone_takes_the_results_from_it_on(war: War) -> None:
    path = new()
    fight(path)
    fight(path)
    text = war.file.read_text(encoding="utf-8")
    a, b = text.index('[[stages]]\nid = "two"'), text.index('[[stages]]\nid = "three"')
    war.file.write_text(
        (text[:a] + text[b:]).replace('to = "two"', 'to = "three"').replace('stock_from = "two"', ""), encoding="utf-8"
    )
    now, notice = kept.read(path, load_campaign())
    assert [r.stage for r in now.results] == ["one"] and now.stage == "three" and now.journal == ""
    assert "'two'" in notice and "goes on with 'three'" in notice


def test_a_battle_is_taken_up_though_its_campaign_cannot_be_read(war: War, monkeypatch: pytest.MonkeyPatch) -> None:
    path = new()
    session = battle(path)
    session.submit(EndTurn())
    session.save()
    session.close()
    copy = next(p for p in war.journals() if "saved" in p.name)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("khalkhin.storage.whole.os.fsync", full)
        again = battles.take_up(copy)
    assert "No space left" in again.notice and "does not know of it" in again.notice
    again.close()
    war.change('to = "two"', 'to = "too"')
    again = battles.take_up(copy)
    assert "no stage is called" in again.notice
    again.submit(EndTurn())
    again.close()


# ------------------------------------------------------------------ what is damaged


@pytest.mark.parametrize("content", [b"", b"{", b"\x00\xff" * 99, b"[" * 5000, b'{"format": "khalkhin-campaign"}'])
def test_a_damaged_file_is_listed_and_the_state_before_can_be_taken(war: War, content: bytes) -> None:
    path = new()
    fight(path)
    before = progress(path)
    session = battle(path)  # Writes the file once more.
    session.close()
    path.write_bytes(content)
    (item,) = kept.listed()
    assert item.progress is None and path.name in item.problem and item.spare
    assert kept.rescue(path) == ""
    assert progress(path) == before
    assert path.with_name(path.name + ".damaged").read_bytes() == content


def test_a_file_lost_between_two_names_is_listed(war: War) -> None:
    path = new()
    fight(path)
    path.unlink()
    (item,) = kept.listed()
    assert item.problem and item.spare
    assert new() != path
    assert kept.rescue(path) == "" and progress(path).stage == "one"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("replacements", "many"),
        ("results", [{"stage": "one"}]),
        ("results", 3),
        ("stage", None),
        ("stock_usual", [1]),
        ("replacements", float("inf")),
        ("stock_usual", {"soviet": 0}),
    ],
)
def test_nonsense_in_a_journal_of_a_campaign_is_a_sentence(war: War, key: str, value: object) -> None:
    battle(new()).close()
    (journal,) = war.journals()
    head = json.loads(journal.read_bytes().split(b"\n")[0])
    head.pop("sum")
    if value is None:
        del head["carry"][key]
    else:
        head["carry"][key] = value
    text = json.dumps(head, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    checksum = hashlib.sha256(text.encode()).hexdigest()[:12]
    journal.write_text(f'{text[:-1]},"sum":"{checksum}"}}\n', encoding="utf-8")
    with pytest.raises(JournalError, match="carried into this battle"):
        read_journal(journal)


@pytest.mark.parametrize(
    ("table", "key", "value"),
    [
        ("grades", "soviet", 9),
        ("lost", "soviet", "x"),
        ("units", "ru-24", {"side": "soviet", "steps": 9, "full": 2, "quality": 1}),
        ("units", "ru-24", {"side": [], "steps": 1, "full": 2, "quality": 1}),
        ("held", "Nomonhan", ["soviet"]),
    ],
)
def test_figures_that_make_no_sense_are_damage(war: War, table: str, key: str, value: object) -> None:
    path = new()
    fight(path)
    data = json.loads(path.read_text(encoding="utf-8"))
    data["results"][0][table][key] = value
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(kept.CampaignError, match="is damaged"):
        progress(path)


@pytest.mark.parametrize(("key", "value"), [("stage", ["one"]), ("winner", {}), ("seed", "5"), ("turns", True)])
def test_a_result_that_makes_no_sense_is_damage(war: War, key: str, value: object) -> None:
    path = new()
    fight(path)
    data = json.loads(path.read_text(encoding="utf-8"))
    data["results"][0][key] = value
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(kept.CampaignError, match="is damaged"):
        progress(path)


@pytest.mark.parametrize("seed", [float("inf"), "5", 5.0, True])
def test_a_campaign_whose_seed_is_no_number_is_damage(war: War, seed: object) -> None:
    path = new()
    data = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**data, "seed": seed}), encoding="utf-8")
    with pytest.raises(kept.CampaignError, match="is damaged"):
        progress(path)


def test_a_full_disk_is_told_and_nothing_is_lost(war: War, monkeypatch: pytest.MonkeyPatch) -> None:
    path = new()
    session = to_its_end(battle(path))
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("khalkhin.storage.whole.os.fsync", full)
    assert session.carry is not None
    assert "No space left" in battles.count(session.carry, session.final_state())
    assert path.read_bytes() == before
    monkeypatch.undo()
    session.close()
