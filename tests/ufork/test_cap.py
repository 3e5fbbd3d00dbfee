"""``ufork cap``: its outputs, its reasons, and that the reasons are the model's."""

import json
import os
import subprocess
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import attrs
import pytest
from click import unstyle
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from model.isa.capability import Capability, null, root
from model.isa.derivation import set_address
from model.isa.format import Format
from model.isa.formats import FORMATS, MORELLO128
from model.isa.sealing import seal_entry
from model.memory.layout import LAYOUTS, Layout
from model.memory.relocation import relocate
from properties.strategies.capabilities import (
    addresses,
    capabilities,
    derived_capabilities,
    lengths,
    wide_capabilities,
)
from tests.house.sizes import ROOT
from tests.ufork.conftest import Command
from ufork.cap.drawing import space_lines
from ufork.cap.explanation import Explanation
from ufork.cap.moves import Alignments, alignments, relocated
from ufork.cap.reasons import is_proper, narrowed, pointed, reach
from ufork.cli import main
from ufork.terminal.present import WIDTH

SNAPSHOTS = sorted((Path(__file__).parent / "snapshots").glob("cap-*.txt"))

formats = pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
layouts = pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)


def any_capabilities(form: Format) -> st.SearchStrategy[Capability]:
    """Any bits, and those of derivations, tagged or not, sealed or not."""
    wide = wide_capabilities(form=form)
    return st.one_of(capabilities(form=form), wide, wide.map(seal_entry))


def displacements(form: Format) -> st.SearchStrategy[int]:
    """Odd multiples of all powers of two, in both directions."""
    return st.builds(
        lambda odd, power: odd << power,
        st.integers(-3, 3),
        st.integers(0, form.address_width - 1),
    )


# What is printed --------------------------------------------------------------------


@pytest.mark.parametrize("path", SNAPSHOTS, ids=[path.stem for path in SNAPSHOTS])
def test_an_output_is_word_for_word_the_one_we_show(ufork: Command, path: Path) -> None:
    command, _, expected = path.read_text(encoding="utf-8").partition("\n")
    ran = ufork(*command.removeprefix("$ ufork ").split())

    assert (0, "") == (ran.code, ran.err)
    assert expected == ran.out


@pytest.mark.parametrize("path", SNAPSHOTS, ids=[path.stem for path in SNAPSHOTS])
def test_the_page_about_capabilities_shows_the_same(path: Path) -> None:
    shown = path.read_text(encoding="utf-8").rstrip("\n")
    page = ROOT / "docs" / "capabilities.md"

    assert shown in page.read_text(encoding="utf-8")


def test_six_outputs_are_shown() -> None:
    assert 6 == len(SNAPSHOTS)


@formats
@settings(max_examples=40)
@given(st.data())
def test_any_bits_are_explained_in_80_columns(
    form: Format, data: st.DataObject
) -> None:
    capability = data.draw(any_capabilities(form))
    new = data.draw(addresses(form=form))
    explanation = Explanation(
        capability,
        pointed(capability, new),
        narrowed(capability, data.draw(lengths(form=form))),
        relocated(capability, data.draw(displacements(form))),
    )

    assert [] == [line for line in explanation.lines() if len(unstyle(line)) > WIDTH]
    json.dumps(explanation.record())


@formats
@settings(max_examples=40)
@given(st.data())
def test_a_drawing_marks_bounds_and_address_where_they_are(
    form: Format, data: st.DataObject
) -> None:
    capability = data.draw(wide_capabilities(form=form))
    base, top = capability.base, capability.top
    assume(capability.tag and base < top < form.address_space)
    moved = set_address(capability, data.draw(st.integers(base, top)))
    assume(moved.tag)
    line, _, spans = space_lines(moved, None)
    before, _, after = line.strip().partition("▲")

    assert spans.startswith("  The line spans ")
    assert WIDTH == len(line) + 2
    if base < moved.value < top - 1:
        assert "█" in before + after
    if moved.value == top:
        assert "█" not in after
    if moved.value == base:
        assert "█" not in before


# Reasons ----------------------------------------------------------------------------


@formats
@settings(max_examples=40)
@given(st.data())
def test_a_new_address_has_a_reason_just_when_it_costs_the_tag(
    form: Format, data: st.DataObject
) -> None:
    capability = data.draw(any_capabilities(form))
    near = st.integers(-2, 2).map(lambda step: _edge(capability, step))
    answer = pointed(capability, data.draw(st.one_of(addresses(form=form), near)))

    assert answer.result.tag == (not answer.reasons)
    assert answer.added.tag == (not answer.fast_reasons)


