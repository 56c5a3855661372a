"""The one door to seeds/ and data/: typed, checked frames that nobody can change for another."""

from .checks import check
from .dataset import AGGREGATES, Dataset, load
from .errors import BadTable, Problem, ReportError, UnknownName, unknown
from .names import ally
from .schema import data_path

__all__ = [
    "AGGREGATES",
    "BadTable",
    "Dataset",
    "Problem",
    "ReportError",
    "UnknownName",
    "ally",
    "check",
    "data_path",
    "load",
    "unknown",
]
