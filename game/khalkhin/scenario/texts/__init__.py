"""Texts of scenarios and campaigns in other languages: ``texts.LANG.toml`` beside their tables.

`sentences` says which texts a scenario has, by key, and puts others in their place; `files` reads and checks the files,
`extract` writes them for whoever translates.
"""
