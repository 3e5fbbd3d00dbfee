"""Mutants of shared page tables: who has which, and what is pending on the way."""

from properties.mutants.mutant import Area, Edit, Fuzz, Mutant, Program, Proof

_TABLES = "optimized.page_tables:PageTables"

_FOUND = (Fuzz(policy="copa-shared"),)
"""Random programs tell all of these."""

MUTANTS = (
    Mutant(
        "table-copied-frames-uncounted",
        Area.MEMORY,
        "the frames of a table that is copied are not counted again",
        Edit(
            f"{_TABLES}._own_leaf",
            "self.frames.change_mapped(held, self.policy.frame_after_fork)",
            "None",
        ),
        (*_FOUND, Proof("to_own_a_page_counts_what_it_adds")),
        source="on-demand-fork: a table that is copied counts its pages",
    ),
    Mutant(
        "parents-tables-not-barred",
        Area.MEMORY,
        "a fork leaves the way to the parent's tables as it was, so that it may write",
        Edit(
            f"{_TABLES}.share",
            "self.roots.set(ROOTS, parent, root.below(HOME))",
            "None",
        ),
        (*_FOUND, Proof("to_share_keeps_tables_sound")),
        source="on-demand-fork: both page-table entries become read-only",
    ),
    Mutant(
        "childs-tables-barred-as-the-parents",
        Area.MEMORY,
        "what is pending for the child is what is pending for its parent",
        Edit(f"{_TABLES}.share", "AWAY", "HOME"),
        (*_FOUND, Proof("shared_tables_show_what_a_fork_makes")),
    ),
    Mutant(
        "directory-of-two-changed",
        Area.MEMORY,
        "a directory that two slots use is changed in place",
        Edit(
            f"{_TABLES}._own_directory",
            "known.references > 1",
            "known.references > 2",
        ),
        (*_FOUND, Proof("to_own_a_page_keeps_tables_sound")),
    ),
    Mutant(
        "table-of-two-changed",
        Area.MEMORY,
        "a table that two directories lead to is changed in place",
        Edit(
            f"{_TABLES}._own_leaf",
            "known.references > 1",
            "known.references > 2",
        ),
        (*_FOUND, Proof("to_own_a_page_changes_nothing_that_is_seen")),
        source="on-demand-fork: a table is copied before its first change",
    ),
    Mutant(
        "copied-links-uncounted",
        Area.MEMORY,
        "the tables of a directory that is copied are not counted again",
        Edit(
            f"{_TABLES}._own_directory",
            "one_more",
            "lambda known: known",
        ),
        (*_FOUND, Proof("to_own_a_page_counts_what_it_adds")),
    ),
    Mutant(
        "pending-lost-with-the-directory",
        Area.MEMORY,
        "a directory is copied without what was pending on the way to it",
        Edit(
            f"{_TABLES}._own_directory",
            "lambda link: link.below(pending)",
            "lambda link: link",
        ),
        (*_FOUND, Proof("to_own_a_page_changes_nothing_that_is_seen")),
    ),
    Mutant(
        "exit-takes-the-others-table",
        Area.MEMORY,
        "the end of a process empties tables that others use",
        Edit(
            "optimized.table_references:Abandoned._is_left",
            "self.leaf_frames.get(link.table).references == 0",
            "self.leaf_frames.get(link.table).references >= 0",
        ),
        (*_FOUND, Proof("to_clear_a_slot_counts_what_it_takes")),
        source="on-demand-fork: a table is freed by the last process that has it",
    ),
    Mutant(
        "child-of-its-parents-generation",
        Area.MEMORY,
        "the child runs with its parent's load generation",
        Edit(
            f"{_TABLES}.share",
            "1 - self.generations.get(SLOT, parent)",
            "self.generations.get(SLOT, parent)",
        ),
        (*_FOUND, Proof("to_share_keeps_tables_sound")),
    ),
    Mutant(
        "third-generation-in-a-table",
        Area.MEMORY,
        "a child of a child shares tables whose entries have its own generation",
        Edit(
            "optimized.shared_tables:SharedTablesMemory.fork",
            "self.pages.leave_generation_behind(parent)",
            "None",
        ),
        _FOUND,
    ),
    Mutant(
        "table-of-the-old-generation",
        Area.MEMORY,
        "the entries of a table that a slot gets keep the generation that they had",
        Edit(
            f"{_TABLES}.own",
            "self.generations.set(LEAF, leaf, self.generations.get(SLOT, slot))",
            "None",
        ),
        (*_FOUND, Proof("to_own_a_page_keeps_tables_sound")),
    ),
    Mutant(
        "directory-left-with-its-links",
        Area.MEMORY,
        "a directory that nothing uses any more keeps its links",
        Edit(f"{_TABLES}._abandon", "self.directories.clear(directory)", "None"),
        (
            Program(
                "a_directory_without_a_slot_is_empty",
                ("a fork b", "b store c1 1 7", "b exit"),
                "copa-shared",
            ),
        ),
    ),
    Mutant(
        "generations-counted-up",
        Area.MEMORY,
        "a child runs with the generation after its parent's, and not with the other",
        Edit(
            f"{_TABLES}.share",
            "1 - self.generations.get(SLOT, parent)",
            "1 + self.generations.get(SLOT, parent)",
        ),
        (
            Program(
                "a_directory_without_a_slot_is_empty",
                ("a fork b", "b fork c"),
                "copa-shared",
            ),
            Proof("to_share_keeps_tables_sound"),
        ),
    ),
    Mutant(
        "table-of-two-lost-by-one",
        Area.MEMORY,
        "a table that a slot leaves for one of its own counts it on",
        Edit(
            f"{_TABLES}._own_leaf",
            "self.leaf_frames.set(leaf, one_less(known))",
            "None",
        ),
        (
            Program(
                "tables_are_counted_and_barred",
                ("a fork b", "b store c1 1 7"),
                "copa-shared",
            ),
            Proof("to_own_a_page_counts_what_it_adds"),
        ),
    ),
    Mutant(
        "cleared-slot-keeps-its-tables",
        Area.MEMORY,
        "a slot that ends gives its directory up, and keeps the link to it",
        Edit(f"{_TABLES}.clear", "self.roots.set(ROOTS, row, NOWHERE)", "None"),
        (*_FOUND, Proof("a_slot_that_is_cleared_shows_nothing")),
    ),
    Mutant(
        "directory-of-another-abandoned",
        Area.MEMORY,
        "the end of a slot gives up the tables that one more slot has",
        Edit(f"{_TABLES}.clear", "left.references == 0", "left.references <= 1"),
        (*_FOUND, Proof("a_slot_that_is_cleared_shows_nothing")),
        source="on-demand-fork: a table is freed by the last process that has it",
    ),
    Mutant(
        "tables-left-twice",
        Area.MEMORY,
        "a directory that is given up counts twice as a link less to its tables",
        Edit(
            f"{_TABLES}._abandon", "one_less", "lambda known: one_less(one_less(known))"
        ),
        (*_FOUND, Proof("to_clear_a_slot_keeps_tables_sound")),
    ),
    Mutant(
        "childs-directory-uncounted",
        Area.MEMORY,
        "a fork does not count the child among those who have the directory",
        Edit(f"{_TABLES}.share", "one_more(known)", "known"),
        (*_FOUND, Proof("to_share_counts_what_it_adds")),
    ),
    Mutant(
        "entry-set-in-a-shared-table",
        Area.MEMORY,
        "an entry is set in the table where it was found, whoever uses that, too",
        Edit(
            f"{_TABLES}.set", "self.own(row, cell)", "self._found(row, cell)[0].table"
        ),
        (
            *_FOUND,
            Proof("an_entry_that_is_set_is_one_slots_alone"),
            Proof("an_entry_that_is_set_keeps_tables_sound"),
        ),
        source="on-demand-fork: a table is copied before its first change",
    ),
    Mutant(
        "link-of-the-parent-does-not-bar-stores",
        Area.MEMORY,
        "the hardware lets a parent store below a link with something pending",
        Edit(f"{_TABLES}.hardware", "link.pending != NOTHING", "link.pending == AWAY"),
        (*_FOUND, Proof("the_hardware_finds_what_is_seen")),
    ),
)
"""The mutants."""
