"""What nobody shares costs nothing: every page of one's own in every small world."""

import pytest

from optimized.policies import PLAIN
from properties.laws.memory import unshared
from tests.exhaustive.acts import Acts, Law, loads, protections
from tests.exhaustive.test_worlds import small_worlds
from tests.exhaustive.toy import count, remembered, share

LAWS: dict[Law, Acts] = {
    unshared.a_page_that_nobody_shares_is_not_copied: loads,
    unshared.nothing_is_withheld_from_a_page_that_nobody_shares: protections,
}


@pytest.fixture(autouse=True)
def _memory(monkeypatch: pytest.MonkeyPatch) -> None:
    remembered(monkeypatch)


@pytest.mark.parametrize("policy", PLAIN)
@pytest.mark.parametrize("law", LAWS)
def test_what_nobody_shares_costs_nothing(law: Law, policy: str) -> None:
    worlds = share(small_worlds(policy), 53)
    operands = (
        (world.lazy(), *given) for world in worlds for _, given in LAWS[law](world)
    )

    assert count(law, operands) > len(worlds) / 4
