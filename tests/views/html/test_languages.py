"""Both languages say everything, and what is said anew in French is what the engine said."""

import dataclasses
import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

import pytest

import temoin
from temoin.audit import Audit
from temoin.baseline import load_baseline
from temoin.cli import main
from temoin.playback import load_policies
from temoin.reasons import CAUSES
from temoin.rules import all_rules
from temoin.settings import Settings
from temoin.statement import Source
from temoin.traffic import open_source
from temoin.views import Language
from temoin.views.html.languages import wording_in
from temoin.views.html.sentence import Facts, facts_of
from temoin.views.html.wording import Noun, Told, Wording
from temoin.vocabulary import Verdict
from temoin.watching.blind import FAULT, IGNORED, PINNED, QUIC
from views import reports
from views.html.reading import read, rendered
from views.shipped import RECORDINGS, ROOT, report_on

EN, FR = wording_in(Language.ENGLISH), wording_in(Language.FRENCH)
NAMES = [field.name for field in dataclasses.fields(Wording)]
TEXTS = [name for name in NAMES if isinstance(getattr(EN, name), str) and name != "language"]
CLOSED = [name for name in NAMES if isinstance(getattr(EN, name), Mapping)]
MAY_BE_EMPTY = ("quoted", "words_say")
OPEN_SETS = {
    "rules": [rule.code for rule in all_rules()],
    "causes": list(CAUSES),
    "blind": [PINNED, IGNORED, QUIC, FAULT],
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_is_filled_alike_in_both_languages(name: str) -> None:
    english, french = getattr(EN, name), getattr(FR, name)
    assert name in MAY_BE_EMPTY or (english and french)
    assert english.count("{}") == french.count("{}")
    assert english.count("`") == french.count("`")


@pytest.mark.parametrize("name", CLOSED)
def test_every_word_of_a_closed_set_is_told(name: str) -> None:
    for wording in (EN, FR):
        told = getattr(wording, name)
        if wording is EN and name in OPEN_SETS:
            assert not told  # the engine's own are English
            continue
        kind: type[StrEnum] = type(next(iter(told)))
        wanted = OPEN_SETS.get(name) or [word.value for word in kind]
        assert sorted(told) == sorted(wanted)
        for one in told.values():
            assert all((one.word, one.says) if isinstance(one, Told) else (one,))


def test_french_signs_stand_after_a_narrow_space() -> None:
    said = [getattr(FR, name) for name in TEXTS if name not in ("colon", "thousands")]
    said += [told.says for told in (*FR.glossary, *FR.verdicts.values())]
    said += [told.says for told in FR.rules.values()]
    said += [*FR.limits, *FR.causes.values(), *FR.blind.values()]
    assert [text for text in said if re.search(r"(?<!\u202f)[;!?]|(?<!\u202f):(?!//)", text)] == []
    assert [text for text in said if "'" in text] == []


@pytest.mark.parametrize("recording", RECORDINGS)
def test_the_sentence_of_every_recording_can_be_said_again(recording: str) -> None:
    [session] = report_on(recording).sessions
    facts = facts_of(session)
    assert facts is not None, session.summary
    assert facts.exchanges == sum(session.counts.values()) - session.counts.get(Verdict.OUTSIDE, 0)


def test_the_sentences_of_what_proves_nothing_can_be_said_again() -> None:
    assert facts_of(Audit(()).close(Source("x"))) == Facts(covered=False)
    audit = Audit(load_policies(["portal"]))
    with open_source(str(ROOT / "recordings/refused.flow")) as recording:
        for event in recording.events():
            audit.feed(event)
    assert facts_of(audit.close(Source("x", bears_cookies=False))) == Facts(bears_cookies=False)


def test_the_sentence_with_a_baseline_can_be_said_again(tmp_path: Path) -> None:
    recording = str(ROOT / "recordings/refused-leaky.flow")
    file = tmp_path / "base.yaml"
    assert main(["baseline", recording, "--policy", "portal", "-o", str(file)]) == 0
    settings = Settings(baseline=load_baseline(str(file)))
    report = temoin.replay([recording], ["portal"], settings=settings)
    facts = facts_of(report.sessions[0])
    assert facts is not None, report.sessions[0].summary
    assert facts.known == len(report.sessions[0].known) > 0
    assert FR.sentence is not None
    assert "Rien de nouveau signalé" in FR.sentence(facts)


def test_a_sentence_that_is_not_known_stays_as_it_is_and_is_called_english() -> None:
    report = reports.leaky_report()
    text = rendered(report, Language.FRENCH).decode()
    assert facts_of(report.sessions[0]) is None
    assert f'<span class="said" lang="en">{report.sessions[0].summary}</span>' in text


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (Facts(exchanges=61), "Rien de signalé sur 61 échanges de cookies."),
        (Facts(exchanges=1, unproven=1),
         "Rien de signalé sur 1 échange de cookies ; 1 échange n’a pas pu être jugé."),
        (Facts(flagged=1, early=1), "1 cookie signalé : 1 avant tout choix."),
        (Facts(exchanges=9, known=3),
         "Rien de nouveau signalé sur 9 échanges de cookies ; 3 constats déjà dans la référence."),
        (Facts(flagged=12, early=8, refused=3, withdrawn=2, undeclared=2, other=1, unproven=1204, allowed=2),
         "12 cookies signalés : 8 avant tout choix, 3 contre le choix, 2 après le retrait du consentement, "
         "2 non déclarés, 1 autrement que déclaré ; 2 constats admis par la politique ; "
         "1 204 échanges n’ont pas pu être jugés."),
    ],
)  # fmt: skip
def test_the_french_sentence(facts: Facts, sentence: str) -> None:
    assert FR.sentence is not None
    assert FR.sentence(facts).replace("\u202f", " ") == sentence


