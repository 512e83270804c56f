"""The screens before a battle."""
