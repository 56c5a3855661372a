"""Where new tables come in: publishers' files added, editions compared, tables made by hand accepted.

``layouts.toml`` describes the files; ``data/package.toml`` describes the tables they become.
"""
