"""Who may do what: people, sessions, tokens, rights, and the log of what they did."""
