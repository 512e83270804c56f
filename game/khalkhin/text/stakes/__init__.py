"""Points that can be won, and what has to happen for them, in words."""
