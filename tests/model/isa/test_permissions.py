"""How permissions are stored, with every table and rule written down once more."""

from collections.abc import Collection, Iterator, Sequence
from itertools import chain, combinations

import pytest

from model.isa.format import Format
from model.isa.formats import (
    CHERIOT,
    CHERIV9_64,
    CHERIV9_128,
    FORMATS,
    MORELLO128,
    RVY64,
    RVY64_WITHOUT_LEVELS,
    RVY128,
    RVY128_WITHOUT_LEVELS,
)
from model.isa.permissions import LETTERS, Permission, letters
from tests.model.isa import cheriot_restated

RVY_BITS = {"W": 0, "LM": 1, "LG": 2, "SL": 3, "GL": 4, "C": 5} | {
    "ASR": 16,
    "X": 17,
    "R": 18,
}
"""The bit of each RVY permission in the value; levels are LG, SL and GL."""

LEVELS = {"LG", "SL", "GL"}

SETS = {
    (0, 0): "",
    (0, 1): "R",
    (0, 4): "W",
    (0, 5): "R W",
    (1, 0): "R W C LM LG SL X ASR",
    (1, 2): "R C LM LG SL X",
    (1, 4): "R W C LM LG SL X",
    (1, 6): "R W X",
    (2, 3): "R C",
    (2, 6): "R W C LM SL",
    (2, 7): "R W C LM",
    (3, 3): "R C LM LG",
    (3, 6): "R W C LM LG SL",
    (3, 7): "R W C LM LG",
}
"""RVY on 32 bits: what a number stands for, by its quadrant and the rest of it."""

RULES = {
    RVY128: "C:R|W LM:C&R ASR:X LG:C&R SL:C&W",
    RVY64_WITHOUT_LEVELS: "C:R X:R W:LM|!C X:W|C LM:C X:C&LM|!C&!LM ASR:W&C&X",
    RVY64: (
        "C:R X:R W:LM|!C X:W|C LM:C LM:W|LG LG:LM SL:LM&W "
        "X:C&LM&LG&SL|C&LM&LG&!W|!C&!LM&!LG&!SL ASR:W&C&X"
    ),
}
"""The rules of RVY, in their order: who stays only if what holds; ``&`` binds more."""

CHERIOT_STEPS = (
    ("EX LD MC", "SR LM LG"),
    ("LD MC SD", "SL LM LG"),
    ("LD MC", "LM LG"),
    ("SD MC", ""),
    ("LD", "SD"),
    ("SD", ""),
    ("", "U0 SE US"),
)
"""CHERIoT stores the first of which it has everything, and what it has of the rest."""

formats = pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)


def granted(form: Format, field: int) -> int:
    """The permissions that a field stores, without what reads as one."""
    return form.permissions.read(field) & form.permissions.all_permissions


def rvy_value(names: Collection[str]) -> int:
    return sum(1 << RVY_BITS[name] for name in names)


def rvy_names(value: int) -> set[str]:
    return {name for name, bit in RVY_BITS.items() if value >> bit & 1}


def cheriot_value(names: Collection[str]) -> int:
    return sum(1 << cheriot_restated.PERMISSIONS.index(name) for name in names)


def cheriot_names(value: int) -> set[str]:
    order = cheriot_restated.PERMISSIONS
    return {name for number, name in enumerate(order) if value >> number & 1}


def subsets(names: Sequence[str]) -> Iterator[tuple[str, ...]]:
    sizes = range(len(names) + 1)
    return chain.from_iterable(combinations(names, size) for size in sizes)


