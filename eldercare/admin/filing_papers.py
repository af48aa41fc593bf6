"""Papers of a filing as PDF."""


class FilingPapers:
    actions_detail: tuple[str, ...] = ()
