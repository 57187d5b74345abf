"""Who set what on which page: put together by registrable domain, and drawn without touching."""

import re

import temoin
from temoin.report import Session
from temoin.settings import Settings
from temoin.views import Language
from temoin.views.html.picture import Picture, pictures_of
from temoin.views.html.relations import relations_of
from temoin.vocabulary import Party, Verdict, Way
from views.html.reading import rendered
from views.reports import exchange_of, leaky_session, page_of, report_of, session_of
from views.shipped import ROOT


def crossed(*exchanges: tuple[str, Verdict, int | None]) -> Session:
    return session_of(
        pages=tuple(page_of(number, "https://opendata.reseda.fr/", number) for number in range(1, 31)),
        exchanges=tuple(
            exchange_of(
                n, n, "id", domain, verdict, page=page,
                party=Party.FIRST if domain.endswith("reseda.fr") else Party.THIRD,
            )
            for n, (domain, verdict, page) in enumerate(exchanges, 1)
        ),
    )  # fmt: skip


def wide(session: Session) -> Picture:
    return pictures_of(relations_of(session))[0]


def test_hosts_of_one_domain_are_one_party() -> None:
    session = crossed(("a.ads.example", Verdict.EARLY, 1), ("b.ads.example", Verdict.REFUSED, 2))
    [relation] = relations_of(session)
    assert relation.domain == "ads.example"
    assert relation.verdicts == {Verdict.EARLY: 1, Verdict.REFUSED: 1}
    assert relation.pages == {1: {Verdict.EARLY: 1}, 2: {Verdict.REFUSED: 1}}


def test_what_was_set_and_what_was_sent_are_counted_apart() -> None:
    recording = str(ROOT / "recordings/withdrawn-leaky.flow")
    [session] = temoin.replay([recording], ["portal"], settings=Settings(exchanges=True)).sessions
    relations = relations_of(session)
    assert session.exchanges
    assert sum(one.sets for one in relations) == sum(one.way is Way.SET for one in session.exchanges)
    assert sum(one.sets + one.sends for one in relations) == len(session.exchanges)
    assert [one.party for one in relations] == [Party.FIRST, Party.THIRD, Party.THIRD, Party.THIRD]
    assert {one.site for one in relations} == {"https://reseda.fr"}


def test_a_thread_leads_from_each_page_to_each_party_marked_by_the_worst() -> None:
    session = crossed(
        ("ads.example", Verdict.PERMITTED, 1), ("ads.example", Verdict.EARLY, 1),
        ("ads.example", Verdict.EXEMPT, 2), ("tube.example", Verdict.REFUSED, 2),
        ("opendata.reseda.fr", Verdict.EXEMPT, 2),
    )  # fmt: skip
    picture = wide(session)
    assert [node.relation.domain for node in picture.nodes] == ["ads.example", "tube.example"]
    assert [disc.label for disc in picture.discs] == ["1", "2"]
    threads = {(thread.node, picture.discs[thread.disc].page): thread.worst for thread in picture.threads}
    assert threads == {(0, 1): Verdict.EARLY, (0, 2): Verdict.EXEMPT, (1, 2): Verdict.REFUSED}
    assert (picture.own, picture.own_names) == ({Verdict.EXEMPT: 1}, 1)


def test_what_is_outside_every_policy_is_not_drawn() -> None:
    assert relations_of(crossed(("ads.example", Verdict.OUTSIDE, 1))) == ()


def test_a_page_that_is_not_known_is_a_disc_of_its_own() -> None:
    assert [disc.label for disc in wide(crossed(("ads.example", Verdict.UNPROVEN, None))).discs] == ["?"]


def test_of_many_pages_and_parties_the_rest_is_told() -> None:
    picture = wide(crossed(*[(f"ads{number}.example", Verdict.EARLY, number + 1) for number in range(30)]))
    assert (len(picture.nodes), picture.left_out) == (14, 16)
    assert [disc.label for disc in picture.discs][-2:] == ["9", "…"]
    assert picture.discs[-1].pages == 21


def test_no_party_lies_on_another_and_all_lie_within() -> None:
    for count in range(1, 15):
        many = [(f"ads{number}.example", Verdict.EARLY, 1) for number in range(count)]
        for picture in pictures_of(relations_of(crossed(*many))):
            places = sorted((node.side, float(node.x), float(node.y)) for node in picture.nodes)
            assert all(0 < x < picture.width and 0 < y < picture.height for _, x, y in places)
            least = 50 if picture.shape == "wide" else 90
            for place, (side, x, y) in enumerate(places):
                beside = [
                    abs(y - low)
                    for other, far, low in places[place + 1 :]
                    if other == side and abs(x - far) < 200
                ]
                assert all(gap >= least for gap in beside), (count, picture.shape)
            for thread in picture.threads:
                assert re.fullmatch(r"M[\d.]+ [\d.]+C([\d.]+ ){5}[\d.]+", thread.path)


def test_without_exchanges_the_parties_are_still_told() -> None:
    relations = relations_of(leaky_session())
    assert {relation.domain for relation in relations} == {"reseda.fr", "doubleclick.example", "xiti.example"}
    assert all(set(relation.pages) == {None} for relation in relations)


def test_a_wide_name_is_kept_within_the_drawing() -> None:
    """Else its beginning is cut off, which is what tells hosts apart."""
    session = crossed(("wwmmmwwmmmwwwmm.example", Verdict.EARLY, 1), ("ads.example", Verdict.EARLY, 1))
    page = rendered(report_of(session), Language.ENGLISH).decode()
    labels = re.findall(r'<text class="who"[^>]*>[^<]*', page)
    assert labels
    assert {label.partition(">")[2]: "textLength" in label for label in labels} == {
        "wwmmmwwmmmw…ample": True,
        "ads.example": False,
    }
