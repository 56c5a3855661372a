"""The message over a chart is read off its data, the words for those who cannot see it name the extremes, and its data
is complete.

Each message is checked twice: on the tables as they are, and on tables of which some figures are changed so that it
must be another.
"""

import pytest

from report import charts, pages
from report.burdens import composite

FORCES = 31
SHARES = {("LTU", 2026, "share_gdp"): 1.0, ("EST", 2026, "share_gdp"): 1.1, ("LVA", 2026, "share_gdp"): 1.2}
DOUBLED = {("USA", 2026, "spend_usd_current"): 2_066_000}
SMALL = {("USA", 2026, "spend_usd_current"): 200_000}
ESTIMATES = {(iso3, 2024, "share_gdp"): 0.5 for iso3 in ("DEU", "FRA", "ITA", "ESP", "POL", "NLD", "BEL", "PRT")}


def lorenz():
    return charts.burden_sharing.lorenz_curves(pages.sharing_page())


def ability():
    return charts.burden_sharing.ability(pages.sharing_page())


def ranks():
    return charts.burden_sharing.rank_intervals(pages.sharing_page())


def parity():
    return charts.parity.paths(pages.sharing_page())


def distance():
    return charts.scorecard.distance(pages.scorecard_page())


def pace():
    return charts.scorecard.needed(pages.scorecard_page())


def estimates():
    return charts.editions.estimates_by_ally(pages.editions_page())


def verdicts():
    return charts.claims.verdicts(pages.claims_page())


ALL = (lorenz, ability, ranks, parity, distance, pace, estimates, verdicts)


@pytest.mark.parametrize("draw", ALL, ids=lambda draw: draw.__name__)
def test_every_column_of_the_data_is_named_and_every_number_has_a_unit(draw):
    figure = draw()
    for place, column in enumerate(figure.columns):
        values = [row[place] for row in figure.rows]
        assert "_" not in column.label, column.name
        if any(isinstance(value, float) for value in values):
            assert column.unit, column.name
    assert all(row[0] not in (None, "") for row in figure.rows), "a row without a name"


def test_lorenz_says_how_much_would_have_to_move():
    # Largest vertical distance of the curve from the diagonal, in percent of spending: the Hoover index.
    figure = lorenz()
    gaps = (figure.data["gdp"] - figure.data["spending"]).groupby(figure.data["year"]).max()
    assert (
        figure.title == f"Equal burdens would now mean moving {gaps['2026e']:.0f}% of allied spending; in 2014 it was "
        f"{gaps['2014']:.0f}%"
    )
    assert "that of 2026e closer to it" in figure.alt


def test_lorenz_is_square_and_its_widest_gaps_are_marked():
    spec = lorenz().spec
    assert spec["width"] == spec["height"]
    texts = [row["text"] for data in spec["datasets"].values() for row in data if "text" in row]
    assert {"2026e: widest gap 7%", "2014: widest gap 23%"} <= set(texts)


def test_the_large_economies_are_named_in_the_chart_of_wealth():
    spec = ability().spec
    words = [layer["data"]["name"] for layer in spec["layer"] if layer["mark"]["type"] == "text"]
    named = {row["ally"] for name in words for row in spec["datasets"][name]}
    assert {"United States", "Germany", "United Kingdom"} <= named


def test_lorenz_has_a_row_for_every_ally_of_each_year():
    # 28 members in 2014 and 32 now, Iceland without spending in both.
    assert lorenz().data.groupby("year").size().to_dict() == {"2014": 27, "2026e": FORCES}


def test_lorenz_of_other_figures_says_otherwise(changed):
    before = lorenz().title
    changed(DOUBLED)
    after = lorenz()
    assert after.title != before and after.title.endswith("in 2014 it was 23%")


def test_ability_counts_the_border_among_the_heaviest():
    figure = ability()
    there = figure.data["group"] == "borders Russia or Belarus"
    heaviest = figure.data.assign(there=there).nlargest(int(there.sum()), "share")["there"].sum()
    assert (there.sum(), heaviest) == (6, 4)
    # data/borders.csv: Estonia, Finland, Latvia, Lithuania, Norway and Poland; the heaviest are Lithuania, Estonia, Latvia, Poland, Greece, Denmark.
    assert (
        figure.title
        == "Four of the six allies that border Russia or Belarus are among the six with the heaviest burdens"
    )
    assert figure.note.startswith(
        "On the border, from 2.65 to 5.33%: Finland, Norway, Poland, Latvia, Estonia and Lithuania."
    )
    assert "Lithuania is highest with 5.33%, Slovenia lowest with 1.61%" in figure.alt and len(figure.data) == FORCES


