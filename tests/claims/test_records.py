"""What a record may say, and what its author is told when it says something else."""

from pathlib import Path

import pytest

from report.folders import seeds_folder
from report.ledger import BadClaims, settle
from report.ledger.checks import CHECKS
from report.ledger.reading import read_records
from report.ledger.vocabulary import schema
from report.tables import data_path

HEAD = 'publisher = "The Example"\ntitle = "A headline"\ndate = 2026-11-20\n'
RECORD = {
    "id": '"900-few-below-two"',
    "statement": '"In 2026 only one ally is short of two per cent."',
    "subject": '{ group = "allies" }',
    "measure": '"share_gdp"',
    "year": "2026",
    "comparator": '"equals"',
    "value": "1",
    "unit": '"count"',
    "kind": '"measured"',
    "topic": '"guideline"',
    "check": '{ name = "count_below", threshold = 2.0 }',
}


def seed(folder: Path, record: dict[str, str], extra: str = "") -> Path:
    lines = [f"{name} = {value}" for name, value in record.items()]
    (folder / "900.toml").write_text(HEAD + "\n[[claim]]\n" + "\n".join(lines) + "\n" + extra, encoding="utf-8")
    return folder


def test_one_record_is_enough(tmp_path):
    entry = settle(seeds=seed(tmp_path, RECORD)).entries[0]
    # July 2026: Slovenia, 1.61; counted among members Iceland makes it two
    assert {finding.basis: finding.measured.value for finding in entry.findings} == {"with forces": 1, "members": 2}
    assert entry.verdict == "depends on basis"


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        ({"measure": '"share_gpd"'}, "measure", "Did you mean 'share_gdp'?"),
        ({"year": "2062"}, "year", "The nearest valid year is 2026."),
        ({"year": "1066"}, "year", "The nearest valid year is 1949."),
        ({"unit": '"percent"'}, "unit", "count_below cannot be used with unit 'percent'"),
        ({"unit": '"cuont"'}, "unit", "Did you mean 'count'?"),
        ({"value": '"eight"'}, "value", "is not a value in unit 'count'"),
        ({"value": "true"}, "value", "is not a value in unit 'count'"),
        ({"kind": '"guess"'}, "kind", "Use one of: measured, fact, opinion, forecast, plan."),
        ({"topic": '"guidline"'}, "topic", "Did you mean 'guideline'?"),
        ({"comparator": '"equal"'}, "comparator", "Did you mean 'equals'?"),
        ({"comparator": '"most"'}, "comparator", "count_below cannot be used with comparator 'most'"),
        ({"check": '{ name = "count_bellow", threshold = 2.0 }'}, "check", "Did you mean 'count_below'?"),
        ({"check": '{ name = "count_below" }'}, "check", "needs the argument 'threshold'"),
        ({"check": '{ name = "count_below", treshold = 2.0 }'}, "check", "Did you mean 'threshold'?"),
        ({"check": '{ name = "count_below", threshold = "two" }'}, "check", "is not a number"),
        ({"subject": '{ group = "alies" }'}, "subject", "Did you mean 'allies'?"),
        ({"subject": '{ iso3 = "ESP" }'}, "subject", "count_below cannot be used with subject 'iso3'"),
        ({"subject": '{ iso3 = "ESTX" }'}, "subject", "Did you mean 'EST'?"),
        ({"subject": '{ group = "allies", iso3 = "ESP" }'}, "subject", "exactly one"),
        ({"edition": '"2026-06"'}, "edition", "Did you mean '2026-07'?"),
        ({"basis": '["all members"]'}, "basis", "Did you mean 'members'?"),
        ({"statment": '"x"'}, "statment", "Did you mean 'statement'?"),
        ({"statement": '""'}, "statement", "it is empty"),
        ({"year": '"2026"'}, "year", "is not of type integer"),
        ({"print_instead": '"There were 2 of them."'}, "print_instead", "a figure typed in"),
        ({"print_instead": '"There were {number}."'}, "print_instead", "no figure called {number}"),
        ({"print_instead": '"There were {measured."'}, "print_instead", "braces do not match"),
        ({"id": '"few-below-two"'}, "id", "does not begin with its text"),
    ],
)
def test_a_wrong_field_is_named_with_file_claim_and_remedy(tmp_path, change, field, says):
    with pytest.raises(BadClaims) as error:
        for entry in settle(seeds=seed(tmp_path, RECORD | change)).entries:
            str(entry.print_instead)
    fault = error.value.faults[0]
    assert (fault.file, fault.field) == ("seeds/900.toml", field)
    assert fault.claim == (RECORD | change)["id"].strip('"')
    assert says in str(error.value)


