"""Makes files that do harm and looks what becomes of the game that reads them.

    python -m tests.harness.hostile --files 2000 --seed 1

Files are maps (TMX), tilesets (TSX), templates (TX), tables (TOML, lessons and puzzles among them), journals,
campaigns, settings, packs (of a scenario, and of a campaign with all that one can carry), codes of puzzles, and what a
campaign of the user's brings: its table, texts in other languages, unit types, ground, pictures and sounds. They are
changed by their structure (elements, keys, numbers, texts, parts of pictures and sounds moved, doubled, lost,
made huge; files of packs renamed, linked, doubled, blown up) or by bits; checksums and digests of changed journals,
packs, codes, pictures and sounds are mostly made right again. They are read, checked, opened and played on in processes
of their own, with limits, where an audit hook sees every file that is opened. It counts tracebacks, more than two
seconds of CPU, more than 300 MB, wrong exit codes, files read outside the allowed folders, sound files that a bad one
hid, and what refused or removed packs left.

A fault prints the number of its file, `--only N` makes that one again, and `--keep DIR` shrinks it and keeps it in a
folder, from where a test of its own can take it.
"""
