"""The file of a report is whole or not there, and takes the place of nothing but another report."""

from __future__ import annotations

import pytest
from tests.report.pages import source

from tightrope.errors import InputError
from tightrope.report import check_file, is_report, write_report
from tightrope.report.markup import document, paragraph

PAGE = document("T", [paragraph("text")])


def test_a_report_is_written_with_the_folders_it_needs(tmp_path):
    path = tmp_path / "a" / "b" / "report.html"
    assert write_report(PAGE, path) == path
    assert path.read_text(encoding="utf-8") == PAGE
    assert [one.name for one in path.parent.iterdir()] == ["report.html"]


@pytest.mark.slow
def test_a_real_report_is_known_for_one(tmp_path):
    path = tmp_path / "report.html"
    path.write_text(source("one"), encoding="utf-8")
    assert is_report(path)


def test_an_earlier_report_is_replaced(tmp_path):
    path = tmp_path / "report.html"
    write_report(PAGE, path)
    write_report(document("U", [paragraph("other")]), path)
    assert "other" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("content", ["", "<html><body>mine</body></html>", "tightrope report"])
def test_any_other_file_is_left_alone(tmp_path, content):
    path = tmp_path / "mine.html"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="a file that is not a report; expected nothing, or an earlier report"):
        write_report(PAGE, path)
    assert path.read_text(encoding="utf-8") == content
    assert len(list(tmp_path.iterdir())) == 1


def test_a_folder_a_link_and_a_place_below_a_file_are_refused(tmp_path):
    report = write_report(PAGE, tmp_path / "report.html")
    link = tmp_path / "link.html"
    link.symlink_to(report)
    for path in (tmp_path, link, report / "below.html"):
        with pytest.raises(InputError):
            check_file(path)


def test_nothing_half_written_stays_behind(tmp_path, monkeypatch):
    path = tmp_path / "report.html"
    write_report(PAGE, path)
    monkeypatch.setattr("pathlib.Path.replace", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        write_report(document("U", []), path)
    assert path.read_text(encoding="utf-8") == PAGE
    assert [one.name for one in tmp_path.iterdir()] == ["report.html"]
