"""The roles of the staff and what each may do; pure: names only.

    审计（只读）   sees everything but home care, changes nothing
    单位维护       keeps base data: divisions, units and their printed names, synonyms, the working calendar
    责任编辑       brings issues and documents in, corrects drafts, settles names and problems
    副主编         the same, and corrects what is published, keeps columns and kinds, deletes drafts
    主编           the same, and publishes and withdraws
    账号管理       opens and closes accounts, gives roles and places of duty

Home care, each within the places of duty (乡镇（街道）、县（区）、全市):

    养老乡镇经办       keeps institutions, files them, and decides filings of self-run ones
    养老县区经办       the same for a county, brings spreadsheets in, decides filings of registered ones, notes the
                       townships' copies, answers complaints; prepares and checks money
    养老评定员         sits on rating groups and records what was found
    养老市级管理       sees and exports the whole city; decides no filing; keeps the standard, the rounds and the
                       rules of money, confirms 3A
    养老登记管理       corrects the register, brings spreadsheets in, keeps measures and the calendar; decides no filing
    养老审计（只读）   sees everything within reach, the log of changes and of reveals too; changes nothing

Whoever publishes, sees identity numbers of a whole county, or gives roles, logs in with a second factor
(NEED_SECOND_FACTOR; superusers too).

Daily work needs no superuser. The roles follow the masthead (责任编辑 → 副主编 → 主编); the three reviews will
divide publishing among them.
"""

from collections.abc import Iterable

from foundation.permissions import (
    ACCEPT_UPLOAD,
    ADD_UPLOAD,
    CORRECT_DOCUMENT,
    PUBLISH_DOCUMENT,
    PUBLISH_ISSUE,
    REVEAL_PROTECTED,
    SETTLE_UNIT_PROPOSAL,
    WITHDRAW_DOCUMENT,
    WITHDRAW_ISSUE,
)

PLACES_AND_UNITS = ("division", "unit", "unitvariant", "unitmembership", "unitproposal")
WORK_CALENDAR = ("workyear", "specialday")
DOCUMENT_PARTS = (
    "documentorgan",
    "attachment",
    "relation",
    "task",
    "assignment",
    "amount",
    "checklistitem",
)
DOCUMENT_LISTS = ("kind", "column")
ISSUE_PARTS = (
    "mastheadrole",
    "entry",
    "chronicleentry",
    "event",
    "appearance",
    "official",
    "officialalias",
)


def _named(app: str, verbs: Iterable[str], nouns: Iterable[str]) -> frozenset[str]:
    return frozenset(f"{app}.{verb}_{noun}" for verb in verbs for noun in nouns)


SEEING = (
    _named("foundation", ["view"], [*PLACES_AND_UNITS, *WORK_CALENDAR, "statuschange", "synonym"])
    | _named("documents", ["view"], ["document", *DOCUMENT_PARTS, *DOCUMENT_LISTS, "reading", "problem"])
    | _named("gazette", ["view"], ["issue", "upload", *ISSUE_PARTS])
)
KEEPING_UNITS = _named("foundation", ["add", "change"], ["unit", "division"]) | _named(
    "foundation", ["add", "change", "delete"], ["unitvariant", "unitmembership"]
)
KEEPING_SYNONYMS = _named("foundation", ["view", "add", "change", "delete"], ["synonym"])
KEEPING_CALENDAR = _named("foundation", ["view", "add", "change", "delete"], WORK_CALENDAR)
EDITING = (
    SEEING
    | {SETTLE_UNIT_PROPOSAL, ADD_UPLOAD, ACCEPT_UPLOAD}
    | _named("foundation", ["add", "change"], ["unit", "unitvariant"])
    | _named("documents", ["add", "change"], ["document"])
    | _named("documents", ["add", "change", "delete"], DOCUMENT_PARTS)
    | _named("documents", ["change"], ["problem", "reading"])
    | _named("gazette", ["add", "change"], ["issue"])
    | _named("gazette", ["add", "change", "delete"], ISSUE_PARTS)
)
CORRECTING = (
    EDITING
    | {CORRECT_DOCUMENT}
    | _named("documents", ["add", "change"], DOCUMENT_LISTS)
    | _named("documents", ["delete"], ["document"])
    | _named("gazette", ["delete"], ["issue"])
)
PUBLISHING = CORRECTING | {PUBLISH_DOCUMENT, WITHDRAW_DOCUMENT, PUBLISH_ISSUE, WITHDRAW_ISSUE}

