"""What a page is: its parameters, checked before anything runs, and the frames and facts it is written from."""

from report.pages.claims import ClaimsPage, claims_page
from report.pages.country import CountryPage, country_page
from report.pages.editions import EditionsPage, editions_page
from report.pages.explorer import ExplorerPage, explorer_page
from report.pages.page import Page, ScorecardPage, SharingPage, alliance_page, scorecard_page, sharing_page
from report.pages.parameters import check_parameters
