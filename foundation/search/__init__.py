"""Search that finds every character, exactly, in PostgreSQL and without extensions.

    questions            question.py → synonyms.py → finding.py ──► reading.py ──► matching.py ──► gathering.py
    what is kept         SearchEntry (the truth)      segments of postings (quick)      fresh entries (few)
    what keeps it true   registry.py ◄── each app's searchables.py;  indexing.py: follow, forget;  segments.py: folds

An entry is one place of a document, a task, an event: its folded text is found by substring, whatever is typed. New
entries are looked through as they are; from time to time they are folded into a segment, where bitmaps of the positions
of every two characters answer the same question in milliseconds and without reading a text. Graves hide what was
withdrawn until its segment is written anew. Everything is ordinary rows: it is backed up, replicated and rolled back
with the rest, and a reader sees one state of it.

Everybody else calls `foundation.search.finding.find`, `foundation.search.indexing.follow` and `forget`, and says in
`searchables.py` what can be found.
"""
