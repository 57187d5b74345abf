"""The page's own files: nothing from elsewhere, nothing inline, no markup made of text, words as the terminal's."""

import re
from importlib.resources import files

import pytest

from temoin.views.screen.marks import STATES, VERDICTS
from temoin.watching.page.states import OPEN
from temoin.watching.page.states import STATES as SHOWN

STATIC = {
    file.name: file.read_text()
    for file in (files("temoin.watching.page") / "static").iterdir()
    if file.is_file()
}
SCRIPTS = [name for name in STATIC if name.endswith(".js")]
FORBIDDEN = (
    "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "DOMParser", "createContextualFragment",
    "eval(", "new Function", "setHTMLUnsafe", "srcdoc", "javascript:", "localStorage", "document.cookie",
)  # fmt: skip


@pytest.mark.parametrize("name", SCRIPTS)
@pytest.mark.parametrize("way", FORBIDDEN)
def test_no_script_makes_markup_or_code_of_text(name: str, way: str) -> None:
    assert way not in STATIC[name]


def test_every_script_is_loaded_and_every_load_is_there() -> None:
    loads = {load for name in SCRIPTS for load in re.findall(r'from "\./([a-z]+\.js)"', STATIC[name])}
    assert loads | {"main.js"} == set(SCRIPTS)


@pytest.mark.parametrize("name", STATIC)
def test_nothing_comes_from_elsewhere(name: str) -> None:
    text = STATIC[name].replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?:|//[a-z]+\.|@import|url\((?!\"#)", text)


def test_the_document_holds_no_script_and_no_style() -> None:
    document = STATIC["index.html"]
    assert re.findall(r"<script[^>]*>(.*?)</script>", document, re.S) == [""]
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", document)


def test_the_signs_and_words_are_the_terminals() -> None:
    told = re.findall(r'^  (\w+): \{ sign: "(.)", word: "([\w ]+)"', STATIC["strings.js"], re.M)
    words = {name: (sign, word) for name, sign, word in told}
    for verdict, mark in VERDICTS.items():
        assert words[verdict] == (mark.sign, mark.word)
    for state, stage in STATES.items():
        if state.value not in [verdict.value for verdict in VERDICTS]:
            assert words[state] == (stage.mark.sign, stage.mark.word)


def test_the_page_knows_every_state() -> None:
    block = STATIC["strings.js"].partition("export const STATES")[2].partition("};")[0]
    assert tuple(re.findall(r"^  (\w+):", block, re.M)) == SHOWN
    assert OPEN in SHOWN


def test_every_word_that_is_asked_for_is_there() -> None:
    say = STATIC["strings.js"].partition("export const SAY")[2].partition("\n};")[0]
    known = set(re.findall(r'^  "?([\w-]+)"?:', say, re.M))
    document = set(re.findall(r'data-(?:say|label|hint)="([\w-]+)"', STATIC["index.html"]))
    code = {
        word
        for name in SCRIPTS
        for word in re.findall(r'SAY(?:\.(\w+)|\["([\w-]+)"\])', STATIC[name])
        for word in word
        if word
    }
    assert document | code <= known
    assert known <= document | code | {"whole", "minutes", "minute"}


def test_no_colour_is_used_that_both_themes_do_not_have() -> None:
    style = STATIC["page.css"]
    used = set(re.findall(r"var\((--[\w-]+)", style))
    light = set(re.findall(r"(--[\w-]+):", style.partition("@media (prefers-color-scheme: dark)")[0]))
    assert used <= light | {"--of", "--row", "--above"}
