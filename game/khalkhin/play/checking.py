"""Every fault of what lies in a folder: the one home of what the command tells, and of what a pack may not have."""

from __future__ import annotations

from pathlib import Path

from khalkhin.play.puzzles import reader as puzzles
from khalkhin.scenario.build import deeper, read_scenario
from khalkhin.scenario.campaigns import check_campaign
from khalkhin.scenario.catalog import inside, locate, subfolders
from khalkhin.scenario.issues import Issue, Report, ScenarioError, shown
from khalkhin.scenario.lessons import reader as lessons
from khalkhin.translation import _


def check_all(ref: str | Path) -> tuple[Issue, ...]:
    """Every issue of a scenario by its id or folder, or of a folder of them: of the scenario in it, or of those
    directly in it, of their lessons and puzzles, and of its campaign. A puzzle on the ground of another scenario lies
    in a folder without one. None if all is in order."""
    try:
        place = Path(ref) if Path(ref).is_dir() else locate(ref)
    except ScenarioError as error:
        return error.issues
    here = [place, *inside(place)]
    scenarios = [place]
    if not (place / "scenario.toml").exists():
        scenarios = sorted([*inside(place), *(p for p in subfolders(place) if deeper(p))])
    apart = puzzles.puzzle_folders(place)
    taught = [one for one in here if (one / lessons.FILE).is_file()]
    found = list(dict.fromkeys([*scenarios, *taught, *apart])) or [place]
    issues = [issue for one in found for issue in _check_one(one, alone=one not in apart or one in scenarios)]
    return (*issues, *check_campaign(place))


def _check_one(folder: Path, *, alone: bool) -> tuple[Issue, ...]:
    """The issues of one folder. One that is not `alone` needs no scenario for its puzzle."""
    report = Report(place=shown(folder))
    scenario, needed = None, alone or (folder / "scenario.toml").is_file()
    if needed:
        scenario = read_scenario(folder, report)
    found: tuple[Issue, ...] = ()
    if (folder / lessons.FILE).is_file():
        if scenario is None:
            report.unexamined(_("the lesson"))
        else:
            beside = report.beside()
            lessons.read_course(folder, scenario, beside)
            found += beside.finish()
    if (folder / puzzles.FILE).is_file():
        if needed and scenario is None:
            report.unexamined(_("the puzzle"))
        else:
            beside = report.beside()
            puzzles.read_puzzle(folder, beside)
            found += beside.finish()
    return (*report.finish(), *found)
