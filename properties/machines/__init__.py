"""What runs programs on two systems at once and checks every law meanwhile.

Programs have one form, a list of operations, and three drivers: the seeded loop in
``campaign``, the strategy in ``properties.strategies.programs`` and the rule-based
machine in ``rule_machine``. All three draw operations from
``properties.programs.generation``, which has a drawer for every class, and check them
in ``lockstep``.
``properties.programs.transparent_programs`` says which programs cannot distinguish
memories.
"""
