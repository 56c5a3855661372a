"""What the road ahead costs: plans, paths of shares and of economies, costs. Pure functions from tables to frames."""

from report.outlook.cost import alliance_cost, cost
from report.outlook.costing import costing
from report.outlook.macro import EXTENSIONS
from report.outlook.paths import route, share_path
from report.outlook.plan import Plan, plan, plans
from report.outlook.pledges import pledges_used
from report.outlook.scorecard import verification
from report.outlook.shapes import SHAPES