REGISTER = ("operator", "institution", "registration", "registrationchange")
RECORDS = ("staffcount", "licence", "serviceoffer", "conditioncheck")
SEEING_CARE = _named("foundation", ["view"], ["division"]) | _named(
    "eldercare",
    ["view"],
    [*REGISTER, *RECORDS, "succession", "filing", "filingmove", "evidence", "supportmeasure"],
)
KEEPING_CARE = (
    SEEING_CARE
    | _named("eldercare", ["add", "change"], [*REGISTER, *RECORDS])
    | _named("eldercare", ["delete"], ["registrationchange", *RECORDS])
    | {"eldercare.add_evidence", "eldercare.export_institution"}
)
MAINTAINING_CARE = KEEPING_CARE | {
    "eldercare.delete_institution",
    "eldercare.import_institution",
    "eldercare.succeed_institution",
    "eldercare.void_evidence",
}
FILING = _named("eldercare", ["submit", "accept", "return", "cancel"], ["filing"])
RATING = (
    "standardedition",
    "ratinground",
    "ratingapplication",
    "ratingmove",
    "selfmark",
    "material",
    "panelmember",
    "finding",
    "ratingdecision",
    "rating",
    "affiliation",
    "incident",
    "inspection",
    "rectification",
    "extension",
    "recheck",
)
SEEING_RATING = _named("eldercare", ["view"], RATING)
KEEPING_BONDS = _named("eldercare", ["add", "change"], ["affiliation"])
REPORTING = _named("eldercare", ["add"], ["incident", "inspection"])
APPLYING = {"eldercare.apply_rating"}
RATING_FOR_TOWNSHIP = SEEING_RATING | APPLYING | REPORTING | {"eldercare.review_rating"}
ASSESSING = {"eldercare.assess_rating", "eldercare.add_evidence"}
DECIDING = {"eldercare.correct_ratingdecision", "eldercare.withdraw_level"}
RATING_FOR_COUNTY = (
    SEEING_RATING
    | APPLYING
    | REPORTING
    | KEEPING_BONDS
    | ASSESSING
    | DECIDING
    | _named("eldercare", ["order", "end"], ["rectification"])
    | {"eldercare.convene_panel", "eldercare.approve_rating", "eldercare.determine_incident"}
)
RATING_FOR_CITY = (
    SEEING_RATING
    | KEEPING_BONDS
    | DECIDING
    | _named("eldercare", ["add", "change"], ["standardedition", "ratinground"])
    | {"eldercare.delete_standardedition", "eldercare.publish_standardedition", "eldercare.confirm_rating"}
)
SEEING_COMPLAINTS = _named("eldercare", ["view"], ["complaint", "complaintmove"])
MONEY = ("moneyrules", "award", "adjustment", "voucher", "entry", "funduse")
SEEING_MONEY = _named("eldercare", ["view"], MONEY)
EXPORTING_MONEY = {"eldercare.export_award"}
# Any officer of a county prepares and checks, never both on one: the verbs and the database see to that.
MONEY_FOR_COUNTY = (
    SEEING_MONEY
    | EXPORTING_MONEY
    | _named("eldercare", ["prepare", "check"], ["award"])
    | _named("eldercare", ["draft", "post"], ["voucher"])
    | _named("eldercare", ["add", "void"], ["funduse"])
)
MONEY_FOR_CITY = (
    SEEING_MONEY
    | EXPORTING_MONEY
    | _named("eldercare", ["add", "change", "delete", "publish"], ["moneyrules"])
)
AUDITING_CARE = _named("eldercare", ["view"], ["carechange"])
SECURITY_RECORD = _named("foundation", ["view"], ["securityevent", "accountchange"])
NEED_SECOND_FACTOR = ("副主编", "主编", "养老县区经办", "养老市级管理", "账号管理")

ROLES: dict[str, frozenset[str]] = {
    "审计（只读）": SEEING
    | _named("foundation", ["view"], ["protectedreveal"])
    | _named("auth", ["view"], ["user", "group"])
    | SECURITY_RECORD
    | {"admin.view_logentry"},
    "单位维护": (
        _named("foundation", ["view"], PLACES_AND_UNITS)
        | KEEPING_UNITS
        | KEEPING_CALENDAR
        | KEEPING_SYNONYMS
        | {SETTLE_UNIT_PROPOSAL}
    ),
    "责任编辑": EDITING,
    "副主编": CORRECTING,
    "主编": PUBLISHING,
    "账号管理": _named("auth", ["add", "change", "view"], ["user"])
    | SECURITY_RECORD
    | _named("auth", ["view"], ["group"])
    | _named("foundation", ["add", "change", "delete", "view"], ["jurisdiction"])
    | _named("foundation", ["view"], ["division"]),
    "养老乡镇经办": KEEPING_CARE | FILING | RATING_FOR_TOWNSHIP | SEEING_MONEY | {REVEAL_PROTECTED},
    "养老县区经办": MAINTAINING_CARE
    | FILING
    | AUDITING_CARE
    | RATING_FOR_COUNTY
    | SEEING_COMPLAINTS
    | {"eldercare.handle_complaint"}
    | MONEY_FOR_COUNTY
    | {REVEAL_PROTECTED, "eldercare.note_filing"},
    "养老评定员": SEEING_CARE | SEEING_RATING | ASSESSING,
    "养老市级管理": SEEING_CARE
    | AUDITING_CARE
    | RATING_FOR_CITY
    | SEEING_COMPLAINTS
    | MONEY_FOR_CITY
    | _named("foundation", ["view"], ["protectedreveal"])
    | {REVEAL_PROTECTED, "eldercare.export_institution"},
    "养老登记管理": MAINTAINING_CARE
    | AUDITING_CARE
    | SEEING_RATING
    | KEEPING_BONDS
    | _named("eldercare", ["add", "change"], ["supportmeasure"])
    | KEEPING_CALENDAR,
    "养老审计（只读）": SEEING_CARE
    | SEEING_RATING
    | SEEING_COMPLAINTS
    | SEEING_MONEY
    | EXPORTING_MONEY
    | AUDITING_CARE
    | _named("foundation", ["view"], ["protectedreveal"]),
}
