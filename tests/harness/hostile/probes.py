"""What is done with a file that may do harm: all that the game does with one of its kind, commands and window."""

from __future__ import annotations

import contextlib
import io
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pygame
from khalkhin import ai
from khalkhin.cli import entry
from khalkhin.core import IllegalOrder, apply, initial_state, legal_orders, view
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState
from khalkhin.play import logfile
from khalkhin.play.campaign.campaign import scenario_of
from khalkhin.play.checking import check_all
from khalkhin.play.puzzles import shelf, solver
from khalkhin.play.puzzles.puzzle import Puzzle
from khalkhin.play.puzzles.reader import load_puzzle
from khalkhin.play.session.journal import JournalError, read, restore
from khalkhin.play.session.session import HUMAN
from khalkhin.play.session.settings import load_settings
from khalkhin.scenario import ScenarioError, build, catalog, load, packs
from khalkhin.scenario.campaigns import load_campaign
from khalkhin.scenario.issues import Report
from khalkhin.scenario.lessons.reader import load_course
from khalkhin.text import puzzles as words
from khalkhin.ui.destinations import Destination, ToBattle, ToCampaigns, ToNewBattle
from khalkhin.ui.ports import campaign_port, library
from khalkhin.ui.widgets import system_fonts, theme

from tests.harness.hostile import guests
from tests.harness.hostile.cases import Case
from tests.harness.hostile.corpus import Corpus
from tests.harness.hostile.guests import Wrong
from tests.ui.driver import Driver

#: The name of every sound file among those that do harm.
SOUND = "sound"


