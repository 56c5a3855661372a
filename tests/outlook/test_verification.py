import pandas as pd
import pytest

import report
from report.burdens.ally import burden
from report.burdens.revisions import usual_revision
from report.outlook.pledges import (
    highest_pledges,
    own_pledges,
    pledges_add_up,
    pledges_in_force,
    pledges_tested,
    proposed_only,
    shortfalls,
)
from report.outlook.scorecard import (
    STATUSES,
    TOLERANCE,
    Line,
    against_lines,
    pace_since,
    pledges_held,
    required_lines,
    review,
    status,
    verification,
    verification_history,
)

COLUMNS = {
    "iso3", "ally", "year", "status", "share", "required_share", "drift_pp", "margin_pp", "within_revision", "target_share", "target_year", "start_share", "start_year",
    "years_left", "required_pp", "above_0_2_rule", "next_step_pp", "next_step_usd_m", "precedent_years", "precedent_share", "precedent_reached",
    "precedent_windows", "precedent_allies", "precedents", "own_best_pp", "pledge_id", "pledge_component", "pledge_share", "pledge_year",
    "pledge_kind", "pledge_confidence", "pledge_test", "pledge_asked", "pledge_gap_pp", "pledge_spent", "pledge_kept_pp", "evidence",
}  # fmt: skip


@pytest.fixture(scope="module")
def card(d, hague):
    return verification(d, hague).set_index("iso3")


def test_status_words():
    lines = {iso3: Line(2025, 2.0, ((2035, 3.5),)) for iso3 in "ABCDEFG"}
    # the line of 2026 is 2.15; within 0.05 of it counts as on it, 3.495 prints as 3.50
    shares = pd.Series({"A": 3.495, "B": 2.21, "C": 2.20, "D": 2.10, "E": 2.09, "F": 2.0, "G": float("nan")})
    table = against_lines(shares, lines, 2026).assign(share=shares)
    forces = pd.Series(True, shares.index)
    assert status(table, ["F"], forces).tolist() == [
        "met",
        "ahead",
        "on path",
        "on path",
        "behind",
        "exempt",
        "no figure",
    ]
    assert status(table, ["F"], ~forces)["A"] == "no forces"


def test_a_met_ally_needs_nothing_more():
    row = against_lines(pd.Series({"A": 3.495}), {"A": Line(2025, 2.0, ((2035, 3.5),))}, 2026).loc["A"]
    assert row["required_pp"] == row["next_step_pp"] == 0
    assert not row["above_0_2_rule"]


def test_the_rule_of_two_tenths():
    lines = {"A": Line(2025, 1.7, ((2035, 3.5),)), "B": Line(2025, 1.7, ((2035, 3.5),))}
    # in 2026, nine years left: (3.5 − 1.70)/9 = 0.2 exactly; (3.5 − 1.69)/9 = 0.2011
    assert against_lines(pd.Series({"A": 1.7, "B": 1.69}), lines, 2026)["above_0_2_rule"].tolist() == [False, True]


def test_all_columns_and_allies(card):
    assert set(card.reset_index().columns) == COLUMNS
    assert len(card) == 32 and card.index.is_unique
    assert set(card["status"]) <= set(STATUSES)


def test_what_a_usual_revision_could_turn(card, d):
    # Belgium: drift −0.15, behind from −0.05 down: 0.10 away. Denmark: 3.49, met from 3.50: 0.01, nearer than 0.197 − 0.05. Canada: 0.05 − 0.047
    assert card.loc[["BEL", "DNK", "CAN"], "margin_pp"].tolist() == pytest.approx([0.10, 0.01, 0.003])
    # half of 180 shares of an edition's last year stand no more than 0.08 from it in the newest edition, more than the tolerance
    usual = usual_revision(d)
    assert (usual.half, len(usual.moves)) == (pytest.approx(0.08), 180) and usual.half > TOLERANCE
    assert card.loc[["BEL", "DNK", "CAN"], "within_revision"].tolist() == [False, True, True]
    assert card.loc[["ESP", "ISL"], "within_revision"].isna().all()


