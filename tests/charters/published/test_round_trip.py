"""What is published and imported again is the same policy: in both formats and languages, whatever it says."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from charters.made_up import loaded, meaning, policies
from temoin.charters.given import Given
from temoin.charters.importing import import_charter
from temoin.charters.kinds import Source, find
from temoin.charters.languages import all_languages, language
from temoin.charters.published.building import page_of
from temoin.charters.published.formats import all_forms, form_named
from temoin.charters.sketching import sketch_of
from temoin.policy import Policy
from temoin.policy.loading import draft_of

ROOT = Path(__file__).resolve().parents[3]
SHIPPED = [ROOT / "policies" / "opendata.reseda.fr.yaml", ROOT / "addon/temoin/portal/portal.yaml"]
FORMS = [form.NAME for form in all_forms()]
CODES = [one.code for one in all_languages()]


def published(text: str, form: str, code: str, *, fragment: bool = False) -> bytes:
    draft = draft_of(text.encode(), file="made-up.yaml")
    spoken, shown = language(code), form_named(form)
    assert spoken is not None
    assert shown is not None
    return shown.render(page_of(sketch_of(draft.root), draft.policy, spoken), fragment=fragment).encode()


def read_back(data: bytes) -> Policy:
    document = find(data).read(Source("page", data))
    imported = import_charter(document, Given(), "page")
    assert imported.unread == ()
    return imported.policy


@pytest.mark.parametrize("fragment", [False, True])
@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_a_shipped_policy_comes_back(file: Path, form: str, code: str, fragment: bool) -> None:
    text = file.read_text(encoding="utf-8")
    back = read_back(published(text, form, code, fragment=fragment))
    assert meaning(back) == meaning(loaded(text))


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(policies(), st.sampled_from(FORMS), st.sampled_from(CODES), st.booleans())
def test_any_policy_comes_back(text: str, form: str, code: str, fragment: bool) -> None:
    back = read_back(published(text, form, code, fragment=fragment))
    assert meaning(back) == meaning(loaded(text))