def forces(name: str, value: str) -> dict[str, str]:
    """The record about forces of an ally, in thousands, with one field changed: there the value is no count."""
    level = {
        "subject": '{ iso3 = "ESP" }',
        "measure": '"personnel_thousand"',
        "value": "120",
        "unit": '"thousand"',
        "check": '{ name = "level" }',
    }
    return level | {name: value}


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        *(({"value": value}, "value", "Give a whole number from 0 to 32.") for value in ("nan", "inf", "-inf")),
        *(({"value": value}, "value", "Give a whole number from 0 to 32.") for value in ("-1.5", "-1", "7.5", "999")),
        ({"value": "1e300"}, "value", "1e+300 is impossible (number)"),
        ({"value": "1" + "0" * 400}, "value", "very many digits is impossible (number)"),
        *((forces("value", value), "value", "Give a number from 0 to 100,000.") for value in ("-3", "1e300", "nan")),
        *(
            (
                {"check": f'{{ name = "count_below", threshold = {threshold} }}'},
                "check",
                f"threshold: {float(threshold)!r} is impossible (threshold). Give a number from 0 to 100.",
            )
            for threshold in ("nan", "inf", "-2.0", "1e300")
        ),
        (
            forces("check", '{ name = "level_above", margin = nan }'),
            "check",
            "margin: nan is impossible",
        ),
        (
            {"check": '{ name = "newest_member", among = 2.5 }', "subject": '{ iso3 = "FIN" }'},
            "check",
            "among: 2.5 is impossible (among). Give a whole number from 1 to 32.",
        ),
        (
            {"check": '{ name = "members" }', "measure": '"membership"', "value": "999"},
            "value",
            "Give a whole number from 0 to 200.",
        ),
        (
            forces("check", '{ name = "share_of_alliance" }')
            | {"measure": '"spending"', "unit": '"percent"', "value": "-5"},
            "value",
            "Give a number from 0 to 100.",
        ),
        (
            forces("check", '{ name = "level" }')
            | {"measure": '"equipment_share"', "unit": '"percent"', "value": "101"},
            "value",
            "Give a number from 0 to 100.",
        ),
        ({"check": '{ name = "change_since", until = 2030.5 }'}, "check", "2030.5 is not a possible year"),
    ],
)
def test_a_number_that_cannot_be_is_refused(tmp_path, change, field, says):
    refused(tmp_path, change, field, says)


def refused(folder: Path, change: dict[str, str], field: str, says: str) -> None:
    with pytest.raises(BadClaims) as error:
        settle(seeds=seed(folder, RECORD | change))
    assert (error.value.faults[0].file, error.value.faults[0].field) == ("seeds/900.toml", field)
    assert says in str(error.value)