def test_a_plan_that_asks_nothing_has_no_status_to_turn(d):
    assert verification(d, report.plan("freeze"))["margin_pp"].isna().all()


def test_belgium_by_hand(card):
    # 2.00 in 2025e and 2026e: required 2.00 + 1.50/10 = 2.15, drift −0.15; 1.50/9 = 0.1667 a year from now; 2.30 − 2.00 next year
    row = card.loc["BEL"]
    assert (row["share"], row["start_share"], row["status"]) == (2.0, 2.0, "behind")
    assert [row["required_share"], row["drift_pp"], row["required_pp"], row["next_step_pp"]] == pytest.approx(
        [2.15, -0.15, 1.5 / 9, 0.30]
    )


def test_next_step_in_money_is_at_this_years_gdp(card, d):
    # next step · Y · k = next step · E/b: NATO's own spending scaled by the step over the share
    belgium, spending = card.loc["BEL"], d.panel.loc[("BEL", 2026), "spend_usd_current"]
    assert belgium["next_step_usd_m"] == pytest.approx(spending * 0.30 / 2.00)


def test_who_stands_where_under_the_hague(card):
    by_status = {name: sorted(rows.index) for name, rows in card.groupby("status")}
    assert by_status["met"] == ["EST", "GRC", "LTU", "LVA", "POL"]
    assert by_status["exempt"] == ["ESP"] and by_status["no forces"] == ["ISL"]
    # Denmark prints 3.49 and is not there yet
    assert card.loc["DNK", "status"] == "ahead"
    # Slovenia alone needs more than 0.2 points a year: (3.5 − 1.61)/9 = 0.21
    assert card.index[card["above_0_2_rule"]].tolist() == ["SVN"]


def test_status_follows_from_drift(card):
    path = card[card["status"].isin(["ahead", "on path", "behind"])]
    assert (path.loc[path["status"] == "ahead", "drift_pp"] > 0.05 - 1e-9).all()
    assert (path.loc[path["status"] == "behind", "drift_pp"] < -0.05 + 1e-9).all()
    assert path.loc[path["status"] == "on path", "drift_pp"].abs().max() <= 0.05 + 1e-9
    assert (path["drift_pp"] - (path["share"] - path["required_share"])).abs().max() < 1e-12


def test_spain_is_measured_against_its_own_figure(card, d):
    assert card.loc["ESP", ["target_share", "target_year"]].tolist() == [2.1, 2035]
    whole = verification(d, report.plan("hague-2025", exemptions=False)).set_index("iso3")
    assert whole.loc["ESP", "status"] == "behind" and whole.loc["ESP", "target_share"] == 3.5


def test_precedents(card, d):
    shares = d.panel["share_gdp"].unstack("year")
    pace = [(shares.loc[a, y + 9] - shares.loc[a, y]) / 9 for a in d.with_forces(2026) for y in range(2014, 2018)]
    need = card.loc["BEL", "required_pp"]
    assert card.loc["BEL", "precedent_years"] == 9
    assert card.loc["BEL", "precedent_share"] == pytest.approx(sum(p >= need for p in pace) / len(pace))
    assert card.loc["BEL", "precedents"].startswith("LTU 2017–2026 (+0.4")
    # 31 allies, spans of nine years that end in 2023, 2024, 2025 and 2026: 124
    assert card.loc["BEL", ["precedent_reached", "precedent_windows"]].tolist() == [sum(p >= need for p in pace), 124]
    reached = {
        a
        for a in d.with_forces(2026)
        for y in range(2014, 2018)
        if (shares.loc[a, y + 9] - shares.loc[a, y]) / 9 >= need
    }
    assert card.loc["BEL", "precedent_allies"] == len(reached)
    # nothing is required of those who met it
    assert card.loc[card["status"] == "met", "precedent_share"].isna().all()


