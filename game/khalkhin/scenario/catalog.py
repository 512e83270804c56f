"""Finding scenarios: those shipped, the user's own, and any folder named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from khalkhin import paths
from khalkhin.core.model.scenario import Scenario
from khalkhin.foreign_text import quoted
from khalkhin.scenario.build import deeper, read_scenario, read_what_can_be
from khalkhin.scenario.issues import Issue, Report, ScenarioError, shown, suggest
from khalkhin.scenario.strategies import check_strategies
from khalkhin.scenario.tables.toml_models import Table, read_table
from khalkhin.scenario.texts.files import languages, text_of
from khalkhin.scenario.tmx.path_sandbox import CAMPAIGN_FILE
from khalkhin.translation import _


@dataclass(frozen=True, slots=True)
class Listing:
    """A scenario as found: its folder, and either the scenario or what is wrong with it, with what could be read of
    it to be looked at."""

    id: str
    folder: Path
    shipped: bool
    scenario: Scenario | None
    issues: tuple[Issue, ...]
    partial: Scenario | None = None

    @property
    def ok(self) -> bool:
        """Whether it can be played."""
        return self.scenario is not None

    @property
    def title(self) -> str:
        return self.scenario.title if self.scenario else self.id


def folders() -> Iterator[tuple[str, Path, bool]]:
    """Id and folder of every folder with a scenario.toml, and whether it is shipped; shipped ones come first. The
    user's folders with a scenario further down are among them: it is told that they are. Those of a campaign of the
    user's lie in its folder.

    The user's scenario with the name of a shipped one goes by its path.
    """
    seen: set[str] = set()
    for root, shipped in ((paths.maps_dir(), True), (paths.user_maps_dir(), False)):
        buried = [] if shipped else [p for p in subfolders(root) if deeper(p)]
        campaigns = [] if shipped else campaign_folders()
        theirs = [scenario for folder in campaigns for scenario in inside(folder)]
        for folder in [*sorted([*inside(root), *buried]), *theirs]:
            yield (str(folder) if folder.name in seen else folder.name), folder, shipped
            seen.add(folder.name)


def campaign_folders() -> list[Path]:
    """The folders of the user's campaigns, by name."""
    return [p for p in subfolders(paths.user_maps_dir()) if (p / CAMPAIGN_FILE).is_file()]


def inside(root: Path) -> list[Path]:
    """The scenario folders directly inside a folder, by name."""
    try:
        return sorted(p for p in root.iterdir() if (p / "scenario.toml").is_file() and not p.name.startswith("."))
    except (OSError, ValueError):
        return []


def subfolders(root: Path) -> list[Path]:
    """The folders in a folder, by name, without links and hidden ones; none where there is no such folder."""
    try:
        found = (p for p in root.iterdir() if not p.name.startswith("."))
        return sorted(p for p in found if p.is_dir() and not p.is_symlink())
    except (OSError, ValueError):
        return []


def listings() -> tuple[Listing, ...]:
    """Every scenario that is to be found, faulty ones with their issues."""
    out = []
    for id_, folder, shipped in folders():
        report = Report()
        scenario = read_scenario(folder, report)
        partial = scenario or read_what_can_be(folder, Report())
        out.append(Listing(id_, folder, shipped, scenario, report.finish(), partial))
    return tuple(out)


def locate(ref: str | Path) -> Path:
    """The folder of a scenario by id or by path. Raises: ScenarioError if there is none."""
    path = Path(ref)
    known = {id_: folder for id_, folder, _ in folders()}
    if str(ref) in known and (isinstance(ref, str) or not _exists(path)):
        return known[str(ref)]
    report = Report()
    if not _exists(path):
        report.error(quoted(str(ref)), _("there is no scenario or folder of this name"), suggest(str(ref), known))
        raise ScenarioError(report.finish())
    if path.is_dir():
        return path
    if path.suffix in (".tmx", ".toml") and (path.parent / "scenario.toml").is_file():
        return path.parent
    match path.suffix.lower():
        case ".tmx":
            told = _("this is a map without the scenario.toml that belongs beside it")
            cure = _("put both into a folder of their own, and name the folder")
        case ".zip" | ".khalkhin":
            told = _("this is a packed file, not a folder")
            cure = _("install it: khalkhin install FILE")
        case _:
            told = _("this is a file, not a folder")
            cure = _("name a folder that has a scenario.toml")
    report.error(shown(path), told, cure)
    raise ScenarioError(report.finish())


