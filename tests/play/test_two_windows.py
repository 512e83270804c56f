"""What two windows, or another program, do to the same files: nothing is lost, and each is told."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from khalkhin import paths
from khalkhin.core.orders.orders import EndTurn, Move
from khalkhin.play.campaign import battles
from khalkhin.play.campaign import saves as kept
from khalkhin.play.campaign.campaign import begin, next_battle
from khalkhin.play.session import saves
from khalkhin.play.session.journal import JournalError, JournalInUse, read, replay
from khalkhin.play.session.session import HUMAN, Session
from khalkhin.play.session.settings import Settings, load_settings, save_settings
from khalkhin.scenario.campaigns import load_campaign
from khalkhin.ui.ports import campaign_port
from khalkhin.ui.ports.library import Opened

from tests.campaignfiles import War, make
from tests.play.test_journal import BOTH, battle, scenario


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KHALKHIN_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def war(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> War:
    return make(tmp_path, monkeypatch)


# ------------------------------------------------------------------ journals


def test_a_battle_under_way_cannot_be_taken_up_twice_or_deleted(home: Path) -> None:
    first = battle(home / "b.journal", 2)
    before = (home / "b.journal").read_bytes()
    with pytest.raises(JournalInUse, match=r"b\.journal is being played in another window\. .* open a copy"):
        Session.open(home / "b.journal", scenario())
    program = (
        "import sys; from pathlib import Path; from tests.play.test_journal import scenario;"
        "from khalkhin.play.session.session import Session; Session.open(Path(sys.argv[1]), scenario())"
    )
    root = Path(__file__).parents[2]
    other = subprocess.run(
        [sys.executable, "-c", program, str(home / "b.journal")],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": f"{root}/game:{root}"},
    )
    assert "JournalInUse" in other.stderr
    assert "is being played now" in saves.delete(home / "b.journal")
    assert (home / "b.journal").read_bytes() == before
    first.submit(EndTurn())
    first.close()
    Session.open(home / "b.journal", scenario()).close()
    assert saves.delete(home / "b.journal") == ""


def test_reading_a_battle_under_way_does_not_let_its_lock_go(home: Path) -> None:
    first = battle(home / "b.journal", 2)
    assert [s.problem for s in saves.listed(home)] == [""]
    list(replay(read(home / "b.journal"), scenario()))
    with pytest.raises(JournalInUse):
        Session.open(home / "b.journal", scenario())
    first.close()


def test_a_journal_changed_by_another_program_is_not_written_over_and_goes_on_in_a_new_file(home: Path) -> None:
    path = home / "b.journal"
    session = Session.begin(scenario(), BOTH, 1, path=path, fog=False)
    session.submit(Move("s", (1, 2)))
    with path.open("ab") as other:
        other.write(b'{"o":"end"}\n')
    theirs = path.read_bytes()
    for _ in range(2):
        with pytest.raises(JournalError, match=r"was changed by another program .* Save the battle"):
            session.submit(EndTurn())
    assert path.read_bytes() == theirs
    assert session.save() == "Saved as small-001.journal; the battle goes on in it."
    session.submit(EndTurn())
    assert session.path == paths.saves_dir() / "small-001.journal"
    session.close()
    assert path.read_bytes() == theirs
    record = read(paths.saves_dir() / "small-001.journal")
    assert [e.order for e in record.entries if e.order] == ["move s 1,2", "end"] and not record.damage
    assert list(replay(record, scenario()))[-1].state.digest() == session._state.digest()


def test_a_journal_that_is_gone_is_kept_by_saving(home: Path) -> None:
    path = home / "b.journal"
    session = battle(path, 2)
    path.unlink()
    with pytest.raises(JournalError, match="was moved or removed by another program"):
        session.submit(EndTurn())
    assert session.save().startswith("Saved as small-001.journal")
    session.submit(EndTurn())
    session.close()
    again = Session.open(paths.saves_dir() / "small-001.journal", scenario())
    assert again.notice == "" and again._state.digest() == session._state.digest()
    again.close()


def test_two_that_begin_at_once_have_two_names(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both have looked which names are free before either has taken one."""
    names = [next(saves.new_paths("small")) for _ in range(2)]
    assert names[0] == names[1]
    first = Session.begin(scenario(), BOTH, 1)
    monkeypatch.setattr(saves, "new_paths", lambda stem: iter((names[1], names[1].with_name("small-002.journal"))))
    second = Session.begin(scenario(), BOTH, 2)
    assert first.path == names[0] and second.path == names[1].with_name("small-002.journal")
    first.close()
    second.close()
    assert read(names[0]).header.seed == 1


