"""The one door to seeds/ and data/: typed, checked frames that nobody can change for another."""

from report.folders import data_path

from .agreements import Guideline, guideline, guidelines
from .checks import check
from .dataset import AGGREGATES, Dataset, load
from .errors import BadTable, Problem, ReportError, UnknownName, unknown
from .names import ally

__all__ = [
    "AGGREGATES",
    "BadTable",
    "Dataset",
    "Guideline",
    "Problem",
    "ReportError",
    "UnknownName",
    "ally",
    "check",
    "data_path",
    "guideline",
    "guidelines",
    "load",
    "unknown",
]
