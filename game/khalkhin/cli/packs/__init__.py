"""The commands about packs: making, installing and removing them. They import what the commands share."""
