"""How files reach the disk: whole or not at all, grown by whole pieces, locked against a second writer.

Imports the standard library only. Whatever the program keeps or puts out as a file goes through here.
"""
