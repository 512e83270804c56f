"""Lessons: guided battles on small maps of their own. A lesson is an ordinary scenario folder with a ``lesson.toml``:
what the pupil is told, what each part waits for and where it points, and what the enemy does. Imports `core` and the
rest of `scenario`."""
