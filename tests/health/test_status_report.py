"""`tintinh status` for people: a line for each portal, and all that is known of a named one."""

from datetime import datetime

import pytest

from crawler import registry
from crawler.base.clock import VIETNAM
from crawler.base.reasons import Reason
from crawler.crawl.status import PortalStatus
from crawler.health.finding import Word
from crawler.health.survey import Judged
from crawler.health.verdict import Verdict
from crawler.runs.portal_figures import PortalFigures
from crawler.terminal.status_report import report

NOW = datetime(2026, 11, 25, 9, tzinfo=VIETNAM)


def judged(portal: str, word: Word) -> Judged:
    return Judged(
        registry.load_all()[portal],
        PortalFigures(None, (), (), (), (), None),
        Verdict(word, Reason.of("never_crawled"), NOW, ()),
    )


def stored(last_end: str | None = "finished", quarantined: int = 0) -> PortalStatus:
    return PortalStatus(
        "2026-11-24T00:00:00+07:00", 12, 14, 3, {}, "2026-11-25T08:41:24+07:00", last_end, {"new": 2}, [], quarantined
    )


def test_a_line_for_each_portal_the_worst_first(capsys: pytest.CaptureFixture[str]) -> None:
    report([(judged("son-la", Word.HEALTHY), stored()), (judged("lai-chau", Word.SILENT), stored(None, 2))], NOW)
    head, *lines = capsys.readouterr().out.splitlines()
    assert head.split("\t") == ["portal", "verdict", "newest", "articles", "last run", "why"]
    assert [line.split("\t")[:5] for line in lines] == [
        ["lai-chau", "silent", "2026-11-24", "12", "2026-11-25 08:41"],
        ["son-la", "healthy", "2026-11-24", "12", "2026-11-25 08:41"],
    ]
    assert lines[0].split("\t")[5].startswith("running; 2 in quarantine; ")


def test_all_that_is_known_of_a_named_portal(capsys: pytest.CaptureFixture[str]) -> None:
    report([(judged("son-la", Word.SILENT), stored())], NOW, named=True)
    said = capsys.readouterr().out
    for part in ("silent since 2026-11-25", "2026-11-24 (1 d ago)", "14 revisions", "3 due", "2 new, finished"):
        assert part in said
    assert "00:00" not in said