def two_of_a_name(ref: str) -> tuple[Path, Path] | None:
    """The folders that a name may mean, if they are two: that of a scenario that is installed, which it is taken for,
    and one of that name in the folder the program was started in."""
    here = Path(ref)
    installed = next((folder for id_, folder, _ in folders() if id_ == ref), None)
    if installed is None or not _exists(here / "scenario.toml"):
        return None
    return None if here.resolve() == installed.resolve() else (installed, here.resolve())


def known(name: str, also: Iterable[Path] = ()) -> tuple[Path, ...]:
    """The folders of scenarios that a file may mean by a name: those in `also`, which somebody has named, shipped ones
    and the user's own. A name is never taken for a path, so that a file cannot send anybody to look elsewhere."""
    here = [*also, *(folder for _, folder, _ in folders())]
    return tuple(folder for folder in here if name in (folder.name, folder.resolve().name))


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def load(ref: str | Path) -> Scenario:
    """A scenario by id (shipped or the user's own) or by folder. Raises: ScenarioError with every fault.

    >>> load("double_envelopment").title
    'Double envelopment'
    """
    report = Report()
    scenario = read_scenario(locate(ref), report)
    if scenario is None:
        raise ScenarioError(report.finish())
    return scenario


def title_of(ref: str) -> str:
    """The title of a scenario, read from its table and its texts alone; its id if it has none that can be read."""
    try:
        folder = locate(ref)
    except ScenarioError:
        return ref
    table = read_table(folder / "scenario.toml", Report())
    if table is None:
        return ref
    title, said = table.data.get("title"), text_of(folder, _written_in(table), "title")
    return said or (title if isinstance(title, str) else ref)


def language_of(folder: Path) -> str:
    """The language that the texts of a folder are written in, by the scenario in it; English if it has none."""
    return _written_in(read_table(folder / "scenario.toml", Report()))


def _written_in(table: Table | None) -> str:
    return "en" if table is None else str(table.data.get("language", "en"))


def text_languages() -> tuple[str, ...]:
    """The languages that any scenario, campaign, lesson or puzzle has texts in beside those it is written in."""
    there = [paths.maps_dir(), *campaign_folders(), *(folder for _id, folder, _shipped in folders())]
    for place in (paths.maps_dir() / "lessons", paths.maps_dir() / "puzzles", paths.user_puzzles_dir()):
        there += subfolders(place)
    return tuple(sorted({name for folder in there for name in languages(folder)}))


def examined(ref: str | Path) -> tuple[Scenario | None, tuple[Issue, ...]]:
    """What could be read of one scenario, to be looked at, and every issue of it. Raises: ScenarioError if there is no
    such folder."""
    report = Report()
    return read_what_can_be(locate(ref), report), report.finish()


def check(ref: str | Path) -> tuple[Issue, ...]:
    """Every issue, warnings too, of a scenario, or of all scenarios in a folder; none if all is in order."""
    try:
        folder = locate(ref)
    except ScenarioError as error:
        return error.issues
    if (folder / "scenario.toml").exists():
        return _checked(folder)
    issues: list[Issue] = []
    found = [*inside(folder), *(p for p in subfolders(folder) if deeper(p))]
    for one in sorted(found):
        issues += _checked(one)
    return tuple(issues) if found else _checked(folder)


def _checked(folder: Path) -> tuple[Issue, ...]:
    report = Report()
    scenario = read_scenario(folder, report)
    if scenario is not None:
        check_strategies(scenario, folder, report)
    return report.finish()
