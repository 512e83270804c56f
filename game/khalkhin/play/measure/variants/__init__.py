"""Battles changed for measuring: something taken from a side, or another way of advance for its staff."""
