"""The verbs of home care."""

from eldercare.actions.adjustments import adjust_award, approve_adjustment, claim_all, reject_adjustment
from eldercare.actions.applications import (
    check_materials,
    open_application,
    pass_review,
    return_application,
    save_self_assessment,
    submit_application,
    withdraw_application,
)
from eldercare.actions.awards import (
    approve_award,
    prepare_construction_award,
    prepare_operating_award,
    reject_award,
)
from eldercare.actions.calendar_links import renew_calendar_link, withdraw_calendar_link
from eldercare.actions.complaints import (
    accept_complaint,
    decline_complaint,
    forget_contacts,
    handle_complaint,
    receive_complaint,
)
from eldercare.actions.corrections import correct_decision
from eldercare.actions.decisions import approve, confirm, decline, refuse, remand, send_back
from eldercare.actions.evidence import add_evidence, void_evidence
from eldercare.actions.filings import (
    accept_filing,
    cancel_filing,
    discard_filing,
    note_copy,
    open_filing,
    return_filing,
    submit_filing,
)
from eldercare.actions.fund_uses import record_use, void_use
from eldercare.actions.incidents import cancel_level, determine_incident, record_incident
from eldercare.actions.inspections import (
    close_rectification,
    extend_deadline,
    fail_rectification,
    lower_or_revoke,
    order_rectification,
    record_inspection,
    record_recheck,
)
from eldercare.actions.money_rules import publish_money_rules, retire_money_rules
from eldercare.actions.panels import convene_panel, finish_assessment, record_findings
from eldercare.actions.spreadsheets import (
    discard_spreadsheet,
    import_spreadsheet,
    receive_spreadsheet,
    wipe_spreadsheets,
)
from eldercare.actions.standards import (
    draft_edition,
    keep_criterion,
    publish_edition,
    remove_criterion,
    reschedule_round,
    retire_edition,
    set_up_round,
)
from eldercare.actions.succession import succeed
from eldercare.actions.vouchers import (
    discard_voucher,
    draft_payment,
    draft_recovery,
    post_voucher,
    reverse_voucher,
)

__all__ = [
    "accept_complaint",
    "accept_filing",
    "add_evidence",
    "adjust_award",
    "approve",
    "approve_adjustment",
    "approve_award",
    "cancel_filing",
    "cancel_level",
    "check_materials",
    "claim_all",
    "close_rectification",
    "confirm",
    "convene_panel",
    "correct_decision",
    "decline",
    "decline_complaint",
    "determine_incident",
    "discard_filing",
    "discard_spreadsheet",
    "discard_voucher",
    "draft_edition",
    "draft_payment",
    "draft_recovery",
    "extend_deadline",
    "fail_rectification",
    "finish_assessment",
    "forget_contacts",
    "handle_complaint",
    "import_spreadsheet",
    "keep_criterion",
    "lower_or_revoke",
    "note_copy",
    "open_application",
    "open_filing",
    "order_rectification",
    "pass_review",
    "post_voucher",
    "prepare_construction_award",
    "prepare_operating_award",
    "publish_edition",
    "publish_money_rules",
    "receive_complaint",
    "receive_spreadsheet",
    "record_findings",
    "record_incident",
    "record_inspection",
    "record_recheck",
    "record_use",
    "refuse",
    "reject_adjustment",
    "reject_award",
    "remand",
    "remove_criterion",
    "renew_calendar_link",
    "reschedule_round",
    "retire_edition",
    "retire_money_rules",
    "return_application",
    "return_filing",
    "reverse_voucher",
    "save_self_assessment",
    "send_back",
    "set_up_round",
    "submit_application",
    "submit_filing",
    "succeed",
    "void_evidence",
    "void_use",
    "wipe_spreadsheets",
    "withdraw_application",
    "withdraw_calendar_link",
]
