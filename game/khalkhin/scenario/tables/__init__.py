"""TOML files as models, every fault with its line. Imports `core` and issues."""
