"""``import burdenshare`` is ``import report``, also where a reader has a report.py of their own."""

import subprocess
import sys


def said(folder, code):
    return subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True).stdout


def test_the_distributions_name_serves_as_well(tmp_path):
    assert said(tmp_path, "import report, burdenshare; print(burdenshare is report)") == "True\n"


def test_a_file_of_the_readers_own_called_report_does_not_stand_in_the_way(tmp_path):
    (tmp_path / "report.py").write_text("mine = True\n", encoding="utf-8")
    assert said(tmp_path, "import burdenshare; print(burdenshare.plan('hague-2025').core_target)") == "3.5\n"
    both = "import report as own; import burdenshare; print(own.mine, burdenshare.plan('core-5').core_target)"
    assert said(tmp_path, both) == "True 5.0\n"
