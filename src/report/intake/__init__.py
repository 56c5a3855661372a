"""Where new tables come in: a publisher's file read, checked and added; two editions compared; tables made by hand
accepted.

``layouts.toml`` describes the files; ``data/package.toml`` describes the tables they become.
"""
