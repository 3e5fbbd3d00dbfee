"""Mutants by which a μprocess comes to hold what it may not."""

from properties.mutants.mutant import Area, Edit, Mutant, Proof


def _escape(
    name: str, defect: str, function: str, texts: tuple[str, str], law: str
) -> Mutant:
    """A way out of the region."""
    return Mutant(name, Area.ISA, defect, Edit(function, *texts), (Proof(law),))


MUTANTS = (
    _escape(
        "numbers-with-tags",
        "a number that a call returns is tagged",
        "model.isa.capability:integer",
        ("False", "True"),
        "a_number_may_be_held",
    ),
    _escape(
        "tags-from-nothing-in-memory",
        "what is loaded has a tag though there is none in memory",
        "model.isa.derivation:as_loaded",
        (
            "keep_tag_if(authority.has(Permission.LOAD_CAP), capability)",
            "attrs.evolve(capability, tag=authority.tag)",
        ),
        "what_is_loaded_may_be_held",
    ),
    _escape(
        "mappings-lead-next-door",
        "a mapping is given by a capability to the same pages of the next slot",
        "model.kernel.calls.page_mapping:pages_root",
        ("Location(place, page, 0)", "Location(place + 1, page, 0)"),
        "what_is_mapped_may_be_held",
    ),
    _escape(
        "one-otype-too-many",
        "every process may seal with one otype more than there are to give",
        "model.memory.shared_authority:otype_authority",
        ("first + OTYPES_GIVEN", "first + OTYPES_GIVEN + 1"),
        "what_all_are_given_may_be_held",
    ),
    _escape(
        "moved-beyond-the-bounds",
        "a capability that is moved keeps its tag wherever it goes",
        "model.isa.derivation:increment",
        ("keep_tag_if(kept, moved)", "moved"),
        "what_is_derived_may_be_held",
    ),
)
"""The mutants."""
