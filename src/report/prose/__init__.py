"""Facts in, sentences and tables out."""

from . import (
    briefing,
    burden_sharing,
    claims,
    country,
    editions,
    explorer,
    scorecard,
    scorecard_pledges,
    scorecard_step,
    scorecard_table,
    sharing_rules,
)
from .passage import Passage, TypedNumber, bullets, key_figures, say
from .table import Column, IncompleteTable, Table

__all__ = [
    "Column",
    "IncompleteTable",
    "Passage",
    "Table",
    "TypedNumber",
    "briefing",
    "bullets",
    "burden_sharing",
    "claims",
    "country",
    "editions",
    "explorer",
    "key_figures",
    "say",
    "scorecard",
    "scorecard_pledges",
    "scorecard_step",
    "scorecard_table",
    "sharing_rules",
]
