"""The words of complaints (七, N106: channels for complaints stay open)."""

from django.db.models import TextChoices


class ComplaintCategory(TextChoices):
    SERVICE = "service", "服务质量和态度"
    FEE = "fee", "收费"
    SAFETY = "safety", "消防、食品、设施安全"
    HARM = "harm", "老人受到伤害或不当对待"
    RATING = "rating", "等级与实际不符"
    FUNDS = "funds", "补贴或场地挪作他用"
    OTHER = "other", "其他"


class ComplaintStatus(TextChoices):
    RECEIVED = "received", "待受理"
    ACCEPTED = "accepted", "办理中"
    HANDLED = "handled", "已办结"
    DECLINED = "declined", "不予办理"


class ComplaintVerb(TextChoices):
    RECEIVE = "receive", "收到"
    ACCEPT = "accept", "受理"
    HANDLE = "handle", "办结"
    DECLINE = "decline", "不予办理"
