"""Whose forecast errors stand in where an ally has none of its own, and why.

An ally has none before the IMF forecast its economy (1993 for the Baltics, Albania, Iceland and Luxembourg, 1994 for Czechia,
Slovakia and the former Yugoslav allies, 2008 for Montenegro), and its inflation errors of a hyperinflation say nothing about
today's. The gap is filled with the peer's error of the same vintage and horizon, so allies still move together; a peer's own gap
is filled by its peer. The choice is ours: trade, region and monetary regime today.
"""

from __future__ import annotations

from typing import NamedTuple


class Peer(NamedTuple):
    """The ally whose errors are borrowed and the reason for the choice."""

    iso3: str
    why: str


PEERS: dict[str, Peer] = {
    "ALB": Peer("GRC", "largest neighbouring economy in the euro area"),
    "BGR": Peer("GRC", "neighbour; euro area since 2026, a currency board before"),
    "CZE": Peer("DEU", "main trading partner"),
    "EST": Peer("FIN", "main trading partner; euro area"),
    "HRV": Peer("ITA", "main trading partner; euro area"),
    "HUN": Peer("DEU", "main trading partner"),
    "ISL": Peer("NOR", "small open resource economy with its own currency"),
    "LTU": Peer("FIN", "northern euro area"),
    "LUX": Peer("BEL", "currency union with Belgium since 1921"),
    "LVA": Peer("FIN", "northern euro area"),
    "MKD": Peer("GRC", "neighbour; currency tied to the euro"),
    "MNE": Peer("GRC", "region; uses the euro"),
    "POL": Peer("DEU", "main trading partner"),
    "ROU": Peer("GRC", "region"),
    "SVK": Peer("DEU", "main trading partner; euro area"),
    "SVN": Peer("DEU", "main trading partner; euro area"),
    "TUR": Peer("GRC", "neighbour"),
}
"""Borrower to lender. Lenders without a row of their own have a complete record since 1990, checked by a test."""


def lender(iso3: str) -> str:
    """The ally that lends errors to ``iso3``; Germany, the largest European economy, to those without a row."""
    return PEERS[iso3].iso3 if iso3 in PEERS else "DEU"
