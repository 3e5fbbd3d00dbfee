"""The reference of the language is what the classes of operations say now."""

import pytest

from model import operations as ops
from model.trace import replay
from properties.machines.setups import MEMORIES, PLAIN_IMAGE, Setup
from tests.house.sizes import ROOT
from ufork.language.document import document
from ufork.language.examples import Example, examples

PAGE = ROOT / "docs" / "language.md"


def test_the_reference_is_as_generated() -> None:
    """``ufork language -o docs/language.md`` writes it anew."""
    assert document() == PAGE.read_text(encoding="utf-8")


def test_every_verb_has_an_example_that_uses_it() -> None:
    assert sorted(kind.verb for kind in ops.CLASSES) == sorted(
        example.verb for example in examples()
    )
    for example in examples():
        assert example.verb in {each.verb for each in example.script.operations}
        assert example.script.states_outcomes


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.verb)
def test_every_example_holds_over_every_memory(example: Example) -> None:
    script = example.script
    for memory in MEMORIES:
        system = Setup(memory, image=script.image or PLAIN_IMAGE).boot()
        for step in replay(system, iter(script.operations)):
            expected = script.unmet(step.index, step.outcome, system.kernel.pids)
            assert not expected, (memory, str(step.operation), str(step.outcome))
