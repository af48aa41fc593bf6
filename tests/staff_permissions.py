"""Which permission opens each address of the staff's desk: written down by hand, never asked of the desk itself.

A word is a permission of the address's own app; several words: any of them opens it; `view` is seeing (or changing) the
noun itself. The four pages every noun has are not listed: list, page and history ask for `view`, the page for a new one
for `add_…`, taking away for `delete_…`.
"""

from __future__ import annotations

from django.conf import settings

from tests.staff_addresses import Address

# For everybody who is logged in: the first page, the help, the words of the scripts, the way out, what is one's own;
# the way to the public page of something leads out of the desk, and that page asks for itself.
ONES_OWN = frozenset(
    {
        "",
        "autocomplete/",
        "help/",
        "jsi18n/",
        "login/",
        "logout/",
        "password_change/",
        "password_change/done/",
        "r/<path:content_type_id>/<path:object_id>/",
        "search/",
        "second-factor/",
        "verify/",
    }
)


def _life(noun: str) -> dict[str, str]:
    return {
        "preview": "view",
        "defects": "view",
        "first_review": f"first_review_{noun}",
        "second_review": f"second_review_{noun}",
        "final_review": f"final_review_{noun}",
        "return": f"return_{noun}",
        "publish": f"publish_{noun}",
        "schedule": f"publish_{noun}",
        "unschedule": f"publish_{noun}",
        "withdraw": f"withdraw_{noun}",
    }


def _duty(noun: str) -> dict[str, str]:
    return {"review": "view", "take": f"change_{noun}", "hand-over": "foundation.hand_over_duty"}


