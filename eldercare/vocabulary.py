"""The words of home care: every closed list of 临民联发〔2024〕23号 and its forms, with the section it stands in."""

from django.db.models import TextChoices


class InstitutionKind(TextChoices):
    """一: what counts as a community home-care institution (N002)."""

    DAY_CARE = "day_care", "日间照料中心"
    HOME_CARE = "home_care", "居家养老服务中心"
    MUTUAL_AID = "mutual_aid", "农村互助养老服务站"
    OTHER = "other", "其他"


class Setting(TextChoices):
    """二（三）1: town and country differ in the least floor area (N020, N021)."""

    URBAN = "urban", "城市"
    RURAL = "rural", "农村"


class Nature(TextChoices):
    """附件2 机构性质."""

    PUBLIC = "public", "公办"
    PRIVATE = "private", "民办"
    PUBLIC_BUILT = "public_built", "公建民营"
    OTHER = "other", "其他"


class OperationMode(TextChoices):
    """四（二）(N048)."""

    PUBLIC_RUN = "public_run", "公建公营"
    PRIVATELY_RUN = "privately_run", "公建民营"
    PRIVATE = "private", "民营"


class Profit(TextChoices):
    """三（一）: decides who registers it (N030, N031)."""

    FOR_PROFIT = "for_profit", "营利性"
    NON_PROFIT = "non_profit", "非营利性"


class OperatorKind(TextChoices):
    """Who runs it. A township or village that runs it itself brings no third party in (N037)."""

    COMPANY = "company", "企业"
    SOCIAL = "social", "社会服务机构"
    TOWNSHIP = "township", "乡镇人民政府（街道办事处）"
    VILLAGE = "village", "社区（村）"
    PUBLIC_INSTITUTION = "public_institution", "事业单位"
    OTHER = "other", "其他"


SELF_RUNNING = frozenset({OperatorKind.TOWNSHIP, OperatorKind.VILLAGE})


class Entrustment(TextChoices):
    """四（二）: how the operator came to run it (N049)."""

    SELF = "self", "自行运营"
    TENDER = "tender", "招标"
    ENTRUSTED = "entrusted", "委托"


class BuildingMode(TextChoices):
    """二（二） (N014)."""

    NEW = "new", "新建"
    CONVERTED = "converted", "改建"
    EXTENDED = "extended", "扩建"
    SUPPLIED = "supplied", "配建"
    BOUGHT = "bought", "购置"
    REALLOCATED = "reallocated", "调整"


class Premises(TextChoices):
    """附件4 服务场所性质."""

    OWNED = "owned", "自有"
    RENTED = "rented", "租赁"
    ENTRUSTED = "entrusted", "委托管理"


class Storey(TextChoices):
    """二（一）: where supplied facilities should not lie (N011)."""

    NORMAL = "normal", "地上普通楼层"
    MEZZANINE = "mezzanine", "夹层"
    SEMI_BASEMENT = "semi_basement", "半地下室"
    BASEMENT = "basement", "地下层"


class EstateAge(TextChoices):
    """二（三）2 (N025, N026)."""

    NEW = "new", "新建小区"
    OLD = "old", "老旧小区"


class Service(TextChoices):
    """四（一）: six groups, ten helps (十助), and what else may be offered (N040 to N047)."""

    DAY_CARE = "day_care", "日间照料"
    CULTURE = "culture", "文化娱乐"
    COMFORT = "comfort", "心理慰藉"
    HEALTH = "health", "健康促进"
    RESPITE = "respite", "托养管理"
    HOME_VISIT = "home_visit", "居家养老上门"
    MEALS = "meals", "助餐"
    MEDICAL = "medical", "助医"
    BATHING = "bathing", "助浴"
    CLEANING = "cleaning", "助洁"
    EMERGENCY = "emergency", "助急"
    MOVING = "moving", "助行"
    CHATTING = "chatting", "助聊"
    RECREATION = "recreation", "助乐"
    SAFETY = "safety", "助安"
    LEARNING = "learning", "助学"
    LEGAL = "legal", "法律咨询"
    RIGHTS = "rights", "权益维护"
    SOCIAL = "social", "社会参与"


GROUPS = (
    Service.DAY_CARE,
    Service.CULTURE,
    Service.COMFORT,
    Service.HEALTH,
    Service.RESPITE,
    Service.HOME_VISIT,
)
TEN_HELPS = (
    Service.MEALS,
    Service.MEDICAL,
    Service.BATHING,
    Service.CLEANING,
    Service.EMERGENCY,
    Service.MOVING,
    Service.CHATTING,
    Service.RECREATION,
    Service.SAFETY,
    Service.LEARNING,
)


class Fee(TextChoices):
    """四（一）: free, at low fee, for pay (N040)."""

    FREE = "free", "无偿"
    LOW = "low", "低偿"
    PAID = "paid", "有偿"


class RegistrationKind(TextChoices):
    """三（一）: who registers the legal person."""

    MARKET = "market", "市场主体登记"
    SOCIAL = "social", "社会服务机构登记"
    PUBLIC_INSTITUTION = "public_institution", "事业单位登记"


class LicenceKind(TextChoices):
    """四（三）1 (N059, N060)."""

    FOOD = "food", "食品经营许可证"
    MEDICAL = "medical", "医疗机构执业许可证"
    OTHER = "other", "其他许可"


class FilingPath(TextChoices):
    """三（二）: registered institutions file with the county bureau, self-run ones with the township."""

    REGISTERED = "registered", "向县（区）民政局备案"
    SELF_RUN = "self_run", "向乡镇（街道）备案"


class FilingStatus(TextChoices):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待受理"
    RETURNED = "returned", "退回补正"
    ACCEPTED = "accepted", "已备案"
    CHANGED = "changed", "已变更"
    CANCELLED = "cancelled", "已注销"


class FilingVerb(TextChoices):
    OPEN = "open", "填写备案"
    SUBMIT = "submit", "提交"
    ACCEPT = "accept", "受理备案"
    RETURN = "return", "退回补正"
    SUPERSEDE = "supersede", "由变更备案取代"
    DISCARD = "discard", "放弃"
    CANCEL = "cancel", "注销备案"


class EvidenceKind(TextChoices):
    """What a filing rests on, and the kinds of 附件1 备注 that belong to an institution."""

    FILING_FORM = "filing_form", "备案书（盖章扫描件）"
    COMMITMENT = "commitment", "承诺书"
    REGISTRATION = "registration", "登记证书"
    IDENTITY = "identity", "负责人身份证明"
    PREMISES = "premises", "房屋使用证明"
    CONTRACT = "contract", "委托协议或合同"
    FOOD_LICENCE = "food_licence", "食品经营许可证"
    MEDICAL_LICENCE = "medical_licence", "医疗机构执业许可证"
    ASSETS = "assets", "国有资产出租出借批准文件"
    FIRE = "fire", "消防设施清单或检查记录"
    STAFF = "staff", "人员名册、证书"
    PHOTO = "photo", "外观照片"
    OTHER = "other", "其他材料"


class CheckResult(TextChoices):
    """What a person found on the spot or in the papers."""

    MET = "met", "符合"
    UNMET = "unmet", "不符合"
    NOT_APPLICABLE = "not_applicable", "不适用"


class SpreadsheetState(TextChoices):
    """A spreadsheet that was brought in."""

    WAITING = "waiting", "等待确认"
    IMPORTED = "imported", "已导入"
    DISCARDED = "discarded", "已放弃"
