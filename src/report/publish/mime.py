"""The types of notebook output that can be published. Whatever else a cell shows has no place on a page."""

PAGE = "application/vnd.burdenshare.page+json"
PASSAGE = "application/vnd.burdenshare.passage+json"
FIGURE = "application/vnd.burdenshare.figure+json"
TABLE = "application/vnd.burdenshare.table+json"
LEDGER = "application/vnd.burdenshare.ledger+json"
VEGA_LITE = "application/vnd.vegalite.v5+json"
MARKDOWN = "text/markdown"
