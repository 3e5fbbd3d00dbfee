"""Tagged memory behind one page table, and the memories that fork inside it."""
