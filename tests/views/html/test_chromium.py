"""The HTML report in a real Chromium: it loads nothing, complains of nothing, is usable by all, and prints."""

import asyncio
import base64
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import temoin
from temoin.report import Report
from temoin.settings import Settings
from temoin.views import Language
from temoin.vocabulary import Verdict
from views import reports
from views.html.browsing import axe_source, browse
from views.html.reading import rendered
from views.html.test_document import NASTY
from views.shipped import ROOT
from watching.page.tab import Tab

pytestmark = pytest.mark.browser

WHOLE = "document.readyState === 'complete' && document.querySelector('main') !== null"
SHOWN = "[...document.querySelectorAll('.sorted tbody tr')].filter((row) => !row.hidden)"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
A4 = (595, 842)


@cache
def recorded(*names: str) -> Report:
    files = [str(ROOT / "recordings" / f"{name}.flow") for name in names]
    return temoin.replay(files, ["portal"], settings=Settings(exchanges=True))


def thousand() -> Report:
    kinds = (Verdict.EARLY, Verdict.EXEMPT, Verdict.PERMITTED, Verdict.UNPROVEN)
    exchanges = tuple(
        reports.exchange_of(n, n * 0.03, f"id{n % 17}", f"ads{n % 5}.example", kinds[n % 4])
        for n in range(1200)
    )
    counts = dict.fromkeys(kinds, 300)
    session = reports.session_of(exchanges=exchanges, counts=counts, ended=reports.START + 36.0)
    return reports.report_of(session)


@dataclass
class Opened:
    """A report in a tab.

    Args:
        tab: the tab.
        file: where the report is.
    """

    tab: Tab
    file: Path

    async def load(self, report: Report, language: Language = Language.ENGLISH, width: int = 1280) -> None:
        self.file.write_bytes(rendered(report, language))
        self.tab.sent.clear()
        await self.tab.is_shaped(width, 900)
        await self.tab.open(self.file.as_uri())
        await self.tab.until(WHOLE)
        await asyncio.sleep(0.1)
        loaded = {url for url, _ in self.tab.sent if not url.startswith("data:image/svg+xml;base64,")}
        assert loaded == {self.file.as_uri()}
        assert self.tab.complaints == []

    async def seen_as(self, scheme: str) -> None:
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        await self.send("Emulation.setEmulatedMedia", {"features": features})

    async def send(self, method: str, given: dict[str, Any]) -> dict[str, Any]:
        return await self.tab.devtools.send(method, given, self.tab.session)

    async def run(self, script: str) -> Any:
        return await self.tab.run(script)

    async def zoom(self) -> float:
        """How many times the drawing is wider than its frame."""
        width = await self.run("document.querySelector('.stretch').getAttribute('width')")
        return float(width.removesuffix("%")) / 100


def test_the_cookies_are_filtered_sorted_and_added_up(tmp_path: Path) -> None:
    async def visit(tab: Tab) -> None:
        page = Opened(tab, tmp_path / "report.html")
        await page.load(recorded("withdrawn-leaky"))
        [session] = recorded("withdrawn-leaky").sessions
        total, count = "[data-total]", "[data-total-count]"
        assert await tab.text(total) == "9 of 9 cookies"
        assert await tab.text(count) == str(sum(session.counts.values()))

        await tab.click("[data-show=unproven]")
        doubted = [row for row in session.cookies if row.verdicts.get(Verdict.UNPROVEN)]
        assert await page.run(f"{SHOWN}.length") == len(doubted) == 2
        assert await tab.text(total) == "2 of 9 cookies"
        assert await tab.text(count) == str(sum(row.count for row in doubted))
        assert await tab.text("[data-total-verdicts] .badge.refused .n") == "9"
        assert await page.run("document.querySelector('[data-total-verdicts] .badge.exempt').hidden")
        assert await tab.text("[data-status]") == "2 of 9 cookies"

        await tab.click("[data-clear]")
        typed = "const box = document.querySelector('[data-text]'); box.value = 'adnet THIRD'; "
        await page.run(f"{{ {typed} box.dispatchEvent(new Event('input')); }}")
        assert await page.run(f"{SHOWN}.map((row) => row.dataset.site).join()") == "adnet.example"
        await page.run(
            f"{{ {typed.replace('adnet THIRD', 'nobody')} box.dispatchEvent(new Event('input')); }}"
        )
        assert await tab.text("[data-nothing]") == "Nothing matches the filter."
        await tab.click("[data-clear]")
        assert await tab.text(total) == "9 of 9 cookies"

        names = "[...document.querySelectorAll('.sorted tbody .name')].map((name) => name.textContent)"
        for order in ("ascending", "descending"):
            await tab.click("[data-key=count] button")
            assert await page.run("document.querySelector('[data-key=count]').ariaSort") == order
            counts = await page.run(
                "[...document.querySelectorAll('.sorted tbody tr')].map((row) => +row.dataset.count)"
            )
            assert counts == sorted(counts, reverse=order == "descending")
        await tab.click("[data-key=name] button")
        assert await page.run(names) == sorted(await page.run(names), key=str.lower)
        await page.run(
            "document.querySelector('.node[data-site=\"tube.example\"]').dispatchEvent(new Event('click'))"
        )
        assert await page.run(f"{SHOWN}.map((row) => row.dataset.site).join()") == "tube.example"
        assert tab.complaints == []

    browse(visit)


