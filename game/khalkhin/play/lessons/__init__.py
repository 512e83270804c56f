"""Lessons as they are taken: the game beneath them, the attempt that says what comes next, and what is kept of it.
Imports `core`, `scenario` and the storage."""
