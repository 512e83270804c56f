"""The balance of the scenarios, measured: what happens over many battles of computer against computer, as a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from statistics import mean, quantiles
from typing import Any

from khalkhin.core.model.scenario import Grade, Scenario
from khalkhin.play.measure.arena import Result, plain, summary
from khalkhin.translation import _, ngettext


def page(command: str, found: Iterable[tuple[Scenario, Sequence[Result]]], grade: Callable[[Grade], str]) -> str:
    """A page in Markdown: winners, grades, points, losses and days of closing, scenario by scenario. `grade` is what
    a grade is called."""
    parts = [
        _("# Balance, measured"),
        _("Computer against computer, both sides with the same player, one battle a seed. Made anew by"),
        f"```\n{command}\n```",
    ]
    for scenario, results in found:
        parts += _section(scenario, results, grade)
    return "\n\n".join(parts) + "\n"


def _section(scenario: Scenario, results: Sequence[Result], grade: Callable[[Grade], str]) -> list[str]:
    totals = summary(scenario, list(results))
    games = max(1, len(results))
    heads = " | ".join(map(grade, Grade))
    head = _("| side | won | {grades} | upper two grades | points (10 %, mean, 90 %) | steps lost |")
    rows = [
        head.format(grades=heads),
        "|---|" + "---|" * (len(Grade) + 4),
    ]
    for side in scenario.sides:
        grades = totals["grades"][side.id]
        points = [r.points[side.id] for r in results]
        best = sum(r.grades[side.id] >= 3 for r in results)
        rows.append(
            f"| {side.name} | {_percent(totals['winners'][side.id], games)} | "
            + " | ".join(_percent(grades[plain(g)], games) for g in Grade)
            + f" | {_percent(best, games)} | {_spread(points)} | {totals['steps_lost'][side.id]} |"
        )
    first, second = (totals["steps_lost"][s.id] for s in scenario.sides)
    told = [
        f"## {scenario.title}",
        ngettext(
            "{n} battle, seeds {first} to {last}; draws {draws}.",
            "{n} battles, seeds {first} to {last}; draws {draws}.",
            len(results),
        ).format(
            n=len(results),
            first=results[0].seed,
            last=results[-1].seed,
            draws=_percent(totals["winners"]["draw"], games),
        ),
        "\n".join(rows),
        _("Steps lost, {one} to {other}: {ratio}.").format(
            one=scenario.sides[0].name, other=scenario.sides[1].name, ratio=_ratio(first, second)
        ),
    ]
    told += _pockets(scenario, totals, games)
    return told


def _pockets(scenario: Scenario, totals: dict[str, Any], games: int) -> list[str]:
    out = []
    for side in scenario.sides:
        days = totals["pocket_closed"][side.id]
        if days:
            closed = ", ".join(f"{day} × {n}" for day, n in days.items())
            share = _percent(totals["pocketed_games"][side.id], games)
            told = _("A large pocket of the {side} was closed in {share} of the battles: {days}.")
            out.append(told.format(side=side.name, share=share, days=closed))
    return out


def _percent(count: int, games: int) -> str:
    return f"{round(100 * count / games)} %"


def _spread(points: Sequence[int]) -> str:
    if len(points) < 2:
        return ", ".join(f"{p:+d}" for p in points)
    tenths = quantiles(points, n=10, method="inclusive")
    return f"{tenths[0]:+.0f}, {mean(points):+.0f}, {tenths[-1]:+.0f}"


def _ratio(a: float, b: float) -> str:
    told = _("{a:g} to {b:g}, 1 to {ratio:.2f}") if a else _("{a:g} to {b:g}")
    return told.format(a=a, b=b, ratio=b / a if a else 0.0)