class Probes:
    """The probes, with a window that is shown now and then."""

    def __init__(self, corpus: Corpus, window: int = 40) -> None:
        self.corpus = corpus
        self.window = window
        self._driver: Driver | None = None
        self.failed: BaseException | None = None
        self.gave_way = False
        #: How many files the game took for sound ones.
        self.taken = 0
        logfile.failure = self._failure
        system_fonts.files()  # The library asks the system for its fonts once, by a process of its own.
        self._maps_are_sound = False
        self._read_sound_maps_once()

    def _failure(self, error: BaseException, doing: str) -> str:
        # A picture that its library does not read although it looked whole: the game shows something plainer and says
        # so in its log. It may only do that where nobody can look into the picture beforehand.
        if self.gave_way and isinstance(error, pygame.error):
            return ""
        self.failed = error
        return ""

    def _read_sound_maps_once(self) -> None:
        """While journals and campaigns are read, the maps are the sound ones: half the time went into reading them."""
        real, known = build.read_scenario, dict[Path, Scenario]()

        def read_scenario(folder: Path, report: Report, *, as_written: bool = False) -> Scenario | None:
            if not self._maps_are_sound or folder not in known:
                scenario = real(folder, report, as_written=as_written)
                if not self._maps_are_sound or scenario is None:
                    return scenario
                known[folder] = scenario
            return known[folder]

        catalog.read_scenario = read_scenario  # type: ignore[attr-defined]

    def run(self, case: Case, data: bytes) -> None:
        """Put a file in its place and let the game read it. Raises: whatever the game raises, Wrong."""
        self.failed = None
        self.gave_way = case.base.endswith(".jpg")
        self._maps_are_sound = case.kind in ("journal", "campaign")
        with self._in_place(case, data) as path:
            match case.kind:
                case "tmx" | "tsx" | "tx":
                    self._scenario(path)
                case "pack" | "war":
                    self._pack(case, path)
                case "theatre" | "texts" | "units" | "ground" | "picture" | "sound":
                    self._own(case)
                case "code":
                    self._code(case, path)
                case "puzzle":
                    self._listed_puzzle(case, path)
                case "toml" if path.name == "campaign.toml":
                    with contextlib.suppress(ScenarioError):
                        load_campaign()
                case "toml" | "lesson":
                    self._scenario(path)
                case "journal":
                    self._journal(case, path)
                case "campaign":
                    self._campaign(case, path)
                case "settings":
                    settings = load_settings()
                    theme.Metrics(theme.effective_scale((1280, 720), settings.ui_scale)).px(10)
        if self.failed is not None:
            raise self.failed

    @contextlib.contextmanager
    def _in_place(self, case: Case, data: bytes) -> Iterator[Path]:
        saves = self.corpus.home / "saves"
        saves.mkdir(parents=True, exist_ok=True)
        place = {
            "journal": saves / "bad.journal",
            "campaign": saves / "bad.campaign",
            "settings": self.corpus.home / "settings.json",
            "pack": self.corpus.home / "bad.khalkhin",
            "war": self.corpus.home / "bad.khalkhin",
            "code": self.corpus.home / "code.txt",
        }.get(case.kind, self.corpus.root / case.base)
        before = place.read_bytes() if place.exists() else None
        place.write_bytes(data)
        if case.kind == "journal":
            (saves / f"{SOUND}.journal").write_bytes((self.corpus.kept / "battle-0.journal").read_bytes())
        if case.kind == "campaign":
            (saves / f"{SOUND}.campaign").write_bytes((self.corpus.kept / "campaign-0.campaign").read_bytes())
        try:
            yield place
        finally:
            if before is None:
                for path in (*saves.iterdir(), *([place] if place.exists() else [])):
                    with contextlib.suppress(FileNotFoundError):
                        path.unlink()
            else:
                place.write_bytes(before)

    # ---- maps and tables

    def _scenario(self, path: Path) -> None:
        folder = path.parent if path.name == "lesson.toml" else self.corpus.maps / "small"
        errors = guests.checked(self.command, folder)
        try:
            scenario = load(folder) if path.name != "lesson.toml" else load_course(folder).scenario
        except ScenarioError:
            if not errors:
                raise Wrong("check found no fault, but it cannot be loaded") from None
            return
        if errors:
            raise Wrong("check found faults, but it can be loaded")
        self.play(initial_state(scenario, seed=1), Random(1))

    # ---- packs

    def _pack(self, case: Case, path: Path) -> None:
        before = self._tree()
        if case.number % self.window == 0:
            self._dropped(path)
        elif case.number % 3 == 0:
            with contextlib.suppress(ScenarioError):
                packs.offered(path, check_all)
        if self._tree() != before:
            raise Wrong(f"a pack that was only looked at left {sorted(self._tree() ^ before)[:3]}")
        code, told = self.command("install", str(path))
        if code:
            if left := sorted(self._tree() ^ before):
                raise Wrong(f"a refused pack left {left[:3]}")
            return
        maps = self.corpus.home / "maps"
        (id_,) = sorted({p.name for p in maps.iterdir()} - {"mine", "winter"})
        for file in (maps / id_).rglob("*"):
            if file.is_symlink() or not (file.is_dir() or file.is_file()):
                raise Wrong(f"a pack brought {file.name}, which is no file")
        if id_ not in told or id_ not in self.command("list")[1]:
            raise Wrong("an installed pack is not told of")
        with guests.german():
            if (maps / id_ / "scenario.toml").is_file():
                scenario = load(id_)
                guests.shown(scenario)
                self.play(initial_state(scenario, seed=1), Random(1))
            else:
                guests.campaign(maps / id_, self.command, self.play, case.number)
        if self.command("remove", id_)[0] or (left := sorted(self._tree() ^ before)):
            raise Wrong(f"a removed pack left {left[:3]}")

    def _own(self, case: Case) -> None:
        """A campaign of the user's with a changed file."""
        folder = self.corpus.home / "maps" / "winter"
        with guests.german():
            guests.campaign(folder, self.command, self.play, case.number)
            if case.kind == "texts" or case.number % 8 == 0:
                guests.translated(folder, self.command)
            if case.number % self.window == 0:
                self._show(ToCampaigns())
            elif case.number % self.window == 1:
                self._opened(library.open_battle(str(folder / "ice"), "both", case.number), case)

    def _tree(self) -> set[tuple[str, int]]:
        """All that lies in the home and among the maps, with its sizes."""
        return {
            (str(path), path.lstat().st_size if path.is_file() else -1)
            for root in (self.corpus.home / "maps", self.corpus.home / "puzzles", self.corpus.maps)
            for path in root.rglob("*")
        }

    def _dropped(self, path: Path) -> None:
        """Drop a pack on the list of battles, and leave whatever is asked."""
        self._show(ToNewBattle())
        pygame.event.post(pygame.event.Event(pygame.DROPFILE, file=str(path)))
        assert self._driver is not None
        self._driver.step(2)
        for _ in range(3):
            self._driver.key(pygame.K_ESCAPE)
            self._driver.step()

    # ---- puzzles

    def _code(self, case: Case, path: Path) -> None:
        shown, _told = self.command("puzzle", "show", str(path))
        added, _told = self.command("puzzle", "add", str(path))
        home = self.corpus.home / "puzzles"
        new = [p for p in home.iterdir() if p.name != "over-there"]
        if (shown, added) != (bool(not new), bool(not new)):
            raise Wrong(f"a code was shown ({shown}) and added ({added}), and {len(new)} puzzles are there")
        for folder in new:
            kept = load_puzzle(folder)
            shutil.rmtree(folder)
            self._puzzle(case, kept)

    def _listed_puzzle(self, case: Case, path: Path) -> None:
        (listed,) = (each for each in shelf.listings() if not each.shipped)
        if self.command("puzzle")[0]:
            raise Wrong("puzzles are not listed")
        if listed.puzzle is not None:
            self._puzzle(case, listed.puzzle)
        for issue in listed.issues:
            _sentence(str(issue))

    def _puzzle(self, case: Case, puzzle: Puzzle) -> None:
        words.briefing(puzzle), words.goal_lines(puzzle), words.terms(puzzle)
        self.play(puzzle.start, Random(case.number))
        if case.number % 4 == 0:
            solver.solve(puzzle, 20)

    # ---- journals

    def _journal(self, case: Case, path: Path) -> None:
        listed = {saved.path.stem: saved for saved in library.saves()}
        if set(listed) != {SOUND, path.stem} or listed[SOUND].problem:
            raise Wrong(f"the list of saves has {sorted(listed)}")
        self.command("replay", str(path), "--verify")
        try:
            record = read(path)
            scenario = scenario_of(record.header)
            state, _ = restore(record, scenario)
        except (JournalError, ScenarioError) as error:
            _sentence(str(error))
            return
        random = Random(case.number)
        self.play(state, random)
        if set(record.header.players.values()) <= {HUMAN} and case.number % 8 == 0:
            self._opened(library.open_save(path), case)

    def _opened(self, opened: library.Opened | library.OpeningFault, case: Case) -> None:
        if isinstance(opened, library.OpeningFault):
            _sentence(opened.text)
            return
        session = opened.session
        try:
            if case.number % self.window == 0:
                self._show(ToBattle(opened))
                return
            for _ in range(3):
                if session.over:
                    break
                session.view(session.active)
                session.submit(ai.close_turn(session.view(session.active)))
        finally:
            session.close()

    # ---- campaigns

    def _campaign(self, case: Case, path: Path) -> None:
        listed = {item.path.stem: item for item in campaign_port.listed()}
        if set(listed) != {SOUND, path.stem} or listed[SOUND].problem:
            raise Wrong(f"the list of campaigns has {sorted(listed)}")
        under = campaign_port.open_campaign(path)
        if isinstance(under, library.OpeningFault):
            _sentence(under.text)
        elif under.scenario is not None and set(under.progress.players.values()) <= {HUMAN}:
            self._opened(campaign_port.fight(under), case)
        if case.number % self.window == 1:
            self._show(ToCampaigns())

    # ---- what they share

    def command(self, *words: str) -> tuple[int, str]:
        """Run a command as from a terminal: its exit code and what it printed."""
        written = {name: io.BytesIO() for name in ("stdout", "stderr")}
        streams = {name: io.TextIOWrapper(into, encoding="utf-8") for name, into in written.items()}
        before = {name: getattr(sys, name) for name in streams}
        for name, stream in streams.items():
            setattr(sys, name, stream)
        try:
            code = entry.main(words)
        finally:
            for name, stream in before.items():
                setattr(sys, name, stream)
        if code not in (0, 1):
            raise Wrong(f"{words[0]} ended with {code}")
        if self.failed is not None:
            raise self.failed
        told = []
        for name, stream in streams.items():
            stream.flush()
            told.append(written[name].getvalue().decode())
        if code == 1 and words[0] != "check" and told[1].count("\n") != 1:
            raise Wrong(f"{words[0]} did not say in one line what is wrong: {told[1][-300:]!r}")
        return code, told[0]

    def play(self, state: GameState, random: Random) -> None:
        """Look at a state from both sides and play on from it: orders by chance, one of the computer's, two turns."""
        self.taken += 1
        for side in state.scenario.sides:
            view(state, side.id)
        for _ in range(2):
            for _ in range(3):
                if state.over:
                    return
                orders = legal_orders(state)
                state, _ = apply(state, random.choice(orders))
            if state.over:
                return
            seen = view(state, state.active)
            with contextlib.suppress(IllegalOrder):
                state, _ = apply(state, ai.make("staff", 1).next_order(seen))
            if not state.over:
                state, _ = apply(state, ai.close_turn(view(state, state.active)))

    def _show(self, what: Destination) -> None:
        if self._driver is None:
            self._driver = Driver(load_settings(), (1280, 720))
            self._driver.app.attempt = lambda doing: doing()  # type: ignore[method-assign]
        self._driver.show(what)
        self._driver.step(3)


def _sentence(text: str) -> None:
    if not text.strip() or len(text) > 20_000:
        raise Wrong(f"what is wrong is not told: {text[:100]!r}")
