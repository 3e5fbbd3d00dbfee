"""How capabilities and faults are written, taken apart again.

Source:
    CHERI ISA specification, version 9, capability exception codes; the notation of
    capabilities is that of CHERI's C library, ``%#p``.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from model.isa import faults
from model.isa.capability import Capability
from model.isa.permissions import Permission
from properties.laws.isa.texts import is_sealed, is_sentry

CODES: Final[Mapping[type[faults.Fault], int]] = MappingProxyType(
    {
        faults.BoundsViolation: 0x01,
        faults.TagViolation: 0x02,
        faults.SealViolation: 0x03,
        faults.PermitExecuteViolation: 0x11,
        faults.PermitLoadViolation: 0x12,
        faults.PermitStoreViolation: 0x13,
        faults.PermitStoreCapViolation: 0x15,
        faults.PermitStoreLocalCapViolation: 0x16,
    }
)
"""The codes of the causes that have one."""

LETTERS: Final = MappingProxyType(
    {
        "r": Permission.LOAD,
        "w": Permission.STORE,
        "x": Permission.EXECUTE,
        "R": Permission.LOAD_CAP,
        "W": Permission.STORE_CAP,
        "s": Permission.SEAL,
        "u": Permission.UNSEAL,
    }
)
"""The permissions that have a letter."""

_WRITTEN: Final = re.compile(
    r"0x(?P<address>\w+) \[(?P<letters>\w*|-),0x(?P<base>\w+)-0x(?P<top>\w+)\]"
    r"(?: \((?P<seal>sentry|sealed \d+)\))?(?P<invalid> \(invalid\))?"
)


def a_fault_has_the_code_of_its_text(kind: type[faults.Fault]) -> None:
    """A cause that the architecture numbers has that number; no other has one."""
    assert kind.cause == CODES.get(kind), kind.__name__


def a_capability_is_written_as_it_is(capability: Capability) -> None:
    """The text has the address, the letters of the permissions, the bounds, what seals
    the capability, and whether it lacks its tag.
    """
    found = _WRITTEN.fullmatch(str(capability))
    assert found is not None, str(capability)
    bounds = capability.bounds
    assert int(found["address"], 16) == capability.address
    assert (int(found["base"], 16), int(found["top"], 16)) == (bounds.base, bounds.top)
    for letter, permission in LETTERS.items():
        assert (letter in found["letters"]) == capability.has(permission), letter
    assert set(found["letters"]) <= {*LETTERS, "-"}
    assert (found["letters"] == "-") == (not set(found["letters"]) - {"-"})
    assert (found["seal"] is not None) == is_sealed(capability)
    otype = capability.otype
    assert found["seal"] in (None, "sentry", f"sealed {otype}")
    assert (found["seal"] == "sentry") == is_sentry(capability)
    assert (found["invalid"] is None) == capability.tag
