"""Charts of the after-action report as PNG pictures."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Mapping, Sequence

from khalkhin.foreign_text import visible
from khalkhin.play.report.dates import short_date
from khalkhin.play.report.report import Figures, Report
from khalkhin.translation import _

#: Colours of the page, its letters and its lines.
PAPER, INK, GHOST = "#f4ecd8", "#2c2620", "#7a7264"


def draw(report: Report, colours: Mapping[str, str]) -> dict[str, bytes]:
    """PNG pictures by file name: losses, supplies, steps cut off and points over the turns. `colours` are those of the
    sides, by id, as ``#rrggbb``."""
    return {
        "losses.png": _lines(report, colours, _("Steps lost"), lambda f: f.lost),
        "stocks.png": _lines(report, colours, _("Supplies in depots (supply points)"), lambda f: f.stock),
        "pockets.png": _lines(report, colours, _("Steps cut off from supply"), lambda f: f.pocketed),
        "points.png": _lines(report, colours, _("Victory points"), lambda f: f.points),
        "arms.png": _arms(report, colours),
    }


def _lines(
    report: Report, colours: Mapping[str, str], title: str, value: Callable[[Figures], Mapping[str, int]]
) -> bytes:
    figure, axes = _sheet(title)
    turns = [f.turn for f in report.figures]
    for side, style in zip(report.scenario.sides, ("-", "--"), strict=True):
        values = [value(f)[side.id] for f in report.figures]
        axes.plot(turns, values, style, color=colours[side.id], label=_plain(side.name), lw=2)
    days = report.days[:: max(1, len(report.days) // 8)]
    axes.set_xticks([d.turn for d in days], [short_date(d.date) for d in days])
    axes.set_ylim(bottom=min(0, axes.get_ylim()[0]))
    axes.legend(frameon=False, fontsize=9)
    return _png(figure)


def _arms(report: Report, colours: Mapping[str, str]) -> bytes:
    figure, axes = _sheet(_("Steps lost, by arm (hollow: at the start)"))
    arms = list(dict.fromkeys(loss.arm for side in report.scenario.sides for loss in report.losses[side.id]))
    for i, side in enumerate(report.scenario.sides):
        colour = colours[side.id]
        found = {loss.arm: loss for loss in report.losses[side.id]}
        places: Sequence[float] = [n + (i - 0.5) * 0.38 for n in range(len(arms))]
        had = [found[a].steps if a in found else 0 for a in arms]
        lost = [found[a].lost if a in found else 0 for a in arms]
        axes.bar(places, had, 0.34, facecolor="none", edgecolor=colour)
        axes.bar(places, lost, 0.34, color=colour, label=_plain(side.name), hatch="" if i == 0 else "//", edgecolor=INK)
    axes.set_xticks(range(len(arms)), (_plain(_(arm)) for arm in arms), fontsize=8)
    axes.legend(frameon=False, fontsize=9)
    return _png(figure)


def _plain(name: str) -> str:
    """A name that the plotting library shows as it is: dollars would make it a formula, "_" in front would hide it."""
    text = visible(name).replace("$", r"\$")
    return f"\u200b{text}" if text.startswith("_") else text


def _sheet(title: str):  # type: ignore[no-untyped-def]
    # Only a report needs the plotting library; nothing else waits for it.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7.2, 3.4), dpi=110, facecolor=PAPER)
    FigureCanvasAgg(figure)
    axes = figure.add_subplot(facecolor=PAPER)
    axes.set_title(title, color=INK, fontsize=11, loc="left", fontweight="bold")
    for edge in ("top", "right"):
        axes.spines[edge].set_visible(False)
    axes.grid(axis="y", color=GHOST, alpha=0.3)
    axes.tick_params(colors=INK, labelsize=8)
    return figure, axes


def _png(figure) -> bytes:  # type: ignore[no-untyped-def]
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of letters that the library's font has not
        figure.tight_layout()
        figure.savefig(out, format="png", facecolor=PAPER)
    return out.getvalue()
