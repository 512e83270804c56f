"""What the window says of ground that the staff keeps its trucks from."""

from __future__ import annotations

from dataclasses import replace

from khalkhin.core import parse_order, view
from khalkhin.core.fog.sight import look
from khalkhin.ui.panels import highlights, orderwords, supplyrows
from khalkhin.ui.planning.planner import Planner
from khalkhin.ui.widgets.rows import Line, Row

from tests.core.test_perils import NARROW, valley
from tests.narrow import the


def texts(rows: list[Row]) -> list[str]:
    return [row.text for row in rows if isinstance(row, Line)]


def test_the_supply_screen_tells_what_the_staff_is_afraid_of() -> None:
    said = texts(supplyrows.reasons(view(valley(rows=NARROW), "soviet")))
    assert any("past Village, which is the enemy's" in text and "Nothing is sent" in text for text in said)
    round_about = texts(supplyrows.reasons(view(valley(), "soviet")))
    assert any("movement points round" in text for text in round_about) and not any(
        "Nothing is sent" in t for t in round_about
    )


def test_columns_that_have_no_safe_road_are_not_called_needless() -> None:
    state = valley(rows=NARROW)
    dry = replace(state, stores=tuple(s if s.is_source else replace(s, stock=0) for s in state.stores))
    said = texts(supplyrows.reasons(view(dry, "soviet")))
    assert any(text.startswith("1 column waits: no safe road leads to ") for text in said)
    assert not any("not needed" in text for text in said)
    full = replace(state, stores=tuple(s if s.is_source else replace(s, stock=999) for s in state.stores))
    assert "1 column not needed now." in texts(supplyrows.reasons(view(full, "soviet")))


def test_why_no_assault_is_possible_is_told_before_a_move() -> None:
    state = valley(night=False)
    board, unit, foe = state.scenario.board, the(state.unit("guard")), the(state.unit("far"))
    goal = the(board.index(6, 4))

    def told(mp: int, there: tuple[int, int]) -> list[str]:
        placed = [replace(unit, mp=mp, moved=True), replace(foe, hex=the(board.index(*there)))]
        seen = view(look(replace(state.with_units(placed), fog=False))[0], "soviet")
        return texts(highlights._move_tip(Planner(seen, True), the(seen.state.unit("guard")), goal))

    beside = next(board.place(h) for h in board.neighbours[goal] if h != unit.hex and h >= 0)
    assert "can still assault from there" in told(6, beside)
    (why,) = (text for text in told(4, beside) if text.startswith("cannot assault from there: "))
    assert "an assault takes" in why
    assert "no enemy is known next to it" in told(4, (6, 0))


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
