"""From a theorem to a verdict.

Read ``prover`` (one theorem), ``second_opinion`` (other solvers asked the same),
``cache``, ``mutation`` (theorems of a changed model), ``showing`` (counterexamples as
text), then ``runner`` and ``workers``, which prove many.
"""