def test_ability_of_other_figures_says_otherwise(changed):
    # Without the three Baltic states and Norway one is left, Poland.
    changed({**SHARES, ("NOR", 2026, "share_gdp"): 1.3})
    figure = ability()
    assert (
        figure.title.startswith("One of the six allies that border Russia or Belarus is among the six")
        and "Lithuania lowest with 1.00%" in figure.alt
    )


def test_ranks_say_how_many_keep_their_place():
    figure = ranks()
    stories = figure.data["story"].value_counts()
    # Of 31 places a sixth is 5.17: Lithuania (2), Latvia (4), Estonia and Slovenia (5) are firm, Poland (6) is not. Half is 15.5: Germany (16) to Hungary (25).
    assert (stories["firm"], stories["any story"]) == (4, 8)
    assert (
        figure.title
        == "Four allies stay within five places under nine in ten weightings; for eight, any story can be told"
    )
    assert figure.data.set_index("ally").at["United States", "story"] == "any story"
    wide = figure.data.assign(places=figure.data["worst"] - figure.data["best"] + 1)
    assert (
        wide.groupby("story")["places"].min()["any story"] > wide.groupby("story")["places"].max()["depends on weights"]
    )
    first, last = figure.data["ally"].iloc[0], figure.data["ally"].iloc[-1]
    assert f"from {first} to {last}" in figure.alt and len(figure.data) == FORCES
    longest = (figure.data["worst"] - figure.data["best"]).max() + 1
    assert f"up to {longest} places" in figure.alt


def test_ranks_of_other_figures_say_otherwise(changed):
    before = ranks()
    changed({**SHARES, **{(iso3, 2026, "equipment_share"): 1.0 for iso3 in ("LTU", "EST", "LVA")}})
    after = ranks()
    assert after.title != before.title and after.data["ally"].iloc[0] != before.data["ally"].iloc[0]


def test_the_chart_of_ranks_explains_every_measure_of_the_index():
    assert set(charts.burden_sharing.MEASURES) == set(composite.WEIGHTS)
    assert sum(composite.WEIGHTS.values()) == pytest.approx(1)
    for words in charts.burden_sharing.MEASURES.values():
        assert words in ranks().note


def test_parity_says_whether_and_when_the_two_sides_meet():
    figure = parity()
    data = figure.data.set_index("year")
    assert (data["Europe and Canada"] < data["United States"]).all()
    assert figure.title.endswith("would still spend less than the United States in 2035")
    met = data.index[data["Europe and Canada"] >= data["US held flat"]].min()
    assert f"reach it in {met}" in figure.alt
    for side in ("United States", "Europe and Canada"):
        assert f"{data[side].iloc[0]:,.0f} to {data[side].iloc[-1]:,.0f}" in figure.alt


def test_parity_of_other_figures_comes(changed):
    changed(SMALL)
    assert parity().title == "Under the plan, Europe and Canada would spend as much as the United States in 2026"


def test_distances_name_the_ends_and_who_is_not_drawn():
    figure = distance()
    drift = figure.data.set_index("ally")["drift_pp"]
    assert (
        figure.title
        == f"Short of the target, {drift.idxmax()} is furthest ahead of its path, {drift.idxmin()} furthest behind"
    )
    assert f"from {drift.index[0]} with +{drift.max():.2f} to {drift.index[-1]} with −{-drift.min():.2f}" in figure.alt
    # 31 allies with forces, of which five have reached the target.
    assert len(drift) == 26 and "Lithuania, Estonia, Latvia, Poland and Greece" in figure.note


def test_distances_of_other_figures_say_otherwise(changed):
    # Three of the five that have met the target fall behind.
    changed(SHARES)
    figure = distance()
    assert figure.title.endswith("Lithuania furthest behind") and len(figure.data) == 29


