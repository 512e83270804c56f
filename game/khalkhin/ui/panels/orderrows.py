"""The list of orders in the side panel: what can be picked, then the order being put together."""

from __future__ import annotations

from khalkhin.core.orders.orders import Barrage, Deceive, Fly, Haul, Shell
from khalkhin.text.names import place_text
from khalkhin.translation import _, ngettext
from khalkhin.ui.panels import marchrows, orderwords
from khalkhin.ui.planning.actions import AimAt, ConfirmDraft, PanelAction, Pick, StepBack, TurnDial
from khalkhin.ui.planning.choices import Choice, Target
from khalkhin.ui.planning.draft import OrderDraft
from khalkhin.ui.planning.planner import Planner
from khalkhin.ui.widgets.rows import Dial, Gap, Heading, Line, Option, Row

#: Targets listed by name in the panel; more than that are only marked on the map.
LISTED = 6


def rows(planner: Planner) -> list[Row]:
    """The panel's lines; none where nothing can be ordered."""
    if planner.draft is not None:
        return _draft(planner, planner.draft)
    if planner.sending is not None:
        return marchrows.sending_rows(planner, planner.sending)
    found, intents = planner.choices(), marchrows.choices(planner)
    if not found and not intents:
        return []
    title = _("Orders")
    if planner.army:
        title = _("Orders of the army")
    elif planner.store is not None:
        title = _("The staff's trucks")
    out: list[Row] = [Heading(title)]
    if planner.store is not None and (reason := orderwords.staff_reason(planner.view, planner.store)):
        out.append(Line(reason, tone="dim", style="small"))
    for i, choice in enumerate(found, 1):
        key = str(i) if i <= 9 else ""
        out.append(Option(choice.text, key, choice.value, choice.able or choice.on, choice.on, action=Pick(choice.id)))
    for i, (text, action, on) in enumerate(intents, len(found) + 1):
        out.append(Option(text, str(i) if i <= 9 else "", on=on, action=action))
    return out


def keys(planner: Planner) -> list[PanelAction]:
    """What the number keys ask for, from 1."""
    draft = planner.draft
    if planner.sending is not None:
        return []
    if draft is None:
        return [*(Pick(c.id) for c in planner.choices()), *(action for _, action, _ in marchrows.choices(planner))]
    return [*(TurnDial(d.name, 1) for d in draft.choice.dials), *(AimAt(t) for t in _listed(draft))]


def _listed(draft: OrderDraft) -> tuple[Target, ...]:
    targets = draft.choice.targets
    if draft.choice.anywhere or not draft.named or len(targets) > LISTED:
        return ()
    return targets


def _draft(planner: Planner, draft: OrderDraft) -> list[Row]:
    state = planner.state
    out: list[Row] = [Heading(draft.choice.text, "", action=StepBack())]
    number = 1
    for dial in draft.choice.dials:
        value = _("{n} of {total}").format(n=draft.values[dial.name], total=dial.high)
        less, more = TurnDial(dial.name, -1), TurnDial(dial.name, 1)
        out.append(Dial(dial.text, value, str(number), less=less, more=more))
        number += 1
    for target in _listed(draft):
        out.append(Option(target.text, str(number), target.value, marked=target == draft.aim, action=AimAt(target)))
        number += 1
    out.append(Gap(4))
    order = draft.order()
    if order is not None:
        if draft.aim is not None and draft.aim not in _listed(draft):
            where = draft.aim.text or (place_text(state, draft.aim.hexes[0]) if draft.aim.hexes else "")
            out += [Line(where, tone="gold")] if where else []
        out += orderwords.explain(state, order)
    else:
        out.append(Line(ask(draft), tone="gold"))
    able = order is not None and draft.refusal(state) is None
    if draft.aim is not None and draft.aim.order is None:
        out.append(Option(_("Load here, then choose where to unload"), _("Enter"), action=ConfirmDraft()))
    else:
        out.append(Option(_("Give the order"), _("Enter"), able=able, action=ConfirmDraft()))
    out.append(Option(_("Back"), _("Esc"), action=StepBack()))
    return out


def ask(draft: OrderDraft) -> str:
    """What the player is to point at."""
    choice = draft.choice
    if draft.start is not None:
        return _("Choose the store where the column shall unload.")
    if choice.id == "haul":
        return _("Choose the store where the column shall load.")
    match choice.sample:
        case Fly(mission="raid"):
            return _("Choose the airfield.")
        case Barrage() | Deceive() | Fly(mission="interdict" | "scout"):
            return _("Point at a hex on the map, or press Tab for the likely ones.")
        case Shell() | Fly():
            return _("Point at one of the marked crossings, or press Tab for the next.")
        case Haul():
            return _("Choose a store.")
    return _("Point at the hex beyond the hexside, or press Tab for the next.")


def told(planner: Planner, choice: Choice) -> list[Row]:
    """The note beside a choice that is pointed at: why it cannot be had, or what it does."""
    out: list[Row] = [Heading(choice.text, choice.value)]
    if not choice.able:
        return [*out, Line(choice.reason, tone="warn")]
    order = choice.targets[0].order if choice.targets else choice.sample
    if len(choice.targets) == 1 and order is not None:
        return out + orderwords.explain(planner.state, order)
    if order is not None:
        out += orderwords.general(planner.state, order)
    if choice.targets and not choice.anywhere:
        places = ngettext("{n} place can be chosen.", "{n} places can be chosen.", len(choice.targets))
        out.append(Line(places.format(n=len(choice.targets)), tone="dim", style="small"))
    return out
