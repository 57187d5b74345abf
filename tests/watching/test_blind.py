from temoin.watching.blind import FAULT, IGNORED, PINNED, QUIC, BlindSpots


def told(spots: BlindSpots) -> list[tuple[str, str, int]]:
    return [(one.kind, one.host, one.count) for one in spots.all()]


def test_every_kind_is_counted_by_host_and_says_what_it_means() -> None:
    spots = BlindSpots()
    for kind in (QUIC, PINNED, IGNORED, FAULT, QUIC):
        spots.note(kind, "app.example")
    assert told(spots) == [
        ("fault", "app.example", 1), ("ignored", "app.example", 1), ("pinned", "app.example", 1),
        ("quic", "app.example", 2),
    ]  # fmt: skip
    assert len({one.why for one in spots.all()}) == 4


def test_a_host_that_was_trusted_before_or_is_later_is_not_pinned() -> None:
    spots = BlindSpots()
    spots.note(PINNED, "a.example")
    spots.note(PINNED, "b.example")
    assert spots.trusted("a.example")
    assert not spots.trusted("c.example")
    spots.note(PINNED, "a.example")
    spots.note(PINNED, "c.example")
    assert told(spots) == [("pinned", "b.example", 1)]


def test_more_hosts_than_are_listed_count_under_no_name() -> None:
    spots = BlindSpots()
    for number in range(1500):
        spots.note(PINNED, f"{number}.example")
    assert len(spots.all()) == 1001
    assert told(spots)[0] == ("pinned", "", 500)
    for number in range(1500):
        spots.trusted(f"t{number}.example")
    spots.note(QUIC, "one-more.example")
    assert told(spots)[-1] == ("quic", "", 1)


def test_a_flow_that_failed_several_times_is_one_flow() -> None:
    spots = BlindSpots()
    for place in ("flow 1", "flow 2", "flow 1"):
        spots.note(FAULT, place)
    spots.note(PINNED, "a.example")
    assert spots.faults == 2


def test_many_flows_that_failed_are_all_counted() -> None:
    spots = BlindSpots()
    for number in range(1500):
        spots.note(FAULT, f"flow {number}")
    assert spots.faults == 1500


def test_a_hosts_name_is_shortened_and_made_valid() -> None:
    spots = BlindSpots()
    spots.note(PINNED, "x" * 1000)
    spots.note(PINNED, "\udcff.example")
    assert max(len(one.host) for one in spots.all()) <= 255
    for one in spots.all():
        one.host.encode()
