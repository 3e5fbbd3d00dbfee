"""The page of claims, made from what is really checked.

Read ``headlines`` (the claims in sentences, each with the command that shows it), then
``policies`` (which law is proved under which policy), then ``document``, which adds
every theorem of the ledger, every law that is only sampled, and the catalogue of
mutants.
"""
