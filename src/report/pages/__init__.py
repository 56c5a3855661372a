"""What a page is: its parameters, checked before anything runs, and the frames and facts it is written from."""

from report.pages.chapters import ScorecardPage, SharingPage, scorecard_page, sharing_page
from report.pages.claims import ClaimsPage, claims_page
from report.pages.editions import EditionsPage, editions_page
from report.pages.explorer import ExplorerPage, explorer_page
from report.pages.page import CountryPage, Page, alliance_page, country_page
from report.pages.parameters import check_parameters

__all__ = [
    "ClaimsPage",
    "CountryPage",
    "EditionsPage",
    "ExplorerPage",
    "Page",
    "ScorecardPage",
    "SharingPage",
    "alliance_page",
    "check_parameters",
    "claims_page",
    "country_page",
    "editions_page",
    "explorer_page",
    "scorecard_page",
    "sharing_page",
]
