from truth.frames import Frames


def test_a_nested_frame_belongs_to_the_tabs_document() -> None:
    frames = Frames()
    frames.committed("tab", "document-1")
    frames.attached("video", "tab")
    frames.attached("advert", "video")
    frames.committed("video", "document-2")
    assert (frames.page("advert"), frames.is_top("advert")) == ("document-1", False)


def test_a_frame_keeps_its_page_when_the_tab_moves_on() -> None:
    frames = Frames()
    frames.committed("tab", "document-1")
    frames.attached("video", "tab")
    frames.committed("tab", "document-2")
    assert frames.page("video") == "document-1"
    assert frames.page("tab") == "document-2"


def test_a_frame_that_changes_process_is_the_same_frame() -> None:
    frames = Frames()
    frames.committed("tab", "document-1")
    frames.attached("video", "tab")
    frames.committed("tab", "document-2")
    frames.attached("video", "tab")
    assert frames.page("video") == "document-1"


def test_two_tabs_are_two_pages() -> None:
    frames = Frames()
    frames.committed("one", "document-1")
    frames.committed("other", "document-2")
    frames.attached("frame", "other")
    assert frames.page("frame") == "document-2"


def test_an_unknown_frame_has_no_page() -> None:
    assert Frames().page("nowhere") == ""
