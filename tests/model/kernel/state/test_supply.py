import pytest

from model.isa.faults import SyscallError
from model.kernel.state.supply import ERRNO, Resource, Supply


@pytest.mark.parametrize("resource", Resource)
def test_what_is_not_there_is_refused_with_its_error(resource: Resource) -> None:
    supply = Supply({resource: 1})
    supply.take(resource)

    with pytest.raises(SyscallError) as caught:
        supply.take(resource)

    assert ERRNO[resource] == caught.value.errno
    supply.give_back(resource)
    supply.take(resource)


def test_a_refusal_gives_back_what_was_taken_before_it() -> None:
    supply = Supply()
    supply.left[Resource.PAGE] = 2
    taken_before = dict(supply.left)

    with pytest.raises(SyscallError):
        take_both(supply)

    assert taken_before == supply.left


def take_both(supply: Supply) -> None:
    with supply.all_or_nothing():
        supply.take(Resource.PROCESS)
        supply.take(Resource.PAGE, 3)
