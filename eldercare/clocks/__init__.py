"""期限: what is due when, derived from facts on record; `eldercare.radar` brings all of it together."""
