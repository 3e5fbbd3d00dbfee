"""From a theorem to a verdict.

Read ``prover`` (one theorem), ``second_opinion`` (other solvers asked the same),
``cache``, ``mutation`` (theorems of a changed model), ``showing`` (what people read),
then ``runner`` and ``workers``, which prove many.
"""
