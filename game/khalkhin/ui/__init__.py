"""The window. Events in, pictures out; no rule lives here."""
