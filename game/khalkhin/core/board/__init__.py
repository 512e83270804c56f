"""The ground: hexes, the plane they lie on, the board with its tables. Imports the rules' kinds of terrain only."""
