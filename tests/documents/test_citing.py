"""How a document, and a place in it, are cited."""

import pytest

from documents.citing import cite, place_in_text


def test_a_citation_names_what_is_known_and_leaves_out_the_rest() -> None:
    whole = cite(
        organs=["示例市民政局", "示例市财政局"],
        title="示例通知",
        number="示民发〔2024〕1号",
        gazette="示例公报",
        issue="2024年第9期",
        page=19,
        address="https://example.cn/documents/1/",
    )
    assert whole.work == "示例市民政局、示例市财政局：《示例通知》（示民发〔2024〕1号）"
    assert whole.printed == "，载《示例公报》2024年第9期，第19页"
    assert str(whole) == f"{whole.work}{whole.printed}。https://example.cn/documents/1/"
    bare = cite(organs=[], title="示例公告", number="", address="https://example.cn/documents/2/")
    assert str(bare) == "《示例公告》。https://example.cn/documents/2/"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("一", "第一部分"),
        ("二十一/（三）/4", "第二十一部分（三）第4点"),
        ("一/（一）/1/（2）", "第一部分（一）第1点（2）"),
        ("第一章/第五条", "第一章第五条"),
        ("3", "第3点"),
        ("", ""),
    ],
)
def test_a_place_is_named_as_one_would_say_it(path: str, words: str) -> None:
    assert place_in_text(path) == words
