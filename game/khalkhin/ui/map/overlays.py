"""What lies on the ground besides counters: reach, ways, targets, pockets, supply routes, flags, stores, names.

Each function lists stamps with the map pixel (at the zoom step) that their middle belongs on; the map view keeps the
lists while nothing they show has changed and only moves them with the camera.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

import pygame

from khalkhin.core.board.hexgrid import opposite
from khalkhin.core.crossing import crossing as loads
from khalkhin.core.explain import AssaultMark
from khalkhin.core.model.rules import CrossingKind
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import UNKNOWN_STOCK, GameState
from khalkhin.ui.map import palette
from khalkhin.ui.map.camera import ZOOMS
from khalkhin.ui.map.curves import side_middle
from khalkhin.ui.map.map_contents import Layer, MapScene, Note, Outline, ReachMark, SupplyOverlay, Trail
from khalkhin.ui.map.palette import Colour
from khalkhin.ui.map.room import away, overlap, roomiest
from khalkhin.ui.map.service_sprites import Plant
from khalkhin.ui.map.sprites import Stamps

Placed = tuple[pygame.Surface, int, int]
Centre = Callable[[int], tuple[int, int]]
Free = frozenset[int]

FRESH: Colour = (250, 250, 232)
HUNGRY: Colour = (244, 176, 70)
WAY: Colour = (255, 240, 178)
RETREAT: Colour = (236, 92, 66)
ROUTE: Colour = (104, 186, 104)
PICK: Colour = (120, 214, 232)
AIM: Colour = (255, 246, 200)
#: Names on the map by kind: ink, and the glow round it that tells them from any ground.
NAMES: Mapping[str, tuple[Colour, Colour]] = MappingProxyType(
    {
        "river": ((16, 62, 108), (226, 240, 248)),
        "region": ((92, 64, 30), (246, 232, 196)),
        "heights": ((84, 46, 16), (250, 238, 210)),
        "place": ((38, 34, 26), (244, 236, 212)),
    }
)
#: The same by night: light on dark, so that names do not shine.
NIGHT_NAMES: Mapping[str, tuple[Colour, Colour]] = MappingProxyType(
    {
        "river": ((164, 210, 244), (8, 22, 46)),
        "region": ((226, 204, 158), (26, 22, 22)),
        "heights": ((240, 212, 164), (28, 20, 14)),
        "place": ((250, 244, 226), (20, 18, 16)),
    }
)
#: How far a flag moves out of the way of the counters about its hex, at 1; the first where nothing is in its way.
NUDGES = ((0, 0), (0, -6), (-6, 0), (6, 0), (0, 6))
#: Words on plates.
PLATE_INK: Colour = (255, 250, 238)


def plate(tone: str) -> Colour:
    """What words on a plate of a tone stand on."""
    colour = palette.OUTLINES.get(tone, palette.BAD)
    if palette.PLATES is not None:
        return palette.mix(colour, (0, 0, 0), palette.PLATES)
    return palette.mix(colour, (0, 0, 0), 0.3 if sum(colour) < 330 else 0.5 if sum(colour) < 560 else 0.64)


class Overlays:
    """Lists stamps for one map."""

    def __init__(self, scenario: Scenario, stamps: Stamps) -> None:
        self.scenario = scenario
        self.board = scenario.board
        self.stamps = stamps
        self.plant = Plant(stamps)

    # -- movement ------------------------------------------------------------------------------------------

    def reach(self, step: int, centre: Centre, reach: Mapping[int, ReachMark]) -> list[Placed]:
        """Hexes a unit can go to: bright where supply reaches, amber where not; a burst where the unit could assault
        from there, a spark where it could take part in another's assault; a blue dot where the move cannot be taken
        back, a small one where perhaps not."""
        st, zoom, out = self.stamps, ZOOMS[step], []
        for h, mark in reach.items():
            x, y = centre(h)
            tone = FRESH if mark.in_supply else HUNGRY
            out.append((st.tint(step, tone, 84), x, y))
            for d, n in enumerate(self.board.neighbours[h]):
                if n not in reach:
                    out.append((st.rim(step, d, palette.REACH, 2.8), x, y))
            if mark.assault is not AssaultMark.NONE:
                out.append((st.burst(step, whole=mark.assault is AssaultMark.ALONE), x, y - round(16 * zoom)))
            if not mark.undoable:
                out.append(
                    (st.dot(step, palette.BLUE, 2.6 if mark.final else 1.5), x + round(15 * zoom), y - round(12 * zoom))
                )
            if zoom >= 0.64:
                words = st.letters.halo(
                    str(mark.cost), max(9, round(10.5 * zoom * st.scale**0.5)), palette.INK, palette.PAPER, width=1
                )
                out.append((words, x, y + round(17 * zoom)))
        return out

    def way(
        self, step: int, centre: Centre, path: Sequence[int], colour: Colour = WAY, width: float = 5.0
    ) -> list[Placed]:
        """A way from hex to hex with an arrow at its end."""
        if len(path) < 2:
            return []
        halves = self._halves([path])
        out = self._strokes(step, centre, dict.fromkeys(halves, width), colour)
        last = self.board.direction(path[-1], path[-2])
        if last is not None:
            out.append((self.stamps.arrow(step, last, colour, width), *centre(path[-1])))
        return out

    def trails(self, step: int, centre: Centre, trails: Iterable[Trail]) -> list[Placed]:
        """The ways of marches."""
        return [p for t in trails for p in self.way(step, centre, t.path, palette.OUTLINES[t.tone], 4.0)]

    def stops(self, step: int, centre: Centre, trails: Iterable[Trail], taken: Sequence[pygame.Rect]) -> list[Placed]:
        """Where the turns of marches end: a frame, and words on a plate."""
        st, marks = self.stamps, [(h, text, t.tone) for t in trails for h, text in t.stops]
        frames = [(st.frame(step, palette.OUTLINES[tone], 3.0), *centre(h)) for h, _text, tone in marks]
        return frames + self._notes(step, centre, [Note(h, text, tone) for h, text, tone in marks], taken)

    def _halves(self, ways: Iterable[Sequence[int]]) -> dict[tuple[int, int], int]:
        """Half steps (hex, direction) of ways, and how many ways use each."""
        counts: dict[tuple[int, int], int] = {}
        for path in ways:
            for a, b in zip(path, path[1:], strict=False):
                d = self.board.direction(a, b)
                if d is not None:
                    counts[a, d] = counts.get((a, d), 0) + 1
                    counts[b, opposite(d)] = counts.get((b, opposite(d)), 0) + 1
        return counts

    def _strokes(
        self, step: int, centre: Centre, widths: Mapping[tuple[int, int], float], colour: Colour, alpha: int = 255
    ) -> list[Placed]:
        st = self.stamps
        out = [(st.half(step, d, (24, 18, 8), w + 2.6, alpha), *centre(h)) for (h, d), w in widths.items()]
        out += [(st.half(step, d, colour, w, alpha), *centre(h)) for (h, d), w in widths.items()]
        return out

    # -- supply --------------------------------------------------------------------------------------------

    def supply(self, step: int, centre: Centre, net: SupplyOverlay) -> list[Placed]:
        """Ways of supply, broader where more units live on them, and marks on the cut off."""
        widths = {k: 2.4 + min(n, 7) * 0.75 for k, n in self._halves(net.routes).items()}
        out = self._strokes(step, centre, widths, ROUTE)
        out += [(self.stamps.hatch(step, palette.BAD, 150), *centre(h)) for h in sorted(net.cut)]
        return out

    # -- layers --------------------------------------------------------------------------------------------

    def ground(self, step: int, centre: Centre, layers: Iterable[Layer]) -> list[Placed]:
        """What overlays show beneath the counters: tints, hatches, ways, lines round groups of hexes."""
        st, out = self.stamps, []
        for layer in layers:
            for tone, hexes in layer.tints:
                out += [(st.tint(step, palette.OUTLINES[tone], 78), *centre(h)) for h in sorted(hexes)]
            for tone, hexes in layer.hatched:
                out += [(st.hatch(step, palette.OUTLINES[tone], 150), *centre(h)) for h in sorted(hexes)]
            for way in layer.ways:
                out += self.way(step, centre, way.path, palette.OUTLINES[way.tone], way.width)
            for group in layer.outlines:
                out += self._outline(step, centre, group)
        return out

    def marks(self, step: int, centre: Centre, layers: Sequence[Layer], taken: Sequence[pygame.Rect]) -> list[Placed]:
        """What overlays show above the counters: framed hexes, hexsides, and words where they hide least of what is
        `taken`."""
        st, zoom, out = self.stamps, ZOOMS[step], []
        for layer in layers:
            for tone, hexes in layer.framed:
                out += [(st.frame(step, palette.OUTLINES[tone], 4.4), *centre(h)) for h in sorted(hexes)]
            for tone, sides in layer.sides:
                colour = palette.OUTLINES[tone]
                out += [(st.hoop(step, colour), *self.middle(s, zoom)) for s in sorted(sides)]
        for layer in layers:
            out += self.outline_words(step, centre, layer.outlines, taken)
            out += self._notes(step, centre, layer.notes, taken)
        return out

    def _notes(self, step: int, centre: Centre, notes: Iterable[Note], taken: Sequence[pygame.Rect]) -> list[Placed]:
        """Words on plates: above what they are about, or where they hide no other and least of what is `taken`."""
        st, zoom = self.stamps, ZOOMS[step]
        size = max(11, round(12 * zoom**0.5 * st.scale))
        plates: list[pygame.Rect] = []
        out: list[Placed] = []
        for note in sorted(notes, key=lambda n: n.at):
            x, y = self.middle(note.at, zoom) if note.on_side else centre(note.at)
            words = st.pill(note.text, size, PLATE_INK, plate(note.tone))
            w, h = words.get_size()
            lift = round((26 if note.on_side else st.layout.tile_height * 0.34) * zoom)
            aside = w // 2 + round(24 * zoom)
            places = [(0, -lift), (0, lift), (0, -lift - h), (0, lift + h), (w // 2, -lift - h), (-w // 2, lift + h)]
            places += ((aside, 0), (-aside, 0), (aside, -lift), (-aside, -lift), (aside, lift), (-aside, lift))
            boxes = [pygame.Rect(x + dx - w // 2, y + dy - h // 2, w, h) for dx, dy in places]
            out.append((words, *_settled(boxes, plates, taken)))
        return out

    # -- fighting and groups -------------------------------------------------------------------------------

    def below(self, step: int, centre: Centre, scene: MapScene) -> list[Placed]:
        """Zones of control, what guns reach, groups of hexes and attackers taking part."""
        st = self.stamps
        out = [(st.hatch(step, palette.BAD, 70), *centre(h)) for h in sorted(scene.zoc)]
        out += [(st.tint(step, (240, 150, 60), 60), *centre(h)) for h in sorted(scene.guns)]
        for h in sorted(scene.guns):
            out += [
                (st.rim(step, d, (240, 150, 60), 2.4), *centre(h))
                for d, n in enumerate(self.board.neighbours[h])
                if n not in scene.guns
            ]
        for group in scene.outlines:
            out += self._outline(step, centre, group)
        out += [(st.frame(step, palette.GOOD, 3.2), *centre(h)) for h in sorted(scene.attackers)]
        out += self._picks(step, centre, scene)
        if scene.selected_hex is not None:
            out.append((st.tint(step, palette.GOLD, 90), *centre(scene.selected_hex)))
            out.append((st.frame(step, (255, 214, 92), 4.2), *centre(scene.selected_hex)))
        return out

    def _picks(self, step: int, centre: Centre, scene: MapScene) -> list[Placed]:
        """Where an order may be given: hexes tinted, and the one it is aimed at framed."""
        st = self.stamps
        out = [(st.tint(step, PICK, 70), *centre(h)) for h in sorted(scene.picks)]
        out += [(st.frame(step, PICK, 2.6), *centre(h)) for h in sorted(scene.picks)]
        if scene.aim is not None and scene.aim[0] >= 0:
            out.append((st.tint(step, PICK, 80), *centre(scene.aim[0])))
            out.append((st.frame(step, AIM, 4.4), *centre(scene.aim[0])))
        return out

    def sides(self, step: int, scene: MapScene) -> list[Placed]:
        """Hexsides an order may be given for, over the crossings that lie there."""
        st, zoom, out = self.stamps, ZOOMS[step], []
        for side in sorted(scene.sides):
            aimed = scene.aim is not None and scene.aim[1] == side
            stamp = st.seam(step, side % 6, AIM if aimed else PICK, 9.0 if aimed else 6.0)
            out.append((stamp, *self.middle(side, zoom)))
        return out

    def _outline(self, step: int, centre: Centre, group: Outline) -> list[Placed]:
        st = self.stamps
        colour = palette.OUTLINES.get(group.tone, palette.BAD)
        out: list[Placed] = []
        for h in sorted(group.hexes):
            x, y = centre(h)
            out.append((st.tint(step, colour, 34, 1.0), x, y))
            for d, n in enumerate(self.board.neighbours[h]):
                if n not in group.hexes:
                    out.append((st.rim(step, d, (30, 10, 6), 6.2, 150), x, y))
                    out.append((st.rim(step, d, colour, 4.4, 255), x, y))
        return out

    def outline_words(
        self, step: int, centre: Centre, outlines: Iterable[Outline], taken: Sequence[pygame.Rect]
    ) -> list[Placed]:
        """What groups of hexes are called: over, under or beside them, where the plate hides least of what is `taken`
        and of other plates."""
        out: list[Placed] = []
        plates: list[pygame.Rect] = []
        for group in outlines:
            if group.text and group.hexes:
                size = max(11, round(13 * ZOOMS[step] ** 0.5 * self.stamps.scale))
                words = self.stamps.pill(group.text, size, PLATE_INK, plate(group.tone))
                boxes = self._around(words, [centre(h) for h in group.hexes], ZOOMS[step])
                out.append((words, *_settled(boxes, plates, taken)))
        return out

    def _around(self, words: pygame.Surface, places: Sequence[tuple[int, int]], zoom: float) -> list[pygame.Rect]:
        """Where a plate about hexes may stand, the best first: over the topmost, under the lowest, beside the
        outermost, and round the corners of these."""
        w, h = words.get_size()
        wide, high = self.stamps.layout.tile_width * zoom, self.stamps.layout.tile_height * zoom
        top, foot = min(places, key=lambda p: p[1]), max(places, key=lambda p: p[1])
        left, right = min(places), max(places)
        beside = wide * 0.4 + w / 2
        middles: list[tuple[float, float]] = [(top[0], top[1] - high * 0.46), (foot[0], foot[1] + high * 0.46)]
        middles += [(right[0] + beside, right[1]), (left[0] - beside, left[1])]
        middles += [(right[0] + beside, right[1] + dy * high) for dy in (-0.5, 0.5)]
        middles += [(left[0] - beside, left[1] + dy * high) for dy in (-0.5, 0.5)]
        middles += [(top[0] + side * (w - wide) / 2, top[1] - high * 0.62) for side in (1, -1)]
        middles += [(foot[0] + side * (w - wide) / 2, foot[1] + high * 0.62) for side in (1, -1)]
        return [pygame.Rect(round(x - w / 2), round(y - h / 2), w, h) for x, y in middles]

    def sights(self, step: int, centre: Centre, scene: MapScene) -> list[Placed]:
        """Frames round targets."""
        return [(self.stamps.sight(step), *centre(h)) for h in scene.targets]

    def above(self, step: int, centre: Centre, scene: MapScene) -> list[Placed]:
        """The odds of targets, and ways of retreat."""
        st, zoom, out = self.stamps, ZOOMS[step], []
        for path in scene.retreats:
            out += self.way(step, centre, path, RETREAT, 3.6)
        for h, text in scene.targets.items():
            x, y = centre(h)
            if text:
                size = max(11, round(12 * zoom**0.6 * st.scale))
                out.append(
                    (
                        st.pill(text, size, (255, 246, 230), (150, 28, 18)),
                        x,
                        y - round(st.layout.tile_height * 0.46 * zoom),
                    )
                )
        return out

    # -- the map's own ---------------------------------------------------------------------------------------

    def crossings(self, step: int, state: GameState) -> list[Placed]:
        """Bridges, pontoons and fords as they are now, with charges that are laid and this turn's load."""
        zoom, out, rules = ZOOMS[step], [], self.scenario.rules
        for side, crossing in state.crossings.items():
            x, y = self.middle(side, zoom)
            rule = rules.crossings.get(crossing.kind)
            most = rule.hits if rule else 3
            kind = CrossingKind(crossing.kind)
            colour = palette.side_colour(self.scenario, crossing.owner) if crossing.owner else (214, 208, 190)
            out.append((self.stamps.crossing(step, kind, side % 6, crossing.hits, most, colour), x, y))
            if crossing.mined:
                charges = self.plant.charges(step, palette.side_colour(self.scenario, crossing.mined))
                out.append((charges, x + round(17 * zoom), y - round(7 * zoom)))
            if (crossing.used or crossing.supply_used) and rule and zoom >= 0.5:
                units = crossing.used, loads.capacity(crossing, rules)
                points = crossing.supply_used, loads.supply_capacity(crossing, rules)
                out.append((self.plant.load(step, units, points), x, y + round(14 * zoom)))
        return out

    def works(self, step: int, state: GameState) -> list[Placed]:
        """Engineers' works in hand, at the hexsides they are for."""
        need = self.scenario.rules.engineering
        out = []
        for unit in state.units:
            if unit.job is not None and unit.on_map:
                stamp = self.plant.work(step, unit.job.done, int(getattr(need, unit.job.task.value)))
                out.append((stamp, *self._beside(unit.job.hexside, ZOOMS[step], -15)))
        return out

    def middle(self, hexside: int, zoom: float) -> tuple[int, int]:
        """The map pixel of the middle of a hexside."""
        x, y = side_middle(self.board, self.stamps.layout, hexside)
        return round(x * zoom), round(y * zoom)

    def _beside(self, hexside: int, zoom: float, along: float) -> tuple[int, int]:
        """A place on the line of a hexside, so many pixels from its middle."""
        (ax, ay), (bx, by) = self.stamps.corners[hexside % 6 - 1], self.stamps.corners[hexside % 6]
        far = math.hypot(bx - ax, by - ay) or 1.0
        x, y = self.middle(hexside, zoom)
        return x + round((bx - ax) / far * along * zoom), y + round((by - ay) / far * along * zoom)

    def stores(self, step: int, centre: Centre, state: GameState, free: Free) -> list[Placed]:
        """Sources, depots and dumps with what they hold, an empty one in red: in the middle of their hexes where they
        are `free`, else beside it."""
        st, zoom, out = self.stamps, ZOOMS[step], []
        fixed = len(self.scenario.sources) + len(self.scenario.depots)
        seen: dict[int, int] = {}
        for i, store in enumerate(state.stores):
            x, y = centre(store.hex)
            stock = "" if store.stock == UNKNOWN_STOCK else str(store.stock)
            ink = palette.INK if store.stock else (176, 30, 18)
            draw, dx, dy = (
                (st.source, 19, 17)
                if store.is_source
                else (st.depot, 17, 19)
                if i < fixed
                else (self.plant.dump, 17, 19)
            )
            stamp = draw(step, palette.side_colour(self.scenario, store.side), stock, ink)
            if store.hex in free:
                out.append((stamp, x, y + round(2 * zoom)))
                continue
            # A second store in the same hex stands at its other side.
            nth = seen[store.hex] = seen.get(store.hex, -1) + 1
            out.append((stamp, x + round(dx * (-1 if nth % 2 else 1) * zoom), y + round(dy * zoom)))
        return out

    def airfields(self, step: int, centre: Centre, state: GameState, free: Free) -> list[Placed]:
        """Airfields on the map with their bombers and fighters, crossed out while they are wrecked."""
        zoom, out = ZOOMS[step], []
        for field in state.airfields:
            if field.hex >= 0:
                x, y = centre(field.hex)
                text = f"{field.bombers}+{field.fighters}"
                colour = palette.side_colour(self.scenario, field.side)
                stamp = self.plant.airfield(step, colour, text, field.wrecked >= state.turn)
                dx, dy = (0, 4) if field.hex in free else (-17, 19)
                out.append((stamp, x + round(dx * zoom), y + round(dy * zoom)))
        return out

    def flags(
        self,
        step: int,
        centre: Centre,
        state: GameState,
        prizes: Sequence[int],
        free: Free,
        standing: Sequence[pygame.Rect],
    ) -> list[Placed]:
        """Objectives in the colour of who holds them, with what taking each now counts (`prizes`): a flag, or where
        counters stand a pennant at their edge, where it covers least of them all (`standing`)."""
        zoom, out = ZOOMS[step], []
        places: Sequence[tuple[int, int]]
        for objective, holding, points in zip(self.scenario.objectives, state.holdings, prizes, strict=True):
            x, y = centre(objective.hex)
            colour = palette.side_colour(self.scenario, holding.side)
            if pygame.Rect(x, y, 1, 1).collidelist(standing) >= 0:
                stamp = self.stamps.pennant(step, colour, str(points))
                places, rim = PENNANTS, round(stamp.get_width() * 3 * zoom)  # it may touch the rim of a counter
            else:
                stamp = self.stamps.flag(step, colour, str(points))
                dx, dy = (0, 0) if objective.hex in free else (-18, -17)
                places, rim = [(dx + a, dy + b) for a, b in NUDGES], 0
            boxes = [stamp.get_rect(center=(x + round(dx * zoom), y + round(dy * zoom))) for dx, dy in places]
            out.append((stamp, *boxes[roomiest(boxes, standing, rim)[0]].center))
        return out

    def free(self, state: GameState, counters: bool) -> Free:
        """Hexes in which just one thing stands, a flag, a store or an airfield, and no counter: it stands in their
        middle."""
        things = [s.hex for s in state.stores] + [o.hex for o in self.scenario.objectives]
        things += [field.hex for field in state.airfields if field.hex >= 0]
        return frozenset(h for h in things if things.count(h) == 1 and not (counters and h in state.at))

    def names(self, step: int, centre: Centre, taken: Sequence[pygame.Rect], *, night: bool = False) -> list[Placed]:
        """Place names, each in its own hex where there is room, else where it still touches that and no other hex with
        a name is nearer, and there where it hides and is hidden least; one that would lie over another, or of which
        counters would cut off more than a rim, is left out until one comes nearer. Names of objectives come first."""
        zoom = ZOOMS[step]
        taken = list(taken)
        whole = self.stamps.layout.size(self.board.width, self.board.height)
        edge = pygame.Rect(4, 4, round(whole[0] * zoom) - 8, round(whole[1] * zoom) - 8)
        out: list[Placed] = []
        written: list[pygame.Rect] = []
        wanted = [(label.text, label.hex, label.kind) for label in self.scenario.labels]
        known = {(text.lower(), h) for text, h, _ in wanted}
        objectives = [(self.scenario.shown(o.name), o.hex, "objective") for o in self.scenario.objectives]
        wanted += [each for each in objectives if (each[0].lower(), each[1]) not in known]
        prizes = {o.hex for o in self.scenario.objectives}
        named = {hex_: centre(hex_) for _, hex_, kind in wanted if kind not in WIDE}
        for text, hex_, kind in sorted(wanted, key=lambda w: (w[1] not in prizes, _RANK.get(w[2], 2))):
            words = self._words(text, kind, zoom, NIGHT_NAMES if night else NAMES)
            if words is None:
                continue
            boxes = [
                box.clamp(edge) if edge.w > box.w and edge.h > box.h else box
                for box in self._spots(words, centre(hex_), kind, zoom)
            ]
            # First of all no letter may be covered: of a short name in the distance a rim is the end of a word.
            letters = [overlap(box.inflate(-2, -box.h // 3), taken) for box in boxes]
            boxes = [box for box, covered in zip(boxes, letters, strict=True) if covered <= RIM]
            for among in (boxes,) if kind in WIDE else self._own(boxes, hex_, centre, zoom, named):
                best = _legible(among, taken, written)
                if best is not None:
                    taken.append(best)
                    written.append(best)
                    out.append((words, *best.center))
                    break
        return out

    def _own(
        self, boxes: Sequence[pygame.Rect], hex_: int, centre: Centre, zoom: float, named: Mapping[int, tuple[int, int]]
    ) -> tuple[Sequence[pygame.Rect], ...]:
        """The boxes that the name of a hex can stand in, where it is taken for no other's, as groups, the better first:
        those whose middles are nearest to its own, of all hexes; then one by one, by how near they are, those that
        touch it and no other of the `named` hexes as nearly."""
        at = centre(hex_)
        around = [centre(n) for n in self.board.neighbours[hex_] if n >= 0]
        others = [place for other, place in named.items() if other != hex_]
        touching = BESIDE * zoom * min(self.stamps.layout.tile_width, self.stamps.layout.tile_height)
        inside = [box for box in boxes if math.dist(at, box.center) <= min(math.dist(n, box.center) for n in around)]
        beside = [box for box in boxes if away(box, at) <= min([touching, *(away(box, other) for other in others)])]
        return inside, *([box] for box in sorted(beside, key=lambda box: math.dist(at, box.center)))

    def _spots(self, words: pygame.Surface, at: tuple[int, int], kind: str, zoom: float) -> list[pygame.Rect]:
        """Where a name may stand, the best first: rivers and regions on their hex, places beside it."""
        x, y = at
        w, h = words.get_size()
        high, wide = self.stamps.layout.tile_height * zoom, self.stamps.layout.tile_width * zoom
        beside = [(0.0, high * 0.42), (0.0, -high * 0.42), (0.0, high * 0.56), (0.0, -high * 0.56)]
        beside += [(side * (wide * 0.36 + w / 2), high * dy) for dy in (0.0, 0.3, -0.3, 0.5, -0.5) for side in (1, -1)]
        beside += [
            (side * wide * dx, high * dy) for dy in (0.42, -0.42, 0.3, -0.3) for dx in (0.2, 0.4) for side in (1, -1)
        ]
        beside += [(side * w * 0.4, high * dy) for dy in (0.5, -0.5, 0.7, -0.7) for side in (1, -1)]
        beside += [(side * w * share, high * dy) for dy in (0.85, -0.85) for share in (0.0, 0.4) for side in (1, -1)]
        beside += [(side * (wide * 0.8 + w / 2), high * dy) for dy in (0.25, -0.25, 0.0) for side in (1, -1)]
        if kind in WIDE:
            beside = [(0.0, 0.0), *beside, (0.0, high), (0.0, -high)]
        return [pygame.Rect(round(x + dx - w / 2), round(y + dy - h / 2), w, h) for dx, dy in beside]

    def _words(
        self, text: str, kind: str, zoom: float, colours: Mapping[str, tuple[Colour, Colour]]
    ) -> pygame.Surface | None:
        letters, scale = self.stamps.letters, self.stamps.scale
        ink, glow = colours.get(kind, colours["place"])
        match kind:
            case "river":
                return letters.halo(text, max(11, round(14 * zoom**0.7 * scale)), ink, glow, "BoldItalic", 1)
            case "region":
                if zoom > 1.7:
                    return None
                return letters.halo(
                    " ".join(text.upper()), max(11, round(14 * zoom**0.8 * scale)), ink, glow, "Bold", 1
                )
            case "heights":
                return letters.halo(text, max(11, round(12.5 * zoom**0.6 * scale)), ink, glow, "BoldItalic", 1)
        return letters.halo(text, max(11, round(13 * zoom**0.6 * scale)), ink, glow, "Bold", 1 if zoom < 0.8 else 2)


def _legible(
    boxes: Sequence[pygame.Rect], taken: Sequence[pygame.Rect], written: Sequence[pygame.Rect]
) -> pygame.Rect | None:
    """The one of the boxes, the best first, where a name is hidden least; None where it could be read in none."""
    if not boxes:
        return None
    best, hidden = roomiest(boxes, taken, RIM)
    box, area = boxes[best], boxes[best].w * boxes[best].h
    return None if overlap(box, written) > area * OVER_NAMES or hidden > area * OVER_COUNTERS else box


def _settled(boxes: Sequence[pygame.Rect], plates: list[pygame.Rect], taken: Sequence[pygame.Rect]) -> tuple[int, int]:
    """The middle of the place where a plate hides no other if there is one, and least of what is `taken`; it is one of
    the `plates` from then on."""
    clear = [box for box in boxes if box.collidelist(plates) < 0] or boxes
    best = clear[roomiest(clear, taken)[0]]
    plates.append(best)
    return best.center


#: Kinds of names that are not those of one hex.
WIDE = ("river", "region")
#: How far from the middle of its hex a name may begin that has no room in it, in hexes.
BESIDE = 0.7
#: How much of a name may lie over others, and beneath counters; and how many pixels hide nothing of it.
OVER_NAMES, OVER_COUNTERS = 0.08, 0.12
RIM = 12
#: Where a pennant may be at the edge of a hex that counters stand in, as pixels from its middle, the best first: over
#: their left or right, in the corners that two of them leave free, higher over them.
PENNANTS = (
    *((-12, -27), (12, -27), (-18, -18), (18, 18), (-18, 18), (18, -18), (-14, -31), (14, -31), (0, -33)),
    *((-24, -24), (24, -24)),
)
_RANK = {"objective": 0, "place": 1, "heights": 2, "river": 3, "region": 4}
