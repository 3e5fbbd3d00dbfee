"""The names of the parts of a metadata word, and that these parts are where they are
said to be.

Only people read these names, so the laws compare them with the numbers that the model
computes of the same word.
"""

from collections.abc import Iterator, Sequence
from types import MappingProxyType
from typing import Final

from model.isa.capability import Capability
from model.isa.fields import fields_of, otype_name, permission_names
from model.isa.format import Format
from model.isa.formats import CHERIOT
from model.isa.mantissas import is_internal, mantissas_of
from model.isa.permissions import Permission
from properties.laws.assumption import assume
from properties.laws.isa.codings import coding_of
from properties.laws.isa.texts import text_of

_NUMBERED = {
    "morello": "GLOBAL EXECUTIVE USER0 USER1 USER2 USER3 MUTABLE_LOAD COMPARTMENT_ID"
    " BRANCH_SEALED_PAIR SYSTEM UNSEAL SEAL STORE_LOCAL STORE_CAP LOAD_CAP EXECUTE"
    " STORE LOAD",
    "cheriv9": "GLOBAL EXECUTE LOAD STORE LOAD_CAP STORE_CAP STORE_LOCAL SEAL"
    " BRANCH_SEALED_PAIR UNSEAL SYSTEM COMPARTMENT_ID",
    "cheriv9-128": "GLOBAL EXECUTE LOAD STORE LOAD_CAP STORE_CAP STORE_LOCAL SEAL"
    " BRANCH_SEALED_PAIR UNSEAL SYSTEM COMPARTMENT_ID - - - USER0 USER1 USER2 USER3",
}
"""The permissions of an architecture in the order of their numbers, by the model's
names, and a hyphen for a number without a permission: Sail Morello, ``CAP_PERM_*``;
Sail CHERI-RISC-V, ``getCapHardPerms`` and ``uperms``, which begin at bit 15.
"""

_CALLED = {
    "cheriot": {
        "GL": Permission.GLOBAL,
        "LG": Permission.LOAD_GLOBAL,
        "SD": Permission.STORE,
        "LM": Permission.MUTABLE_LOAD,
        "SL": Permission.STORE_LOCAL,
        "LD": Permission.LOAD,
        "MC": Permission.LOAD_CAP,
        "SR": Permission.SYSTEM,
        "EX": Permission.EXECUTE,
        "US": Permission.UNSEAL,
        "SE": Permission.SEAL,
        "U0": Permission.USER0,
    },
    "rvy": {
        "W": Permission.STORE,
        "LM": Permission.MUTABLE_LOAD,
        "EL": Permission.LOAD_GLOBAL,
        "SL": Permission.STORE_LOCAL,
        "C": Permission.LOAD_CAP,
        "ASR": Permission.SYSTEM,
        "X": Permission.EXECUTE,
        "R": Permission.LOAD,
    },
}
"""What architectures that write permissions with a few letters mean by them, by a
permission of the model that needs the bit: Sail CHERIoT, ``cheri_types.sail``; RISC-V
specification for CHERI, the architectural permissions.
"""


def the_fields_of_a_word_are_all_of_its_bits(capability: Capability) -> None:
    """Put together, the highest first, the fields of a word are the word."""
    form, word = capability.format, capability.register_metadata
    internal = is_internal(form, capability.bounds_field)
    high, joined = form.metadata_width, 0
    for field in fields_of(form, internal=internal):
        assert field.width > 0
        assert field.high == high - 1
        assert field.low == high - field.width
        joined = joined << field.width | field.of(word)
        high = field.low
    assert high == 0
    assert joined == word


def named_fields_hold_what_the_capability_has(capability: Capability) -> None:
    """The otype, the mantissas and the reserved bits are in the fields of that name."""
    form, word = capability.format, capability.register_metadata
    internal = is_internal(form, capability.bounds_field)
    fields = fields_of(form, internal=internal)
    part = {field.name: field.of(word) for field in fields}
    mantissas = mantissas_of(form, capability.bounds_field)
    shift = form.exponent_width if internal else 0
    assert part.get("otype", part.get("CT")) == capability.otype
    assert part["B"] << shift == mantissas.B
    assert part["T"] << shift == mantissas.T % (1 << form.stored_mantissa_width)
    reserved = [field for field in fields if field.name == "reserved"]
    assert capability.reserved == sum(f.of(word) << f.low for f in reserved)


def the_bit_that_tells_the_form_of_an_exponent_has_its_name(form: Format) -> None:
    """The bit that says how an exponent is stored is called as in the format's text:
    IE, of an internal exponent, or EF in RVY, where it is clear for one.
    """
    assume(not form.has_exponent_field)
    names = [field.name for field in fields_of(form, internal=True)]
    assert ("EF" if form.name.startswith("rvy") else "IE") in names


def permissions_are_numbered_as_their_text_has_them(form: Format) -> None:
    """A permission needs the bit by whose number its architecture knows it, or none if
    it knows no such permission; and every bit has a name, which is no other bit's.
    """
    texts = [name for name in _NUMBERED if form.name.startswith(name)]
    known = _NUMBERED[max(texts, key=len)].split() if texts else []
    for number, name in enumerate(known):
        if name != "-":
            assert form.permissions.names[Permission[name]] == 1 << number, name
    for permission, bits in form.permissions.names.items():
        assert not known or permission.name in known or bits == 0, permission
    names = form.names.permissions
    assert len(set(names.values())) == len(names)
    assert sum(1 << number for number in names) == form.permissions.all_permissions
    for bits in form.permissions.names.values():
        assert all(names[n] for n in range(bits.bit_length()) if bits >> n & 1)
        assert form.permissions.all_permissions & bits == bits
    if form.name.startswith("morello"):
        said = [names[number].upper() for number in range(len(known))]
        assert said == [name.replace("_", "") for name in known]


