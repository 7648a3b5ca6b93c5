from pathlib import Path

import pytest

from crawler.model.items import MeetingKind
from crawler.watch.rules import FEED, RulesError, find_rules, read_rules

GOOD = """
[targets]
ban-doc = "tgram://${TINTINH_TEST_TOKEN}/1"

[rules.hdnd]
kind = "council_session"
province = ["40", "42"]
targets = "ban-doc"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "watch.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_rule_file_is_read(tmp_path: Path) -> None:
    written(tmp_path, GOOD)
    rules = find_rules(tmp_path)
    assert rules is not None
    rule = rules.rules["hdnd"]
    assert (rule.name, rule.kind, rule.province) == ("hdnd", (MeetingKind.COUNCIL_SESSION,), ("40", "42"))
    assert rule.all_targets == (FEED, "ban-doc")


def test_no_file_means_no_rules_but_one_that_was_named_must_be_there(tmp_path: Path) -> None:
    assert find_rules(tmp_path) is None
    with pytest.raises(RulesError, match="cannot read"):
        find_rules(tmp_path, tmp_path / "other.toml")


def test_secrets_come_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = read_rules(written(tmp_path, GOOD))
    monkeypatch.delenv("TINTINH_TEST_TOKEN", raising=False)
    with pytest.raises(RulesError, match="TINTINH_TEST_TOKEN is not set"):
        rules.address("ban-doc")
    monkeypatch.setenv("TINTINH_TEST_TOKEN", "12:ab")
    assert rules.address("ban-doc") == "tgram://12:ab/1"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[rules.a]\nkinds = ['other']", "rules.a.kinds"),
        ("[rules.a]\nkind = 'party'", "rules.a.kind"),
        ("[rules.a]\ntargets = ['nobody']", "no target called nobody"),
        ("[rules.'A B']\n", "rules.A B.name"),
        ("[rules.meetings-40]\n", "a feed that is always written"),
        ("[rules.a]\nwords = ['…']", "no letter or digit"),
        ("[rules.a]\nmeetings_only = false\npeople = ['Lê A']", "people fits meeting reports alone"),
        ("[targets]\nfeed = 'json://x'", "cannot be called feed"),
        ("rules = 3", "rules"),
        ("[rules.a", "not valid TOML"),
    ],
)
def test_a_mistake_is_named_in_one_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(RulesError, match=message) as caught:
        read_rules(written(tmp_path, text))
    assert "\n" not in str(caught.value)


def test_an_address_is_never_in_an_error(tmp_path: Path) -> None:
    with pytest.raises(RulesError) as caught:
        read_rules(written(tmp_path, "[targets]\nA = 'json://user:geheim@x'"))
    assert "geheim" not in str(caught.value)
