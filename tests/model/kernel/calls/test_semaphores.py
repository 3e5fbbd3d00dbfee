from tests.model.kernel.running import fresh, run


def test_a_semaphore_is_shared_with_children_and_by_name() -> None:
    system = fresh("a semopen s 0", "a fork b", "b sempost s", "b semopen s 9")

    assert ["0x1", "done", "blocked"] == run(
        system, "a semvalue s", "a semwait s", "b semwait s"
    )


def test_an_unlinked_semaphore_stays_with_those_who_have_it_open() -> None:
    system = fresh("a semopen s 3", "a fork b", "a semunlink s", "a semopen s 7")

    assert ["0x3", "0x7"] == run(system, "b semvalue s", "a semvalue s")
    assert ["done", "ENOENT"] == run(system, "b semunlink s", "b semunlink s")


def test_only_open_semaphores_can_be_used() -> None:
    assert ["EINVAL"] * 3 == run(fresh(), "a semvalue s", "a sempost s", "a semwait s")
