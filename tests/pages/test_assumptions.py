"""Each assumption of the methods page is changed by the call that stands beside it."""

import pytest

import report
from report.burdens.composite import composite
from report.outlook.pool import Rules
from report.pages.burden_sharing import composite_measures
from report.pages.methods import methods_page

CALLS = [how for how in methods_page().assumptions["how"] if how != "not a parameter"]


@pytest.mark.parametrize("call", CALLS)
def test_the_call_works(call, d):
    names = {"report": report, "d": d, "plan": report.plan("hague-2025"), "Rules": Rules, "composite": composite}
    assert eval(call, {**names, "measures": composite_measures(d)}) is not None
