"""``ufork cap``: one capability, explained and changed."""
