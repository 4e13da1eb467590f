"""Every word that a person reads, in both languages."""
