"""Programs and what runs them: generation, lockstep, campaigns, shrinking.

One form of program, a list of operations, and three drivers: the seeded loop in
``campaign``, the strategy in ``properties.strategies.programs`` and the rule-based
machine in ``rule_machine``. All three draw operations from ``generation``, which knows
how to make one of every class, and check them in ``lockstep``.
``properties.programs.transparent_programs`` says which programs cannot distinguish
memories.
"""
