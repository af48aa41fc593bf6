"""The words of money: 六 and 七 of 临民联发〔2024〕23号, and of the ledger."""

from __future__ import annotations

from django.db.models import TextChoices


class PartYear(TextChoices):
    """What a level is worth that does not last the whole year."""

    BY_DAYS = "by_days", "按天数折算"  # its share of the days of the year
    CUT_OFF = "cut_off", "看基准日"  # the whole amount if it stands on the cut-off day, else nothing
    DECIDE = "decide", "由经办人决定"  # days are shown, the officer decides


class AwardKind(TextChoices):
    OPERATING = "operating", "运营补贴"
    CONSTRUCTION = "construction", "建设补助"


class BuildWork(TextChoices):
    NEW = "new", "新建"  # N094
    CONVERSION = "conversion", "改建"  # N095


class FundSource(TextChoices):
    """六: where the money comes from (N092, N093, N102)."""

    GRANT = "grant", "省级养老机构运营补贴专项资金"
    SYSTEM = "system", "中央、省级养老服务体系建设资金"
    LOTTERY = "lottery", "市级福利彩票公益金"
    CENTRAL = "central", "中央预算内投资"  # by the central rules: recorded, not reckoned


class CheckStatus(TextChoices):
    """Of what one officer prepares and another checks."""

    DRAFTED = "drafted", "待核准"
    APPROVED = "approved", "已核准"
    REJECTED = "rejected", "已退回"


class VoucherKind(TextChoices):
    AWARD = "award", "核定"
    INCREASE = "increase", "调增"
    REDUCTION = "reduction", "调减"
    CLAIM = "claim", "应收回"
    PAYMENT = "payment", "拨付"
    RECOVERY = "recovery", "收回"
    REVERSAL = "reversal", "冲销"


class VoucherStatus(TextChoices):
    DRAFTED = "drafted", "待复核"
    POSTED = "posted", "已记账"
    DISCARDED = "discarded", "已作废"


class Account(TextChoices):
    EXPENSE = "expense", "补助支出"
    PAYABLE = "payable", "应付补助"
    FUNDS = "funds", "财政资金"
    RECEIVABLE = "receivable", "应收回"


class UsePurpose(TextChoices):
    """六: what the money may be used for (N103, N104)."""

    PROJECT = "project", "项目建设"
    UPGRADE = "upgrade", "设施提升改造"
    EQUIPMENT = "equipment", "设备采购"
    WAGES = "wages", "聘用人员工资"
    TRAINING = "training", "人员培训"
    OTHER = "other", "其他"
