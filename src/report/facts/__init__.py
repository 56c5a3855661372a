"""Numbers that know their unit, formula and source rows, and how numbers are written for people."""

from report.facts import ditto, units, written
from report.facts.fact import (
    HIGH,
    LOW,
    Band,
    Fact,
    IncompatibleFacts,
    Row,
    combine,
    counted,
    ends,
    likely,
    named,
    names,
)
from report.facts.packed import printed
from report.facts.provenance import Provenance, provenance
from report.facts.units import Unit
