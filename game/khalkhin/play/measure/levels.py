"""What the levels are worth, measured: the same seeds with a handicap for neither side, the first, the second."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean

from khalkhin.core.command.handicap import LEVELS, by_level
from khalkhin.core.model.scenario import Grade, Scenario
from khalkhin.play.measure.arena import Result
from khalkhin.play.measure.kept import ResultStore
from khalkhin.play.measure.series import play_many
from khalkhin.translation import _, ngettext


@dataclass(frozen=True, slots=True)
class LevelBattles:
    """Battles of a scenario by who has the handicap: a side's id, or "" for nobody."""

    scenario: Scenario
    results: Mapping[str, Sequence[Result]]

    def at(self, side: str, level: str) -> Sequence[Result]:
        """The battles in which a side is met at a level."""
        return self.results[next(iter(by_level(self.scenario, {side: level})), "")]


def measure(
    scenario: Scenario,
    seeds: Sequence[int],
    jobs: int = 1,
    progress: Callable[[Result], None] | None = None,
    kept: ResultStore | None = None,
) -> LevelBattles:
    """Three battles of the computer against itself for every seed."""
    players = {side.id: "staff" for side in scenario.sides}
    found = {}
    for helped in ("", *players):
        handicaps = {helped: scenario.rules.handicap} if helped else {}
        found[helped] = play_many(
            scenario, players, seeds, jobs=jobs, handicaps=handicaps, progress=progress, kept=kept
        )
    return LevelBattles(scenario, found)


def page(
    command: str,
    given: str,
    found: Sequence[LevelBattles],
    called: Callable[[str], str],
    grade: Callable[[Grade], str],
) -> str:
    """A page in Markdown: points, battles won and grades of each side at each level, and the gain by levels. `given`
    says what the handicap gives; `called` and `grade` are what a level and a grade are called."""
    parts = [
        _("# Levels, measured"),
        _(
            "Computer against computer, both sides with the same player, the same seeds at every level. At *hard* a "
            "side has the handicap, at *easy* its enemy has it. {given} Points are the margin over the enemy; the gain "
            "is the mean difference on the same seed, with its standard error."
        ).format(given=given),
        _("Made anew by") + f"\n\n```\n{command}\n```",
    ]
    for one in found:
        games = len(one.results[""])
        rows = [
            _("| side | level | points | gain | won | lost | {grades} |").format(grades=" | ".join(map(grade, Grade))),
            "|---|" + "---|" * (len(Grade) + 5),
        ]
        for side in one.scenario.sides:
            before: Sequence[Result] = ()
            for level in LEVELS:
                rows.append(_row(side.id, side.name, called(level), before, one.at(side.id, level)))
                before = one.at(side.id, level)
        parts += [
            f"## {one.scenario.title}",
            ngettext("{n} battle a row.", "{n} battles a row.", games).format(n=games),
            "\n".join(rows),
        ]
    return "\n\n".join(parts) + "\n"


def _row(side: str, name: str, level: str, before: Sequence[Result], now: Sequence[Result]) -> str:
    won = sum(r.winner == side for r in now)
    lost = sum(r.winner not in (side, None) for r in now)
    grades = (str(sum(r.grades[side] == g for r in now)) for g in Grade)
    points = mean(r.points[side] for r in now)
    return f"| {name} | {level} | {points:+.1f} | {_gain(side, before, now)} | {won} | {lost} | {' | '.join(grades)} |"


def _gain(side: str, before: Sequence[Result], now: Sequence[Result]) -> str:
    if not before:
        return ""
    steps = [b.points[side] - a.points[side] for a, b in zip(before, now, strict=True)]
    middle = mean(steps)
    error = (sum((s - middle) ** 2 for s in steps) / max(1, len(steps) - 1) / len(steps)) ** 0.5
    return f"{middle:+.1f} ± {error:.1f}"