def test_evidence_names_the_rows(card):
    assert card.loc["EST", "evidence"] == "2026-07: EST 2025 share_gdp; EST 2026 share_gdp"


def test_wales_is_overdue_for_slovenia_alone(d):
    wales = verification(d, report.plan("wales-2014")).set_index("iso3")
    assert wales.index[wales["status"] == "behind"].tolist() == ["SVN"]
    assert wales.loc["SVN", "required_pp"] == pytest.approx(2.0 - 1.61)
    # Finland's path starts when it joined
    assert wales.loc["FIN", "start_year"] == 2023


def test_a_frozen_share_asks_nothing(d):
    frozen = verification(d, report.plan("freeze")).set_index("iso3")
    assert set(frozen["status"]) == {"met", "no forces"}
    assert frozen["required_pp"].fillna(0).eq(0).all()


def test_every_plan_on_file_has_a_scorecard(d):
    for name in report.plans()["id"]:
        scorecard = verification(d, report.plan(name))
        assert len(scorecard) == 32 and (scorecard["status"] != "no figure").all()


def test_pledged_figures_are_the_plans_own(d):
    lines = required_lines(d, report.plan("national-pledges"))
    assert lines["BEL"].points == ((2033, 2.0), (2034, 2.5))
    assert lines["TUR"].points == ()


def test_distances_are_free_of_what_binary_fractions_add(card):
    # Finland: 2.65 − (2.75 + 0.75/10) = −0.175, which every place must round alike
    assert card.loc["FIN", "drift_pp"] == -0.175


def test_a_plan_may_be_given_by_name(d, card):
    assert verification(d, "hague-2025").set_index("iso3").equals(card)
    with pytest.raises(report.tables.ReportError, match="hague-2025"):
        verification(d, "hague-2052")
    assert report.cost(d, "hague-2025")["level_usd_m"].equals(report.cost(d, report.plan("hague-2025"))["level_usd_m"])


def test_own_pledges_leave_out_what_is_superseded_or_floated(d, card):
    # Greece speaks of the total alone, which is held against nothing
    assert card.loc["GRC", ["pledge_component", "pledge_test"]].tolist() == ["total", "total"]
    assert pd.isna(card.loc["GRC", "pledge_gap_pp"])
    # so do Italy, Slovakia and Croatia, but they have core pledges as well
    assert card.loc[["ITA", "SVK", "HRV"], "pledge_component"].eq("core").all()
    assert card.loc["CZE", "pledge_id"] == "cze-core-2.1-2026"
    assert pd.isna(card.loc["USA", "pledge_id"]) and proposed_only(d.pledges) == ["USA"]
    assert not pledges_in_force(d.pledges)["kind"].eq("proposal").any()


def pledge(iso3, share, year, component="core", kind="law", url="x"):
    row = {"id": f"{iso3}-{year}", "iso3": iso3, "component": component, "target_share_gdp": share, "target_year": year}
    return row | {"kind": kind, "superseded_on": None, "announced": "2025", "confidence": "verified", "source_url": url}