# ------------------------------------------------------------------ campaigns


def test_the_battle_of_a_campaign_that_another_window_fights_is_not_begun_anew(war: War) -> None:
    path = kept.create(begin(load_campaign(), {"soviet": HUMAN, "japanese": HUMAN}, 5))
    campaign, now = load_campaign(), kept.read(path, load_campaign())[0]
    session = battles.begin_battle(path, campaign, now, next_battle(campaign, now)[0])
    now = kept.read(path, campaign)[0]
    with pytest.raises(kept.CampaignError, match="is being fought in another window"):
        battles.begin_battle(path, campaign, now, next_battle(campaign, now)[0])
    with pytest.raises(JournalError, match="is being fought in another window"):
        battles.staffs(path, campaign, now, next_battle(campaign, now)[0], "staff")
    assert len(war.journals()) == 1
    session.close()


def test_a_campaign_that_has_gone_on_elsewhere_is_not_set_back(war: War) -> None:
    path = kept.create(begin(load_campaign(), {"soviet": HUMAN, "japanese": HUMAN}, 5))
    campaign, stale = load_campaign(), kept.read(path, load_campaign())[0]
    session = battles.begin_battle(path, campaign, stale, next_battle(campaign, stale)[0])
    while not session.over:
        session.submit(EndTurn())
    assert session.carry is not None
    assert battles.count(session.carry, session.final_state()) == battles.COUNTED
    assert "is past this battle" in battles.count(session.carry, session.final_state())
    session.close()
    fought = path.read_bytes()
    with pytest.raises(kept.CampaignError, match="has gone on in another window"):
        battles.begin_battle(path, campaign, stale, next_battle(campaign, stale)[0])
    assert path.read_bytes() == fought and len(war.journals()) == 1


def test_a_copy_leaves_the_campaign_to_the_battle_it_is_of_and_one_of_them_counts(war: War) -> None:
    path = kept.create(begin(load_campaign(), {"soviet": HUMAN, "japanese": HUMAN}, 5))
    campaign, now = load_campaign(), kept.read(path, load_campaign())[0]
    session = battles.begin_battle(path, campaign, now, next_battle(campaign, now)[0])
    session.submit(EndTurn())
    assert session.path is not None
    copy = battles.take_up_copy(session.path)
    assert copy.path is not None and copy.path.name == "small-001-copy-001.journal"
    assert "This is a copy of small-001.journal" in copy.notice and "over first counts" in copy.notice
    assert kept.read(path, campaign)[0].journal == session.path.name
    assert copy._state.digest() == session._state.digest()
    told = []
    for one in (copy, session):
        while not one.over:
            one.submit(EndTurn())
        assert one.carry is not None
        told.append(battles.count(one.carry, one.final_state()))
        one.close()
    assert told[0] == battles.COUNTED and "is past this battle" in told[1]


def test_two_campaigns_begun_at_once_have_two_files(war: War, monkeypatch: pytest.MonkeyPatch) -> None:
    name = next(kept.new_paths())
    monkeypatch.setattr(kept, "new_paths", lambda _=None: iter((name, name.with_name("campaign-002.campaign"))))
    made = [kept.create(begin(load_campaign(), BOTH, seed)) for seed in (1, 2)]
    assert [kept.read(p, load_campaign())[0].seed for p in made] == [1, 2]


# ------------------------------------------------------------------ settings


def test_settings_changed_in_two_windows_are_both_kept() -> None:
    begun = load_settings()
    assert save_settings(Settings(volume=0.2), before=begun) == ""
    assert save_settings(Settings(speed=4.0), before=begun) == ""
    assert load_settings() == Settings(volume=0.2, speed=4.0)
    assert save_settings(Settings(speed=2.0), before=Settings(speed=4.0)) == ""
    assert load_settings() == Settings(volume=0.2, speed=2.0)


def test_a_battle_of_a_campaign_stopped_before_its_first_turn_is_gone_on_with(war: War) -> None:
    path = kept.create(begin(load_campaign(), {"soviet": HUMAN, "japanese": HUMAN}, 5))
    campaign, now = load_campaign(), kept.read(path, load_campaign())[0]
    battles.begin_battle(path, campaign, now, next_battle(campaign, now)[0]).close()
    (journal,) = war.journals()
    whole = journal.read_bytes()
    journal.write_bytes(whole.splitlines(keepends=True)[0])
    under = campaign_port.open_campaign(path)
    assert isinstance(under, campaign_port.Under) and under.begun is not None and under.begun.turn == 1
    opened = campaign_port.go_on(under)
    assert isinstance(opened, Opened) and journal.read_bytes() == whole
    opened.session.close()
