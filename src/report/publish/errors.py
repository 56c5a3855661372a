"""What can go wrong between an executed notebook and a page, said so that its author can mend it."""

from report.tables.errors import ReportError


class PublishError(ReportError):
    """Something in a notebook cannot be published. The message names notebook, cell, thing and remedy."""