def test_a_pledge_is_held_against_the_path_in_its_own_year(hague):
    table = pd.DataFrame(
        [
            pledge("A", 3.0, 2030),
            pledge("B", 2.0, 2026),
            pledge("C", 5.0, 2035, "total"),
            pledge("D", 4.1, 2027, "total"),
            pledge("E", 2.1, 2035, kind="exemption"),
            pledge("F", 3.5, 2035, url="declaration"),
            pledge("NATO_TOTAL", 3.5, 2035, url="declaration"),
        ]
    )
    lines = {iso3: Line(2025, 2.0, ((2035, 3.5),)) for iso3 in "ABCDEF"}
    table = pd.concat([table, pd.DataFrame([pledge("A", 3.5, 2035), pledge("G", 3.5, 2035), pledge("H", 2.1, 2030)])])
    lines |= {iso3: Line(2025, 2.0, ((2035, 3.5),)) for iso3 in "GH"}
    own = own_pledges(pledges_tested(table, hague, lines, pd.DataFrame({2026: {"B": 1.96}}), 2026))
    # A: the line of 2030 is 2.0 + 1.5·5/10 = 2.75, so that 3.0 is 0.25 above it; 3.5 in 2035 only says what all agreed
    assert own.loc["A", ["pledge_year", "pledge_asked", "pledge_gap_pp"]].tolist() == [2030, 2.75, 0.25]
    assert own.loc["G", "pledge_test"] == "as agreed" and pd.isna(own.loc["G", "pledge_gap_pp"])
    # B was due in 2026: 1.96 spent, 0.04 short of 2.0
    assert own.loc["B", ["pledge_test", "pledge_spent", "pledge_kept_pp"]].tolist() == ["due", 1.96, -0.04]
    # C and D are totals, E is the line itself
    assert own.loc[["C", "D", "E"], "pledge_test"].tolist() == ["total", "total", "own figure"]
    assert own.loc[["B", "C", "D", "E"], ["pledge_asked", "pledge_gap_pp"]].isna().all(axis=None)
    # H: 2.1 against 2.75; F only repeats the declaration
    assert own.loc["H", "pledge_gap_pp"] == -0.65 and "F" not in own.index


def test_the_pledge_shown_is_the_one_lowest_against_its_path(card, d, hague):
    # Portugal: 2.0 by 2029 against 2.01 + 1.49·4/10 = 2.606; France: 2.5 by 2030 against 2.04 + 1.46·5/10 = 2.77;
    # the United Kingdom: 3.0 by 2034 against 2.32 + 1.18·9/10 = 3.382; the Netherlands: 2.8 by 2030 against 2.53 + 0.97·5/10 = 3.015
    gaps = {"PRT": -0.606, "FRA": -0.27, "GBR": -0.382, "NLD": -0.215}
    assert card["pledge_gap_pp"].reindex(gaps).to_dict() == pytest.approx(gaps)
    # Belgium holds 2.0 until 2033, when 2.0 + 1.5·8/10 = 3.2 is asked, and means to have 2.5 in 2034, with 3.35 asked
    assert card.loc["BEL", ["pledge_year", "pledge_asked", "pledge_gap_pp"]].tolist() == pytest.approx(
        [2033, 3.2, -1.2]
    )
    held = pledges_held(d, hague)
    assert held.loc[held["pledge_id"] == "bel-core-2.5-2034", "pledge_gap_pp"].tolist() == pytest.approx([-0.85])
    # Italy (−0.013) and Finland (−0.05) are below their paths by no more than the tolerance
    assert shortfalls(held, 0.05)["iso3"].tolist() == ["BEL", "PRT", "GBR", "FRA", "NLD"]
    assert card.loc[["ITA", "FIN"], "pledge_gap_pp"].tolist() == pytest.approx([-0.013, -0.05])


def test_pledges_that_have_come_due_are_held_against_what_was_spent(card):
    # Latvia: 4.92 spent in 2026e of 5.00; Czechia 2.01 of 2.10; Lithuania 5.33 of 5.00; Luxembourg 2.01 in 2025 of 2.00
    kept = {"LVA": -0.08, "CZE": -0.09, "DNK": -0.01, "LTU": 0.33, "HUN": 0.09, "SVK": 0.02, "LUX": 0.01}
    assert card["pledge_kept_pp"].reindex(kept).to_dict() == pytest.approx(kept)
    # what is still to come and can be compared goes before
    assert card.loc["POL", "pledge_year"] == 2027 and card.loc["CAN", "pledge_test"] == "as agreed"
    assert card.loc["ESP", ["pledge_share", "pledge_test"]].tolist() == [2.1, "own figure"]
    assert card.loc[["ALB", "MKD", "MNE"], "pledge_id"].isna().all()


