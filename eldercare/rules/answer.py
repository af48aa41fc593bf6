"""What a rule answers."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    MET = "met"
    BROKEN = "broken"
    WARNING = "warning"  # worth a look; the notice advises or exempts
    UNKNOWN = "unknown"  # a fact or a check is missing
    NOT_APPLICABLE = "not_applicable"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Verdict.MET: "符合",
    Verdict.BROKEN: "不符合",
    Verdict.WARNING: "提示",
    Verdict.UNKNOWN: "待核实",
    Verdict.NOT_APPLICABLE: "不适用",
}


@dataclass(frozen=True)
class Answer:
    """One rule, applied. `blocks`: a filing may not be submitted while this is broken or unknown."""

    rule: str  # e.g. "N020"; several rules answered at once: "N020 N021"
    title: str
    verdict: Verdict
    reason: str
    blocks: bool = False
    field: str = ""  # where the person mends it, if it is a field of the institution

    @property
    def stops(self) -> bool:
        return self.blocks and self.verdict in (Verdict.BROKEN, Verdict.UNKNOWN)
