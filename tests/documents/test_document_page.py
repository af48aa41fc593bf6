"""One document: set in the order of GB/T 9704, with tasks at their place, validity, relations and citation."""

from datetime import date

import pytest
from django.test import Client

from documents.models import Document
from tests import make

BODY = "现将示例方案印发给你们。\n示例方案\n一、总则\n（一）目标\n1.做好示例。（示例市财政局牵头）\n二、保障\n另有一段。"


def read(document: Document) -> str:
    return Client().get(document.get_absolute_url()).content.decode()


def in_order(text: str, *pieces: str) -> bool:
    """Whether the pieces stand in the article in that order."""
    position = text.index("<article")
    for piece in pieces:
        position = text.find(piece, position)
        if position < 0:
            return False
    return True


@pytest.mark.django_db
def test_the_elements_stand_in_the_prescribed_order() -> None:
    organ = make.unit("示例市人民政府")
    document = make.document(
        "关于印发示例方案的通知",
        organs=[organ],
        body=BODY,
        enclosed_title="示例方案",
        addressees=["各县人民政府"],
        note="此件公开发布",
    )
    make.attachment(document, title="示例名单", text="姓名\t职务\n示例甲\t组长")
    text = read(document)
    assert in_order(
        text,
        "示例市人民政府文件",
        document.document_number,
        '<hr class="red-rule">',
        "关于印发示例方案的通知</h1>",
        "各县人民政府：",
        "现将示例方案印发给你们",
        "附件：",
        'class="signature">示例市人民政府',
        "2024年4月21日",
        "（此件公开发布）",
        'class="enclosed-title',
        "一、总则",
        "附件1",
        "示例名单</h2>",
        '<th scope="col">姓名</th>',
    )


@pytest.mark.django_db
def test_without_an_enclosed_text_the_signature_closes() -> None:
    document = make.document(organs=[make.unit("示例市人民政府")], body="一、总则\n最后一段。")
    assert in_order(read(document), "最后一段。", 'class="signature"')


@pytest.mark.django_db
def test_tasks_stand_after_their_paragraph_and_link_to_the_unit() -> None:
    unit = make.unit("示例市财政局")
    document = make.document(body=BODY, enclosed_title="示例方案")
    make.task(document, path="一/（一）/1", lead=[unit])
    make.task(document, path="九/（九）", title="没有位置的事项", lead=[unit])
    text = read(document)
    assert in_order(
        text, 'id="s1-1-1"', "task-note", f'href="/units/{unit.pk}/"', 'id="s2"', "没有位置的事项"
    )


@pytest.mark.django_db
def test_a_repealed_document_says_by_what() -> None:
    old = make.document("旧办法")
    new = make.document("新办法", written_on=date(2024, 5, 1))
    draft = make.document("草稿里的废止", published=False)
    make.relation(draft, old, kind="repeals")
    assert "已废止" not in read(old)
    make.relation(new, old, kind="repeals")
    text = read(old)
    assert "已废止" in text
    assert f'href="{new.get_absolute_url()}">《新办法》' in text


@pytest.mark.django_db
def test_interpretation_is_linked_both_ways() -> None:
    notice, reading = make.document("示例办法"), make.document("《示例办法》解读")
    make.relation(reading, notice, kind="interprets")
    assert f'href="{reading.get_absolute_url()}"' in read(notice)
    assert f'href="{notice.get_absolute_url()}"' in read(reading)


@pytest.mark.django_db
def test_the_documents_of_an_issue_lead_on_to_each_other() -> None:
    issue = make.issue()
    first, hidden, last = make.document(), make.document(published=False), make.document()
    for document in (first, hidden, last):
        make.entry(issue, document)
    assert f'href="{last.get_absolute_url()}" rel="next"' in read(first)
    assert f'href="{first.get_absolute_url()}" rel="prev"' in read(last)
    assert 'rel="next"' not in read(last)


@pytest.mark.django_db
def test_a_cited_document_that_is_not_public_is_text_only() -> None:
    hidden = make.document("未发布的办法", published=False)
    document = make.document()
    make.relation(document, hidden)
    text = read(document)
    assert "未发布的办法" in text
    assert hidden.get_absolute_url() not in text


@pytest.mark.django_db
def test_an_outline_says_gracefully_that_the_text_is_not_in_yet() -> None:
    document = make.document(text_status="outline", body="一、总则", abstract="讲的是示例。")
    text = read(document)
    assert "全文还没有录入" in text
    assert "讲的是示例。" in text
    assert "一、总则" in text


@pytest.mark.django_db
def test_the_citation_names_organ_title_number_issue_and_page() -> None:
    document = make.document("示例通知", organs=[make.unit("示例市民政局")])
    make.entry(make.issue(2024, 9), document, page=19)
    number = document.document_number
    wanted = f"示例市民政局：《示例通知》（{number}），载《临沧市人民政府公报》2024年第9期，第19页。"
    assert wanted in read(document)


@pytest.mark.django_db
def test_the_checklist_reads_as_cards_with_anchors() -> None:
    document = make.document()
    unit = make.unit("示例市财政局")
    make.checklist_item(document, section="一、基础", lead=[unit], damaged=True)
    make.checklist_item(document, section="否决项", veto=True, number=None)
    text = read(document)
    assert in_order(text, "一、基础", 'id="c1"', "原表残损", "示例市财政局", "否决项", 'id="c-2"')


@pytest.mark.django_db
def test_what_is_not_published_is_not_there_and_what_was_withdrawn_leaves_its_reason() -> None:
    assert Client().get(make.document(published=False).get_absolute_url()).status_code == 404
    withdrawn = make.document()
    make.withdrawn(withdrawn, "发现重大错误")
    response = Client().get(withdrawn.get_absolute_url())
    assert response.status_code == 410
    assert "发现重大错误" in response.content.decode()


@pytest.mark.django_db
def test_printed_text_is_never_markup() -> None:
    document = make.document("<script>标题</script>", body="一、<b>总则</b>\n甲\t<i>乙</i>")
    text = read(document)
    assert "<script>标题" not in text
    assert "<b>总则" not in text
    assert "<i>乙" not in text
