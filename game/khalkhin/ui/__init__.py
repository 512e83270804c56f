"""The window. Events in, pictures out; no rule lives here.

`app` shows scenes, `router` makes them of destinations; rooms of scenes do not know each other.
"""