def letters_of_permissions_are_those_of_their_text(form: Format) -> None:
    """A permission needs the bit that is called by the letters that stand for it, and
    a format without the permission has no bit of that name.
    """
    texts = [said for name, said in _CALLED.items() if form.name.startswith(name)]
    assume(bool(texts))
    (text,) = texts
    numbers = {name: number for number, name in form.names.permissions.items()}
    for letters, permission in text.items():
        needed = form.permissions.names.get(permission, 0)
        bit = 1 << numbers[letters] if letters in numbers else 0
        assert needed & bit == bit, letters
        assert bit or not needed, letters


def modes_are_numbered_as_in_their_text(form: Format) -> None:
    """A mode bit that is clear is integer mode, and in RVY capability mode."""
    first, second = form.names.modes
    modes = first.partition(" ")[0], second.partition(" ")[0]
    is_swapped = form.name.startswith("rvy")
    assert sorted(modes, reverse=not is_swapped) == list(modes), modes
    assert set(modes) == {"capability", "integer"}


def fixed_otypes_have_the_names_of_their_text(form: Format) -> None:
    """An otype that software cannot choose is called as its architecture calls it.

    Source:
        Arm Morello supplement, ``RB``, ``LPB`` and ``LB``; Sail CHERI-RISC-V, the
        reserved otypes, the greatest of which is that of a sentry.
    """
    last = form.otypes.unsealed
    text = {
        "morello128": {1: "RB", 2: "LPB", 3: "LB"},
        "cheriv9-128": {last - 2: "indirect pair", last - 3: "indirect sentry"},
        "cheriv9-64": {last - 2: "reserved", last - 3: "reserved"},
    }
    assume(form.name in text)
    assert dict(form.names.otypes) == text[form.name]


FREE: Final = MappingProxyType(
    {
        **dict.fromkeys(("morello128", "toy"), 4),
        **dict.fromkeys(("cheriv9-128", "cheriv9-64"), 0),
        **dict.fromkeys(("rvy128", "rvy64"), 2),
        "cheriot": 1,
    }
)
"""The first otype that an architecture gives no meaning of its own, by format."""


def authorities_seal_with_the_otypes_of_their_text(form: Format) -> None:
    """The otypes that an authority seals with are those between the least and the
    greatest of the text, and there are none if the text has none; the first that is
    free for software is the text's.
    """
    ends = [end for ends in text_of(form).sealable for end in ends]
    given = (form.otypes.first, form.otypes.last)
    if ends:
        assert given == (min(ends), max(ends)), f"{form}: {given}"
    else:
        assert given[0] == given[1] + 1, f"{form}: {given}"
    assert form.otypes.free == FREE[form.name], f"{form}: {form.otypes.free}"


def otypes_of_cheriot_are_called_by_what_they_do(otype: int, *, is_code: bool) -> None:
    """The sealed entries of code have names that say what becomes of interrupts.

    Source:
        Sail CHERIoT, ``cheri_types.sail``.
    """
    said = otype_name(CHERIOT, otype, is_code=is_code)
    assert bool(said) == (is_code and otype in (1, 2, 3, 4, 5))
    if said:
        assert ("disables" in said) == (otype in (2, 4)), otype
        assert ("enables" in said) == (otype in (3, 5)), otype
        assert ("returns" in said) == (otype in (4, 5)), otype


def a_value_has_the_names_of_its_bits(form: Format, value: int) -> None:
    """The names of the permissions in a value are those of its ones, in their order."""
    names, said = form.names.permissions, permission_names(form, value)
    ones = [number for number, digit in enumerate(f"{value:b}"[::-1]) if digit == "1"]
    assert said == [names[number] for number in ones if number in names]


def formats_are_told_apart_by_name(forms: Sequence[Format]) -> None:
    """No two formats have one name."""
    names = [form.name for form in forms]
    assert len(set(names)) == len(forms), sorted(names)


def a_capability_is_as_wide_as_its_text_says(form: Format) -> None:
    """It has so many words of the width of an address, one of them the address, and its
    granule has their bytes. The address is a value, which may have a sign, and flags.
    """
    coding = coding_of(form)
    assert form.address_width == coding.address
    assert form.width == coding.words * coding.address == 8 * form.granule
    assert form.metadata_width == form.width - coding.address
    assert form.value_width == coding.address - coding.flags
    assert form.signed_values == coding.signed


def every_permission_is_in_some_capability(form: Format) -> None:
    """For each permission that a format has there are bits that store it, and unless it
    cannot be withheld there are bits that do not.
    """
    coding = form.permissions
    stored = [coding.named(coding.read(field)) for field in _fields(form)]
    for permission, bits in coding.names.items():
        assert any(named & permission for named in stored), permission
        assert not bits or any(not named & permission for named in stored), permission


def _fields(form: Format) -> Iterator[int]:
    """Permission fields: every one, or only none, all, each bit and all but each."""
    width = form.permissions.width
    if width <= _SMALL:
        yield from range(1 << width)
    else:
        ones = (1 << width) - 1
        yield from (0, ones)
        for bit in range(width):
            yield from (1 << bit, ones ^ 1 << bit)


_SMALL = 12
"""The greatest width, in bits, of a field whose every value is tried."""
