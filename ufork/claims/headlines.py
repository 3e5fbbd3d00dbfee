"""The claims in sentences, each no wider than the command beside it."""

from ufork.claims.headline import Headline
from ufork.claims.posix import POSIX

CAPABILITIES = (
    Headline(
        "Capabilities of five formats are decoded, encoded, bounded, moved and "
        "measured as the reference C library does",
        "{rows} published answers in {files} files; any file of these columns",
        "ufork vectors",
    ),
    Headline(
        "The sixth format, `cheriot`, for which there are no such answers, follows an "
        "independent restatement of its rules",
        "sampled",
        "pytest tests/model/isa/test_cheriot.py",
    ),
    Headline(
        "Bits and permissions survive round trips; encoded bounds cover the request, "
        "are the least that do, and say when they are exact",
        "six formats, all inputs",
        "ufork prove isa --full",
    ),
    Headline(
        "No derivation adds authority, no tag comes from none, and sealed capabilities "
        "do not change",
        "six formats, all capabilities",
        "ufork prove isa --full",
    ),
    Headline(
        "What is granted is inside bounds and permissions; faults come in the order "
        "tag, seal, permission, bounds",
        "six formats, all capabilities and addresses",
        "ufork prove faults_follow_the_order_of_the_checks "
        "an_authorized_load_is_inside_its_bounds "
        "an_authorized_store_is_inside_its_bounds",
    ),
    Headline(
        "A tagged but malformed authority grants nothing; where an architecture lacks "
        "an instruction, its result has no tag; nothing is sealed without authority "
        "over its otype, except the entries that the architecture makes by themselves",
        "the formats concerned, all capabilities",
        "ufork prove a_malformed_authority_grants_nothing "
        "an_operation_that_the_format_lacks_gives_no_tag "
        "no_sealed_capability_comes_without_authority_over_its_otype",
    ),
    Headline(
        "Relocated bounds are exact iff the displacement is a multiple of the encoding "
        "unit (2^(E+K), or 1 if no exponent is stored)",
        "six formats, all displacements",
        "ufork prove bounds_move_exactly_when_the_displacement_is_aligned",
    ),
    Headline(
        "The metadata word stays the same if the displacement is a multiple of "
        "2^(E+MW), and slots of powers of two lose nothing",
        "six formats, all displacements",
        "ufork prove metadata_stays_when_the_displacement_is_a_multiple_of_the_region "
        "aligned_slots_of_powers_of_two_lose_nothing",
    ),
    Headline(
        "**Expected counterexamples:** on Morello and CHERI-RISC-V v9 not every "
        "representable address moves wherever its bounds move exactly; on Morello the "
        "representable length is not always the least",
        "refuted; the counterexamples were run",
        "ufork prove addresses_out_of_bounds_move_with_their_bounds "
        "the_representable_length_is_the_least",
    ),
    Headline(
        "Another solver agrees on every condition",
        "Bitwuzla; cvc5 where it is fast",
        "ufork prove isa --solver all",
    ),
    Headline(
        "A capability is explained: its fields, its region, and why a change would "
        "clear its tag",
        "any bits of any format",
        "ufork cap explain 0xd800000070103000 0x10000 --move 0x1000",
    ),
)
"""Claims about one capability."""

