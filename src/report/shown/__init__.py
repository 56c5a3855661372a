"""What a notebook shows: each kind of output once, what it needs to be whole, and how a notebook holds it.

Charts and prose make these objects, a notebook's outputs keep them as plain data under types of our own, ``read`` makes
the object again, and :mod:`report.publish` lays it out. Running text is words and facts where it is made, and Markdown
nodes where it has been read.
"""

from report.shown.explorer import Explorer
from report.shown.figure import VEGA_LITE, Figure
from report.shown.head import Head
from report.shown.ledger import Ledger, Source, Statement, Term
from report.shown.output import Bundle, Incomplete, Setting, Text, plain
from report.shown.passage import Passage, Segment, Spark, Style
from report.shown.table import ASKS_MORE, Cell, Column, Grid, Table