def _edge(capability: Capability, step: int) -> int:
    """An address at either end of the representable region, if there is one."""
    if not capability.bounds.well_formed:
        return 0
    region = reach(capability)
    place = region.base + (region.size if step % 2 else 0) + step
    return place % capability.format.address_space


@formats
@settings(max_examples=40)
@given(st.data())
def test_new_bounds_have_a_reason_just_when_they_cost_the_tag(
    form: Format, data: st.DataObject
) -> None:
    capability = data.draw(any_capabilities(form))
    to_top = capability.top - capability.value + data.draw(st.integers(-1, 1))
    fitting = max(0, min(form.address_space, to_top))
    length = data.draw(st.just(fitting) | lengths(form=form))
    answer = narrowed(capability, length)

    assert answer.result.tag == (not answer.reasons)
    assert answer.strict.tag == (not answer.strict_reasons)


@formats
@settings(max_examples=40)
@given(st.data())
def test_the_region_that_is_shown_is_where_the_tag_stays(
    form: Format, data: st.DataObject
) -> None:
    capability = data.draw(wide_capabilities(form=form))
    assume(capability.tag)
    region, space = reach(capability), form.address_space
    last = region.base + region.size - 1

    assert set_address(capability, region.base).tag
    assert set_address(capability, last).tag
    if region.size < space and capability.value == capability.address:
        assert not set_address(capability, region.base - 1).tag
        assert not set_address(capability, last + 1).tag


# Moves ------------------------------------------------------------------------------


@layouts
@given(st.data())
def test_a_move_between_slots_is_the_relocation_of_the_model(
    layout: Layout, data: st.DataObject
) -> None:
    slots = st.integers(layout.first_user_slot, layout.last_user_slot)
    parent, child = data.draw(slots), data.draw(slots)
    capability = data.draw(derived_capabilities(layout=layout, slot=parent))
    answer = relocated(capability, layout.displacement(parent, child))

    assert relocate(layout, capability, parent, child) == answer.result
    assert answer.result.tag
    assert () == answer.reasons


@formats
@settings(max_examples=40)
@given(st.data())
def test_bounds_move_by_just_the_multiples_that_are_named(
    form: Format, data: st.DataObject
) -> None:
    capability = data.draw(low_capabilities(form))
    at_base = set_address(capability, capability.base)
    displacement = data.draw(staying(at_base, 1 << data.draw(st.integers(0, 8))))
    is_multiple = displacement % needed(at_base).bounds == 0

    assert is_multiple == relocated(at_base, displacement).result.tag


@formats
@settings(max_examples=40)
@given(st.data())
def test_every_address_survives_the_multiples_that_are_named(
    form: Format, data: st.DataObject
) -> None:
    capability = data.draw(low_capabilities(form))
    region = reach(capability)
    distance = data.draw(st.integers(0, region.size - 1))
    pointing = set_address(capability, region.base + distance)
    assume(pointing.address < room(form))
    displacement = data.draw(staying(pointing, needed(capability).addresses))

    assert relocated(pointing, displacement).result.tag


@formats
@settings(max_examples=40)
@given(st.data())
def test_the_metadata_stays_at_just_the_multiples_that_are_named(
    form: Format, data: st.DataObject
) -> None:
    capability = data.draw(low_capabilities(form))
    multiples = needed(capability)
    unit = data.draw(st.sampled_from((multiples.addresses, multiples.metadata)))
    displacement = data.draw(staying(capability, unit))
    answer = relocated(capability, displacement)

    assert answer.result.tag
    assert (displacement % multiples.metadata == 0) == answer.metadata_stays


def needed(capability: Capability) -> Alignments:
    """The multiples that are named."""
    multiples = alignments(capability)
    assert multiples is not None
    return multiples


def room(form: Format) -> int:
    """Where the half of the address space ends that addresses begin in."""
    return form.address_space >> (1 + form.address_width - form.value_width)


@st.composite
def low_capabilities(draw: st.DrawFn, form: Format) -> Capability:
    """Derived, and in the lower half of the address space with room above."""
    limit = room(form) // 2
    size = draw(st.integers(0, limit.bit_length() - 1))
    length = draw(st.integers(0, (1 << size) - 1))
    base = draw(st.integers(0, limit - length))
    return narrowed(set_address(root(form), base), length).result


