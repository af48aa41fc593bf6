"""Who may come in: passwords, lock-out, sessions, the second factor, and the record of all that."""
