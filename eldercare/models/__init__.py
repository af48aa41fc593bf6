"""Community home-care institutions: who runs them, what they are, how they are registered and filed."""

from eldercare.models.care_change import CareChange
from eldercare.models.evidence import Evidence
from eldercare.models.filing import FORM, Filing, FilingMove
from eldercare.models.institution import Institution
from eldercare.models.operator import Operator
from eldercare.models.receipt_book import ReceiptBook
from eldercare.models.records import ConditionCheck, Licence, ServiceOffer, StaffCount
from eldercare.models.registration import Registration, RegistrationChange
from eldercare.models.spreadsheet_upload import SpreadsheetUpload
from eldercare.models.succession import Succession
from eldercare.models.support_measure import SupportMeasure

__all__ = [
    "FORM",
    "CareChange",
    "ConditionCheck",
    "Evidence",
    "Filing",
    "FilingMove",
    "Institution",
    "Licence",
    "Operator",
    "ReceiptBook",
    "Registration",
    "RegistrationChange",
    "ServiceOffer",
    "SpreadsheetUpload",
    "StaffCount",
    "Succession",
    "SupportMeasure",
]