@pytest.mark.parametrize("name", ["statement", "speaker", "note", "print_instead"])
@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Only <b>one</b> ally.", "it holds markup, '<'"),
        ("Only &lt;one ally.", "it holds markup, '&lt;'"),
        ("Only &#60;one ally.", "it holds markup, '&#60;'"),
        ("Only `one` ally.", "it holds markup, '`'"),
        ("Only [one](x) ally.", "it holds markup, '['"),
        ("Only *one* ally.", "it holds markup, '*'"),
        (r"Only one\u001b ally.", "it holds the character U+001B, which cannot be printed"),
        (r"Only one\u202e ally.", "it holds the character U+202E, which cannot be printed"),
        (r"Only one\nally.", "it holds the character U+000A, which cannot be printed"),
    ],
)
def test_words_that_a_page_would_not_print_as_they_stand_are_refused(tmp_path, name, text, says):
    refused(tmp_path, {name: f'"{text}"'}, name, f"{says}. Write it in plain words on one line.")


def test_markup_in_a_value_a_cause_or_a_citation_is_refused(tmp_path):
    stated = {"subject": '{ event = "hague-2025-declaration" }', "measure": '"event"', "unit": '"text"'}
    stated |= {"check": '{ name = "event_value" }', "value": '"<b>Malta"'}
    refused(tmp_path, stated, "value", "it holds markup, '<'")
    folder = seed(tmp_path, RECORD, '[[claim.pair]]\nwith = "900-few-below-two"\ncause = "As <i>said</i>."\n')
    with pytest.raises(BadClaims, match="field pair: it holds markup"):
        settle(seeds=folder)
    file = seed(tmp_path, RECORD) / "900.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("A headline", "A <script>"), encoding="utf-8")
    with pytest.raises(BadClaims, match=r"seeds/900.toml, claim –, field title: it holds markup"):
        settle(seeds=tmp_path)


def test_words_may_hold_signs_that_are_no_markup(tmp_path):
    assert settle(seeds=seed(tmp_path, RECORD | {"note": '"R & D, “AT&T’s”, 2 % – (all)."'}))


@pytest.mark.parametrize(
    "name",
    [
        "900-Few",
        "900-few below",
        "900-few_below",
        "900-<b>",
        "900-few--below",
        "900-few/1",
        "900-é",
        r"900-\u0007",
        "900-" + "a" * 80,
    ],
)
def test_an_id_that_cannot_be_an_address_is_refused(tmp_path, name):
    refused(tmp_path, {"id": f'"{name}"'}, "id", "cannot be an address on the page. Write it in small letters")
    with pytest.raises(BadClaims) as error:
        settle(seeds=tmp_path)
    assert all(line.isprintable() for line in str(error.value).split("\n"))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"subject": "{ iso3 = 5 }"}, "subject"),
        ({"subject": "{ iso3 = [] }"}, "subject"),
        ({"check": '{ name = ["count_below"] }'}, "check"),
        ({"pair": "[1]"}, "pair"),
        ({"pair": '[{ with = "900-few-below-two", cause = 5 }]'}, "pair"),
    ],
)
def test_a_value_of_another_kind_is_refused(tmp_path, change, field):
    refused(tmp_path, change, field, "field")


@pytest.mark.parametrize("claims", ["[claim]\nid = 1", "", "claim = 5"])
def test_claims_must_be_a_list_of_tables(tmp_path, claims):
    (tmp_path / "900.toml").write_text(claims + "\n" + ("" if "claim" in claims else "claim = [1]\n"), encoding="utf-8")
    with pytest.raises(BadClaims, match=r"field claim: .* Begin each with a line \[\[claim\]\]"):
        settle(seeds=tmp_path)


@pytest.mark.parametrize("field", ["statement", "subject", "measure", "comparator", "unit", "kind", "topic", "check"])
def test_a_missing_field_is_named(tmp_path, field):
    with pytest.raises(BadClaims, match=f"field {field}: it is missing"):
        settle(seeds=seed(tmp_path, {name: value for name, value in RECORD.items() if name != field}))


@pytest.mark.parametrize("field", ["year", "value"])
def test_a_field_the_check_needs_is_named(tmp_path, field):
    with pytest.raises(BadClaims, match=f"field {field}: count_below needs it"):
        settle(seeds=seed(tmp_path, {name: value for name, value in RECORD.items() if name != field}))


