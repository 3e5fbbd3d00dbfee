"""Any memory, any arguments: what a proof about memories ranges over. Trusted.

``tables``, ``worlds``
    Containers as functions, and what is at their base, of which nothing is known.
``lazy_memories``, ``copied_memories``, ``page_tables``
    What is known of the memories and page tables that are made of them, if a law
    assumes it.
``assumed``
    What a law assumes, noted while it is executed.
``contracts``, ``opaque``
    What a proof takes as given.
``arguments``
    The places and operands of laws, and a case of a theorem.
``counterexamples``, ``plain_tables``
    What a solver found, made plain again.
"""
