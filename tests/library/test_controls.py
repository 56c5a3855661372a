"""The controls of the notebook: a picture where nobody can move them, and with somebody there the same picture for
every choice."""

import sys

import pytest

import report
from report.frames import explore


def test_without_anybody_there_it_is_the_picture():
    plot = report.explore("DEU, FRA")
    assert plot.title.startswith("Extra over the baseline") and set(plot.data["series"]) == {"Germany", "France"}


def test_in_jupyterlab_it_is_controls_over_the_same_picture(monkeypatch):
    monkeypatch.setenv(explore.LIVE, "explore.ipynb")
    shown = report.explore("EU", "core-5")
    choices = {control.description: control for control in shown.children if hasattr(control, "description")}
    assert shown.auto_display
    assert set(choices) == {"who", "plan", "target", "year", "growth", "baseline", "show", "unit"}
    choices["target"].value, choices["year"].value, choices["show"].value = 4.0, 2030, "share_gdp"
    drawn = explore.picture(**shown.kwargs).data.set_index("year")["share_gdp"]
    theirs = report.scenario("explorer.html#who=EU&plan=core-5&target=4&year=2030").set_index("year")["share_gdp"]
    assert drawn.to_dict() == pytest.approx(theirs.to_dict())


def test_without_the_library_the_extra_is_named(monkeypatch):
    monkeypatch.setenv(explore.LIVE, "explore.ipynb")
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    with pytest.raises(report.ReportError, match=r"burdenshare\[explore\]"):
        report.explore()
