from truth.matching import pair

type Asked = tuple[str, str]


def url(asked: Asked) -> str:
    return asked[0]


def whole(asked: Asked) -> Asked:
    return asked


def test_equal_keys_pair_in_order() -> None:
    asked = [("/p.gif", ""), ("/p.gif", "")]
    assert pair(asked, asked, [(url, url)]) == {0: 0, 1: 1}


def test_the_strictest_key_goes_first() -> None:
    ours = [("/p.gif", "from b"), ("/p.gif", "from a")]
    theirs = [("/p.gif", "from a"), ("/p.gif", "from b")]
    assert pair(ours, theirs, [(whole, whole), (url, url)]) == {0: 1, 1: 0}


def test_what_the_strict_key_leaves_pairs_by_the_loose_one() -> None:
    ours = [("/p.gif", "from a"), ("/p.gif", "from b")]
    theirs = [("/p.gif", "from b"), ("/p.gif", "")]
    assert pair(ours, theirs, [(whole, whole), (url, url)]) == {0: 1, 1: 0}


def test_nothing_is_paired_twice() -> None:
    assert pair([("/a", ""), ("/a", "")], [("/a", "")], [(whole, whole), (url, url)]) == {0: 0}