_RATING = "ratingapplication"
_SENT = "view_submission send_submission"
DEEDS: dict[str, dict[str, str]] = {
    "auth/user": {
        "<id>/password": "change_user",
        "reset-second-factor": "change_user",
        "security-record": "foundation.view_securityevent",
        "temporary-password": "change_user",
        "unlock": "change_user",
    },
    "documents/correction": {
        **_life("correction"),
        "adopt": "change_correction",
        "changes": "view",
    },
    "documents/document": {
        **_life("document"),
        **_duty("document"),
        "changes": "view",
        "correct": "add_correction",
    },
    "eldercare/award": {
        "adjust": "prepare_award",
        "approve": "check_award",
        "approve-change": "check_award",
        "reject": "check_award",
        "reject-change": "check_award",
        "pay": "draft_voucher",
        "recover": "draft_voucher",
        "use": "add_funduse",
        "export": "export_award",
        "forecast": "view_award",
        "forecast/export": "export_award",
    },
    "eldercare/complaint": {
        "accept": "handle_complaint",
        "decline": "handle_complaint",
        "handle": "handle_complaint",
        "reveal": "foundation.reveal_protected",
    },
    "eldercare/criterion": {"add": "change_standardedition", "delete": "change_standardedition"},
    "eldercare/evidence": {"<int:pk>/file": "view", "void": "void_evidence"},
    "eldercare/filing": {
        "<int:pk>/papers/<slug:paper>.pdf": "view",
        "<int:pk>/papers/full": "foundation.reveal_protected",
        "papers": "view",
        "accept": "accept_filing",
        "cancel": "cancel_filing",
        "discard": "submit_filing",
        "note": "note_filing",
        "return": "return_filing",
        "reveal": "foundation.reveal_protected",
        "submit": "submit_filing",
    },
    "eldercare/funduse": {"void": "void_funduse"},
    "eldercare/incident": {"cancel": "withdraw_level", "determine": "determine_incident"},
    "eldercare/institution": {
        "<int:pk>/money": "view_award",
        "<int:pk>/money/<int:year>": "prepare_award",
        "<int:pk>/money/project": "prepare_award",
        "<int:pk>/money/reclaim/<int:order>": "prepare_award",
        "<int:pk>/papers/<slug:slug>.pdf": "view",
        "attach": "add_evidence",
        "file": "submit_filing",
        "gaps": "view",
        "incident": "add_incident",
        "inspect": "add_inspection",
        "order": "order_rectification",
        "papers": "view",
        "rate": "apply_rating",
        "reveal": "foundation.reveal_protected",
        "subsidies": "view_award",
        "succeed": "succeed_institution",
        "by-number": "change_institution",
        "export": "export_institution",
        "import": "import_institution",
        "import/<int:pk>": "import_institution",
        "import/<int:pk>/confirm": "import_institution",
        "import/<int:pk>/discard": "import_institution",
        "import/<int:pk>/wrong-rows.xlsx": "import_institution",
        "import/template.xlsx": "import_institution",
        "radar": "view_institution",
        "radar/address": "view_institution",
    },
    "eldercare/moneyrules": {"publish": "publish_moneyrules", "retire": "publish_moneyrules"},
    "eldercare/ratingapplication": {
        "<int:pk>/papers/<slug:slug>.pdf": "view",
        "<int:pk>/papers/full": "foundation.reveal_protected",
        "papers": "view",
        "approve": "approve_rating",
        "confirm": "confirm_rating",
        "convene": "convene_panel",
        "decline": "confirm_rating",
        "finish": "assess_rating",
        "materials": "apply_rating",
        "pass": "review_rating",
        "record": "assess_rating",
        "refuse": "approve_rating",
        "remand": "confirm_rating",
        "return": "review_rating approve_rating",
        "reveal": "foundation.reveal_protected",
        "self-assess": "apply_rating",
        "send-back": "approve_rating",
        "submit": "apply_rating",
        "withdraw": "apply_rating",
    },
    "eldercare/ratingdecision": {
        "<int:pk>/papers/<slug:slug>.pdf": "view",
        "papers": "view",
        "correct": "correct_ratingdecision",
    },
    "eldercare/ratinground": {"catalogue": "view", "reschedule": "change_ratinground"},
    "eldercare/rectification": {
        "close": "end_rectification",
        "extend": "order_rectification",
        "fail": "end_rectification",
        "recheck": "order_rectification",
        "take": "withdraw_level",
    },
    "eldercare/standardedition": {
        "compare": "view",
        "draft": "publish_standardedition",
        "publish": "publish_standardedition",
        "retire": "publish_standardedition",
    },
    "eldercare/voucher": {
        "discard": "draft_voucher",
        "export": "export_award",
        "post": "post_voucher",
        "reverse": "draft_voucher",
    },
    "foundation/liaison": {"end": "change_liaison"},
    "foundation/workyear": {"fill": "change_workyear"},
    "gazette/issue": {
        **_life("issue"),
        **_duty("issue"),
        "<int:pk>/cover": "view",
        "<int:pk>/pdf": "view",
        "progress": "view",
    },
    "gazette/submission": {
        "add": "send_submission",
        "<int:pk>/accept": "handle_submission",
        "<int:pk>/attach": "send_submission",
        "<int:pk>/decline": "handle_submission",
        "<int:pk>/detach/<int:file>": "send_submission",
        "<int:pk>/edit": "send_submission",
        "<int:pk>/file": _SENT,
        "<int:pk>/file/<int:file>": _SENT,
        "<int:pk>/return": "handle_submission",
        "<int:pk>/send": "send_submission",
        "<int:pk>/take": "handle_submission",
        "<int:pk>/withdraw": "send_submission",
        "report": "view_submission",
        "report/csv": "view_submission",
        "report/print": "view_submission",
    },
    "gazette/upload": {
        "<int:pk>/accept": "accept_upload",
        "<int:pk>/decide": "accept_upload",
        "<int:pk>/discard": "accept_upload",
        "<int:pk>/file": "view",
        "<int:pk>/reread": "accept_upload",
        "<int:pk>/undo": "accept_upload",
    },
    "gazette/yearlyreport": {
        "<int:year>": "view_yearlyreport",
        "<int:year>/confirm": "confirm_yearlyreport",
        "<int:year>/print": "view_yearlyreport",
        "<int:year>/revoke": "confirm_yearlyreport",
        "dates/<int:pk>": "change_issue",
        "stale": "view_yearlyreport",
    },
}
# Nouns that are seen with another permission than their own.
SEEN_WITH: dict[str, str] = {
    "eldercare/criterion": "view_standardedition change_standardedition",
    "gazette/submission": _SENT,
}
OBJECT = "<path:object_id>/"


def permissions_for(address: Address) -> frozenset[str] | None:
    """Any of these opens the address; None: everybody's who is logged in. KeyError: nobody wrote it down."""
    route = address.route.removeprefix(settings.ADMIN_PATH)
    if route in ONES_OWN:
        return None
    app, name, page = route.split("/", 2)
    noun = f"{app}/{name}"
    page = page.removeprefix(OBJECT).removesuffix("/")
    seeing = SEEN_WITH.get(noun, f"view_{name} change_{name}")
    pages = {
        "": seeing,
        "change": seeing,
        "history": seeing,
        "add": f"add_{name}",
        "delete": f"delete_{name}",
    }
    said = (pages | DEEDS.get(noun, {}))[page]
    words = (seeing if said == "view" else said).split()
    return frozenset(word if "." in word else f"{app}.{word}" for word in words)
