"""Finding scenarios: those shipped, the user's own, and any folder named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from game import paths
from game.core.model import Scenario
from game.scenario.build import read_scenario
from game.scenario.issues import Issue, Report, ScenarioError, shown, suggest


@dataclass(frozen=True, slots=True)
class Listing:
    """A scenario as found: its folder, and either the scenario or what is wrong with it."""

    id: str
    folder: Path
    shipped: bool
    scenario: Scenario | None
    issues: tuple[Issue, ...]

    @property
    def title(self) -> str:
        return self.scenario.title if self.scenario else self.id


def folders() -> Iterator[tuple[Path, bool]]:
    """Folders that hold a scenario.toml, shipped ones first, in order of name. A shipped id is not given twice."""
    seen: set[str] = set()
    for root, shipped in ((paths.maps_dir(), True), (paths.user_maps_dir(), False)):
        try:
            inside = sorted(p for p in root.iterdir() if (p / "scenario.toml").is_file())
        except OSError:
            continue
        for folder in inside:
            if folder.name not in seen:
                seen.add(folder.name)
                yield folder, shipped


def listings() -> tuple[Listing, ...]:
    """Every scenario that is to be found, faulty ones with their issues."""
    out = []
    for folder, shipped in folders():
        report = Report()
        scenario = read_scenario(folder, report)
        out.append(Listing(folder.name, folder, shipped, scenario, report.finish()))
    return tuple(out)


def locate(ref: str | Path) -> Path:
    """The folder of a scenario by id or by path. Raises: ScenarioError if there is none."""
    path = Path(ref)
    if isinstance(ref, str) and "/" not in ref and "\\" not in ref:
        known = {folder.name: folder for folder, _ in folders()}
        if ref in known:
            return known[ref]
        if not _is_dir(path):
            report = Report()
            report.error(shown(path), "there is no scenario of this name", suggest(ref, known))
            raise ScenarioError(report.finish())
    return path.parent if path.name in ("scenario.toml", "map.tmx") else path


def _is_dir(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def load(ref: str | Path) -> Scenario:
    """A scenario by id (shipped or the user's own) or by folder. Raises: ScenarioError with every fault."""
    report = Report()
    scenario = read_scenario(locate(ref), report)
    if scenario is None:
        raise ScenarioError(report.finish())
    return scenario


def check(ref: str | Path) -> tuple[Issue, ...]:
    """Every issue of a scenario, warnings too; none if it is in order."""
    report = Report()
    try:
        read_scenario(locate(ref), report)
    except ScenarioError as error:
        return error.issues
    return report.finish()
