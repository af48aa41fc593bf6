"""The words of rating: 五 of 临民联发〔2024〕23号 and its 附件1 to 附件3."""

from __future__ import annotations

from django.db.models import TextChoices


class Level(TextChoices):
    """From low to high (N075)."""

    A = "A", "A 级"
    AA = "2A", "2A 级"
    AAA = "3A", "3A 级"

    @property
    def rank(self) -> int:
        return LEVELS.index(self)

    @property
    def next(self) -> Level | None:
        higher = LEVELS[self.rank + 1 :]
        return higher[0] if higher else None


LEVELS = (Level.A, Level.AA, Level.AAA)


class EditionStatus(TextChoices):
    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "施行"
    RETIRED = "retired", "停用"


class RatingStatus(TextChoices):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待初审"
    RETURNED = "returned", "退回补正"
    REVIEWED = "reviewed", "待评定"
    ASSESSED = "assessed", "待审批"
    PROPOSED = "proposed", "待市级确认"
    DECIDED = "decided", "已评定"
    REFUSED = "refused", "不予评定"
    WITHDRAWN = "withdrawn", "已撤回"
    ENDED = "ended", "已终止"  # a level was cancelled while the application was open


class RatingVerb(TextChoices):
    OPEN = "open", "填写申请"
    SUBMIT = "submit", "提交申请"
    PASS = "pass", "初审通过"
    RETURN = "return", "退回补正"
    ASSESS = "assess", "完成评定"
    SEND_BACK = "send_back", "退回评定组"
    APPROVE = "approve", "审批定级"
    PROPOSE = "propose", "报市级确认"
    REFUSE = "refuse", "不予评定"
    CONFIRM = "confirm", "确认等级"
    REMAND = "remand", "退回县级"
    DECLINE = "decline", "市级不予评定"
    WITHDRAW = "withdraw", "撤回申请"
    END = "end", "终止办理"


class Capacity(TextChoices):
    """In which part somebody acts on an application; nobody acts in two."""

    APPLICANT = "applicant", "申请经办"
    TOWNSHIP = "township", "乡镇初审"
    PANEL = "panel", "评定组"
    COUNTY = "county", "县级审批"
    CITY = "city", "市级确认"


class MaterialState(TextChoices):
    PROVIDED = "provided", "已提交"
    NOT_APPLICABLE = "not_applicable", "不适用"
    MISSING = "missing", "未提交"


class VisitMode(TextChoices):
    """五（一）: the group visits and checks papers (N081)."""

    ON_SITE = "on_site", "实地查看"
    PAPERS = "papers", "查阅资料"
    BOTH = "both", "实地查看并查阅资料"


class DecisionKind(TextChoices):
    GRANT = "grant", "评定等级"
    REFUSE = "refuse", "不予评定"
    LOWER = "lower", "降低等级"
    REVOKE = "revoke", "撤销等级"  # not corrected in time (N090)
    CANCEL = "cancel", "取消等级"  # a major liability accident (N086); bars for two years (N087)
    ANNUL = "annul", "撤销原决定"  # by correction only: what was decided does not hold


class IncidentKind(TextChoices):
    FIRE = "fire", "火灾"
    FOOD = "food", "食品安全"
    FALL = "fall", "跌倒坠落"
    MISSING = "missing", "走失"
    CARE = "care", "护理责任"
    BUILDING = "building", "建筑和设施"
    OTHER = "other", "其他"


class OrderKind(TextChoices):
    STANDARD = "standard", "不符合等级评定标准"  # N089
    DIVERSION = "diversion", "改变设施用途"  # N108
    FUNDS = "funds", "改变资金用途"  # N105
    OTHER = "other", "其他"


class OrderStatus(TextChoices):
    OPEN = "open", "整改中"
    CLOSED = "closed", "已整改"
    FAILED = "failed", "未按期整改"


class Bond(TextChoices):
    """How somebody on the staff is attached to an institution."""

    EMPLOYED = "employed", "任职"
    OWNER = "owner", "出资或合伙"
    RELATIVE = "relative", "近亲属任职或出资"
    OTHER = "other", "其他利害关系"


# 附件1 备注: what an applicant hands in, by number (N091).
MATERIALS = {
    1: "经营资质、资质证书和负责人身份证明",
    2: "餐饮、医疗服务的许可证和人员证明",
    3: "房屋使用证明和外观照片",
    4: "委托第三方运营的协议或合同",
    5: "送餐企业的证照和协议",
    6: "工作人员名册和资格证书",
    7: "消防、厨房等设施设备清单",
    8: "内部管理规章制度清单",
    9: "服务档案和服务记录",
    10: "标准要求的其他证明",
}
