"""Plans as data: what is on record, what changes, what is refused and why."""

import pickle
from copy import deepcopy

import pytest

from report.outlook import Plan, plan, plans, tidy
from report.outlook.plan import FIELDS
from report.tables.errors import ReportError, UnknownName

ON_RECORD = {
    "freeze", "wales-2014", "seeds-2032", "plus-0.2", "hague-2025", "core-5", "national-pledges", "mixed",
}  # fmt: skip


def test_every_plan_on_record_loads_and_says_where_it_is_from():
    listed = plans()
    assert set(listed["id"]) >= ON_RECORD
    assert listed["source"].str.len().gt(0).all()
    assert listed.columns.tolist() == [
        "id", "title", "shape", "core_target", "core_year", "related_target", "related_year", "exemptions", "source",
    ]  # fmt: skip


def test_ids_given_as_sources_are_on_record(d):
    known = {*d.pledges["id"], *d.sources["id"]}
    for ident in plans()["id"]:
        one = plan(ident)
        assert {exemption["source"] for exemption in one.exemptions.values()} <= known
        assert one.pledges == "none" or one.source in known
        assert set(one.set_aside) <= known


def test_the_hague_as_agreed():
    hague = plan("hague-2025")
    assert (hague.core_target, hague.core_year, hague.related_target, hague.related_year) == (3.5, 2035, 1.5, 2035)
    assert (hague.agreed_year, hague.review_year, hague.shape) == (2025, 2029, "linear")
    assert hague.exemptions["ESP"]["core"] == 2.1


@pytest.mark.parametrize("off", [False, None, {}])
def test_exemptions_are_switched_off(off):
    assert plan("hague-2025", exemptions=off).exemptions == {}
    assert plan("hague-2025", exemptions=True).exemptions.keys() == {"ESP"}


def test_an_exemption_may_be_a_bare_number_for_an_ally_by_any_name():
    assert plan("hague-2025", exemptions={"Belgium": 2.5}).exemptions["BEL"]["core"] == 2.5


def test_changes_make_a_new_plan_whose_title_says_so():
    before = plan("hague-2025")
    after = plan(before, core_year=2032)
    assert (before.core_year, after.core_year) == (2035, 2032)
    assert after.title.endswith("(changed: core_year 2032)")
    assert plan("hague-2025", horizon=2040).title == before.title


def test_a_file_of_ones_own_may_extend_a_plan_on_record(tmp_path):
    file = tmp_path / "later.toml"
    file.write_text('extends = "hague-2025"\ntitle = "Later"\ncore_year = 2040\nhorizon = 2040\n', encoding="utf-8")
    later = plan(file)
    assert (later.id, later.title, later.core_year, later.related_year) == ("later", "Later", 2040, 2035)
    assert plan(str(file)) == later


def test_a_stated_total_follows_a_changed_part(tmp_path):
    # 4 + 1.5 = 5.5, 3.5 + 1 = 4.5; a total that is given is kept to, and refused where the parts do not add up to it
    assert plan("hague-2025", core_target=4).total_target == 5.5
    assert plan("hague-2025", related_target=1).total_target == 4.5
    assert plan("hague-2025", core_target=4, related_target=1, total_target=5).total_target == 5
    assert plan("core-5", core_target=4).total_target is None
    file = tmp_path / "four.toml"
    file.write_text('extends = "hague-2025"\ncore_target = 4.0\n', encoding="utf-8")
    assert plan(file).total_target == 5.5


def test_every_field_is_checked():
    assert set(tidy.FIELDS) == set(FIELDS)


def test_a_file_may_extend_one_beside_it_and_not_itself(tmp_path, monkeypatch):
    (tmp_path / "deep").mkdir()
    (tmp_path / "base.toml").write_text('extends = "hague-2025"\ncore_year = 2034\n', encoding="utf-8")
    (tmp_path / "deep/own.toml").write_text('extends = "../base.toml"\ntitle = "Own"\n', encoding="utf-8")
    assert plan(tmp_path / "deep/own.toml").core_year == 2034
    (tmp_path / "base.toml").write_text('extends = "deep/own.toml"\n', encoding="utf-8")
    with pytest.raises(ReportError, match=r"plan file own\.toml: extends itself, by way of base\.toml"):
        plan(tmp_path / "deep/own.toml")
    (tmp_path / "base.toml").write_text("extends = 3\n", encoding="utf-8")
    with pytest.raises(ReportError, match=r"extends is 3; give the id of a plan or the path of a file"):
        plan(tmp_path / "base.toml")


