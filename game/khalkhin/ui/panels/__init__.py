"""The lines of the battle's panels: units, orders, assaults, supply, overlays."""
