"""What a page is: its parameters, checked before anything runs, and the frames and facts it is written from."""

from report.pages.chapters import ScorecardPage, SharingPage, scorecard_page, sharing_page
from report.pages.page import CountryPage, Page, alliance_page, country_page
from report.pages.parameters import check_parameters

__all__ = [
    "CountryPage",
    "Page",
    "ScorecardPage",
    "SharingPage",
    "alliance_page",
    "check_parameters",
    "country_page",
    "scorecard_page",
    "sharing_page",
]
