from consortium.shell.ids import ids_in


def test_only_what_can_be_an_id_is_taken():
    given = ["7", 8, "", "-1", "1.5", "²", "٣", " 9", "x", "9" * 18, "9" * 19]
    assert ids_in(given) == [7, 8, int("9" * 18)]
