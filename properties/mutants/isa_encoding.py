"""Mutants of the encoding: bounds, permissions and what is representable."""

from properties.mutants.mutant import Area, Edit, Mutant, Proof

MUTANTS = (
    Mutant(
        "flags-stripped-in-memory",
        Area.ISA,
        "a capability loses its flags when it is written as bits",
        Edit(
            "model.isa.capability:Capability.bits",
            "self.metadata << self.format.address_width | self.address",
            "self.metadata << self.format.address_width | self.value",
        ),
        (Proof("any_bits_survive_a_round_trip"),),
    ),
    Mutant(
        "address-not-compared-with-the-edge",
        Area.ISA,
        "decoding never asks whether the address is below the edge of the region",
        Edit(
            "model.isa.encoding:decode",
            "truncate(value >> E, form.mantissa_width) < R",
            "R < 0",
        ),
        (Proof("decoding_inverts_encoding"),),
    ),
    Mutant(
        "top-rounded-down",
        Area.ISA,
        "encoding rounds the top down, so that the last bytes of a request are lost",
        Edit(
            "model.isa.encoding:_round",
            "(top >> shift) + (top & lost != 0)",
            "top >> shift",
        ),
        (
            Proof("encoded_bounds_cover_the_request"),
            Proof("set_bounds_covers_its_request"),
        ),
    ),
    Mutant(
        "exact-whatever-the-top",
        Area.ISA,
        "an encoding is called exact although its top was rounded",
        Edit("model.isa.encoding:_round", "base | top", "base"),
        (Proof("encoding_says_exact_when_it_is"),),
    ),
    Mutant(
        "exponent-grows-too-early",
        Area.ISA,
        "the exponent grows although the length still fits the mantissa",
        Edit("model.isa.encoding:encode", "MW - K - 1", "MW - K - 2"),
        (
            Proof("decoded_bounds_encode_to_themselves"),
            Proof("encoded_bounds_are_the_least_that_cover_the_request"),
        ),
    ),
    Mutant(
        "exponent-grows-by-two",
        Area.ISA,
        "the exponent grows by two where one is enough",
        Edit("model.isa.encoding:encode", "E += 1", "E += 2"),
        (Proof("set_bounds_makes_canonical_encodings"),),
    ),
    Mutant(
        "any-set-that-overlaps",
        Area.ISA,
        "a compressed set of permissions is taken if any of it was granted",
        Edit(
            "model.isa.permission_coding:PermissionCoding._best",
            "granted & value == granted",
            "granted & value != 0",
        ),
        (Proof("written_permissions_are_never_more", "rvy64"),),
    ),
    Mutant(
        "highest-permission-not-written",
        Area.ISA,
        "the highest permission of a run is not written",
        Edit(
            "model.isa.permission_coding:PermissionCoding.write",
            "run.width",
            "run.width - 1",
        ),
        (Proof("reading_permissions_inverts_writing_them", "cheriv9-128"),),
    ),
    Mutant(
        "rule-that-gives",
        Area.ISA,
        "a rule that takes permissions away gives them instead",
        Edit(
            "model.isa.permission_coding:Rule.apply",
            "value if kept else value & ~self.lost",
            "value | self.lost if kept else value & ~self.lost",
        ),
        (Proof("legal_permissions_stay_as_they_are", "rvy64"),),
    ),
    Mutant(
        "permissions-want-what-must-be-missing",
        Area.ISA,
        "a permission that may not stand beside another is kept only beside it",
        Edit(
            "model.isa.permission_coding:Rule.apply",
            "value & missing == 0",
            "value & missing == missing",
        ),
        (Proof("compressed_sets_of_permissions_are_legal", "rvy64"),),
    ),
    Mutant(
        "rules-not-applied",
        Area.ISA,
        "permissions that the format cannot express are not removed",
        Edit(
            "model.isa.permission_coding:PermissionCoding.legal",
            "rule.apply(value)",
            "value | rule.apply(value) & 0",
        ),
        (Proof("legal_permissions_can_be_stored", "rvy64"),),
    ),
    Mutant(
        "fast-rule-one-unit-further",
        Area.ISA,
        "the fast rule of representability reaches one unit too far",
        Edit(
            "model.isa.representability:is_representable_fast",
            "middle < truncate(room - 1, MW)",
            "middle <= truncate(room, MW)",
        ),
        (Proof("the_fast_rule_implies_the_exact_rule"),),
    ),
    Mutant(
        "address-may-change-its-sign",
        Area.ISA,
        "an address of the other sign is representable if it decodes alike",
        Edit(
            "model.isa.representability:is_representable",
            "_changes_half(form, exponent_of(form, field), old, new)",
            "False",
        ),
        (Proof("a_sign_stays_where_bounds_need_the_address"),),
    ),
    Mutant(
        "region-at-a-fixed-distance",
        Area.ISA,
        "the representable region is taken to begin at a fixed distance",
        Edit(
            "model.isa.representability:representable_region",
            "low_bits + form.region_room",
            "form.region_room",
        ),
        (Proof("the_representable_region_is_where_bounds_stay"),),
    ),
    Mutant(
        "region-of-everything-begins-anywhere",
        Area.ISA,
        "a representable region of all addresses begins somewhere, for one exponent",
        Edit(
            "model.isa.representability:representable_region",
            "E >= form.emax - 2",
            "E > form.emax - 2",
        ),
        (Proof("a_region_of_everything_begins_at_zero"),),
    ),
    Mutant(
        "region-without-room",
        Area.ISA,
        "the edge of the representable region lies above the base",
        Edit(
            "model.isa.encoding:region_edge",
            "align_down(B, form.region_bits) - form.region_room",
            "align_down(B, form.region_bits) + form.region_room",
        ),
        (
            Proof("bounds_and_top_are_in_the_representable_region"),
            Proof("decoded_bounds_are_those_of_the_definition"),
        ),
    ),
    Mutant(
        "mask-without-the-exponent-bits",
        Area.ISA,
        "the mask of representable addresses forgets the bits of the exponent",
        Edit(
            "model.isa.representability:representable_mask",
            "exponent_of(form, field) + form.exponent_width",
            "exponent_of(form, field)",
        ),
        (Proof("the_representable_length_is_enough"),),
    ),
    Mutant(
        "length-rounded-up-too-far",
        Area.ISA,
        "the representable length is rounded up by one too many",
        Edit(
            "model.isa.representability:representable_length",
            "length + below",
            "length + below + 1",
        ),
        (
            Proof("the_representable_length_is_the_least", "cheriv9-64"),
            Proof(
                "the_representable_length_is_the_least_but_where_the_exponent_changes"
            ),
        ),
    ),
    Mutant(
        "base-may-move-up",
        Area.ISA,
        "a new address is taken although it moves the base up",
        Edit(
            "model.isa.representability:is_representable",
            "(there.base == here.base) & (there.top == here.top)",
            "here.base <= there.base",
        ),
        (Proof("set_address_keeps_bounds_while_the_tag_stays"),),
    ),
    Mutant(
        "fast-rule-from-the-edge",
        Area.ISA,
        "the fast rule of representability forgets the address that stands at the edge",
        Edit(
            "model.isa.representability:is_representable_fast",
            "(distance == -1) & (middle >= room) & (old_middle != R)",
            "(distance == -1) & (middle >= room)",
        ),
        (Proof("increment_keeps_bounds_while_the_tag_stays"),),
    ),
    Mutant(
        "no-bounds-are-malformed",
        Area.ISA,
        "a malformed encoding is decoded as the whole address space, well formed",
        Edit("model.isa.encoding:decode", "E == form.first_exponent", "True"),
        (Proof("bounds_are_malformed_exactly_where_the_text_says_so"),),
    ),
)
"""The mutants."""
