"""``khalkhin texts``: a file of a scenario's texts for whoever translates them."""

from __future__ import annotations

import argparse
from pathlib import Path

from khalkhin.cli.common import one_line
from khalkhin.cli.console import say
from khalkhin.cli.failures import Failure, Misuse
from khalkhin.play.puzzles import reader
from khalkhin.scenario import ScenarioError, campaigns
from khalkhin.scenario.build import read_scenario
from khalkhin.scenario.catalog import inside, locate
from khalkhin.scenario.issues import Report, shown
from khalkhin.scenario.lessons.reader import FILE as LESSON
from khalkhin.scenario.lessons.reader import load_course
from khalkhin.scenario.lessons.texts import sentences_of
from khalkhin.scenario.texts import extract
from khalkhin.scenario.texts.files import LANGUAGE
from khalkhin.scenario.texts.sentences import Sentence, sentences
from khalkhin.translation import _, ngettext


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder",
        metavar="FOLDER",
        help=_("the folder of a scenario, lesson or puzzle, or of a campaign with its scenarios"),
    )
    parser.add_argument(
        "--lang", required=True, metavar="LANG", help=_("the language to translate into, such as de or pt-BR")
    )


def run(a: argparse.Namespace) -> int:
    if not LANGUAGE.fullmatch(a.lang):
        raise Misuse(_("no language is called {name}: write it like de or pt-BR.").format(name=repr(a.lang)))
    try:
        folder = Path(a.folder)
        folder = folder if folder.is_dir() else locate(a.folder)
        campaign = (folder / campaigns.FILE).is_file()
        if campaign:
            _told(_campaign(folder, a.lang))
        for one in inside(folder) if campaign else [folder]:
            _told(_folder(one, a.lang))
    except ScenarioError as error:
        raise Failure(one_line(error.issues)) from error
    except OSError as error:
        raise Failure(_("the texts could not be written: {why}.").format(why=error.strerror or error)) from error
    return 0


def _folder(folder: Path, language: str) -> extract.Count:
    """Write the file of a scenario, with the texts of a lesson or a puzzle that lies beside it; or of a puzzle on the
    ground of another scenario. Raises: ScenarioError, OSError."""
    found: dict[str, Sentence] = {}
    title = ""
    if not (folder / reader.FILE).is_file() or (folder / "scenario.toml").is_file():
        report = Report()
        scenario = read_scenario(folder, report, as_written=True)
        if scenario is None:
            raise ScenarioError(report.finish())
        title, found = scenario.title, sentences(scenario)
    if (folder / LESSON).is_file():
        found |= sentences_of(load_course(folder, as_written=True))
    if (folder / reader.FILE).is_file():
        puzzle = reader.load_puzzle(folder, as_written=True)
        title, found = title or puzzle.title, found | reader.sentences_of(puzzle)
    return extract.update(folder, language, title, found)


def _campaign(folder: Path, language: str) -> extract.Count:
    """Write the file of a campaign. Raises: ScenarioError, OSError."""
    report = Report()
    campaign = campaigns.read_campaign(folder / campaigns.FILE, report, as_written=True)
    if campaign is None:
        raise ScenarioError(report.finish())
    return extract.update(folder, language, campaign.title, campaigns.sentences_of(campaign))


def _told(count: extract.Count) -> None:
    """What the file has now, and what is left to do."""
    texts = ngettext("{file}: {n} text", "{file}: {n} texts", count.texts)
    told = [texts.format(file=shown(count.file), n=count.texts)]
    for n, what in (
        (count.new, _("{n} new")),
        (count.changed, _("{n} written anew since they were translated (marked `before`)")),
        (count.missing, _("{n} not translated")),
        (count.gone, _("{n} translated and no longer written (marked `gone`)")),
    ):
        if n:
            told.append(what.format(n=n))
    say("; ".join(told))
