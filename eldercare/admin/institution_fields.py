"""The order in which an institution is typed: that of the paper forms (附件4, 附件2)."""

FIELDSETS = (
    (
        "名称和地址",
        {
            "fields": (
                ("name", "kind"),
                ("township", "community", "setting"),
                "address",
                ("longitude", "latitude"),
            ),
            "description": "按备案书的次序填写，带星号的必填；其余可以先空着，备案前补齐。",
        },
    ),
    (
        "运营",
        {
            "fields": (
                ("operator", "entrustment"),
                ("nature", "operation_mode", "profit"),
                ("state_assets", "assets_registered_on", "letting_approval"),
            )
        },
    ),
    (
        "负责人和联系人",
        {
            "fields": (
                ("person_in_charge", "identity_number", "person_phone"),
                ("contact", "contact_phone"),
            ),
            "description": "证件号码和个人电话加密保存，页面只显示首末几位；查看须有权限、写明原因，并留下记录。",
        },
    ),
    (
        "服务",
        {
            "fields": (
                ("opened_on", "opening_hours", "average_daily_elders"),
                "service_scope",
                ("service_phone", "phone_may_be_public"),
                ("provides_catering", "provides_medical_care"),
            )
        },
    ),
    (
        "场所和设施",
        {
            "fields": (
                ("premises", "beds"),
                ("building_area", "land_area"),
                ("building_mode", "combined_with"),
                ("storey_height", "storey"),
                ("lowest_floor", "highest_floor", "has_lift_or_ramp"),
                ("estate_name", "estate_age", "estate_households"),
            )
        },
    ),
    (
        "资助标识和停业",
        {"fields": (("lottery_funded", "lottery_sign"), ("closed_on", "closing_reason"))},
    ),
)
