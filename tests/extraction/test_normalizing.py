"""A record's text in one form: what is repaired, and what of other languages is left alone."""

import pytest

from crawler.extraction.normalizing import normalize_article
from crawler.model.items import Article
from tests.extraction.pages import PAGES

SOUND = next(page for page in PAGES if page.name == "nukeviet-hoi-cho").read().article
ENGLISH = (
    "The provincial administration published additional information concerning agricultural cooperatives, "
    "transportation infrastructure and environmental protection throughout the northwestern communities. "
)
TURKISH = "Bursa'nın belediyesi üreticilerle çalışmalarını sürdürüyor, Kahramanmaraş'ın kooperatifleri destekleniyor. "
TCVN3 = "Héi nghÞ bµn vÒ ®­êng liªn x· vµ kÕ ho¹ch mïa vô n¨m tíi cña bµ con n«ng d©n."
UNICODE = "Hội nghị bàn về đường liên xã và kế hoạch mùa vụ năm tới của bà con nông dân."


def normalized(body: str, language: str | None, title: str = "Tin") -> Article:
    assert SOUND is not None
    article = SOUND.model_copy(deep=True, update={"body": body, "title": title, "language": language, "summary": None})
    normalize_article(article)
    return article


@pytest.mark.parametrize("language", ["vi", None, "sv", "en"])
def test_a_legacy_encoding_is_repaired_whatever_language_it_looks_like(language: str | None) -> None:
    article = normalized(f"{TCVN3}\n\n{TCVN3}", language, TCVN3)
    assert article.body == f"{UNICODE}\n\n{UNICODE}"
    assert article.title == UNICODE
    assert any("tcvn3" in flag for flag in article.flags)


def test_sound_text_of_another_language_is_left_as_it_is() -> None:
    assert normalized(TURKISH * 3, "tr").body == TURKISH * 3
    assert normalized(ENGLISH * 3, "en").body == ENGLISH * 3


def test_damaged_text_of_another_language_is_repaired() -> None:
    assert normalized(f"{ENGLISH}The governor didnâ€™t travel. {ENGLISH}", "en").body == (
        f"{ENGLISH}The governor didn’t travel. {ENGLISH}".strip()
    )


def test_short_words_are_no_sign_of_another_language() -> None:
    article = normalized(f"{TCVN3} " * 3, "en")
    assert "ằ" not in article.body
    assert UNICODE in article.body