def test_there_are_no_distances_from_paths_that_only_begin():
    assert charts.scorecard.distance(pages.scorecard_page(edition="2025-04")) is None


def test_pace_names_who_has_furthest_to_go():
    figure = pace()
    first = figure.data.iloc[0]
    assert figure.title.startswith(f"{first['ally']} has furthest to go: {first['required_pp']:.2f} points a year")
    assert f"from {first['ally']} to {figure.data['ally'].iloc[-1]}" in figure.alt
    assert figure.data["required_pp"].is_monotonic_decreasing and (figure.data["required_pp"] > 0).all()


def test_pace_draws_an_exempt_ally_to_its_own_figure():
    # Spain: (2.1 − 2.0) ÷ 9 = 0.01 a year, not (3.5 − 2.0) ÷ 9 = 0.17.
    figure = pace()
    spain = figure.data.set_index("ally").loc["Spain"]
    assert (spain["status"], spain["target_share"]) == ("exempt", 2.1)
    assert spain["required_pp"] == pytest.approx(0.01, abs=0.002)
    assert figure.note.endswith("§ Treated here as exempt: Spain to its own 2.1%.")
    # who has met the target needs nothing: no bar, and the note says so
    assert figure.note.startswith(
        "Not drawn, as they have met the target: Lithuania, Estonia, Latvia, Poland and Greece."
    )


def test_pace_is_that_of_the_table():
    page = pages.scorecard_page()
    card = page.scorecard.card.set_index("ally")["required_pp"]
    told = charts.scorecard.needed(page).data.set_index("ally")["required_pp"]
    assert told.to_dict() == card[card > 0].to_dict()


def test_pace_names_the_only_ally_above_the_rule():
    assert pace().title == "Slovenia has furthest to go: 0.21 points a year, the only ally that needs more than 0.2"


def test_pace_of_other_figures_says_otherwise(changed):
    # (3.5 − 1.0) ÷ 9 = 0.28; Lithuania, Estonia (0.27), Latvia (0.26) and Slovenia (0.21) need more than 0.2.
    changed(SHARES)
    assert pace().title == "Lithuania has furthest to go: 0.28 points a year; four allies need more than 0.2"


def test_estimates_count_whose_came_down():
    figure = estimates()
    assert (
        figure.title == f"For {(figure.data['mean'] < 0).sum()} of {len(figure.data)} allies estimates came down later"
    )
    means = figure.data.set_index("ally")["mean"]
    assert f"−{-means.min():.2f} points for {means.idxmin()} to +{means.max():.2f} for {means.idxmax()}" in figure.alt
    widest = figure.data.assign(span=figure.data["high"] - figure.data["low"]).nlargest(1, "span")["ally"].iloc[0]
    assert f"the widest range is that of {widest}" in figure.alt and len(figure.data) == FORCES


def test_estimates_of_other_figures_say_otherwise(changed):
    # What June 2024 estimated for eight allies lies far under what came: their means rise above zero.
    before = estimates()
    changed(ESTIMATES, table="expenditure/2024-06")
    after = estimates()
    assert after.title != before.title
    assert (after.data["mean"] < 0).sum() < (before.data["mean"] < 0).sum()


def test_verdicts_say_in_which_text_most_and_least_holds():
    figure, ledger = verdicts(), pages.claims_page().ledger
    parts = figure.data.drop(columns=["text", "label"])
    assert parts.sum().sum() == len(ledger.entries) > len(ledger.statements)
    holds = 100 * (parts["holds"] / parts.drop(columns="not settled").sum(axis=1)).set_axis(figure.data["label"])
    assert f"{holds.max():.0f}% holds in {holds.idxmax().split(', ')[0]}" in figure.title
    assert f"{holds.min():.0f}% in" in figure.title


def test_verdicts_of_other_claims_say_otherwise(changed):
    # Had the texts said six per cent wherever they said five, fewer of their claims would stand.
    before = verdicts()
    seeds = changed({}).parent / "seeds"
    for file in seeds.glob("*.toml"):
        file.write_text(file.read_text("utf-8").replace("\nvalue = 5.0\n", "\nvalue = 6.0\n"), "utf-8")
    after = verdicts()
    assert after.title != before.title and after.data["holds"].sum() < before.data["holds"].sum()