def staying(capability: Capability, unit: int) -> st.SearchStrategy[int]:
    """Multiples of a unit that move bounds and address within the lower half."""
    places = (capability.base, capability.top, capability.address)
    fewest = -(min(places) // unit)
    most = (room(capability.format) - 1 - max(places)) // unit
    near = st.integers(max(fewest, -4), min(most, 4))
    return st.one_of(near, st.integers(fewest, most)).map(lambda many: many * unit)


# The commands ------------------------------------------------------------------------

LOST = ("0xd800000070103000", "0x10000")
EVERYTHING = "0xffffc00000010005"


def answer(ufork: Command, *arguments: str) -> dict[str, Any]:
    """What ``--json`` prints."""
    ran = ufork("cap", *arguments, "--json")
    assert (0, "") == (ran.code, ran.err)
    record: dict[str, Any] = json.loads(ran.out)
    return record


def test_decode_says_in_words_and_figures_what_bits_mean(ufork: Command) -> None:
    ran = ufork("cap", "decode", *LOST)

    assert 0 == ran.code
    assert ran.out.startswith("0x10000 [rwRW,0x13000-0x13010]\n\nA tagged, unsealed")
    assert "It points 12 KiB below its\nbase: out of bounds" in ran.out
    assert "  permissions  rwRW = StoreCap LoadCap Store Load\n" in ran.out
    assert "  region       0x10000 to 0x1ffff is representable: 64 KiB\n" in ran.out


def test_json_has_words_as_hexadecimal_strings_and_the_rest_as_numbers(
    ufork: Command,
) -> None:
    record = answer(ufork, "decode", EVERYTHING, "0x7")

    assert "0x10000000000000000" == record["summary"]["top"]
    assert 50 == record["capability"]["exponent"]
    assert 18 == len(record["capability"]["permissions"]["names"])
    assert {"base": "0x0", "size": "0x10000000000000000"} == (
        record["capability"]["region"]
    )
    assert {
        "name": "perms",
        "high": 63,
        "low": 46,
        "value": "0x3ffff",
        "stored": "0x3ffff",
    } == record["capability"]["fields"][0]


@pytest.mark.parametrize(
    ("words", "tag"),
    [
        ((EVERYTHING, "0x7"), True),
        ((f"1:{EVERYTHING}", "7"), True),
        ((f"0:{EVERYTHING}", "7"), False),
        ((EVERYTHING, "7", "--untagged"), False),
        ((f"{EVERYTHING}0000000000000007",), True),
        ((f"0:{EVERYTHING}0000000000000007",), False),
    ],
)
def test_a_capability_is_one_word_or_two(
    ufork: Command, words: tuple[str, ...], tag: bool
) -> None:
    summary = answer(ufork, "decode", *words)["summary"]

    assert (EVERYTHING, "0x7", tag) == (
        summary["metadata"],
        summary["address"],
        summary["tag"],
    )


def test_null_is_called_so_and_its_mask_is_told(ufork: Command) -> None:
    for name, form in FORMATS.items():
        ran = ufork("cap", "explain", "--format", name, "--untagged", "0", "0")

        assert "This is NULL: all its bits in memory are zero" in ran.out
        assert (null(form).register_metadata != 0) == ("so that NULL" in ran.out)


def test_setaddr_tells_the_rules_apart(ufork: Command) -> None:
    exact = ufork("cap", "setaddr", *LOST, "0x1ffff")
    fast = answer(ufork, "setaddr", *LOST, "0x1ffff", "--fast")

    assert "-> 0x1ffff [rwRW,0x13000-0x13010]\n" in exact.out
    assert "  By SCVALUE, the exact rule, it keeps its tag.\n" in exact.out
    assert "  By ADD, the fast rule, it loses its tag.\n" in exact.out
    assert exact.out.endswith("--format morello128 0xd800000070103000 0x1ffff\n")
    assert not fast["summary"]["tag"]
    assert fast["to"]["exact_rule"]["result"]["tag"]
    assert 1 == len(fast["to"]["fast_rule"]["reasons"])


def test_a_changed_half_is_a_reason_of_its_own(ufork: Command) -> None:
    ran = ufork("cap", "setaddr", *LOST, f"{1 << 55:#x}")

    assert "Bit 55 of the address changes" in ran.out


def test_setbounds_rounds_or_refuses(ufork: Command) -> None:
    source = ("--format", "cheriv9-64", "0xfff00000", "0x1230", "0x1001")
    rounded = answer(ufork, "setbounds", *source)["summary"]
    refused = ufork("cap", "setbounds", *source, "--exact")

    assert (True, False, "0x1200", "0x2400") == (
        rounded["tag"],
        rounded["exact"],
        rounded["base"],
        rounded["top"],
    )
    assert "-> 0x1230 [rwxRWsu,0x1200-0x2400] (invalid)\n" in refused.out
    assert " explain --format cheriv9-64 --untagged " in refused.out


def test_bounds_outside_their_source_are_told_at_both_ends(ufork: Command) -> None:
    below = answer(ufork, "setbounds", *LOST, "0x4000")["length"]

    assert "0x10000, below the base 0x13000" in below["rounding"]["reasons"][0]
    assert "0x14000, above the top 0x13010" in below["rounding"]["reasons"][1]


def test_flags_that_bounds_would_not_depend_on_are_told(ufork: Command) -> None:
    summary = answer(ufork, "setbounds", EVERYTHING, f"{(1 << 56) + 16:#x}", "16")

    assert summary["length"]["rounding"]["reasons"][0].startswith("Its address has fl")


def test_a_page_is_not_enough_for_an_address_out_of_bounds(ufork: Command) -> None:
    page = answer(ufork, "explain", *LOST, "--move", "0x1000")["move"]
    pages = answer(ufork, "explain", *LOST, "--move", "0x2000")["move"]
    back = answer(ufork, "explain", *LOST, "--move", "-0x20000")["move"]

    assert {"bounds": "0x1", "addresses": "0x2000", "metadata": "0x10000"} == (
        page["multiples"]
    )
    assert not page["result"]["tag"]
    assert pages["result"]["tag"]
    assert ["Its bounds would leave the address space."] == back["reasons"]


@pytest.mark.parametrize(
    ("form", "hi"),
    [("morello128", "0x0200000000010004"), ("rvy128", "0x01fff80000000008")],
)
def test_a_malformed_capability_is_called_so_before_all_else(
    ufork: Command, form: str, hi: str
) -> None:
    told = ufork("cap", "decode", "--format", form, hi, "0").out
    sentence = " ".join(told.split("\n\n")[1].split())

    assert sentence.startswith("A tagged, malformed, unsealed capability.")
    assert sentence.endswith("it gives authority over no byte and no otype.")
    assert "It allows" not in told


def test_untagged_and_malformed_capabilities_do_not_move() -> None:
    bits = root(FORMATS["rvy64"])
    untagged = null(MORELLO128)
    malformed = attrs.evolve(bits, bounds_field=bits.bounds_field | 4)

    assert untagged == relocated(untagged, 16).result
    assert ("Its bounds are none that a derivation makes.",) == (
        relocated(malformed, 16).reasons
    )
    assert not is_proper(malformed)


def test_bounds_do_not_move_across_halves() -> None:
    last = set_address(root(MORELLO128), (1 << 55) - 16)
    narrow = narrowed(last, 8).result
    (reason,) = relocated(narrow, 16).reasons

    assert reason.startswith("No capability has the bounds [0x80000000000000, ")
    assert reason.endswith("bits from 56 up count as copies of bit 55.")


@formats
@settings(max_examples=40)
@given(st.data())
def test_encode_makes_what_decode_reads(form: Format, data: st.DataObject) -> None:
    capability = data.draw(wide_capabilities(form=form))
    assume(capability.tag and is_proper(capability))
    parts = (
        *("cap", "encode", "--format", form.name, "--json"),
        *("--base", f"{capability.base:#x}", "--top", f"{capability.top:#x}"),
        *("--address", f"{capability.address:#x}", "--perms", "all"),
    )
    with redirect_stdout(StringIO()) as output:
        main(parts)
    summary = json.loads(output.getvalue())["summary"]

    assert str(capability) == summary["capability"]
    assert (form.name == "cheriot") == bool(summary["remarks"])


def test_encode_says_what_a_format_cannot_store(ufork: Command) -> None:
    code = ("encode", "--format", "cheriot", "--base", "0x1000", "--top", "0x1400")
    both = ("encode", "--format", "rvy128", "--base", "0", "--top", "16")
    lost = answer(ufork, *code, "--perms", "rwxR")["summary"]
    gained = answer(ufork, *both, "--perms", "rwR")["summary"]

    assert ["It lacks w: cheriot cannot store that with the rest."] == lost["remarks"]
    assert ["It has W as well: rvy128 stores that with the rest."] == gained["remarks"]


def test_encode_says_what_rounding_and_an_address_cost(ufork: Command) -> None:
    bounds = ("--base", "0x1001", "--top", "0x9001")
    ran = ufork("cap", "encode", *bounds, "--address", "0x40000", "--perms", "0x30000")

    assert "Its bounds are rounded: [0x1001, 0x9001) cannot be encoded" in ran.out
    assert "Its tag is lost: 0x40000 is not representable." in ran.out
    assert "0x40000 [rw," in ran.out


def test_encode_seals(ufork: Command) -> None:
    bounds = ("encode", "--base", "0", "--top", "16")
    entry = answer(ufork, *bounds, "--sentry")["capability"]
    sealed = answer(ufork, *bounds, "--otype", "7")["capability"]

    assert (True, 1) == (entry["sentry"], entry["otype"])
    assert sealed["capability"].endswith("(sealed 7)")


def test_a_terminal_without_the_glyphs_gets_plain_ones(tmp_path: Path) -> None:
    plain = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    ran = subprocess.run(
        [sys.executable, "-m", "ufork", "cap", "explain", *LOST, "--to", "0x18000"],
        env={**plain, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii"},
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )

    assert b"" == ran.stderr
    assert b"\n  ^ address   * new address   # in bounds   - repr" in ran.stdout


def test_a_new_address_far_away_is_drawn_at_the_edge() -> None:
    capability = narrowed(set_address(root(MORELLO128), 1 << 40), 64).result
    up = next(space_lines(capability, 1 << 41))
    down = next(space_lines(capability, 0))

    assert (">", "<") == (up[-1], down.strip()[0])


def test_the_group_alone_shows_its_help(ufork: Command) -> None:
    ran = ufork("cap")

    assert 0 == ran.code
    assert "Example:\n    ufork cap explain " in ran.out


@pytest.mark.parametrize(
    "command", ["decode", "encode", "explain", "setaddr", "setbounds"]
)
def test_help_has_an_example_that_runs(ufork: Command, command: str) -> None:
    text = ufork("cap", command, "--help").out
    example = text.partition("Example:\n    ufork ")[2].partition("\n")[0]

    assert example.startswith(f"cap {command} ")
    assert 0 == ufork(*example.split()).code


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("decode zz 0", "'HI': 'zz' is no number; write 0x1f"),
        ("decode 0 0x", "'[ADDR]': '0x' is no number"),
        ("decode 2:0 0", "'HI': '2:0' is no number"),
        ("decode 0x1_0000000000000000 0", "'HI': 0x10000000000000000 is not from 0 to"),
        ("decode --format cheriot 0 0x100000000", "'ADDR': 0x100000000 is not from"),
        ("decode --format x 0 0", "unknown format 'x'; there are cheri"),
        ("decode", "Missing argument 'HI'"),
        ("setaddr 0 0", "Missing argument 'NEW'"),
        ("setaddr 0 0 0x10000000000000000", "'NEW': 0x10000000000000000 is not from"),
        ("setbounds 0 0 0x10000000000000001", "'LENGTH': 0x10000000000000001 is not"),
        ("explain 0 0 --length -1", "'--length': -0x1 is not from 0 to"),
        ("explain 0 0 --to x", "'--to': 'x' is no number"),
        ("encode --base 0", "Missing option '--top'"),
        ("encode --base 2 --top 1", "the top 0x1 is below the base 0x2"),
        ("encode --base 0 --top 1 --perms rq", "'rq' is not 'all', letters out of"),
        ("encode --base 0 --top 1 --perms 0xfffff", "'--perms': 0xfffff is not from"),
        ("encode --base 0 --top 1 --perms 0y", "'--perms': '0y' is no number"),
        ("encode --base 0 --top 1 --sentry --otype 2", "exclude each other"),
        (
            "encode --format cheriot --base 0 --top 1 --perms rx --sentry",
            "sealed entries of cheriot have x, and this has r",
        ),
        ("encode --base 0 --top 1 --otype 0x8000", "'--otype': 0x8000 is not from"),
        ("encode --base 0x80000000000000 --top 0x80000000000010", "copies of bit 55"),
        ("nope", "No such command 'nope'"),
    ],
)
def test_wrong_use_is_one_line(ufork: Command, arguments: str, message: str) -> None:
    ran = ufork("cap", *arguments.split())

    assert (2, "", 1) == (ran.code, ran.out, ran.err.count("\n"))
    assert ran.err.startswith("ufork: ")
    assert message in ran.err