def test_the_drawing_is_zoomed_by_hand_by_keys_and_by_buttons(tmp_path: Path) -> None:
    async def visit(tab: Tab) -> None:
        page = Opened(tab, tmp_path / "report.html")
        await page.load(thousand())
        assert await page.zoom() == 1
        bars = "document.querySelectorAll('.bars.early rect').length"
        assert 100 < await page.run(bars) <= 300
        await tab.click("[data-in]")
        assert await page.zoom() == pytest.approx(2, abs=0.01)
        await page.run("document.querySelector('.plot').focus()")
        for key, wanted in (("+", 4), ("+", 8), ("ArrowRight", 8), ("-", 4), ("0", 1)):
            event = (
                f"new KeyboardEvent('keydown', {{ key: {json.dumps(key)}, bubbles: true, cancelable: true }})"
            )
            await page.run(f"document.activeElement.dispatchEvent({event})")
            assert await page.zoom() == pytest.approx(wanted, abs=0.01), key
        for _ in range(6):
            await tab.click("[data-in]")
        assert "too early" in await tab.text("[data-sighted]")
        one = f"{bars.replace('.length', '')}"
        assert await page.run(f"[...{one}].every((bar) => parseFloat(bar.getAttribute('height')) === 20)")
        await tab.click("[data-whole]")
        box = await page.run("JSON.stringify(document.querySelector('.plot').getBoundingClientRect())")
        left, top = json.loads(box)["left"], json.loads(box)["top"] + 60
        for kind, x in (("mousePressed", 100), ("mouseMoved", 200), ("mouseReleased", 300)):
            given = {"type": kind, "x": left + x, "y": top, "button": "left", "buttons": 1, "clickCount": 1}
            await page.send("Input.dispatchMouseEvent", given)
        assert await page.zoom() > 4
        assert tab.complaints == []

    browse(visit)


def test_nothing_in_it_runs_or_moves_whatever_the_names_are(tmp_path: Path) -> None:
    async def visit(tab: Tab) -> None:
        page = Opened(tab, tmp_path / "report.html")
        for report in (reports.hostile_report(NASTY), reports.hostile_report(), reports.empty_report()):
            for width in (1280, 390):
                await page.load(report, width=width)
                assert await page.run("document.documentElement.scrollWidth <= innerWidth")
                assert (
                    await page.run("document.querySelectorAll('img, iframe, object, embed, form').length")
                    == 0
                )
        attempt = "const made = document.createElement('script'); made.textContent = 'window.ran = 1';"
        await page.run(f"{{ {attempt} document.body.append(made); }}")
        assert await page.run("window.ran === undefined")
        assert "Content Security Policy" in tab.complaints.pop()

    browse(visit)


def test_axe_finds_no_fault(tmp_path: Path) -> None:
    shown = {
        "several": (recorded("refused", "partly"), Language.FRENCH),
        "leaky": (reports.verbose_report(), Language.ENGLISH),
        "empty": (reports.empty_report(), Language.FRENCH),
    }

    async def visit(tab: Tab) -> None:
        page = Opened(tab, tmp_path / "report.html")
        for name, (report, language) in shown.items():
            for width, scheme in ((1280, "light"), (390, "dark")):
                await page.seen_as(scheme)
                await page.load(report, language, width)
                await page.run("for (const part of document.querySelectorAll('details')) part.open = true")
                await page.run(axe_source() + ";0")
                asked = f"axe.run(document, {{ resultTypes: ['violations'], runOnly: {json.dumps(RULES)} }})"
                told = "(one) => `${one.id}: ${one.nodes[0].html.slice(0, 200)}`"
                faults = await page.run(f"{asked}.then((found) => found.violations.map({told}))")
                assert faults == [], (name, width, scheme)

    browse(visit)


def test_it_prints_to_a4_light_and_whole(tmp_path: Path) -> None:
    async def printed(page: Opened) -> bytes:
        pdf = await page.send("Page.printToPDF", {"preferCSSPageSize": True, "printBackground": True})
        return base64.b64decode(pdf["data"])

    async def visit(tab: Tab) -> None:
        page = Opened(tab, tmp_path / "report.html")
        await page.seen_as("dark")
        await page.load(recorded("withdrawn-leaky"), Language.FRENCH)
        await tab.click("[data-in]")
        pages = re.findall(rb"/MediaBox ?\[ ?0 0 ([\d.]+) ([\d.]+) ?\]", await printed(page))
        assert {(round(float(wide)), round(float(high))) for wide, high in pages} == {A4}
        assert 4 <= len(pages) <= 9
        assert await page.zoom() == 1
        await page.send("Emulation.setEmulatedMedia", {"media": "print"})
        style = "getComputedStyle(document.querySelector({}))"
        assert await page.run(style.format("'body'") + ".color") == "rgb(31, 37, 43)"
        for hidden in (".filter", ".zoom", "#print", ".contents"):
            assert await page.run(style.format(f"'{hidden}'") + ".display") == "none", hidden

    browse(visit)


def test_without_its_script_all_is_there(tmp_path: Path) -> None:
    async def visit(tab: Tab) -> None:
        page = Opened(tab, tmp_path / "report.html")
        await page.send("Emulation.setScriptExecutionDisabled", {"value": True})
        page.file.write_bytes(rendered(recorded("withdrawn-leaky")))
        await tab.open(page.file.as_uri())
        await asyncio.sleep(1.0)
        await page.send("DOM.enable", {})
        root = await page.send("DOM.getDocument", {"depth": 0})
        told = {}
        for what in (
            ".sorted tbody tr",
            ".bars rect",
            ".case",
            "[data-filter][hidden]",
            "[data-zoom][hidden]",
        ):
            asked = {"nodeId": root["root"]["nodeId"], "selector": what}
            told[what] = len((await page.send("DOM.querySelectorAll", asked))["nodeIds"])
        assert told.pop(".bars rect") > 20
        assert list(told.values()) == [9, 7, 1, 1]

    browse(visit)
