"""The laws of stored permissions, on every value that has a meaning: no solver.

The formats of 32 bits store them in the most intricate ways, and have the fewest.
"""

from collections.abc import Callable, Iterator
from itertools import product

import attrs
import pytest

from model.isa.capability import root
from model.isa.format import Format
from model.isa.formats import (
    CHERIOT,
    CHERIV9_64,
    RVY64,
    RVY64_WITHOUT_LEVELS,
    RVY128,
    RVY128_WITHOUT_LEVELS,
    TOY,
)
from properties.laws.isa import granting, permission_texts, permissions
from tests.exhaustive.toy import count, share

Law = Callable[..., None]

SMALL = (CHERIV9_64, RVY64, RVY64_WITHOUT_LEVELS, CHERIOT, TOY)

formats = pytest.mark.parametrize("form", SMALL, ids=lambda form: form.name)
compressed = pytest.mark.parametrize(
    "form", [form for form in SMALL if form.permissions.compressed is not None]
)


def values(form: Format) -> Iterator[int]:
    """Every set of permissions, without the bits that read as one and with them."""
    coding = form.permissions
    value = coding.all_permissions
    while value:
        yield value
        yield value | coding.ones
        value = (value - 1) & coding.all_permissions
    yield 0


@formats
def test_reading_permissions_inverts_writing_them(form: Format) -> None:
    law = permissions.reading_permissions_inverts_writing_them
    fields = range(1 << form.permissions.width)

    assert len(fields) == count(law, product([form], fields))


@compressed
def test_compressed_sets_of_permissions_are_legal(form: Format) -> None:
    law = permissions.compressed_sets_of_permissions_are_legal
    fields = range(1 << form.permissions.width)

    assert len(fields) == count(law, product([form], fields))


@pytest.mark.parametrize(
    "form", [RVY128, RVY128_WITHOUT_LEVELS, RVY64, RVY64_WITHOUT_LEVELS]
)
def test_permissions_go_without_what_they_need(form: Format) -> None:
    law = permission_texts.permissions_go_without_what_they_need

    assert 0 < count(law, product([form], share([*values(form)], 7)))


@formats
def test_written_permissions_are_never_more(form: Format) -> None:
    law = permissions.written_permissions_are_never_more

    assert 0 < count(law, product([form], values(form), (0, 1)))


@pytest.mark.parametrize(
    ("law", "form"),
    [
        *product([permissions.legal_permissions_stay_as_they_are], SMALL),
        *product(
            [permissions.legal_permissions_can_be_stored],
            [form for form in SMALL if form is not CHERIOT],
        ),
    ],
)
def test_laws_of_legal_permissions(law: Law, form: Format) -> None:
    assert 0 < count(law, product([form], values(form)))


@compressed
def test_loads_and_stores_take_what_their_authority_lacks(form: Format) -> None:
    """Every pair of fields without reserved bits, sealed and not."""
    coding, law = form.permissions, granting.a_load_takes_what_its_authority_lacks
    fields = [f for f in range(1 << coding.width) if f & coding.reserved == 0]
    everything = root(form)
    held = [attrs.evolve(everything, perms_field=field) for field in fields]
    sealed = [attrs.evolve(each, otype=form.otypes.sentry) for each in held]

    assert 0 < count(law, product(held + sealed, held))
    law = granting.a_store_takes_a_tag_only_for_want_of_a_permission
    assert 0 < count(law, product(held[::5], held))
