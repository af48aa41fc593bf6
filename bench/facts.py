"""What a reading says, as plain facts by kind, so that it can be counted against what a person read."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

Facts = dict[str, list[str]]

ROLES = {"lead": "牵头", "support": "配合", "responsible": "负责"}
AIMS = {  # the share that must be right (issue 3): all, but for these
    "责任单位": 0.995,
    "金额": 0.98,
    "大事": 0.995,
    "人物": 0.995,
    "引用": 0.98,
    "废止": 0.98,
}


def facts_of(answer: Mapping[str, Any]) -> Facts:
    """Every fact of a contract answer as a line of its kind; running text is left out."""
    issue, facts = answer["issue"], Facts()
    facts["期次"] = [
        f"{key} {issue[key]}" for key in ("title", "year", "number", "total_number", "published")
    ]
    facts["期次"] += [f"{key} {issue[key]}" for key in ("frequency", "permit_number", "sponsor")]
    facts["编委会"] = [f"{row['role']} {name}" for row in issue["masthead"] for name in row["names"]]
    facts["联系方式"] = [
        f"{key} {value}" for key, value in issue["contact"].items() if value and key != "printer_phone"
    ]  # a printer's mobile number is nobody's business here
    facts["目录"] = [f"{line['column']} {line['title']} {line['page']}" for line in issue["contents"]]
    for document in answer["documents"]:
        for kind, lines in _document(document).items():
            facts.setdefault(kind, []).extend(f"{document['title'][:20]} {line}" for line in lines)
    events = [event for entry in answer["chronicle"] for event in entry["events"]]
    facts["大事记"] = [f"{entry['start']} {entry['end']}" for entry in answer["chronicle"]]
    facts["大事"] = [f"{e['start']} {e['end']} {e['text'][:8]}{e['text'][-4:]}" for e in events]
    facts["人物"] = [f"{e['start']} {e['text'][:8]} {name}" for e in events for name in e["people"]]
    return facts


def score(read: Facts, expected: Facts) -> dict[str, tuple[int, int, int]]:
    """For each kind of fact: how many agree, how many were read, how many were expected."""
    result = {}
    for kind in expected:
        one, other = Counter(read.get(kind, [])), Counter(expected[kind])
        result[kind] = ((one & other).total(), one.total(), other.total())
    return result


def _document(document: Mapping[str, Any]) -> Facts:
    return {
        "公文": [f"{document['document_number']} {document['kind']} {document['column']}"],
        "发文机关": document["organs"],
        "主送机关": document["addressees"],
        "成文日期": [f"{document['written_on']} {document['written_on_printed']}"],
        "附注": [str(document["note"])],
        "附件": [f"{attachment['label']} {attachment['title']}" for attachment in document["attachments"]],
        "标题层次": [f"{heading['path']} {heading['form']}" for heading in document["headings"]],
        "责任单位": [
            f"{task['path']} {ROLES[role['role']]}{'*' if role['implied'] else ''} {role['unit']}"
            for task in document["tasks"]
            for role in task["assignments"]
        ],
        "金额": [f"{task['path']} {amount}" for task in document["tasks"] for amount in task["amounts"]],
        "责任清单": [
            f"{item['number']} {'残损 ' if item['damaged'] else ''}{item['point']} {item['points']} "
            + " ".join(f"{ROLES[role['role']]}:{role['unit']}" for role in item["assignments"])
            for item in document["checklist"]
        ],
        "引用": [f"{citation['title']} {citation['document_number']}" for citation in document["citations"]],
        "废止": [f"{repeal['title']} {repeal['document_number']}" for repeal in document["repeals"]],
    }
