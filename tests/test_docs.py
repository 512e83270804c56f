"""The examples of the documentation run as they stand."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import khalkhin.core
import pytest
from khalkhin.cli.entry import COMMANDS
from khalkhin.scenario.making import new

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("name", ["docs/api.md", "README.md"])
def test_examples_run_as_they_stand(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    if ">>>" in text:
        result = doctest.testfile(str(ROOT / name), module_relative=False, optionflags=doctest.ELLIPSIS)
        assert result.attempted and not result.failed
    for block in re.findall(r"```python\n(.*?)```", text, re.S):
        if ">>>" not in block:
            exec(compile(block, name, "exec"), {})


def test_the_bot_of_the_documentation_is_forty_lines_at_most() -> None:
    text = (ROOT / "docs/api.md").read_text(encoding="utf-8")
    bot = re.search(r">>> class Bold:\n((?:\.\.\..*\n)+)", text)
    assert bot is not None and len(bot.group(1).splitlines()) <= 40


def test_every_name_of_the_public_face_is_explained() -> None:
    text = (ROOT / "docs/api.md").read_text(encoding="utf-8")
    named = {name for name in khalkhin.core.__all__ if name in text}
    told_by_their_uses = {"Event", "GameError", "GameState", "Order", "OrderSyntaxError", "Outcome", "Scenario", "View"}
    assert set(khalkhin.core.__all__) - named <= told_by_their_uses | {"RefusalCode"}
    for name in khalkhin.core.__all__:
        assert getattr(khalkhin.core, name).__doc__, name


PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_links_lead_to_files_and_headings_that_are_there(page: Path) -> None:
    for text, link in re.findall(r"\[([^\]]+)\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if "://" not in link:
            name, _, heading = link.partition("#")
            target = (page.parent / name).resolve() if name else page
            assert target.exists(), f"{page.name}: [{text}]({link})"
            if heading:
                heads = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.M)
                slugs = {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}
                assert heading in slugs, f"{page.name}: [{text}]({link})"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_commands_in_the_pages_are_commands(page: Path) -> None:
    named = re.findall(r"(?:^|`)khalkhin ([a-z]+)", page.read_text(encoding="utf-8"), re.M)
    assert set(named) <= set(COMMANDS)


def test_first_hints_are_those_of_a_new_scenario(tmp_path: Path) -> None:
    folder = new.create("kitchen", tmp_path, 20, 15, new.layout())
    shown = re.findall(r"```toml\n(.*?)```", (ROOT / "docs/modding/first-map.md").read_text(encoding="utf-8"), re.S)
    written = re.sub(r" +#.*", "", (folder / "scenario.toml").read_text(encoding="utf-8"))
    assert shown and all(each in written for each in shown)