@formats
def test_what_is_read_can_be_written_back(form: Format) -> None:
    coding = form.permissions
    fields = range(0, 1 << coding.width, 1 + (1 << coding.width) // 5000)
    for field in fields:
        written = coding.write(coding.read(field), coding.mode(field))

        assert coding.read(field) == coding.read(written)


@formats
def test_writing_grants_no_more_than_was_asked(form: Format) -> None:
    coding = form.permissions
    for value in (0, 1, 0x5_5555, 0xA_AAAA, coding.all_permissions):
        assert 0 == granted(form, coding.write(value)) & ~value


@formats
def test_names_are_read_back(form: Format) -> None:
    for permission, needed in form.permissions.names.items():
        assert permission & form.permissions.named(needed)
        assert needed == form.permissions.bits_of(permission)


@pytest.mark.parametrize("name", ["morello128", "toy"])
def test_permissions_of_morello_are_their_names(name: str) -> None:
    coding, lowest = FORMATS[name].permissions, {"morello128": 0, "toy": 6}[name]
    for field in (0, 1, 0x123, 0xFFF):
        assert field << lowest == coding.read(field)
        assert field == coding.write(field << lowest)


@pytest.mark.parametrize(("form", "shift"), [(CHERIV9_128, 3), (CHERIV9_64, 1)])
def test_the_twelve_permissions_of_the_hardware_are_in_order(
    form: Format, shift: int
) -> None:
    names = form.permissions.names
    in_order = (
        Permission.GLOBAL,
        Permission.EXECUTE,
        Permission.LOAD,
        Permission.STORE,
        Permission.LOAD_CAP,
        Permission.STORE_CAP,
        Permission.STORE_LOCAL,
        Permission.SEAL,
        Permission.BRANCH_SEALED_PAIR,
        Permission.UNSEAL,
        Permission.SYSTEM,
        Permission.COMPARTMENT_ID,
    )

    assert [1 << number for number in range(12)] == [names[each] for each in in_order]
    assert 0xFFF << shift == form.permissions.write(0xFFF)


def test_software_permissions_of_v9_are_from_bit_15_of_the_value() -> None:
    coding = CHERIV9_128.permissions

    assert 0x78000 == coding.read(0xF << 15)
    assert 0b0001 << 15 == coding.write(coding.bits_of(Permission.USER0))


@pytest.mark.parametrize(
    ("name", "bit"),
    [
        *zip(("C", "W", "R", "X", "ASR", "LM", "LG", "SL"), range(44, 52), strict=True),
        ("GL", 43),
    ],
)
def test_permissions_of_rvy128_have_their_place_in_the_metadata(
    name: str, bit: int
) -> None:
    field = 1 << bit >> (RVY128.bounds_width + RVY128.otype_width)

    assert rvy_value([name]) == granted(RVY128, field)
    assert field == RVY128.permissions.write(rvy_value([name]))


@pytest.mark.parametrize(
    ("form", "ones"),
    [
        (RVY128, 0xF8_FC00),
        (RVY128_WITHOUT_LEVELS, 0xF8_FC1C),
        (RVY64, 0xF8_FF00),
        (RVY64_WITHOUT_LEVELS, 0xF8_FF1C),
    ],
)
def test_bits_that_rvy_does_not_define_read_as_one(form: Format, ones: int) -> None:
    assert ones == form.permissions.read(0)


@pytest.mark.parametrize("form", [RVY64, RVY64_WITHOUT_LEVELS])
@pytest.mark.parametrize("number", range(32))
def test_every_number_of_rvy64_stands_for_its_set(form: Format, number: int) -> None:
    quadrant, rest = divmod(number, 8)
    known = (1, rest & ~1) if quadrant == 1 else (quadrant, rest)
    levels = form is RVY64
    if not levels and known in {(2, 6), (2, 7), (3, 6)}:
        known = (2, 0)
    names = set(SETS.get(known, "").split()) - (set() if levels else LEVELS)

    assert names == rvy_names(granted(form, number << 4))
    assert (quadrant == 1) * (rest % 2) == form.permissions.mode(number << 4)
    if known in SETS:
        mode = form.permissions.mode(number << 4)
        assert number << 4 == form.permissions.write(rvy_value(names), mode)


@pytest.mark.parametrize("level", [0, 1])
@pytest.mark.parametrize("software", range(4))
def test_level_and_software_permissions_of_rvy64_are_bits(
    level: int, software: int
) -> None:
    coding = RVY64.permissions
    value = level << 4 | software << 6

    assert level << 3 | software << 9 == coding.write(value)
    assert value == granted(RVY64, coding.write(value))


def is_met(condition: str, names: Collection[str]) -> bool:
    """Whether a condition holds of permissions."""
    return any(
        all((part[0] != "!") == (part.strip("!") in names) for part in way.split("&"))
        for way in condition.split("|")
    )


def what_the_rules_leave(form: Format, names: Collection[str]) -> set[str]:
    left = set(names)
    for rule in RULES[form].split():
        name, condition = rule.split(":")
        if not is_met(condition, left):
            left.discard(name)
    return left


def legal(form: Format, names: Collection[str]) -> set[str]:
    coding = form.permissions
    return rvy_names(coding.legal(rvy_value(names) | coding.ones) & ~coding.ones)


@pytest.mark.parametrize("form", RULES)
def test_permissions_without_what_they_need_go_by_the_rules(form: Format) -> None:
    levels = form is not RVY64_WITHOUT_LEVELS
    for names in subsets(sorted(RVY_BITS.keys() - (set() if levels else LEVELS))):
        expected = what_the_rules_leave(form, names)
        if form is RVY64 and "W" not in names and {*"RCX", "LM", "LG"} <= {*names}:
            expected = {*names} - {"ASR"} - ({"X"} if "SL" not in names else set())

        assert expected == legal(form, names)


@pytest.mark.parametrize("form", RULES)
def test_what_the_rules_leave_can_be_stored(form: Format) -> None:
    levels = form is not RVY64_WITHOUT_LEVELS
    for names in subsets(sorted(RVY_BITS.keys() - (set() if levels else LEVELS))):
        left = rvy_value(legal(form, names))

        assert left == granted(form, form.permissions.write(left))
        assert rvy_names(left) == legal(form, rvy_names(left))


@pytest.mark.parametrize(
    ("names", "left"),
    [
        ("R W C LM LG SL X ASR", "R W C LM LG SL X ASR"),
        ("R W C LG SL X ASR", "R C"),
        ("R X", "R"),
        ("R W C LM SL X ASR", "R W C LM SL"),
        ("R W C LM LG X ASR", "R W C LM LG"),
        ("R C LM", "R C"),
        ("R W C LM LG SL X", "R W C LM LG SL X"),
        ("W X ASR", "W"),
        ("C", ""),
    ],
)
def test_what_rvy64_keeps_of_its_permissions(names: str, left: str) -> None:
    assert set(left.split()) == legal(RVY64, names.split())


def test_code_without_store_keeps_store_local_as_the_table_has_it() -> None:
    names = {"R", "C", "LM", "LG", "SL", "X"}

    assert names == legal(RVY64, names)
    assert names - {"SL", "X"} == legal(RVY64, names - {"SL"})


def test_code_loses_its_mode_with_execute() -> None:
    coding = RVY128.permissions
    field = coding.write(coding.all_permissions, mode=1)
    data = coding.write(coding.all_permissions & ~rvy_value(["X"]), mode=1)

    assert (1, 0) == (coding.mode(field), coding.mode(data))
    assert 1 == RVY64.permissions.mode(RVY64.permissions.write(~0, mode=1))
    assert 0 == RVY64.permissions.mode(RVY64.permissions.write(0, mode=1))


@pytest.mark.parametrize(("form", "bit"), [(CHERIV9_128, 45), (CHERIV9_64, 19)])
def test_the_mode_of_v9_needs_no_permission(form: Format, bit: int) -> None:
    coding, below = form.permissions, form.bounds_width + form.otype_width

    assert 1 << bit == coding.write(0, mode=1) << below
    assert 1 == coding.mode(coding.write(0, mode=1))


def test_morello_and_cheriot_have_one_mode() -> None:
    for form in (MORELLO128, CHERIOT):
        assert 0 == form.permissions.mode(form.permissions.write(~0, mode=1))


@pytest.mark.parametrize("code", range(64))
def test_every_code_of_cheriot_stands_for_its_set(code: int) -> None:
    value = cheriot_restated.permissions(code)

    assert value == CHERIOT.permissions.read(code)
    assert code == CHERIOT.permissions.write(value)


def test_cheriot_stores_the_first_shape_that_fits() -> None:
    for names in map(set, subsets(cheriot_restated.PERMISSIONS)):
        needed, kept = next(
            (set(needed.split()), set(kept.split()))
            for needed, kept in CHERIOT_STEPS
            if set(needed.split()) <= names
        )
        field = CHERIOT.permissions.write(cheriot_value(names))

        expected = needed | names & (kept | {"GL"})
        assert expected == cheriot_names(CHERIOT.permissions.read(field))


@pytest.mark.parametrize(
    ("names", "left"),
    [
        ("EX LD LM", "LD"),
        ("EX MC SR SD", "SD MC"),
        ("LD MC SL LM LG", "LD MC LM LG"),
        ("GL SL", "GL"),
        ("MC", ""),
        ("EX LD SD MC", "EX LD MC"),
        ("GL SD MC LG U0", "GL SD MC"),
    ],
)
def test_what_cheriot_keeps_of_its_permissions(names: str, left: str) -> None:
    field = CHERIOT.permissions.write(cheriot_value(names.split()))

    assert set(left.split()) == cheriot_names(CHERIOT.permissions.read(field))


def test_moving_capabilities_takes_two_permissions_of_rvy_and_cheriot() -> None:
    load, store = Permission.LOAD_CAP, Permission.STORE_CAP
    for form, both in ((RVY128, 1 << 5), (RVY64, 1 << 5), (CHERIOT, 1 << 6)):
        coding = form.permissions
        alone = coding.named(both)

        assert 0 == alone & (load | store)
        assert load & coding.named(both | coding.bits_of(Permission.LOAD))
        assert store & coding.named(both | coding.bits_of(Permission.STORE))


def test_what_is_lost_without_mutable_load() -> None:
    assert {
        "morello128": (
            Permission.STORE
            | Permission.STORE_CAP
            | Permission.STORE_LOCAL
            | Permission.MUTABLE_LOAD
        ),
        "cheriv9-128": 0,
        "cheriv9-64": 0,
        "rvy128": rvy_value(["W", "LM"]),
        "rvy64": rvy_value(["W", "LM"]),
        "cheriot": cheriot_value(["SD", "LM"]),
    } == {
        form.name: form.permissions.writing
        for form in FORMATS.values()
        if form.name != "toy"
    }


def test_letters_are_in_the_order_that_people_expect() -> None:
    assert "rwxRWsu" == letters(~0) == "".join(letter for _, letter in LETTERS)
    assert "rW" == letters(Permission.LOAD | Permission.STORE_CAP)
    assert "-" == letters(Permission.GLOBAL)
