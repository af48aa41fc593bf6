"""Community home-care institutions: who runs them, what they are, how they are registered and filed."""

from eldercare.models.affiliation import Affiliation
from eldercare.models.application import RatingApplication, RatingMove
from eldercare.models.award import Adjustment, Award
from eldercare.models.calendar_link import CalendarLink
from eldercare.models.care_change import CareChange
from eldercare.models.complaint import Complaint, ComplaintMove
from eldercare.models.decision import DecisionBook, RatingDecision
from eldercare.models.evidence import Evidence
from eldercare.models.filing import FORM, Filing, FilingMove
from eldercare.models.fund_use import FundUse
from eldercare.models.incident import Incident
from eldercare.models.institution import Institution
from eldercare.models.money_rules import MoneyRules
from eldercare.models.operator import Operator
from eldercare.models.panel import Finding, PanelMember
from eldercare.models.rating import Rating
from eldercare.models.rating_round import RatingRound
from eldercare.models.receipt_book import ReceiptBook
from eldercare.models.records import ConditionCheck, Licence, ServiceOffer, StaffCount
from eldercare.models.rectification import Extension, Inspection, Recheck, Rectification
from eldercare.models.registration import Registration, RegistrationChange
from eldercare.models.self_assessment import Material, SelfMark
from eldercare.models.spreadsheet_upload import SpreadsheetUpload
from eldercare.models.standard import Criterion, StandardEdition
from eldercare.models.succession import Succession
from eldercare.models.support_measure import SupportMeasure
from eldercare.models.voucher import Entry, Voucher, VoucherBook

__all__ = [
    "FORM",
    "Adjustment",
    "Affiliation",
    "Award",
    "CalendarLink",
    "CareChange",
    "Complaint",
    "ComplaintMove",
    "ConditionCheck",
    "Criterion",
    "DecisionBook",
    "Entry",
    "Evidence",
    "Extension",
    "Filing",
    "FilingMove",
    "Finding",
    "FundUse",
    "Incident",
    "Inspection",
    "Institution",
    "Licence",
    "Material",
    "MoneyRules",
    "Operator",
    "PanelMember",
    "Rating",
    "RatingApplication",
    "RatingDecision",
    "RatingMove",
    "RatingRound",
    "ReceiptBook",
    "Recheck",
    "Rectification",
    "Registration",
    "RegistrationChange",
    "SelfMark",
    "ServiceOffer",
    "SpreadsheetUpload",
    "StaffCount",
    "StandardEdition",
    "Succession",
    "SupportMeasure",
    "Voucher",
    "VoucherBook",
]
