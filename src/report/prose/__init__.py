"""Facts in, sentences and tables out."""

from report.prose import briefing, country
from report.prose.passage import Passage, TypedNumber, bullets, key_figures, say
from report.prose.table import Column, IncompleteTable, Table

__all__ = [
    "Column",
    "IncompleteTable",
    "Passage",
    "Table",
    "TypedNumber",
    "briefing",
    "bullets",
    "country",
    "key_figures",
    "say",
]
