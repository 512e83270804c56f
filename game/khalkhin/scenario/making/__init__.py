"""What people who make maps are given: Tiled's project and object types, templates, schemas, references, new scenarios.

All of it is made from the tables and models that the loader reads by. It may import the rest of `scenario`.
"""
