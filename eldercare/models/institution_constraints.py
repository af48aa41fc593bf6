"""What must hold of every institution, whoever writes it."""

from decimal import Decimal

from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from eldercare.vocabulary import (
    BuildingMode,
    Entrustment,
    EstateAge,
    InstitutionKind,
    Nature,
    OperationMode,
    Premises,
    Profit,
    Setting,
    Storey,
)
from foundation.constraints import is_between, is_known
from foundation.fields import sealed_constraint

NOUN = "institution"
MOBILE = r"^(\+?86)?[- ]?1[3-9]\d{9}$"

CONSTRAINTS = [
    CheckConstraint(
        name="institution_has_name",
        condition=Q(
            name__regex=r"^\S(.*\S)?$", address__regex=r"^\S(.*\S)?$", community__regex=r"^\S(.*\S)?$"
        ),
        violation_error_message="名称、社区（村）和地址不能为空，首尾不能有空格。",
    ),
    UniqueConstraint(
        name="institution_name_is_once_in_a_township",
        fields=["township", "name"],
        violation_error_message="这个乡镇（街道）已经有同名的机构。",
    ),
    is_known(NOUN, "kind", InstitutionKind),
    is_known(NOUN, "setting", Setting),
    is_known(NOUN, "nature", Nature),
    is_known(NOUN, "operation_mode", OperationMode),
    is_known(NOUN, "profit", Profit),
    is_known(NOUN, "entrustment", Entrustment),
    is_known(NOUN, "premises", Premises),
    is_known(NOUN, "building_mode", BuildingMode),
    is_known(NOUN, "storey", Storey),
    is_known(NOUN, "estate_age", EstateAge, blank=True),
    sealed_constraint("identity_number", name="institution_identity_number_is_sealed"),
    sealed_constraint("person_phone", name="institution_person_phone_is_sealed"),
    sealed_constraint("contact_phone", name="institution_contact_phone_is_sealed"),
    is_between(
        NOUN,
        "building_area",
        1,
        Decimal("99999.99"),
        message="建筑面积应在 1 至 99999.99 平方米之间，请核对单位。",
    ),
    is_between(
        NOUN,
        "land_area",
        1,
        Decimal("99999.99"),
        message="占地面积应在 1 至 99999.99 平方米之间，请核对单位。",
    ),
    is_between(NOUN, "storey_height", Decimal("1.5"), 20, message="层高以米为单位，应在 1.5 至 20 之间。"),
    is_between(NOUN, "beds", 0, 2000, message="养老床位数量应在 0 至 2000 张之间。"),
    is_between(NOUN, "average_daily_elders", 0, 5000, message="日均服务老年人数应在 0 至 5000 人之间。"),
    is_between(NOUN, "estate_households", 1, 50000, message="小区户数应在 1 至 50000 户之间。"),
    is_between(NOUN, "longitude", 98, 101, message="经度应在 98 至 101 度之间（临沧市范围）。"),
    is_between(NOUN, "latitude", 22, 26, message="纬度应在 22 至 26 度之间（临沧市范围）。"),
    CheckConstraint(
        name="institution_position_is_whole",
        condition=Q(longitude__isnull=True, latitude__isnull=True)
        | Q(longitude__isnull=False, latitude__isnull=False),
        violation_error_message="经度和纬度要么都填，要么都不填。",
    ),
    CheckConstraint(
        name="institution_floors_are_plausible",
        condition=(
            Q(lowest_floor__isnull=True)
            | (Q(lowest_floor__gte=-5, lowest_floor__lte=60) & ~Q(lowest_floor=0))
        )
        & (
            Q(highest_floor__isnull=True)
            | (Q(highest_floor__gte=-5, highest_floor__lte=60) & ~Q(highest_floor=0))
        )
        & (
            Q(lowest_floor__isnull=True)
            | Q(highest_floor__isnull=True)
            | Q(highest_floor__gte=F("lowest_floor"))
        ),
        violation_error_message="楼层在 -5 至 60 之间，没有 0 层，最高楼层不能低于最低楼层。",
    ),
    CheckConstraint(
        name="institution_estate_is_for_supplied",
        condition=Q(building_mode=BuildingMode.SUPPLIED)
        | Q(estate_name="", estate_age="", estate_households__isnull=True),
        violation_error_message="只有配建的机构才填写小区名称、类型和户数。",
    ),
    CheckConstraint(
        name="institution_closing_has_reason",
        condition=Q(closed_on__isnull=True, closing_reason="")
        | (Q(closed_on__isnull=False) & ~Q(closing_reason="")),
        violation_error_message="停业日期和停业原因要同时填写。",
    ),
    CheckConstraint(
        name="institution_closes_after_opening",
        condition=Q(closed_on__isnull=True) | Q(opened_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
        violation_error_message="停业日期不能早于实际开展服务日期。",
    ),
    CheckConstraint(
        name="institution_opened_in_our_time",
        condition=Q(opened_on__isnull=True) | Q(opened_on__gte="1980-01-01"),
        violation_error_message="实际开展服务日期不合理，请核对年份。",
    ),
    CheckConstraint(
        name="institution_public_mobile_has_consent",
        condition=~Q(service_phone__regex=MOBILE) | Q(phone_may_be_public=True),
        violation_error_message="服务电话是手机号：请改用固定电话，或经机主同意后勾选“手机号同意公开”。",
    ),
    CheckConstraint(
        name="institution_assets_are_state_owned",
        condition=Q(state_assets__isnull=False, state_assets=True)
        | Q(assets_registered_on__isnull=True, letting_approval=""),
        violation_error_message="没有使用国有资产的，不填资产登记日期和批准文号。",
    ),
    CheckConstraint(
        name="institution_sign_is_for_lottery_money",
        condition=Q(lottery_funded=True) | Q(lottery_sign__isnull=True) | Q(lottery_sign=False),
        violation_error_message="没有受福彩公益金资助的，不填资助标识。",
    ),
]