@pytest.mark.parametrize(
    ("check", "says"),
    [
        ('{ name = "attributed_to", claim = "900-few-belo-two" }', "Did you mean '900-few-below-two'?"),
        ('{ name = "cannot_check", reason = "opinions" }', "Did you mean 'opinion'?"),
        ('{ name = "first_since", since = "hague-2052" }', "Did you mean 'hague-2025'?"),
        ('{ name = "compare_events", than = "hague-2025", by = "valu" }', "Did you mean 'value'?"),
        ('{ name = "plan_target", component = "kore" }', "Did you mean 'core'?"),
        ('{ name = "change_since", until = 2205 }', "The nearest valid year is 2100."),
        ('{ name = "members", of = 3 }', "The check takes no arguments."),
    ],
)
def test_a_wrong_argument_is_named_with_the_nearest(tmp_path, check, says):
    with pytest.raises(BadClaims, match="field check") as error:
        settle(seeds=seed(tmp_path, RECORD | {"check": check}))
    assert says in str(error.value)


def test_two_claims_of_one_id_are_refused(tmp_path):
    lines = "\n".join(f"{name} = {value}" for name, value in RECORD.items())
    with pytest.raises(BadClaims, match="another claim has the same id"):
        settle(seeds=seed(tmp_path, RECORD, f"\n[[claim]]\n{lines}\n"))


@pytest.mark.parametrize(
    ("pair", "says"),
    [
        ('with = "900-x"\ncause = "Why."', "unknown claim '900-x'"),
        ('with = "900-few-below-two"', "not the fields of a pair"),
        ('with = "900-few-below-two"\ncause = "Only 3 of them."', "a figure typed in"),
        ('with = "900-few-below-two"\ncause = "Why."\nrelation = "repeat"', "Did you mean 'repeats'?"),
    ],
)
def test_a_wrong_pair_is_named(tmp_path, pair, says):
    with pytest.raises(BadClaims, match="field pair") as error:
        settle(seeds=seed(tmp_path, RECORD, f"[[claim.pair]]\n{pair}\n"))
    assert says in str(error.value)


def test_a_cause_may_only_name_what_was_measured(tmp_path):
    folder = seed(
        tmp_path, RECORD, '[[claim.pair]]\nwith = "900-few-below-two"\ncause = "{2026-07|memebrs} of them."\n'
    )
    with pytest.raises(BadClaims, match="no figure called") as error:
        assert settle(seeds=folder).pairs
    assert "Did you mean '2026-07|members'?" in str(error.value)


def test_a_file_that_is_not_toml_is_named(tmp_path):
    (tmp_path / "900.toml").write_text("publisher = The Example\n", encoding="utf-8")
    with pytest.raises(BadClaims, match=r"seeds/900.toml.*not TOML"):
        settle(seeds=tmp_path)


def test_a_citation_needs_publisher_title_and_date(tmp_path):
    folder = seed(tmp_path, RECORD)
    file = folder / "900.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("date = 2026-11-20\n", ""), encoding="utf-8")
    with pytest.raises(BadClaims, match="field date: the citation lacks it"):
        settle(seeds=folder)


def test_every_fault_is_reported_at_once(tmp_path):
    with pytest.raises(BadClaims) as error:
        settle(seeds=seed(tmp_path, RECORD | {"measure": '"x"', "unit": '"y"'}))
    assert {fault.field for fault in error.value.faults} == {"measure", "unit"}


def test_every_check_of_the_schema_exists_and_no_other():
    assert set(CHECKS) == set(schema()["checks"])


def test_every_check_and_remark_is_used_by_some_record():
    used = {raw["check"]["name"] for _, record in read_records(seeds_folder(data_path())) for raw in record["claim"]}
    assert set(CHECKS) == used
