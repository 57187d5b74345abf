"""`temoin policy formats`: what can be read, and what each format looks like."""

import pytest

from temoin.cli import main
from temoin.consent import Unreadable, format_named, format_names


def test_every_format_is_listed_on_a_line_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "formats"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(format_names())
    assert all(len(line) <= 120 for line in lines)


@pytest.mark.parametrize("name", format_names())
def test_a_format_is_described_with_all_its_samples(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "formats", name]) == 0
    text = capsys.readouterr().out
    assert format_named(name).title in text
    told = " ".join(text.split())
    for example in format_named(name).examples:
        assert f"    {example.value[:40]}" in text
        assert not isinstance(example.means, Unreadable) or f"unreadable: {example.means.why}" in told


def test_a_format_says_where_it_is_documented_and_what_is_assumed_of_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["policy", "formats", "OneTrust"]) == 0
    text = capsys.readouterr().out
    assert "Assumed: How OptanonConsent says the choice is known second-hand" in text
    assert "Documented at: https://" in text
    assert "temoin replay --policy onetrust" in text


def test_a_format_that_is_not_there_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "formats", "jsn"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == "temoin: policy formats: there is no consent format jsn (did you mean json?)\n"


def test_the_group_alone_is_bad_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["policy"])
    assert left.value.code == 2
    assert "required: COMMAND" in capsys.readouterr().err
