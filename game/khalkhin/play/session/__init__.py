"""One battle under way: session, journal, snapshots, saves, settings, the computer's process."""
