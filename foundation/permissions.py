"""Names of the permissions the offices ask for. A test finds each of them in the database."""

from foundation.lifecycle import MOVES, Verb

SETTLE_UNIT_PROPOSAL = "foundation.change_unitproposal"
CORRECT_DOCUMENT = "documents.correct_document"
ADD_CORRECTION = "documents.add_correction"
CHANGE_CORRECTION = "documents.change_correction"
REVEAL_PROTECTED = "foundation.reveal_protected"
ADD_UNIT = "foundation.add_unit"
CHANGE_WORK_YEAR = "foundation.change_workyear"
VIEW_REMARK = "foundation.view_remark"
ADD_REMARK = "foundation.add_remark"
VIEW_DUTY = "foundation.view_editorialduty"
HAND_OVER_DUTY = "foundation.hand_over_duty"
TICK_DEFECT = "documents.tick_defect"
ADD_UPLOAD = "gazette.add_upload"
ACCEPT_UPLOAD = "gazette.accept_upload"
ADD_LIAISON = "foundation.add_liaison"
CHANGE_LIAISON = "foundation.change_liaison"
SEND_SUBMISSION = "gazette.send_submission"
VIEW_SUBMISSION = "gazette.view_submission"
HANDLE_SUBMISSION = "gazette.handle_submission"
VIEW_FIGURES = "gazette.view_yearlyreport"
CONFIRM_YEAR = "gazette.confirm_yearlyreport"


def moving(app_label: str, model_name: str, verb: Verb) -> str:
    """The permission to move a noun along its lifecycle, e.g. `documents.publish_document`; nobody's is empty."""
    permission = MOVES[verb].permission
    return f"{app_label}.{permission.value}_{model_name}" if permission else ""


FIRST_REVIEW_DOCUMENT = moving("documents", "document", Verb.FIRST_REVIEW)
SECOND_REVIEW_DOCUMENT = moving("documents", "document", Verb.SECOND_REVIEW)
FINAL_REVIEW_DOCUMENT = moving("documents", "document", Verb.FINAL_REVIEW)
RETURN_DOCUMENT = moving("documents", "document", Verb.RETURN)
PUBLISH_DOCUMENT = moving("documents", "document", Verb.PUBLISH)
WITHDRAW_DOCUMENT = moving("documents", "document", Verb.WITHDRAW)
FIRST_REVIEW_ISSUE = moving("gazette", "issue", Verb.FIRST_REVIEW)
SECOND_REVIEW_ISSUE = moving("gazette", "issue", Verb.SECOND_REVIEW)
FINAL_REVIEW_ISSUE = moving("gazette", "issue", Verb.FINAL_REVIEW)
RETURN_ISSUE = moving("gazette", "issue", Verb.RETURN)
FIRST_REVIEW_CORRECTION = moving("documents", "correction", Verb.FIRST_REVIEW)
SECOND_REVIEW_CORRECTION = moving("documents", "correction", Verb.SECOND_REVIEW)
FINAL_REVIEW_CORRECTION = moving("documents", "correction", Verb.FINAL_REVIEW)
RETURN_CORRECTION = moving("documents", "correction", Verb.RETURN)
PUBLISH_CORRECTION = moving("documents", "correction", Verb.PUBLISH)
PUBLISH_ISSUE = moving("gazette", "issue", Verb.PUBLISH)
WITHDRAW_ISSUE = moving("gazette", "issue", Verb.WITHDRAW)
