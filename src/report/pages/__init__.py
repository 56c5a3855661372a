"""What a page is: its parameters, checked before anything runs, and the frames and facts it is written from."""

from report.pages.claims import ClaimsPage as ClaimsPage
from report.pages.claims import claims_page as claims_page
from report.pages.country import CountryPage as CountryPage
from report.pages.country import country_page as country_page
from report.pages.editions import EditionsPage as EditionsPage
from report.pages.editions import editions_page as editions_page
from report.pages.explorer import ExplorerPage as ExplorerPage
from report.pages.explorer import explorer_page as explorer_page
from report.pages.page import Page as Page
from report.pages.page import ScorecardPage as ScorecardPage
from report.pages.page import SharingPage as SharingPage
from report.pages.page import alliance_page as alliance_page
from report.pages.page import scorecard_page as scorecard_page
from report.pages.page import sharing_page as sharing_page
from report.pages.parameters import check_parameters as check_parameters