def test_numbers_and_times_are_written_as_each_language_does() -> None:
    english = [EN.counted(number, Noun.PAGE) for number in (1, 0, 1204)]
    french = [FR.counted(number, Noun.PAGE) for number in (1, 0, 1204)]
    assert english == ["1 page", "0 pages", "1,204 pages"]
    assert french == ["1 page", "0 page", "1\u202f204 pages"]
    assert FR.time("+3 d 04 h 05 min") == "+3 j 04 h 05 min"
    assert FR.time("+1.2 s") == "+1,2 s"
    assert FR.moment(1764000000.0) == "24 novembre 2025 à 16:00:00 UTC"
    assert FR.moment(1764547200.0) == "1er décembre 2025 à 00:00:00 UTC"
    assert FR.moment(float("inf")) == "temps Unix inf"
    assert FR.moment(1e300) == "temps Unix 1e+300"
    assert FR.listed(("a", "b", "c")) == "a, b et c"


def test_the_french_report_says_that_the_evidence_is_english_and_marks_it() -> None:
    text = rendered(reports.leaky_report(), Language.FRENCH).decode()
    assert "sont en anglais" in text
    assert '<span class="said" lang="en">set once and sent 8 times before any choice was made</span>' in text
    assert '<ol class="chain" lang="en">' in text
    english = rendered(reports.leaky_report()).decode()
    assert '<html lang="en">' in english
    assert ' lang="en"' not in english.partition("<body>")[2].replace('<dt lang="en">', "")


def test_the_titles_of_the_french_report_are_french() -> None:
    text = read(rendered(reports.verbose_report(), Language.FRENCH)).text
    for name in (
        "over_time",
        "who",
        "findings",
        "choices",
        "exchanges",
        "unproven",
        "never_seen",
        "again",
        "words",
    ):
        assert getattr(FR, name) in text, name
        assert f" {getattr(EN, name)} " not in text, name
    assert "Trop tôt" in text
    assert "Too early" not in text
