"""Headquarters, what their points buy, and handicaps openly given."""
