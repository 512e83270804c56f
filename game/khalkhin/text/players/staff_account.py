"""What a staff says of a turn it played, in plain sentences."""

from __future__ import annotations

from typing import assert_never

from khalkhin.core import OrderSyntaxError, parse_order
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.orders import Assault, EndTurn, Move
from khalkhin.play.inquiry.account import Account, Assaulting, Decision, Marching, Mission, Task, Weighed
from khalkhin.text.amounts import and_more, listed
from khalkhin.text.names import in_sentence, place_text
from khalkhin.translation import _, ngettext

#: Units that are named in one sentence.
NAMED = 4


def points(value: float) -> str:
    """A worth in victory points."""
    return _("{points} points").format(points=f"{value:+.1f}")


def mission(state: GameState, found: Mission) -> str:
    """What a formation was to do."""
    name = state.scenario.shown(found.formation) or _("Independent")
    last = place_text(state, found.hexes[-1]) if found.hexes else ""
    task = Task(found.task)
    match task:
        case Task.PIN:
            told = _("{name}: keep the enemy before it where he is")
        case Task.ENVELOP:
            told = _("{name}: go round the enemy, to {place}")
        case Task.SEAL:
            told = _("{name}: hold {place}, where the ring closes")
        case Task.REDUCE:
            told = _("{name}: beat down those who are shut in about {place}")
        case Task.ADVANCE:
            told = _("{name}: take the places on its way, to {place}") if last else _("{name}: go for what is nearest")
        case Task.RESERVE:
            told = _("{name}: wait in reserve")
        case Task.HOLD:
            told = _("{name}: stay in its works")
        case Task.RELIEVE:
            told = _("{name}: march to those in danger, towards {place}")
        case _:
            assert_never(task)
    return told.format(name=name, place=last)


def unit_name(state: GameState, unit: str) -> str:
    """What a unit is called; its id where the scenario has no such unit."""
    return next((in_sentence(spec.name) for spec in state.scenario.order_of_battle if spec.id == unit), unit)


def units(state: GameState, ids: tuple[str, ...]) -> str:
    """Some units by their names."""
    names = [unit_name(state, unit) for unit in ids[:NAMED]]
    more = [and_more(len(ids) - NAMED)] if len(ids) > NAMED else []
    return listed(names) if not more else ", ".join([*names, *more])


def aims(state: GameState, account: Account) -> list[tuple[str, int]]:
    """What else it meant to do, each with the hex it is about (-1 for none)."""
    out: list[tuple[str, int]] = []
    if account.pocketed:
        n = len(account.pocketed)
        told = ngettext(
            "It took the enemy in {n} hex to be shut in.", "It took the enemy in {n} hexes to be shut in.", n
        )
        out.append((told.format(n=n), account.pocketed[0]))
    for unit, hex_ in account.ring:
        told = _("{unit} was sent to {place} to close a ring.")
        out.append((told.format(unit=unit_name(state, unit), place=place_text(state, hex_)), hex_))
    for unit, hex_ in account.posts:
        told = _("{unit} was to guard {place}.")
        out.append((told.format(unit=unit_name(state, unit), place=place_text(state, hex_)), hex_))
    if account.leaving:
        told = _("To get out before a ring closes: {units}.")
        out.append((told.format(units=units(state, account.leaving)), -1))
    if account.reserve:
        out.append((_("Kept in reserve: {units}.").format(units=units(state, account.reserve)), -1))
    return out


def assault(state: GameState, weighed: Weighed) -> str:
    """An assault that was weighed, with its worth."""
    told = _("{place}, by {units}: worth {worth}")
    if not weighed.worth_it:
        told = _("{place}, by {units}: worth {worth}, less than the {wanted} it had to be")
    return told.format(
        place=place_text(state, weighed.target),
        units=units(state, weighed.attackers),
        worth=points(weighed.value),
        wanted=points(weighed.margin),
    )


def left(state: GameState, account: Account) -> str:
    """The best assault that was left alone in the turn."""
    found = account.left
    if found is None:
        return _("It left no assault that it had weighed.")
    told = _("The best assault it left alone: {assault}.")
    if found.worth_it:
        told = _("The best assault it left alone, though it was worth its risk when it was weighed: {assault}.")
    return told.format(assault=assault(state, found))


def decision(state: GameState, found: Decision) -> list[tuple[str, int]]:
    """What was weighed for one order, each line with its hex."""
    out: list[tuple[str, int]] = []
    match found.assault or found.march:
        case Assaulting(chosen, others):
            out.append((assault(state, chosen), chosen.target))
            for other in others[:3]:
                beside = _("beside it: {assault}").format(assault=assault(state, other))
                out.append((beside, other.target))
            if not others:
                out.append((_("It saw no other assault then."), -1))
        case Marching() as march:
            told = _("{unit} to {place}: score {score}; to stay where it was: {stay}.")
            out.append(
                (
                    told.format(
                        unit=unit_name(state, march.unit),
                        place=place_text(state, march.to),
                        score=f"{march.score:.1f}",
                        stay=f"{march.stay:.1f}",
                    ),
                    march.to,
                )
            )
            if march.other >= 0:
                told = _("The next best place was {place}: {score}.")
                out.append(
                    (told.format(place=place_text(state, march.other), score=f"{march.other_score:.1f}"), march.other)
                )
        case None:
            out.append((_("This order was not weighed against others: it had its turn, and could be given."), -1))
    if not found.agrees:
        told = _("Asked today, it would order otherwise here: {order}.")
        out.append((told.format(order=ordered(state, found.says)), -1))
    return out


def ordered(state: GameState, text: str) -> str:
    """An order in a few words."""

    def place(at: tuple[int, int]) -> str:
        return place_text(state, state.scenario.board.index(*at) or 0)

    try:
        order = parse_order(text)
    except OrderSyntaxError:
        return text
    match order:
        case Assault():
            return _("an assault on {place}").format(place=place(order.target))
        case Move():
            return _("{unit} to {place}").format(unit=unit_name(state, order.unit), place=place(order.to))
        case EndTurn():
            return _("the end of its turn")
    return _("something else ({order})").format(order=text)


def headline(side: str, account: Account) -> str:
    """How much the account is worth."""
    n = sum(not d.agrees for d in account.decisions)
    if not account.decisions:
        return _("It gave no order in this turn.")
    if not n:
        told = ngettext(
            "Asked anew, the staff of the {side} gives the {n} order of this turn again, and tells why.",
            "Asked anew, the staff of the {side} gives all {n} orders of this turn again, and tells why.",
            len(account.decisions),
        )
        return told.format(side=side, n=len(account.decisions))
    told = ngettext(
        "At {n} order of this turn the staff of today decides otherwise than it did then: another version played it, "
        "or somebody had a hand in it.",
        "At {n} orders of this turn the staff of today decides otherwise than it did then: another version played it, "
        "or somebody had a hand in it.",
        n,
    )
    return told.format(n=n)


def thoughts_of_its_own(side: str) -> str:
    """A person commanded: nobody knows what he thought."""
    return _("A player commanded the {side} in this turn. The thoughts of players are their own.").format(side=side)


def no_plans(side: str) -> str:
    """A computer player that makes no plan."""
    told = _("The computer that commanded the {side} makes no plans: it follows one simple idea, order by order.")
    return told.format(side=side)
