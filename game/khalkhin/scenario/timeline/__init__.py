"""The timeline of scenario.toml: its words as models, built into `core` values and checked."""
