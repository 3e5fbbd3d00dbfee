import pytest

from model.kernel.state.attributes import AT_START, IN_CHILD
from model.posix.attribute import Attribute
from tests.model.kernel.running import fresh, run

INHERITED = {"nice", "umask", "cwd", "nofile", "nproc"}


@pytest.mark.parametrize("attribute", Attribute, ids=lambda each: each.value)
def test_fork_inherits_or_resets_each_attribute(attribute: Attribute) -> None:
    name = attribute.value
    system = fresh(f"a set {name} 77", "a fork b")
    expected = 77 if name in INHERITED else AT_START[attribute]

    assert [hex(expected), hex(77)] == run(system, f"b get {name}", f"a get {name}")


def test_every_attribute_is_inherited_or_has_a_value_of_its_own() -> None:
    assert {a.value for a in Attribute} - INHERITED == {a.value for a in IN_CHILD}


def test_setting_an_attribute_tells_what_it_was() -> None:
    assert ["0x0", "0x5"] == run(fresh(), "a set alarm 5", "a set alarm 0")
