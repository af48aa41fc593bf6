"""What waits for the editors: drafts, uploads, problems, units, damage."""

from documents.models import ChecklistItem, Document, Problem, TextStatus
from foundation.models import Status, UnitProposal
from foundation.permissions import (
    ACCEPT_UPLOAD,
    HANDLE_SUBMISSION,
    SEND_SUBMISSION,
    SETTLE_UNIT_PROPOSAL,
)
from gazette.models import Issue, Submission, Upload, UploadState
from portal.matter import Matter

GAZETTE = (
    Matter(
        "退回的报送",
        "编辑部退回的：照退回原因改好，再报送。",
        "assignment_return",
        SEND_SUBMISSION,
        "gazette_submission",
        "state__exact=returned",
        lambda asker: Submission.objects.visible_to(asker.user, on=asker.on).returned(),
    ),
    Matter(
        "没有报送的草稿",
        "核对读到的内容，补齐以后报送。",
        "edit_note",
        SEND_SUBMISSION,
        "gazette_submission",
        "state__exact=draft",
        lambda asker: Submission.objects.visible_to(asker.user, on=asker.on).drafts(),
    ),
    Matter(
        "报送待收稿",
        "各单位报送的文件：核对后收稿、退回或不予刊登。",
        "outbox",
        HANDLE_SUBMISSION,
        "gazette_submission",
        "state__exact=sent",
        lambda asker: Submission.objects.visible_to(asker.user, on=asker.on).waiting(),
    ),
    Matter(
        "待核对的导入",
        "对照原文核对读到的内容，接受后存为草稿。",
        "upload_file",
        ACCEPT_UPLOAD,
        "gazette_upload",
        f"state__exact={UploadState.WAITING}",
        lambda _: Upload.objects.waiting(),
    ),
    Matter(
        "公报草稿",
        "核对目录、版权页和大事记后初审。",
        "menu_book",
        "gazette.change_issue",
        "gazette_issue",
        "status__exact=draft",
        lambda _: Issue.objects.filter(status=Status.DRAFT),
    ),
    Matter(
        "公文草稿",
        "核对要素、正文和责任事项后初审。",
        "article",
        "documents.change_document",
        "documents_document",
        "status__exact=draft",
        lambda _: Document.objects.filter(status=Status.DRAFT),
    ),
    Matter(
        "读入问题",
        "对照纸质版逐条核实，改好后标为已处理。",
        "rule",
        "documents.change_problem",
        "documents_problem",
        "",
        lambda _: Problem.objects.filter(settled=False),
    ),
    Matter(
        "待确认单位",
        "读到而不认识的单位名称：确认是谁，或忽略。",
        "domain_verification",
        SETTLE_UNIT_PROPOSAL,
        "foundation_unitproposal",
        "",
        lambda _: UnitProposal.objects.open(),
    ),
    Matter(
        "待补全文",
        "目前只有提要的公文：发布前导入原刊即补上全文，已发布的由导入起草更正。",
        "description",
        "documents.change_document",
        "documents_document",
        f"text_status__exact={TextStatus.OUTLINE}",
        lambda _: Document.objects.filter(text_status=TextStatus.OUTLINE),
    ),
    Matter(
        "残损清单",
        "责任清单里缺字、串行的行，对照纸质版补正。",
        "table_rows",
        "documents.change_checklistitem",
        "documents_checklistitem",
        "damaged__exact=1",
        lambda _: ChecklistItem.objects.filter(damaged=True),
    ),
)
