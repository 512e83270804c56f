"""The window's way to games, saves and campaigns in play/ and files: values in, values out, no pygame."""
