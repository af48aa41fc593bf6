"""All rules applied to one institution, by part of the notice."""

from dataclasses import dataclass

from eldercare.rules import operation, planning, registration
from eldercare.rules.answer import Answer, Verdict
from eldercare.rules.completeness import form_is_complete, service_has_begun
from eldercare.rules.facts import Facts
from eldercare.rules.judged import judged, may_operate


@dataclass(frozen=True)
class Part:
    title: str
    answers: tuple[Answer, ...]

    def count(self, verdict: Verdict) -> int:
        return sum(answer.verdict == verdict for answer in self.answers)

    @property
    def broken(self) -> int:
        return self.count(Verdict.BROKEN)

    @property
    def unknown(self) -> int:
        return self.count(Verdict.UNKNOWN)


def checklist(facts: Facts) -> list[Part]:
    """What the institution's page in the admin shows, the filing first."""
    return [
        Part(
            "登记和备案",
            (
                *(rule(facts) for rule in registration.RULES),
                service_has_begun(facts),
                *form_is_complete(facts),
            ),
        ),
        Part("规划和建设", tuple(rule(facts) for rule in planning.RULES)),
        Part("服务和运营", tuple(rule(facts) for rule in operation.RULES)),
        Part("现场核查", (may_operate(facts), *judged(facts))),
    ]


def obstacles(facts: Facts) -> list[Answer]:
    """What stands in the way of submitting the filing."""
    found = [rule(facts) for rule in registration.RULES] + [
        service_has_begun(facts),
        *form_is_complete(facts),
    ]
    return [answer for answer in found if answer.stops]
