"""Helper processes: work that a window or a command must not wait for, and that may be lost without harm.

Knows nothing of the game; any room of `play` may import it. The parent's side is `child`, the child's own is `serving`.
"""
