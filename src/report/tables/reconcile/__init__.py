"""What published figures owe each other: rules over one edition, between editions, and over the IMF's vintages.

Each rule takes tables and returns findings: one row per comparison with its discrepancy and the tolerance that follows
from how precisely the figures are published. What exceeds its tolerance is an exception, and every exception is listed
with its reason in data/oddities.csv.
"""

from .exceptions import exceptions, of_edition, of_vintage
from .precision import PRINTED, as_printed, edges, half_up, places
from .published import Published, published

__all__ = [
    "PRINTED",
    "Published",
    "as_printed",
    "edges",
    "exceptions",
    "half_up",
    "of_edition",
    "of_vintage",
    "places",
    "published",
]
