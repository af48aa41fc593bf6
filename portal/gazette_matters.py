"""What waits for the editors: drafts, uploads, problems, units, damage."""

from documents.models import ChecklistItem, Document, Problem, TextStatus
from foundation.models import Status, UnitProposal
from foundation.permissions import ACCEPT_UPLOAD, SETTLE_UNIT_PROPOSAL
from gazette.models import Issue, Upload, UploadState
from portal.matter import Matter

GAZETTE = (
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
        "目前只有提要的公文，读入原刊全文后自动补上。",
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
