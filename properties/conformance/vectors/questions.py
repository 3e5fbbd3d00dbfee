"""What vector files ask: the columns that are given to the model, and their ranges."""

from collections.abc import Mapping
from types import MappingProxyType

from model.isa.format import Format
from model.isa.formats import RVY64, RVY64_WITHOUT_LEVELS, RVY128, RVY128_WITHOUT_LEVELS

Row = Mapping[str, int]
"""Some columns of one row, by name."""

LABEL = "kind"
"""The column that says how a row was drawn: neither a question nor an answer."""

WITHOUT_LEVELS = MappingProxyType(
    {RVY128.name: RVY128_WITHOUT_LEVELS, RVY64.name: RVY64_WITHOUT_LEVELS}
)
"""The formats that exist with and without levels."""


def questions(form: Format, operation: str) -> Row:
    """The columns that ask, and the greatest number that each may hold.

    All of them are natural numbers. Words are as they are in memory; a length may be
    that of the whole address space.
    """
    address = form.address_space - 1
    word = {"hi": (1 << form.metadata_width) - 1, "addr": address}
    fields = {
        "base": address,
        "top": form.address_space,
        "addr": address,
        "perms": (1 << form.address_width) - 1,
        "otype": (1 << form.otype_width) - 1,
    }
    if form.permissions.has_modes:
        fields["mode"] = 1
    if form.name in WITHOUT_LEVELS:
        fields["lv"] = 1
    asked: dict[str, Row] = {
        "decode": word,
        "encode": fields,
        "setbounds": word | {"tag": 1, "req_len": form.address_space},
        "setaddr": word | {"tag": 1, "new_addr": address},
        "crrl": {"len": address},
        "relocate": word | {"delta": address},
    }
    return asked[operation]
