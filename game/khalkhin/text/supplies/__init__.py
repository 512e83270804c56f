"""Sentences about supplies: the report of a side, the staff's reasons for its trucks, groups about to be cut off."""