def test_waypoints_may_be_tables_or_pairs():
    table = plan("freeze", shape="waypoints", waypoints={"core": {"2030": 3, "2035": 3.5}})
    pairs = plan("freeze", shape="waypoints", waypoints={"core": [[2030, 3], [2035, 3.5]]})
    assert table.waypoints == pairs.waypoints == {"core": {2030: 3.0, 2035: 3.5}}


def test_a_plan_does_not_change_and_travels_between_processes():
    hague = plan("hague-2025", branch={"year": 2029, "plan": "core-5"})
    with pytest.raises(TypeError, match="make a new one"):
        hague.exemptions["ESP"] = {}
    with pytest.raises(TypeError, match="make a new one"):
        hague.exemptions.pop("ESP")
    assert pickle.loads(pickle.dumps(hague)) == deepcopy(hague) == hague
    assert len({hague, plan("hague-2025"), plan("hague-2025")}) == 2


@pytest.mark.parametrize(
    ("call", "nearest"),
    [
        (lambda: plan("hague"), "'hague-2025'"),
        (lambda: plan("hague-2025", core_yaer=2032), "'core_year'"),
        (lambda: plan("hague-2025", shape="liner"), "'linear'"),
        (lambda: plan("hague-2025", exemptions={"Spian": 2.1}), "'Spain'"),
        (lambda: plan("hague-2025", exemptions={"ESP": {"cor": 2.1}}), "'core'"),
        (lambda: plan("freeze", pledges="verfied"), "'verified'"),
        (lambda: plan("freeze", shape="waypoints", waypoints={"cor": {2030: 3}}), "'core'"),
        (lambda: plan("hague-2025", branch={"yaer": 2029, "plan": "core-5"}), "'year'"),
        (lambda: plan("hague-2025", branch={"year": 2029, "plan": "core5"}), "'core-5'"),
    ],
)
def test_unknown_names_get_the_nearest_one(call, nearest):
    with pytest.raises(UnknownName, match=nearest):
        call()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"core_year": 2020}, "core_year 2020 is not after agreed_year 2025: that year is past"),
        ({"base_year": 2035, "horizon": 2040}, "core_year 2035 is not after base_year 2035"),
        ({"review_year": 2024}, "review_year 2024 is not after agreed_year 2025"),
        ({"core_year": 20350}, "core_year is 20350: give a year"),
        ({"core_year": "soon"}, "core_year is 'soon': give a year"),
        ({"core_year": True}, "core_year is True"),
        ({"horizon": 2026, "base_year": 2026, "core_year": 2027, "related_year": 2027}, "horizon 2026 is not after"),
        ({"horizon": None}, "horizon is None"),
        ({"core_target": 350}, "core_target is 350: shares are percent of GDP, 0 to 100"),
        ({"core_target": -1}, "core_target is -1"),
        ({"core_target": "3.5"}, "core_target is '3.5': give a number"),
        ({"core_target": None}, "core_year 2035 has no core_target"),
        ({"core_year": None}, "core_target 3.5 has no core_year"),
        ({"core_target": 3.0, "total_target": 5}, r"3 and related_target 1.5 sum to 4.5, not to total_target 5"),
        ({"may_cut": "no"}, "may_cut is 'no': give true or false, without quotation marks"),
        ({"may_cut": 1}, "may_cut is 1: give true or false"),
        ({"core_target": float("nan")}, "core_target is nan: give a finite number"),
        ({"step_pp": float("inf")}, "step_pp is inf: give a finite number"),
        ({"core_target": 10**400}, "core_target is a whole number of very many digits"),
        ({"core_target": 10**5000}, "core_target is a whole number of very many digits"),
        ({"core_year": "²"}, "core_year is '²': give a year"),
        ({"title": ["Own"]}, r"title is \['Own'\]: give text"),
        ({"title": " "}, "title is empty"),
        ({"shape": ["linear"]}, r"shape is \['linear'\]: give text"),
        ({"pledges": ["all"]}, r"pledges is \['all'\]: give text"),
        ({"source": 2025}, "source is 2025: give text"),
        ({"set_aside": {"fra-core-3.5-2030": 1}}, "set_aside.fra-core-3.5-2030 is 1: give text"),
        ({"exemptions": {"ESP": True}}, "exemptions.ESP is True: give a mapping"),
        ({"exemptions": {"ESP": {"core": 2.1, "reason": 1}}}, "exemptions.ESP.reason is 1: give text"),
        ({"branch": {"year": None, "plan": "core-5"}}, "branch.year is None: give a year"),
        ({"branch": {"year": 2029, "plan": ["core-5"]}}, "plan is .*: give the id of a plan"),
        ({"new_money": 1.5}, "new_money is 1.5: give a part of the whole, 0 to 1"),
        ({"new_money": -0.1}, "new_money is -0.1"),
        ({"delivery": 2}, "delivery is 2"),
        ({"delay": -1}, "delay is -1: give a whole number of years"),
        ({"delay": 0.5}, "delay is 0.5"),
        ({"related_start": 2.0}, "related_target 1.5 is below related_start 2"),
        ({"shape": "increment"}, "shape increment needs step_pp"),
        ({"shape": "increment", "step_pp": -0.2}, "shape increment needs step_pp"),
        ({"step_pp": 0.2}, "step_pp is read by shape increment only"),
        ({"shape": "hold"}, "shape hold asks for nothing, yet core_target is given"),
        ({"shape": "waypoints"}, "shape waypoints needs waypoints"),
        ({"waypoints": {"core": {2030: 3}}}, "waypoints are read by shape waypoints only"),
        ({"shape": "waypoints", "waypoints": {"core": {2030: 3, 2028: 2.5}}}, "2028 stands after 2030"),
        ({"shape": "waypoints", "waypoints": {"core": [[2030, 3], [2030, 3.1]]}}, "2030 stands after 2030"),
        ({"shape": "waypoints", "waypoints": {"core": {2028: 3, 2030: 2.5}}}, "waypoints.core falls in 2030"),
        ({"shape": "waypoints", "waypoints": {"core": {2040: 4}}}, "does not fit the waypoints, which run to 2040"),
        ({"shape": "waypoints", "waypoints": {"core": 3}}, "waypoints.core is 3: give {year: share}"),
        ({"allies": {"EST": {2028: 6, 2030: 5.5}}}, "allies.EST falls in 2030"),
        ({"allies": {"EST": {2028: 600}}}, "allies.EST, 2028 is 600"),
        ({"exemptions": {"ESP": {"year": 2035}}}, "exemptions.ESP.core is None"),
        ({"exemptions": 3}, "exemptions is 3: give a mapping"),
        ({"branch": {"year": 2040, "plan": "core-5"}}, "branch year 2040 is not between"),
        ({"branch": {"plan": "core-5"}}, "branch needs both"),
    ],
)
def test_contradictions_are_refused_with_the_reason(changes, reason):
    with pytest.raises(ReportError, match=reason):
        plan("hague-2025", **changes)


def test_a_plan_that_asks_nothing_must_say_so():
    with pytest.raises(ReportError, match="no target: give core_target"):
        Plan("mine", "Mine")


def test_a_broken_file_is_named(tmp_path):
    file = tmp_path / "mine.toml"
    with pytest.raises(ReportError, match=r"mine.toml: there is no such file"):
        plan(file)
    file.write_text("core_target = ", encoding="utf-8")
    with pytest.raises(ReportError, match=r"plan file mine.toml: not TOML"):
        plan(file)
    file.write_text("core_traget = 3.5", encoding="utf-8")
    with pytest.raises(UnknownName, match=r"plan file mine.toml: .*'core_target'"):
        plan(file)
    file.write_text("core_target = 3.5\ncore_year = 2035\nnew_money = 7\n", encoding="utf-8")
    with pytest.raises(ReportError, match=r"plan file mine.toml: new_money is 7"):
        plan(file)