def test_what_pledges_add_up_to():
    card = pd.DataFrame(
        {
            "iso3": ["A", "USA"],
            "share": [2.0, 3.0],
            "target_share": [3.5, 3.5],
        }
    )
    sums = pledges_add_up(card, pd.Series({"A": 2.5}), pd.Series({"A": 300.0, "USA": 100.0}))
    # now (2·300 + 3·100)/400 = 2.25; pledged (2.5·300 + 3·100)/400 = 2.625, the United States has pledged nothing; asked 3.5
    assert [sums["now"], sums["pledged"], sums["asked"], sums["with_pledge"]] == pytest.approx([2.25, 2.625, 3.5, 1])
    assert sums["pledged_eur_can"] == 2.5


def test_the_last_pledge_of_each_ally_is_added_up(d, hague):
    last = highest_pledges(d.pledges, hague)
    # Belgium ends with 2.5 by 2034, Portugal with 3.5 by 2035, whatever they mean to do before; Greece has only a total
    assert last[["BEL", "PRT", "DNK"]].tolist() == [2.5, 3.5, 3.5] and "GRC" not in last and "USA" not in last


def test_the_pace_since_the_agreement_leaves_out_what_was_added_before(d, hague):
    # Belgium: 2.00 in 2025e and 2026e; Portugal 2.01 and 2.10
    assert pace_since(d, 2025)[["BEL", "PRT"]].tolist() == pytest.approx([0.0, 0.09])
    assert pace_since(d, 2026).isna().all()
    then = review(d, hague, since=2025).set_index("iso3")
    # Portugal: 2.10 + 3·0.09 = 2.37 in 2029, with 2.606 required
    assert then.loc["PRT", "share"] == pytest.approx(2.37) and then.loc["PRT", "status"] == "behind"
    assert then.loc["BEL", "status"] == "behind" and review(d, hague).set_index("iso3").loc["BEL", "status"] == "ahead"


def test_review_carries_the_pace_of_three_years_on(d, hague):
    then = review(d, hague).set_index("iso3")
    now = burden(d).set_index("iso3")
    assert then["year"].eq(2029).all()
    # Belgium: 2.00 + 3·(2.00 − 1.16…)/3: the pace of three years carried on for three
    assert then.loc["BEL", "share"] == pytest.approx(now.loc["BEL", "share_gdp"] + 3 * now.loc["BEL", "pace_pp"])
    assert then.loc["SVN", "status"] == "behind" and then.loc["ESP", "status"] == "exempt"
    assert then.loc["ISL", "status"] == "no forces"


def test_history_measures_each_edition_from_its_own_figures(hague):
    history = verification_history([report.load(edition) for edition in ("2025-08", "2026-07")], hague)
    # Germany's 2025e is withheld in August 2025; in that edition everyone stands at the start of the path
    first = history[history["edition"] == "2025-08"].set_index("iso3")
    assert first.loc["DEU", "status"] == "no figure"
    assert first["drift_pp"].dropna().lt(1.5).all() and set(first["status"]) <= {
        "met",
        "on path",
        "exempt",
        "no forces",
        "no figure",
    }
    assert history["changed"].any()
    row = history[(history["edition"] == "2026-07") & (history["iso3"] == "BEL")].iloc[0]
    assert (row["before"], row["status"], row["changed"]) == ("on path", "behind", True)


@pytest.mark.parametrize("plan", ["wales-2014", "hague-2025", "national-pledges"])
def test_every_edition_has_a_scorecard(d, plan):
    for edition in d.editions["edition"]:
        scorecard = verification(report.load(edition), report.plan(plan)).set_index("iso3")
        assert scorecard.loc["ISL", "status"] == "no forces"
        known = scorecard["share"].notna()
        assert (scorecard.loc[~known, "status"].isin(["no figure", "no forces"])).all()
        assert (
            scorecard.loc[known, ["required_share", "drift_pp", "required_pp", "next_step_pp"]].notna().all(axis=None)
        )
