"""The after-action report with all its pictures, for the command and for the end of a battle."""

from __future__ import annotations

from pathlib import Path

from khalkhin.core.model.scenario import Scenario
from khalkhin.play.report import charts
from khalkhin.play.report.facts import fates
from khalkhin.play.report.report import Report
from khalkhin.text.pages import report_page as reportpage
from khalkhin.ui.map import palette
from khalkhin.ui.pictures.frontmap import front_pictures


def save_report(report: Report, folder: Path) -> Path:
    """Write the page, its charts and the maps of the front; returns the page's file. Raises: OSError."""
    pictures = charts.draw(report, side_colours(report.scenario)) | front_pictures(report)
    return reportpage.write(report, fates(report.final), pictures, folder)


def side_colours(scenario: Scenario) -> dict[str, str]:
    """The colours that sides have on the map, by id, as ``#rrggbb``."""
    return {side.id: "#{:02x}{:02x}{:02x}".format(*palette.side_colour(scenario, side.id)) for side in scenario.sides}
