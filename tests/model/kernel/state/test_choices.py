"""Where the kernel places processes, among what POSIX leaves open."""

import pytest

from model.kernel.state.choices import Placement, lowest, scattered
from model.memory.layout import MORELLO_LAYOUT, TOY_LAYOUT

placements = pytest.mark.parametrize("placement", [lowest, scattered(1), scattered(2)])


@placements
def test_every_slot_is_given_once_and_then_there_is_none(placement: Placement) -> None:
    taken: list[int] = []
    while (slot := placement(TOY_LAYOUT, taken, len(taken) + 2)) is not None:
        taken.append(slot)

    assert list(TOY_LAYOUT.user_slots) == sorted(taken)


def test_the_lowest_slot_is_given_again_when_it_is_free() -> None:
    assert 1 == lowest(MORELLO_LAYOUT, {2, 3}, 9)
    assert 4 == lowest(MORELLO_LAYOUT, {1, 2, 3}, 9)


def test_scattered_slots_follow_from_a_number_and_the_pid() -> None:
    pids = range(2, 40)
    one, again, other = (
        [scattered(seed)(MORELLO_LAYOUT, (), pid) for pid in pids] for seed in (5, 5, 6)
    )

    assert one == again
    assert not {*one} & {*other}
    assert len({*one}) == len(pids)
