"""Records: what ``--json`` prints of one capability and of changes to it.

Words, addresses and sizes are hexadecimal strings, because they may have more bits than
numbers in JSON can safely hold.
"""

from typing import Any

from model.isa.capability import Capability
from model.isa.fields import permission_names
from model.isa.mantissas import is_internal, mantissas_of
from model.isa.permissions import letters
from ufork.cap.bits import named_fields
from ufork.cap.moves import Relocated
from ufork.cap.reasons import Narrowed, Pointed, is_proper, reach

Json = dict[str, Any]


def summary_record(capability: Capability) -> Json:
    """A capability in a few figures."""
    return {
        "format": capability.format.name,
        "capability": str(capability),
        "tag": capability.tag,
        "metadata": f"{capability.metadata:#x}",
        "address": f"{capability.address:#x}",
        "base": f"{capability.base:#x}",
        "top": f"{capability.top:#x}",
        "length": f"{capability.length:#x}",
    }


def capability_record(capability: Capability) -> Json:
    """Everything there is to know about a capability."""
    return {
        **summary_record(capability),
        "bits": f"{capability.bits:#x}",
        "register_metadata": f"{capability.register_metadata:#x}",
        "value": f"{capability.value:#x}",
        "offset": f"{capability.offset:#x}",
        "well_formed": capability.bounds.well_formed,
        "derivable_bounds": is_proper(capability),
        "fields": _fields_record(capability),
        "permissions": {
            "value": f"{capability.perms:#x}",
            "letters": letters(capability.named_permissions),
            "names": permission_names(capability.format, capability.perms),
        },
        "otype": capability.otype,
        "sealed": capability.is_sealed,
        "sentry": capability.is_sentry,
        "mode": capability.mode,
        "reserved": f"{capability.reserved:#x}",
        **_encoding_record(capability),
    }


def _fields_record(capability: Capability) -> list[Json]:
    """The fields of the metadata word: in a register, and as memory has them."""
    return [
        {
            "name": field.name,
            "high": field.high,
            "low": field.low,
            "value": f"{field.of(capability.register_metadata):#x}",
            "stored": f"{field.of(capability.metadata):#x}",
        }
        for field in named_fields(capability)
    ]


def _encoding_record(capability: Capability) -> Json:
    """What the bounds field says."""
    form, field = capability.format, capability.bounds_field
    mantissas = mantissas_of(form, field)
    record: Json = {
        "exponent": mantissas.E,
        "internal_exponent": is_internal(form, field),
        "B": f"{mantissas.B:#x}",
        "T": f"{mantissas.T:#x}",
    }
    if capability.bounds.well_formed:
        region = reach(capability)
        record["region"] = {"base": f"{region.base:#x}", "size": f"{region.size:#x}"}
    return record


def pointed_record(pointed: Pointed) -> Json:
    """A new address, by either rule."""
    return {
        "asked": f"{pointed.asked:#x}",
        "exact_rule": {
            "result": summary_record(pointed.result),
            "reasons": list(pointed.reasons),
        },
        "fast_rule": {
            "result": summary_record(pointed.added),
            "reasons": list(pointed.fast_reasons),
        },
    }


def narrowed_record(narrowed: Narrowed) -> Json:
    """New bounds, by either instruction."""
    return {
        "asked": {
            "base": f"{narrowed.asked.base:#x}",
            "top": f"{narrowed.asked.top:#x}",
        },
        "exact": narrowed.exact,
        "rounding": {
            "result": summary_record(narrowed.result),
            "reasons": list(narrowed.reasons),
        },
        "not_rounding": {
            "result": summary_record(narrowed.strict),
            "reasons": list(narrowed.strict_reasons),
        },
    }


def relocated_record(relocated: Relocated) -> Json:
    """What fork makes of a capability."""
    needed = relocated.alignments
    return {
        "displacement": f"{relocated.displacement:#x}",
        "result": summary_record(relocated.result),
        "reasons": list(relocated.reasons),
        "metadata_stays": relocated.metadata_stays,
        "multiples": {}
        if needed is None
        else {
            "bounds": f"{needed.bounds:#x}",
            "addresses": f"{needed.addresses:#x}",
            "metadata": f"{needed.metadata:#x}",
        },
    }
