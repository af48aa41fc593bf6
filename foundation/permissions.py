"""Names of the permissions the offices ask for. A test finds each of them in the database."""

from foundation.lifecycle import Verb

SETTLE_UNIT_PROPOSAL = "foundation.change_unitproposal"
CORRECT_DOCUMENT = "documents.correct_document"
REVEAL_PROTECTED = "foundation.reveal_protected"
ADD_UNIT = "foundation.add_unit"
CHANGE_WORK_YEAR = "foundation.change_workyear"
TICK_DEFECT = "documents.tick_defect"
ADD_UPLOAD = "gazette.add_upload"
ACCEPT_UPLOAD = "gazette.accept_upload"


def moving(app_label: str, model_name: str, verb: Verb) -> str:
    """The permission to move a noun along its lifecycle, e.g. `documents.publish_document`."""
    return f"{app_label}.{verb.value}_{model_name}"


PUBLISH_DOCUMENT = moving("documents", "document", Verb.PUBLISH)
WITHDRAW_DOCUMENT = moving("documents", "document", Verb.WITHDRAW)
PUBLISH_ISSUE = moving("gazette", "issue", Verb.PUBLISH)
WITHDRAW_ISSUE = moving("gazette", "issue", Verb.WITHDRAW)
