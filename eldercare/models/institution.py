"""社区居家养老服务机构: the site, as it is today. What was filed of it stands frozen in `Filing`."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.urls import reverse

from eldercare.models.institution_constraints import CONSTRAINTS
from eldercare.models.operator import Operator
from eldercare.vocabulary import (
    SELF_RUNNING,
    BuildingMode,
    Entrustment,
    EstateAge,
    FilingStatus,
    InstitutionKind,
    Nature,
    OperationMode,
    Premises,
    Profit,
    Setting,
    Storey,
)
from foundation.fields import ProtectedField, fingerprint_index
from foundation.models import Division
from foundation.scope import ScopedQuerySet
from foundation.work_days import WorkCalendar, latest_sure_start

WORK_DAYS_TO_FILE = 10  # 三（二）1, N032


class InstitutionQuerySet(ScopedQuerySet["Institution"]):
    place = "township"

    def locked(self, pk: int) -> Institution:
        """One institution, locked, with its place and operator: everything that moves it takes turns here.

        The lock comes first and reads nothing beside the row: a join would find no row at all when the operator or the
        township was changed by whom we waited for. Raises DoesNotExist.
        """
        self.select_for_update().values_list("pk").get(pk=pk)
        return self.select_related("township__parent", "operator").get(pk=pk)

    def filed(self) -> Self:
        """Those with an accepted filing in force."""
        return self.filter(filings__status=FilingStatus.ACCEPTED)

    def public(self) -> Self:
        """What citizens see: on file and open."""
        return self.filed().filter(closed_on__isnull=True)

    def unfiled(self) -> Self:
        """Open, serving, and neither on file nor waiting for an answer."""
        answered = (FilingStatus.SUBMITTED, FilingStatus.ACCEPTED)
        return self.exclude(filings__status__in=answered).filter(
            opened_on__isnull=False, closed_on__isnull=True
        )

    def registered_path(self) -> Self:
        """Those a third party runs: they file with the county within ten working days (N032)."""
        return self.exclude(operator__kind__in=SELF_RUNNING)

    def overdue(self, *, on: date, calendar: WorkCalendar) -> Self:
        """Those that should have been on file before that day. Whose day cannot be computed is not among them."""
        last = latest_sure_start(on, WORK_DAYS_TO_FILE, calendar)
        if last is None:
            return self.none()
        return self.unfiled().registered_path().filter(opened_on__lte=last)


class Institution(models.Model):
    """One place of service. Fields stand in the order of the paper forms (附件4, 附件2)."""

    # 一、名称与地址
    name = models.CharField(
        "名称",
        max_length=120,
        help_text="标识牌上的全称：县（区）＋街道（乡镇）＋社区（村）＋“老年人日间照料中心”或“居家养老服务中心”。",
    )
    kind = models.CharField("机构类型", max_length=20, choices=InstitutionKind)
    township = models.ForeignKey(
        Division,
        models.PROTECT,
        related_name="institutions",
        verbose_name="乡镇（街道）",
        limit_choices_to={"level": Division.Level.TOWNSHIP},
        help_text="按县（区）排列，可以直接键入名称的头几个字选中。",
    )
    community = models.CharField(
        "社区（村）", max_length=40, help_text="如“草皮街社区”“忙角村”，不写县和乡镇。"
    )
    address = models.CharField("地址", max_length=200, help_text="门牌地址，群众按它能找到。")
    setting = models.CharField(
        "城乡",
        max_length=10,
        choices=Setting,
        help_text="城市设施建筑面积不低于 300 平方米，农村不低于 200 平方米。",
    )
    longitude = models.DecimalField(
        "经度", max_digits=9, decimal_places=6, null=True, blank=True, help_text="度，如 100.086486；可不填。"
    )
    latitude = models.DecimalField(
        "纬度",
        max_digits=8,
        decimal_places=6,
        null=True,
        blank=True,
        help_text="度，如 23.886562；与经度同填或同空。",
    )

    # 二、谁来运营
    operator = models.ForeignKey(
        Operator,
        models.PROTECT,
        related_name="institutions",
        verbose_name="运营主体",
        help_text="提交过备案以后，换运营主体请用“运营主体承接”办理。",
    )
    nature = models.CharField("机构性质", max_length=20, choices=Nature)
    operation_mode = models.CharField("运营方式", max_length=20, choices=OperationMode)
    profit = models.CharField(
        "营利性质",
        max_length=20,
        choices=Profit,
        help_text="营利性向市场监管部门登记，非营利性向民政部门登记。",
    )
    entrustment = models.CharField(
        "运营方产生方式", max_length=20, choices=Entrustment, help_text="交给第三方运营的，写招标或委托。"
    )
    state_assets = models.BooleanField(
        "使用国有资产",
        null=True,
        blank=True,
        help_text="使用行政事业单位国有资产的，产权单位须清查登记，出租出借须按权限审批。",
    )
    assets_registered_on = models.DateField("资产登记造册日期", null=True, blank=True)
    letting_approval = models.CharField(
        "出租出借批准文号",
        max_length=80,
        blank=True,
        help_text="国有资产交给他人使用的，填写批准文件的文号。",
    )

    # 三、负责人和联系人
    person_in_charge = models.CharField("法定代表人（主要负责人）", max_length=40, help_text="与身份证一致。")
    identity_number = ProtectedField(
        "公民身份号码",
        kind="identity_number",
        blank=True,
        help_text="18 位；加密保存，页面上只显示首末几位，查看全号须写明原因并留下记录。",
    )
    person_phone = ProtectedField(
        "负责人电话", kind="phone", blank=True, help_text="个人电话；加密保存，不公开。"
    )
    contact = models.CharField("联系人", max_length=40, blank=True)
    contact_phone = ProtectedField(
        "联系方式", kind="phone", blank=True, help_text="联系人的电话；加密保存，不公开。"
    )

    # 四、服务
    opened_on = models.DateField(
        "实际开展服务日期",
        null=True,
        blank=True,
        help_text="第一次为老年人提供服务的日期；已登记的机构从次日起 10 个工作日内备案。还没有开展服务的留空。",
    )
    opening_hours = models.CharField("开放时间", max_length=60, blank=True, help_text="如“每天 8:30—17:30”。")
    service_scope = models.CharField("服务范围", max_length=200, blank=True, help_text="备案书上的服务范围。")
    service_phone = models.CharField(
        "服务电话", max_length=20, blank=True, help_text="向群众公开的电话，最好是固定电话，如 0883-2123456。"
    )
    phone_may_be_public = models.BooleanField(
        "手机号同意公开", default=False, help_text="服务电话是手机号的，须机主同意公开。"
    )
    provides_catering = models.BooleanField(
        "自办餐饮",
        default=False,
        help_text="自己做饭供餐的须有《食品经营许可证》；由餐饮企业送餐的不选，另存送餐协议。",
    )
    provides_medical_care = models.BooleanField(
        "开展医疗卫生服务", default=False, help_text="内设诊疗、护理的须有《医疗机构执业许可证》。"
    )
    average_daily_elders = models.PositiveSmallIntegerField(
        "日均服务老年人数", null=True, blank=True, help_text="人。"
    )

    # 五、场所和设施
    premises = models.CharField("服务场所性质", max_length=20, choices=Premises)
    beds = models.PositiveSmallIntegerField(
        "养老床位数量", null=True, blank=True, help_text="张；没有床位填 0。"
    )
    building_area = models.DecimalField(
        "建筑面积", max_digits=8, decimal_places=2, null=True, blank=True, help_text="平方米。"
    )
    land_area = models.DecimalField(
        "占地面积",
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="平方米；楼内场所没有的可留空。",
    )
    building_mode = models.CharField("建设方式", max_length=20, choices=BuildingMode)
    combined_with = models.CharField(
        "合并设置于", max_length=80, blank=True, help_text="与敬老院等整合设置的，写那个机构的名称。"
    )
    storey_height = models.DecimalField(
        "层高", max_digits=4, decimal_places=2, null=True, blank=True, help_text="米；要求不低于 2.8 米。"
    )
    storey = models.CharField("楼层性质", max_length=20, choices=Storey, default=Storey.NORMAL)
    lowest_floor = models.SmallIntegerField(
        "最低楼层", null=True, blank=True, help_text="老年人用房所在的最低一层；地下一层填 -1，没有 0 层。"
    )
    highest_floor = models.SmallIntegerField(
        "最高楼层", null=True, blank=True, help_text="老年人用房所在的最高一层。"
    )
    has_lift_or_ramp = models.BooleanField(
        "有无障碍电梯或走道", null=True, blank=True, help_text="二层及以上必须有。"
    )
    estate_name = models.CharField("配建小区", max_length=60, blank=True, help_text="配建的填写，其他留空。")
    estate_age = models.CharField("小区类型", max_length=10, choices=EstateAge, blank=True)
    estate_households = models.PositiveIntegerField(
        "小区户数",
        null=True,
        blank=True,
        help_text="户；新建小区每百户不少于 20 平方米，老旧小区 15 平方米。",
    )

    # 六、资助标识和停业
    lottery_funded = models.BooleanField("福彩公益金资助", default=False)
    lottery_sign = models.BooleanField(
        "已挂资助标识", null=True, blank=True, help_text="受资助的须悬挂“彩票公益金资助——中国福利彩票”标识。"
    )
    closed_on = models.DateField("停业日期", null=True, blank=True)
    closing_reason = models.CharField("停业原因", max_length=200, blank=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "养老服务机构"
        default_permissions = ("add", "change", "delete", "view")
        permissions = [
            ("succeed_institution", "Can record a succession of operators"),
            ("export_institution", "Can export institutions"),
            ("import_institution", "Can import institutions"),
        ]
        constraints = CONSTRAINTS
        indexes = [
            models.Index(fields=["township", "name"], name="institution_by_place"),
            fingerprint_index("identity_number", name="institution_by_person"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("eldercare:institution_detail", args=[self.pk])

    @property
    def place_name(self) -> str:
        """所在地 as lists show it: “云县 爱华镇”."""
        return f"{self.county.short_name} {self.township.name}"

    @property
    def county(self) -> Division:
        parent = self.township.parent
        assert parent is not None  # division_parent_fits_code
        return parent
