"""``ufork cap``: one capability, for people."""
