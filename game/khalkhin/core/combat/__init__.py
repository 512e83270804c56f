"""Assaults, barrages, gunnery and ammunition."""
