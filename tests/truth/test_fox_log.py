from truth.fox_log import site_of_key


def test_a_partition_key_names_its_site() -> None:
    assert site_of_key("(https,reseda.fr)") == "https://reseda.fr"


def test_the_mark_of_a_foreign_ancestor_is_no_part_of_the_site() -> None:
    assert site_of_key("(https,reseda.fr,f)") == "https://reseda.fr"


def test_the_browsers_own_errands_have_no_site() -> None:
    assert site_of_key("") == ""
