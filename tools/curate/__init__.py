"""Curates the tables of data/ from the source files kept beside the project.

Run it with ``python -m tools.curate`` from the project root. The same source files always give the same bytes.
"""
