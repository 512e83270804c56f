"""The commands. Exit 0: good; 1: what was asked about is bad; 2: wrong usage. Errors are one line on stderr."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from khalkhin import __version__

if TYPE_CHECKING:
    from khalkhin.core.model.scenario import Scenario
    from khalkhin.play.session.journal import Header

JOURNAL = ".journal"


class Failure(Exception):
    """What was asked about is bad; the message is the line to print."""

    code = 1


class Misuse(Failure):
    """An option has a value that there is not."""

    code = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    arguments = _parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except Failure as failure:
        print(f"khalkhin: {failure}", file=sys.stderr)
        return failure.code
    except BrokenPipeError:
        # Whoever read our output has gone; there is nobody to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        print("khalkhin: stopped.", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="khalkhin",
        description="Khalkhin Gol 1939, a hex wargame.",
        epilog="Without a command the game window opens.",
    )
    parser.add_argument("--version", action="version", version=f"khalkhin {__version__}")
    parser.set_defaults(run=_play, scenario=None, side=None, seed=None, load=None, level=None)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    def command(name: str, run: Any, text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text)
        sub.set_defaults(run=run)
        return sub

    play = command("play", _play, "Open the window with a battle.")
    play.add_argument("scenario", nargs="?", help="a scenario's id or folder")
    play.add_argument("--side", help="the side you command (its id), or 'both' for two players; default: the first")
    play.add_argument("--seed", type=_natural, help="the dice; default: a new number")
    play.add_argument("--level", help="how hard the computer is to beat: easy, normal or hard; default: normal")
    play.add_argument("--load", type=Path, metavar="FILE", help="a journal to take up")

    sub = command("list", _list, "List the scenarios, and where yours go.")
    sub.add_argument("--json", action="store_true")

    sub = command("check", _check, "Report every fault of scenarios or folders of scenarios.")
    sub.add_argument("paths", nargs="+", type=_path, metavar="PATH")
    sub.add_argument("--json", action="store_true")

    sub = command("simulate", _simulate, "Let the computer play against itself.")
    sub.add_argument("scenario")
    sub.add_argument("--ai", default="staff", metavar="A[,B]", help="staff, staff-easy, staff-hard or random")
    sub.add_argument("--level", default="normal", metavar="A[,B]", help="at which each side is met: easy, normal, hard")
    sub.add_argument("--games", type=_positive, default=1)
    sub.add_argument("--jobs", type=_positive, default=1, help="processes; the results are the same for any number")
    sub.add_argument("--seed", type=_natural, default=1, help="the first battle's dice; the next have the next numbers")
    sub.add_argument("--turns", type=_positive, help="stop after so many turns")
    sub.add_argument("--no-fog", action="store_true")
    sub.add_argument("--json", action="store_true")
    sub.add_argument("--journal", type=Path, metavar="DIR", help="write every battle's journal into a folder")

    sub = command("balance", _balance, "Let the computer play scenarios many times and write what came of it.")
    sub.add_argument("scenarios", nargs="*", metavar="SCENARIO", help="default: all that are shipped")
    sub.add_argument("--games", type=_positive, default=200)
    sub.add_argument("--jobs", type=_positive, default=os.cpu_count() or 1)
    sub.add_argument("--seed", type=_natural, default=1)
    sub.add_argument("--levels", action="store_true", help="what the levels are worth, instead")
    sub.add_argument("-o", "--output", type=Path, metavar="FILE", help="a page in Markdown; default: print it")

    sub = command("campaign", _campaign, "Let the computer fight a whole campaign, and tell what was carried over.")
    sub.add_argument("--seed", type=_natural, default=1)
    sub.add_argument("--json", action="store_true")

    sub = command("replay", _replay, "Play a journal again and tell what happened, or verify it.")
    sub.add_argument("file", type=Path, metavar="FILE")
    sub.add_argument("--verify", action="store_true", help="only compare every turn with what the journal says")
    sub.add_argument("--to", type=_positive, metavar="TURN", help="stop at the start of a turn")

    sub = command("report", _report, "Write the after-action report of a journal as a page with charts.")
    sub.add_argument("file", type=Path, metavar="FILE")
    sub.add_argument("-o", "--output", type=Path, required=True, metavar="DIR", help="a folder for the page")

    sub = command("render", _render, "Draw a map, or the battle at the end of a journal, as a PNG.")
    sub.add_argument("what", metavar="SCENARIO|FILE")
    sub.add_argument("-o", "--output", type=Path, required=True, metavar="PNG")
    sub.add_argument(
        "--overlay",
        action="append",
        default=[],
        help="supply, enemy-supply, jugular, pockets, crossings, air, fog, no-names, no-grid, no-borders or "
        "no-counters; may be repeated",
    )
    sub.add_argument("--side", help="what one side sees")
    sub.add_argument("--zoom", type=_zoom, help="0.25 to 2; 1 is a tile at its size in Tiled")

    command("rulebook", _rulebook, "Print the rules of play, with the numbers of the rules tables.")

    sub = command("perft", _perft, "Count the sequences of legal orders to a depth.")
    sub.add_argument("scenario")
    sub.add_argument("--depth", type=_positive, default=1)
    sub.add_argument("--seed", type=_natural, default=1)

    sub = command("bench", _bench, "Measure speed and memory beside what is promised.")
    sub.add_argument("--scenario", default="double_envelopment")
    sub.add_argument("--growth", action="store_true", help="how supply grows with the map and the armies, instead")
    sub.add_argument("--json", action="store_true")
    return parser


def _path(text: str) -> Path:
    if not text:
        raise argparse.ArgumentTypeError("name a scenario, or a folder of scenarios")
    return Path(text)


def _positive(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return number


def _zoom(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0.25 <= number <= 2:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0.25 to 2")
    return number


def _natural(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of at most 15 digits")
    return int(text)


def _scenario(ref: str) -> Scenario:
    """A scenario by id or folder. Raises: Failure."""
    from khalkhin.scenario import ScenarioError, load

    try:
        return load(ref)
    except ScenarioError as error:
        raise Failure(_one_line(error.issues)) from error


def _journal_scenario(header: Header) -> Scenario:
    """The scenario of a journal, with what a campaign carried into its battle. Raises: Failure."""
    from khalkhin.play.campaign.campaign import scenario_of
    from khalkhin.scenario import ScenarioError

    try:
        return scenario_of(header)
    except ScenarioError as error:
        raise Failure(_one_line(error.issues)) from error


def _one_line(issues: Sequence[Any]) -> str:
    errors = [i for i in issues if i.severity == "error"] or list(issues)
    more = f" (and {len(errors) - 1} more; see `khalkhin check`)" if len(errors) > 1 else ""
    return f"{errors[0]}{more}"


# ------------------------------------------------------------------ commands


def _play(a: argparse.Namespace) -> int:
    if not _display():
        raise Failure("there is no display to open a window on; `khalkhin simulate` and `khalkhin render` need none.")
    if a.scenario and a.side not in (None, "both"):
        sides = [s.id for s in _scenario(a.scenario).sides]
        if a.side not in sides:
            raise Misuse(f"no side is called {a.side!r}; choose {' or '.join(sides)}, or both.")
    if a.level is not None:
        _levels(a.level, 1)
        if a.scenario is None or a.side == "both":
            raise Misuse("--level is for a battle against the computer: name a scenario, and one side or none.")
    if a.load is not None and not a.load.is_file():
        raise Failure(f"{a.load} is not a file; `--load` takes a journal of a battle.")
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    from khalkhin.ui.app import run

    return run(a.scenario, a.side, a.seed, a.load, a.level or "normal")


def _levels(text: str, most: int) -> list[str]:
    """Levels as an option names them. Raises: Failure."""
    from khalkhin.core.command.handicap import LEVELS

    names = text.split(",")
    if len(names) > most or any(n not in LEVELS for n in names):
        how = "one" if most == 1 else "one or two"
        raise Misuse(f"--level takes {how} of {', '.join(LEVELS)}, not {text!r}.")
    return names


def _display() -> bool:
    """Whether a window can be expected to open."""
    if sys.platform in ("win32", "darwin") or os.environ.get("SDL_VIDEODRIVER"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _list(a: argparse.Namespace) -> int:
    from khalkhin import paths
    from khalkhin.scenario import listings

    found = listings()
    if a.json:
        _print_json(
            {
                "scenarios": [
                    {
                        "id": e.id,
                        "title": e.title,
                        "folder": str(e.folder),
                        "ok": e.scenario is not None,
                        "issues": [str(i) for i in e.issues],
                    }
                    for e in found
                ],
                "user_maps": str(paths.user_maps_dir()),
            }
        )
        return 0
    for entry in found:
        fault = "" if entry.scenario else "  (cannot be played; see `khalkhin check`)"
        print(f"{entry.id:24} {entry.title}{fault}")
    print(f"Your own scenarios go into {paths.user_maps_dir()}")
    return 0


def _check(a: argparse.Namespace) -> int:
    from khalkhin.scenario import check

    issues = [issue for path in a.paths for issue in check(path)]
    bad = sum(i.severity == "error" for i in issues)
    if a.json:
        _print_json(
            {
                "errors": bad,
                "issues": [
                    {"severity": str(i.severity), "where": i.where, "message": i.message, "hint": i.hint}
                    for i in issues
                ],
            }
        )
    else:
        for issue in issues:
            print(issue)
        print(f"{bad} errors, {len(issues) - bad} warnings")
    return 1 if bad else 0


def _simulate(a: argparse.Namespace) -> int:
    from rich.progress import Progress

    from khalkhin import ai
    from khalkhin.core.command.handicap import by_level
    from khalkhin.play.measure.arena import play_many, summary
    from khalkhin.play.session.journal import JournalError

    scenario = _scenario(a.scenario)
    names = a.ai.split(",")
    if len(names) > 2 or any(n not in ai.NAMES for n in names):
        raise Misuse(f"--ai takes one or two of {', '.join(ai.NAMES)}, not {a.ai!r}.")
    players = {side.id: name for side, name in zip(scenario.sides, (names[0], names[-1]), strict=True)}
    levels = _levels(a.level, 2)
    handicaps = by_level(scenario, {s.id: x for s, x in zip(scenario.sides, (levels[0], levels[-1]), strict=True)})
    seeds = range(a.seed, a.seed + a.games)
    try:
        with Progress(transient=True, disable=a.json or not sys.stderr.isatty()) as bar:
            task = bar.add_task("battles", total=a.games)
            results = play_many(
                scenario,
                players,
                seeds,
                jobs=a.jobs,
                fog=not a.no_fog,
                turns=a.turns,
                journal=a.journal,
                handicaps=handicaps,
                progress=lambda _: bar.advance(task),
            )
    except JournalError as error:
        raise Failure(str(error)) from error
    totals = summary(scenario, results)
    if a.json:
        _print_json({"summary": totals, "games": [r.to_json() for r in results]})
    else:
        _print_summary(scenario, totals, results)
    return 0


def _print_summary(scenario: Scenario, totals: dict[str, Any], results: Sequence[Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    from khalkhin.core.model.scenario import GRADES

    table = Table(title=scenario.title)
    for column in (
        "seed",
        "winner",
        *(f"{s.id}: grade, points, lost" for s in scenario.sides),
        "pocket closed",
        "digest",
    ):
        table.add_column(column)
    for r in results:
        pockets = ", ".join(f"{s} {scenario.calendar[t - 1].date}" for s, t in sorted(r.pocketed.items()))
        table.add_row(
            str(r.seed),
            r.winner or "draw",
            *(f"{GRADES[r.grades[s.id]]}, {r.points[s.id]:+d}, {r.lost[s.id]}" for s in scenario.sides),
            pockets,
            r.digest,
        )
    console = Console()
    console.print(table)
    for side in scenario.sides:
        grades = ", ".join(f"{n} × {g}" for g, n in totals["grades"][side.id].items() if n)
        console.print(
            f"{side.name}: won {totals['winners'][side.id]} of {len(results)}; {grades}; "
            f"steps lost {totals['steps_lost'][side.id]} a battle"
        )


def _campaign(a: argparse.Namespace) -> int:
    from dataclasses import asdict

    from khalkhin.core.model.scenario import GRADES
    from khalkhin.play.campaign.campaign import ending, play_through
    from khalkhin.scenario import ScenarioError
    from khalkhin.scenario.campaigns import load_campaign

    try:
        campaign = load_campaign()
        players = dict.fromkeys(campaign.introductions, "staff")
        told = play_through(campaign, players, a.seed)
    except ScenarioError as error:
        raise Failure(_one_line(error.issues)) from error
    results = tuple(step.result for step in told)
    end = ending(campaign, results)
    if a.json:
        battles = [
            {**asdict(step.result), "carried": [asdict(c) for c in step.changes], "way": step.way.to} for step in told
        ]
        _print_json({"campaign": campaign.title, "seed": a.seed, "battles": battles, "epilogue": end.title})
        return 0
    print(campaign.title)
    for step in told:
        grades = ", ".join(f"{side} {GRADES[grade]}" for side, grade in step.result.grades.items())
        lost = ", ".join(f"{side} {steps}" for side, steps in step.result.lost.items())
        print(f"\n{step.result.scenario}: {grades}; steps lost: {lost}")
        for change in step.changes:
            print(f"  carried over ({change.side}): {change.text}")
        print(f"  {step.way.text}")
    print(f"\n{end.title} ({end.source})\n{end.text}")
    return 0


def _balance(a: argparse.Namespace) -> int:
    from rich.progress import Progress

    from khalkhin.play.measure import balance, levels
    from khalkhin.play.measure.arena import play_many
    from khalkhin.play.session.files import write_whole
    from khalkhin.scenario import listings

    names = a.scenarios or [e.id for e in listings() if e.shipped]
    scenarios = [_scenario(name) for name in names]
    seeds = range(a.seed, a.seed + a.games)
    words = ["khalkhin balance", *a.scenarios, *["--levels"] * a.levels, f"--games {a.games}", f"--seed {a.seed}"]
    with Progress(transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("battles", total=a.games * len(scenarios) * (3 if a.levels else 1))

        def advance(_: object) -> None:
            bar.advance(task)

        if a.levels:
            text = levels.page(" ".join(words), [levels.measure(s, seeds, a.jobs, advance) for s in scenarios])
        else:
            found = []
            for scenario in scenarios:
                players = {side.id: "staff" for side in scenario.sides}
                found.append((scenario, play_many(scenario, players, seeds, jobs=a.jobs, progress=advance)))
            text = balance.page(" ".join(words), found)
    if a.output is None:
        print(text, end="")
        return 0
    try:
        write_whole(a.output, text.encode())
    except OSError as error:
        raise Failure(f"the page cannot be written to {a.output}: {error.strerror or error}.") from error
    print(a.output)
    return 0


def _replay(a: argparse.Namespace) -> int:
    from khalkhin.play.session.journal import JournalError, ReplayError, read, replay
    from khalkhin.text.telling import tell

    try:
        record = read(a.file)
        scenario = _journal_scenario(record.header)
        steps = 0
        for played in replay(record, scenario):
            if a.to is not None and played.state.turn >= a.to:
                break
            steps += played.entry.order is not None
            if not a.verify:
                for line in tell(played):
                    print(line)
        if record.damage:
            mark = record.last_mark()
            good = f" The last good turn is {mark.mark['turn']}." if mark is not None and mark.mark is not None else ""
            raise Failure(record.damage + good)
    except (JournalError, ReplayError) as error:
        raise Failure(str(error)) from error
    if a.verify:
        torn = "; a half-written last line was dropped" if record.torn else ""
        print(f"{a.file}: {steps} orders, every turn agrees{torn}")
    return 0


def _report(a: argparse.Namespace) -> int:
    from khalkhin.play.report.report import collect
    from khalkhin.play.session.journal import JournalError, ReplayError, read
    from khalkhin.scenario import ScenarioError

    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    try:
        record = read(a.file)
        report = collect(record, _journal_scenario(record.header))
        from khalkhin.ui.report.reporting import save_report

        print(save_report(report, a.output))
    except (JournalError, ReplayError) as error:
        raise Failure(str(error)) from error
    except ScenarioError as error:
        raise Failure(_one_line(error.issues)) from error
    except OSError as error:
        raise Failure(f"the report cannot be written to {a.output}: {error.strerror or error}.") from error
    return 0


def _render(a: argparse.Namespace) -> int:
    from khalkhin.core.model.state import GameState

    shown: Scenario | GameState
    if a.what.endswith(JOURNAL):
        from khalkhin.play.session.journal import JournalError, read, restore

        try:
            record = read(Path(a.what))
            shown, _ = restore(record, _journal_scenario(record.header))
        except JournalError as error:
            raise Failure(str(error)) from error
    else:
        shown = _scenario(a.what)
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    from khalkhin.ui.map.picture import render_scenario

    try:
        width, height = render_scenario(shown, a.output, side=a.side, overlays=a.overlay, zoom=a.zoom)
    except ValueError as error:
        raise Misuse(f"{error}.") from error
    except OSError as error:
        raise Failure(f"{error}.") from error
    print(f"{a.output}: {width} x {height}")
    return 0


def _rulebook(a: argparse.Namespace) -> int:
    from khalkhin.scenario import ScenarioError, load_rules
    from khalkhin.text.manual import page

    try:
        print(page(load_rules()), end="")
    except ScenarioError as error:
        raise Failure(_one_line(error.issues)) from error
    return 0


def _perft(a: argparse.Namespace) -> int:
    from khalkhin.play.measure.perft import perft

    for depth, count in enumerate(perft(_scenario(a.scenario), a.depth, a.seed), 1):
        print(f"depth {depth}: {count}")
    return 0


def _bench(a: argparse.Namespace) -> int:
    if a.growth:
        return _bench_growth(a)
    from khalkhin.play.measure.bench import measure

    rows = [*measure(_scenario(a.scenario)), *_window_figures(a.scenario)]
    if a.json:
        _print_json(
            {
                "figures": [
                    {"what": r.what, "value": r.value, "unit": r.unit, "promise": r.promise, "kept": r.kept}
                    for r in rows
                ]
            }
        )
        return 0
    from rich.console import Console
    from rich.table import Table

    table = Table("what", "measured", "promise", "", title="khalkhin bench")
    for r in rows:
        table.add_row(r.what, f"{r.value:.4g} {r.unit}", f"≤ {r.promise:g} {r.unit}", "kept" if r.kept else "missed")
    Console().print(table)
    return 0


def _bench_growth(a: argparse.Namespace) -> int:
    from dataclasses import asdict

    from khalkhin.play.measure.growth import measure

    rows = [asdict(row) for row in measure()]
    if a.json:
        _print_json({"growth": rows})
        return 0
    from rich.console import Console
    from rich.table import Table

    table = Table(title="Supply of a side, ms (median)")
    for name in rows[0]:
        table.add_column(name, justify="right")
    for row in rows:
        table.add_row(*(f"{v:.1f}" if isinstance(v, float) else str(v) for v in row.values()))
    Console().print(table)
    return 0


def _window_figures(ref: str) -> list[Any]:
    """Start of the window and frames while panning, in processes of their own."""
    import subprocess

    from khalkhin.play.measure.bench import Figure

    environment = {
        **os.environ,
        "SDL_VIDEODRIVER": "dummy",
        "SDL_AUDIODRIVER": "dummy",
        "PYGAME_HIDE_SUPPORT_PROMPT": "1",
    }
    run = subprocess.run(
        [sys.executable, "-m", "khalkhin.ui.map.bench", ref], env=environment, capture_output=True, text=True
    )
    if run.returncode:
        raise Failure(f"the window could not be measured: {run.stderr.strip().splitlines()[-1:]}")
    return [Figure(**row) for row in json.loads(run.stdout)]


def _print_json(data: Any) -> None:
    print(json.dumps(data, indent=2, ensure_ascii=False))