FORK = (
    Headline(
        "Relocation keeps offset, length, permissions, otype and seal, and what "
        "arrives is confined to the child",
        "all canonical capabilities, all user slots of 1 GiB",
        "ufork prove relocation_keeps_everything_but_the_place "
        "relocated_capabilities_are_confined_to_the_child relocations_compose "
        "shared_authority_stays_as_it_is",
    ),
    Headline(
        "The relocation of the lazy memory, which adds to mantissas, is that of the "
        "model",
        "the same",
        "ufork prove the_fast_relocation_is_the_relocation",
    ),
    Headline(
        "Copy on pointer access (CoPA) is indistinguishable from eager copying, except "
        "by the observations that it says it does not hide",
        "any number of slots, pages and frames; forks of any depth",
        "ufork prove fork",
    ),
    Headline(
        "Copy on access (CoA) is indistinguishable from eager copying",
        "the same, with nothing left out",
        "ufork prove --policy coa",
    ),
    Headline(
        "Strict copy on pointer access, which withholds every access from pages that "
        "are marked capability-dirty, is indistinguishable from eager copying",
        "the same, with nothing left out",
        "ufork prove --policy copa-strict",
    ),
    Headline(
        "CoPA with page tables that are shared until they must differ is no different "
        "from eager copying either, and its fork does no work for each page",
        "random programs of forks of forks, exits, mappings and signals",
        "ufork fuzz --policy copa-shared",
    ),
    Headline(
        "Page tables that slots share show every slot what a table of its own would "
        "hold, their links and entries are counted, and the hardware finds what is "
        "still to be done in them",
        "any number of slots, directories, tables and frames",
        "ufork prove --policy copa-shared",
    ),
    Headline(
        "**Expected counterexample:** under CoPA the bytes of a capability that is not "
        "yet relocated can be told from those of a full copy",
        "refuted; the counterexample was run",
        "ufork prove a_data_load_of_a_capability_agrees_with_full_copy",
    ),
    Headline(
        "Nobody comes to hold more than he may: what an operation puts in a register "
        "or in a granule may be held if all that it was made of may be",
        "each operation of the language, as the table below says; 64-bit capabilities",
        "ufork prove what_is_derived_may_be_held what_is_narrowed_may_be_held "
        "what_is_loaded_may_be_held what_is_stored_may_be_found a_number_may_be_held "
        "what_is_mapped_may_be_held what_all_are_given_may_be_held",
    ),
    Headline(
        "A page that a device holds keeps its frame through forks, and whatever else "
        "anybody does but unmap it: the device sees what the owner sees",
        "any number of slots, pages and frames; every sound policy",
        "ufork prove a_page_that_is_pinned_looks_the_same "
        "a_device_sees_what_the_owner_sees a_fork_leaves_a_device_what_it_holds "
        "a_store_leaves_a_device_what_it_holds",
    ),
    Headline(
        "Revocation composes with a lazy fork: a tag that is swept away for one is "
        "there for all others who share its frame",
        "any number of slots, pages and frames; every sound policy",
        "ufork prove a_cleared_tag_agrees_with_full_copy a_cleared_tag_is_gone "
        "a_cleared_tag_is_seen_by_nobody_else",
    ),
    Headline(
        "No program of the class can tell which slots processes have, the lowest or "
        "any",
        "random programs under slots placed at random, in step with the lowest slots",
        "ufork fuzz --placement random:1",
    ),
    Headline(
        "Needless faults of the load barrier change nothing that a program sees",
        "random programs, one capability load in two trapped",
        "ufork fuzz --hardware spurious:1",
    ),
    Headline(
        "What lazy copying costs each μprocess is counted: faults by kind, pages and "
        "tables copied, capabilities relocated, invalidations, proportional memory; "
        "shares of frames add up",
        "the program's run; the law on random programs",
        "ufork run redis-snapshot --quiet",
    ),
    Headline(
        "An operation of one μprocess changes nothing that another one sees, except "
        "in memory that they share",
        "any number of slots and pages, one arbitrary granule; full copy, separate "
        "and lazy memories",
        "ufork prove a_fork_is_seen_by_nobody_but_the_child "
        "a_store_to_shared_memory_is_seen_by_all_that_show_it",
    ),
    Headline(
        "One address space is indistinguishable from one for each process, for "
        "programs that use no address as data and put no pointer in shared memory",
        "any number of slots and pages",
        "ufork prove fork_agrees_with_separate_memory "
        "a_data_store_agrees_with_separate_memory",
    ),
    Headline(
        "**Expected counterexamples:** without those two conditions it can be told",
        "refuted; the counterexamples were run, and two scripts show them",
        "ufork run pointer-in-shared-memory",
    ),
    Headline(
        "A fault changes nothing",
        "each faulting load and store, any capability, registers and memory",
        "ufork prove a_fault_changes_nothing",
    ),
    Headline(
        "A program may state its outcomes, which are checked over every memory and "
        "read as they are printed",
        "every verb of the language, with an example each",
        "pytest tests/house/test_language.py tests/properties/test_language_laws.py",
    ),
    Headline(
        "Random programs find no violation of any law",
        "seeded; every sound policy; formats `morello128` and `toy`",
        "ufork fuzz --seconds 60",
    ),
    Headline(
        "A hash table saved by a forked child is the table at the fork",
        "1,024 entries, a parent that goes on writing; every sound policy",
        "ufork run redis-snapshot --quiet",
    ),
    Headline(
        "GOT, thread storage and allocator state are the child's own after a fork, "
        "under every policy; to copy a page early changes nothing that a program sees",
        "any number of slots, pages and frames; the pages of a whole image",
        "ufork prove a_page_that_is_copied_now_looks_the_same "
        "a_page_that_is_copied_now_keeps_the_invariant",
    ),
    Headline(
        "A child that saves its parent's table takes most memory under full copy, less "
        "under CoA, and least under CoPA",
        "tables of 128, 1,024 and 4,096 entries, beside the paper's figures",
        "ufork bench snapshot",
    ),
    Headline(
        "malloc, free and realloc do what C says, in a child and its parent apart",
        "random programs; every memory",
        "pytest tests/properties/test_image_laws.py",
    ),
    Headline(
        "Naive copy-on-write leaks the parent's authority to the child",
        "caught by the confinement law",
        "ufork run naive-cow-leak --policy naive-cow",
    ),
)
"""Claims about fork and memory."""

SUITE = (
    Headline(
        "Every mutant of the catalogue is killed by the law that it names",
        "{mutants} mutants; every proved law names at least one",
        "ufork mutants",
    ),
    Headline(
        "Single changes anywhere in the model and the optimized memory are noticed",
        "a sample; the last figures are in [nightly.md](nightly.md)",
        "ufork mutants auto --sample 300",
    ),
    Headline(
        "The laws hold without any solver, for every bounds field at every address",
        "format `toy`, 2^17 bounds at addresses; `make test` asks about a share",
        "pytest --whole tests/exhaustive",
    ),
    Headline(
        "The symbolic engine computes what Python computes",
        "every operator at 4 bits, sampled at 64",
        "pytest tests/proofs",
    ),
)
"""Claims about this suite itself."""

SECTIONS = {
    "Capabilities": CAPABILITIES,
    "Fork and memory": FORK,
    "POSIX": POSIX,
    "The suite itself": SUITE,
}
"""The headline claims by section."""
