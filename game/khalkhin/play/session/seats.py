"""The seats at the table: who commands there now, what opens them, and what is to be told of them."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Iterable

from khalkhin.play.session.journal import END, JournalLine
from khalkhin.play.session.seat_rows import HUMAN, Handed, Hands, Row, Word

#: What finding a code word's hash costs: 16 MB and some twentieth of a second.
_BLOCKS, _MIXES = 2**14, 8
#: The longest code word, in characters.
LONGEST = 60


def plain(word: str) -> str:
    """A code word as it is compared: capitals, and blanks around it, do not count."""
    return unicodedata.normalize("NFKC", word).strip().casefold()


def word_row(side: str, word: str) -> Word:
    """The row of a side's new code word; of none where it is empty."""
    if not plain(word):
        return Word(side)
    salt = secrets.token_bytes(16)
    return Word(side, salt.hex(), _hash(word, salt).hex())


def _hash(word: str, salt: bytes) -> bytes:
    told = plain(word).encode("utf-8", "surrogatepass")
    return hashlib.scrypt(told, salt=salt, n=_BLOCKS, r=_MIXES, p=1, dklen=32)


class Seats:
    """What has been written down of the seats of a battle. Told of every row by :meth:`take` and of every end of a
    turn by :meth:`ended`, in their order."""

    def __init__(self) -> None:
        self.hands = Hands()
        self._words: dict[str, Word] = {}
        #: Seats that were opened without their word, with the sides that have ended a turn since.
        self._opened: dict[str, set[str]] = {}
        self._settled: set[str] = set()

    @classmethod
    def of(cls, entries: Iterable[JournalLine]) -> Seats:
        """Those of a battle, from the lines of its journal."""
        found, active = cls(), ""
        for entry in entries:
            if entry.mark is not None:
                active = entry.mark.side
            elif entry.seat is not None:
                found.take(entry.seat)
            elif entry.order == END:
                found.ended(active)
        return found

    def take(self, row: Row) -> None:
        """A row was written down."""
        self.hands.take(row)
        if isinstance(row, Word):
            self._words[row.side] = row
            if row.forgotten:
                self._opened[row.side] = set()

    def ended(self, side: str) -> None:
        """A side has ended its turn."""
        handed = self.hands.of(side)
        if handed is None or handed.player == HUMAN:
            self._settled.add(side)
            for told in self._opened.values():
                told.add(side)
        self.hands.ended(side)

    def handed(self, side: str) -> Handed | None:
        """To whom a side was handed, and for how many turns more; None where who was to commands it."""
        return self.hands.of(side)

    def locked(self, side: str) -> bool:
        """Whether a code word opens a side's seat."""
        word = self._words.get(side)
        return word is not None and bool(word.hash)

    def opens(self, side: str, word: str) -> bool:
        """Whether a word opens a side's seat. It takes some twentieth of a second."""
        kept = self._words.get(side)
        if kept is None or not kept.hash:
            return True
        try:
            salt, kept_hash = bytes.fromhex(kept.salt), bytes.fromhex(kept.hash)
        except ValueError:
            return False
        return hmac.compare_digest(_hash(word, salt), kept_hash)

    def fresh(self, side: str) -> bool:
        """Whether the player of a side has not ended a turn yet: he takes his seat."""
        return side not in self._settled

    def opened_unasked(self, side: str) -> tuple[str, ...]:
        """The sides whose seat was opened without its code word since a side last ended its turn."""
        return tuple(seat for seat, told in self._opened.items() if side not in told)

    @property
    def words(self) -> tuple[Word, ...]:
        """The code words there are, as rows from which the same follows."""
        return tuple(word for side, word in self._words.items() if self.locked(side))

    @property
    def rows(self) -> tuple[Row, ...]:
        """Code words and who commands, as rows from which the same follows."""
        return (*self.words, *self.hands.rows)
