"""The ladder of tests: `pytest -m fast` in a minute, `pytest` as the whole check, `pytest -m slow` for the long forms.

Fast are the unit tests of the rules, of scenarios, play and texts, and the laws of the house. Whatever is marked slow
has a sampled form that always runs. The rest is fast but

- what is named here: whole battles, many processes, positions by the hundred, laws of the tests themselves. Name a test
  here when it takes more than about a second of a processor by itself;
- every module that has to do with a window or another process. Such a module, and one that is named here as a whole, is
  not even imported for `pytest -m fast`;
- and properties are tried on fewer examples then, unless a test says how many.
"""

from __future__ import annotations

import ast
from collections.abc import Collection
from functools import cache
from pathlib import Path
from types import ModuleType

#: Random positions that a test looks at in its long form.
EXAMPLES = 400

#: Examples on which properties are tried for a quick look.
FEW = 25

#: Modules whose things a test does not have at hand if it is to be fast, and the fixture that opens windows.
HEAVY = ("tests.ui.driver", "tests.ui.hands", "subprocess", "multiprocessing")
WINDOW = "driver"

#: What is part of the whole check and not fast, as the beginning of its name.
LONGER = (
    "tests/ai/test_breakout.py",
    "tests/ai/test_hints.py",
    "tests/ai/test_players.py",
    "tests/ai/test_staff.py",
    "tests/ai/test_support.py::test_no_gun_and_no_sortie",
    "tests/core/test_assault_preview.py",
    "tests/core/test_combat.py::test_outcomes_come_as_often",
    "tests/core/test_command.py::",
    "tests/core/test_explain.py",
    "tests/core/test_forecast.py",
    "tests/core/test_handicap.py::test_what_is_rolled_is",
    "tests/core/test_jugular.py::test_marches",
    "tests/core/test_jugular.py::test_the_jugular_agrees",
    "tests/core/test_marching.py",
    "tests/core/test_measuring.py",
    "tests/core/test_mincut.py",
    "tests/core/test_perils.py",
    "tests/core/test_play.py",
    "tests/core/test_reference.py",
    "tests/core/test_sampling.py::test_no_kind",
    "tests/core/test_staffplan.py::test_in_august",
    "tests/core/test_staffplan.py::test_the_plan_is_worth",
    "tests/core/test_staffplan.py::test_the_staff_plans",
    "tests/core/test_takeback.py",
    "tests/core/test_threats.py::test_whatever",
    "tests/core/test_timeline.py",
    "tests/core/test_works.py",
    "tests/golden/",
    "tests/handbook/test_bot.py",
    "tests/handbook/test_campaign.py",
    "tests/handbook/test_recipes.py::test_a_recipe",
    "tests/handbook/test_walk.py::test_the_commands",
    "tests/harness/test_hostile.py::test_a_hundred",
    "tests/harness/test_hostile.py::test_what_nothing",
    "tests/maps/",
    "tests/packs/test_looked_through.py::test_pictures_that_pass",
    "tests/packs/test_looked_through.py::test_what_passes_is_heard",
    "tests/packs/test_texts.py::test_a_battle_shows",
    "tests/packs/test_whole_pack.py",
    "tests/play/test_bench.py",
    "tests/play/test_campaign",
    "tests/play/test_chronicle.py::test_deaths_are_all",
    "tests/play/test_cluster.py",
    "tests/play/test_film.py::test_journals_are",
    "tests/play/test_growth.py",
    "tests/play/test_inquiry.py::test_a_process",
    "tests/play/test_inquiry.py::test_a_staff_says",
    "tests/play/test_inquiry.py::test_the_thoughts",
    "tests/play/test_inquiry.py::test_what_cannot_be_played_again",
    "tests/play/test_journal.py",
    "tests/play/test_keeping.py",
    "tests/play/test_measured.py",
    "tests/play/test_nothing_lost.py",
    "tests/play/test_processes.py",
    "tests/play/test_puzzles.py::test_a_shipped_puzzle_is_done",
    "tests/play/test_puzzles.py::test_a_turn_of_a_journal",
    "tests/play/test_puzzles.py::test_hostile_codes",
    "tests/play/test_puzzles.py::test_mangled",
    "tests/play/test_puzzles.py::test_the_search",
    "tests/play/test_report.py",
    "tests/play/test_seats.py::test_a_branch",
    "tests/play/test_seats.py::test_a_side_",
    "tests/play/test_seats.py::test_the_journal_tells",
    "tests/play/test_series.py",
    "tests/play/test_storage.py",
    "tests/play/test_tunnel.py::test_an_arena",
    "tests/play/test_tunnel.py::test_two_processes",
    "tests/play/test_two_windows.py",
    "tests/play/test_variants.py",
    "tests/play/test_watch.py::test_a_saved",
    "tests/play/test_worker.py",
    "tests/scenario/test_check_work.py::test_four_times",
    "tests/scenario/test_check_work.py::test_units_that_are_cut_off",
    "tests/scenario/test_fuzz.py",
    "tests/scenario/test_letters.py::test_a_damaged_font",
    "tests/scenario/test_hostile",
    "tests/scenario/test_new.py::test_a_new_scenario_is_played",
    "tests/scenario/test_packs.py::test_a_new_scenario_is_packed",
    "tests/scenario/test_packs.py::test_a_scenario_is_packed_installed",
    "tests/scenario/test_rules_tables.py::test_what_a_row_leaves_out",
    "tests/story/",
    "tests/test_cli",
    "tests/test_clocks.py::test_no_test_reads",
    "tests/test_docs.py::test_examples_run",
    "tests/test_imports.py::test_long_functions_of_the_tests",
    "tests/test_parameters.py::test_no_test_takes",
    "tests/test_terminals.py::test_a_journal_of_a_battle",
    "tests/test_terminals.py::test_every_command",
    "tests/ui/test_army.py",
    "tests/ui/test_army_table.py::test_it_",
    "tests/ui/test_army_table.py::test_nobody_is_told",
    "tests/ui/test_attention.py",
    "tests/ui/test_battle.py",
    "tests/ui/test_campaign.py",
    "tests/ui/test_decision.py::test_a_choice_is_answered_with_the_mouse",
    "tests/ui/test_edits.py",
    "tests/ui/test_ending.py::test_a_closed_window",
    "tests/ui/test_film.py",
    "tests/ui/test_history.py",
    "tests/ui/test_hotseat.py",
    "tests/ui/test_layers.py",
    "tests/ui/test_legend.py",
    "tests/ui/test_lessons.py",
    "tests/ui/test_library.py",
    "tests/ui/test_loading.py::test_fonts_are",
    "tests/ui/test_long_words.py",
    "tests/ui/test_mapview.py",
    "tests/ui/test_marches.py",
    "tests/ui/test_measuring.py",
    "tests/ui/test_orders.py",
    "tests/ui/test_packs_dropped.py",
    "tests/ui/test_pseudo_locale.py",
    "tests/ui/test_puzzles.py",
    "tests/ui/test_random_input.py",
    "tests/ui/test_rebinding.py",
    "tests/ui/test_recap.py",
    "tests/ui/test_recording.py",
    "tests/ui/test_reportscreen.py",
    "tests/ui/test_rescue.py",
    "tests/ui/test_rulebook.py",
    "tests/ui/test_scenes.py",
    "tests/ui/test_search.py",
    "tests/ui/test_signs_on_map.py",
    "tests/ui/test_silhouettes.py",
    "tests/ui/test_sound.py::test_sliders",
    "tests/ui/test_threat_overlay.py::test_it_",
    "tests/ui/test_tooltips.py",
    "tests/ui/test_trouble.py",
    "tests/ui/test_unfinished.py::test_the_list",
    "tests/ui/test_whole_battles.py",
    "tests/ui/test_window.py",
    "tests/ui/test_worker_faults.py",
)


def long(expression: str) -> bool:
    """Whether a choice of tests by marks asks for the long forms."""
    return "slow" in expression and "not slow" not in expression


def quick(expression: str) -> bool:
    """Whether a choice of tests by marks asks for the fast ones alone."""
    return expression.strip() == "fast"


@cache
def passed_over(name: str) -> bool:
    """Whether no test of a module can be fast, as told without importing it. `name` is its path in the checkout."""
    if name.startswith(tuple(longer for longer in LONGER if "::" not in longer)):
        return True
    given = set()
    for node in ast.parse((Path(__file__).parent.parent / name).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            given |= {a.name for a in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            given |= {node.module, *(f"{node.module}.{a.name}" for a in node.names)}
    return not given.isdisjoint(HEAVY)


def heavy(module: ModuleType, fixtures: Collection[str]) -> bool:
    """Whether a test of a module, with these fixtures, may open a window or begin a process."""
    found = (v.__name__ if isinstance(v, ModuleType) else getattr(v, "__module__", "") for v in vars(module).values())
    return WINDOW in fixtures or any(name in HEAVY for name in found)
