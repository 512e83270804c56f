"""What the window says of ground that the staff keeps its trucks from."""

from __future__ import annotations

from khalkhin.core import parse_order, view
from khalkhin.ui.panels import highlights, orderwords, supplyrows
from khalkhin.ui.planning.planner import Planner
from khalkhin.ui.widgets.rows import Line, Row

from tests.core.test_perils import NARROW, valley


def texts(rows: list[Row]) -> list[str]:
    return [row.text for row in rows if isinstance(row, Line)]


def test_the_supply_screen_tells_what_the_staff_is_afraid_of() -> None:
    said = texts(supplyrows.reasons(view(valley(rows=NARROW), "soviet")))
    assert any("past Village, which is the enemy's" in text and "Nothing is sent" in text for text in said)
    round_about = texts(supplyrows.reasons(view(valley(), "soviet")))
    assert any("movement points round" in text for text in round_about) and not any(
        "Nothing is sent" in t for t in round_about
    )


def test_whoever_drives_a_column_by_hand_is_warned() -> None:
    seen = view(valley(), "soviet")
    column, board = seen.state.unit("t"), seen.state.scenario.board
    assert column is not None
    feared = texts(highlights._move_tip(Planner(seen, True), column, board.index(6, 1) or 0))
    assert any(text.endswith("the staff would send nobody there.") for text in feared)
    safe = texts(highlights._move_tip(Planner(seen, True), column, board.index(1, 1) or 0))
    assert not any("the staff" in text and "send" in text for text in safe)


def test_a_haul_past_the_enemy_says_so() -> None:
    order = parse_order("haul t 0,1 to 12,1")
    told = texts(orderwords.explain(view(valley(rows=NARROW), "soviet").state, order))
    assert any("past Village, which is the enemy's" in text for text in told)
    assert not any("leads" in text for text in texts(orderwords.explain(view(valley(), "soviet").state, order)))
