"""The map on the screen: ground, counters, overlays. Imports `widgets`; reads views only."""
