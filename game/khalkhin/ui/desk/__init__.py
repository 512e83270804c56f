"""The desk in a battle: the army as a table, what is looked for by name. It knows no scene of the battle."""
