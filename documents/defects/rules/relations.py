"""What a document says of others: citations that lead nowhere, repeals in the air, and its own number. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from documents.defects.defect import Found, Place
from documents.defects.facts import DocumentFacts, RelationFact, Surroundings
from documents.document_numbers import read_number
from foundation.chinese_text import fold

ROWS = "outgoing_relations"
# What binds the public and lasts is read with its 解读 (国办发〔2016〕80号).
_NORMATIVE_SERIES = re.compile(r"规(?:发)?$")
_NORMATIVE_TEXT = re.compile(r"(?:办法|规定|细则|条例|规则)(?:[（(](?:试行|暂行|修订)[）)])?$")
_ISSUES = re.compile(r"(?:印发|公布|发布|颁布)《?(.+?)》?的(?:通知|决定|公告|通告|命令|令)$")


def citations(document: DocumentFacts, around: Surroundings) -> Iterator[Found]:
    for relation in document.relations:
        if relation.kind in ("repeals", "interprets") or _is_itself(document, relation):
            continue
        if relation.target is None:
            if relation.number and relation.number.series in around.own_series:
                sentence = (
                    f"引用的{relation.name}（{relation.number}）没有在库，请核对文号，或者导入这份文件。"
                )
                yield _found("citation_unresolved", document, relation, sentence)
        elif _gone_before(document, relation):
            ended = f"{relation.target.repealed_on}起" if relation.target.repealed_on else "已"
            sentence = f"引用的{relation.name}{ended}被“{relation.target.repealing}”废止，请核对依据。"
            yield _found("basis_repealed", document, relation, sentence)


def _gone_before(document: DocumentFacts, relation: RelationFact) -> bool:
    """The target had ended, by another document, when this one was written."""
    target = relation.target
    if target is None or target.repealed_by in (None, document.pk):
        return False
    since, written = target.repealed_on, document.written_on or document.printed_month
    return since is None or written is None or since <= written


def repeals(document: DocumentFacts, around: Surroundings) -> Iterator[Found]:
    for relation in document.relations:
        if relation.kind != "repeals":
            continue
        if _is_itself(document, relation):
            sentence = f"写明废止的{relation.name}就是这份文件自己，请改正。"
            yield _found("repeal_of_itself", document, relation, sentence)
        elif relation.target is None:
            sentence = f"写明废止的{relation.name}没有在库，它的“有效”标记不会改变：请导入它，或者说明。"
            yield _found("repeal_unknown", document, relation, sentence)
        elif _gone_before(document, relation):
            sentence = f"写明废止的{relation.name}此前已被“{relation.target.repealing}”废止，请核对。"
            yield _found("repeal_twice", document, relation, sentence)


def _is_itself(document: DocumentFacts, relation: RelationFact) -> bool:
    if relation.number is not None:
        return relation.number == document.number
    named = fold(relation.title)
    return bool(named) and named in (fold(document.title), fold(document.enclosed_title))


def interpretation(document: DocumentFacts, around: Surroundings) -> Iterator[Found]:
    for relation in document.relations:
        if relation.kind == "interprets" and relation.target is None:
            sentence = f"所解读的{relation.name}没有在库，两边不能互相链接：请核对标题，或者导入它。"
            yield _found("interprets_unknown", document, relation, sentence)
    if is_normative(document) and not document.is_interpreted:
        sentence = "规范性文件还没有政策解读：请随文刊登解读；不需要解读的请说明理由。"
        yield Found("interpretation_missing", document.at("解读"), sentence, fold(document.title))


def is_normative(document: DocumentFacts) -> bool:
    """By its series (政规发 …), because what it lays down is a 办法, 规定, 细则 …, or puts an end to an older text."""
    if document.number and _NORMATIVE_SERIES.search(document.number.series):
        return True
    if "解读" in document.title:
        return False
    if "废止" not in document.title and any(relation.kind == "repeals" for relation in document.relations):
        return True
    issued = _ISSUES.search(document.title)
    return any(
        _NORMATIVE_TEXT.search(title) for title in (document.enclosed_title, issued[1] if issued else "")
    )


def own_number(document: DocumentFacts, around: Surroundings) -> Iterator[Found]:
    place = document.at("发文字号", "document_number")
    for other in document.same_number:
        sentence = (
            f"发文字号“{document.document_number}”也是“{other}”的文号，一个文号只能有一份文件，请核对。"
        )
        yield Found("number_taken", place, sentence, f"{document.document_number}/{other}")
    read = read_number(document.document_number)
    if document.number and read and read != document.number:
        sentence = f"发文字号写作“{document.document_number}”，拆开填的却是“{document.number}”，请改成一致。"
        yield Found("number_parts_differ", place, sentence, f"{document.document_number}/{document.number}")


def _found(code: str, document: DocumentFacts, relation: RelationFact, sentence: str) -> Found:
    place = _row(document, relation)
    return Found(code, place, sentence, f"{relation.kind}/{fold(relation.title)}/{relation.printed_number}")


def _row(document: DocumentFacts, relation: RelationFact) -> Place:
    return document.at("文件关系", rows=ROWS, row=relation.pk)


RULES = (citations, repeals, interpretation, own_number)
