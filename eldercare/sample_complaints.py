"""Complaints for the sample, in every state: some wait, one has waited too long, some were answered."""

from __future__ import annotations

from dataclasses import dataclass

from eldercare import actions
from eldercare.complaint_vocabulary import ComplaintCategory
from eldercare.models import Complaint, Filing
from eldercare.sample_cast import Officers
from foundation.models import Division

COUNTY = "530922"


@dataclass(frozen=True)
class Told:
    """One complaint: when it came, and after how many days it was accepted and ended, if it was."""

    category: ComplaintCategory
    text: str
    days_ago: int
    accepted_ago: int | None = None
    ended_ago: int | None = None
    reply: str = ""
    about: str = ""  # a site that is not in the directory


COMPLAINTS = (
    Told(ComplaintCategory.FEE, "示例：上个月的餐费比价目表上写的多收了。", 1),
    Told(ComplaintCategory.SERVICE, "示例：周末常常没有开门，门口也没有告示。", 16),
    Told(ComplaintCategory.SAFETY, "示例：二楼的消防通道堆了桌椅。", 9, accepted_ago=6),
    Told(
        ComplaintCategory.RATING,
        "示例：墙上的等级牌没有写有效期。",
        34,
        accepted_ago=31,
        ended_ago=20,
        reply="示例：已实地查看，机构已换挂写明有效期的等级牌。",
    ),
    Told(
        ComplaintCategory.OTHER,
        "示例：楼下的商铺晚上太吵。",
        12,
        ended_ago=11,
        reply="示例：这件事不归民政部门管，请向当地城市管理部门反映。",
        about="示例小区楼下商铺",
    ),
)


def load_complaints(officers: Officers) -> None:
    """Through the verbs, one after another about the institutions on file in one county."""
    county = Division.objects.get(code=COUNTY)
    on_file = Filing.objects.public().filter(institution__township__parent=county)
    sites = [filing.institution for filing in on_file.select_related("institution").order_by("pk")]
    for number, told in enumerate(COMPLAINTS):
        complaint, _code = actions.receive_complaint(
            institution=None if told.about else sites[number % len(sites)],
            about=told.about,
            county=county,
            category=told.category,
            text=told.text,
            network=f"192.0.2.{number + 1}",
            at=officers.at(told.days_ago),
        )
        _answer(complaint, told, officers)


def _answer(complaint: Complaint, told: Told, officers: Officers) -> None:
    """By somebody who decided nothing that is complained of."""
    by = officers.corrector
    if told.accepted_ago is not None:
        actions.accept_complaint(complaint, by=by, at=officers.at(told.accepted_ago))
    if told.ended_ago is not None:
        end = actions.decline_complaint if told.accepted_ago is None else actions.handle_complaint
        end(complaint, reply=told.reply, by=by, at=officers.at(told.ended_ago))
