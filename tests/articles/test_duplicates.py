"""Near-duplicates: what points at what, over batches, restarts, edits and boilerplate."""

import hashlib
import random
from collections import Counter
from itertools import pairwise

import pytest
from sqlalchemy import func, select

from crawler.articles import band_index, duplicates
from crawler.articles.shingles import MIN_WORDS, bands, signatures, similarity
from crawler.crawl.store import Store
from crawler.database.engine import reading, writing
from crawler.database.tables import articles, sketches
from crawler.model.items import Article
from tests.articles.test_revisions import commit, log
from tests.records import PORTAL, article

SYLLABLES = [
    one + two
    for one in ["b", "c", "d", "đ", "g", "h", "kh", "l", "m", "n", "ng", "nh", "ph", "t", "th", "tr", "v", "x"]
    for two in ["an", "ang", "ao", "ây", "em", "iên", "ôi", "ông"]
]


def words(seed: object, count: int = 200) -> list[str]:
    """A text that resembles no other."""
    return random.Random(str(seed)).choices(SYLLABLES, k=count)


def changed(text: list[str], every: int) -> list[str]:
    return [f"khác{place}" if place % every == 3 else word for place, word in enumerate(text)]


def post(key: str, text: list[str], portal: str = PORTAL) -> Article:
    made = article(key, " ".join(text), portal=portal)
    made.content_hash = hashlib.sha256(f"{made.title} {made.body}".encode()).hexdigest()
    return made


def marks(store: Store) -> dict[str, str | None]:
    """What each newest revision points at, without the portal."""
    return {
        str(record["id"]).split(":")[1]: record["duplicate_of"] and str(record["duplicate_of"]).split(":")[1]  # type: ignore[misc]
        for record in log(store)
    }


@pytest.mark.parametrize("together", [True, False], ids=["in one batch", "in a later run"])
def test_a_reprint_points_at_the_earliest_it_resembles(store: Store, together: bool) -> None:
    original, other = words("a"), words("b")
    reprint = [*words("lead", 25), *original[20:]]
    found = [
        post("1", original),
        post("2", other),
        post("3", reprint, "khac"),
        post("4", changed(original, 20), "khac"),
    ]
    if together:
        commit(store, *found)
    else:
        for hours, one in enumerate(found):
            commit(store, one, hours=hours)
    assert marks(store) == {"1": None, "2": None, "3": "1", "4": "1"}
    with reading(store.engine) as connection:
        rows = connection.execute(select(articles.c.id, articles.c.similarity).order_by(articles.c.seq)).all()
    shares = [share for _, share in rows]
    assert shares[:2] == [None, None]
    assert all(0.7 < share < 1 for share in shares[2:])


def test_the_mark_is_in_the_record_as_in_the_table(store: Store) -> None:
    commit(store, post("1", words("a")), post("2", changed(words("a"), 30)))
    [_, copy] = log(store)
    with reading(store.engine) as connection:
        row = connection.execute(select(articles).where(articles.c.duplicate_of.is_not(None))).one()
    assert (
        (copy["duplicate_of"], copy["similarity"])
        == (row.duplicate_of, row.similarity)
        == (f"{PORTAL}:1", row.similarity)
    )


def test_an_exact_copy_has_similarity_one(store: Store) -> None:
    commit(store, article("1", "như nhau"), article("2", "như nhau"))
    assert [record["similarity"] for record in log(store)] == [None, 1.0]


def test_the_index_outlives_the_process(store_url: str) -> None:
    first = Store.open(store_url)
    commit(first, post("1", words("a")))
    first.close()
    second = Store.open(store_url)
    commit(second, post("2", changed(words("a"), 15)), hours=1)
    assert marks(second) == {"1": None, "2": "1"}
    second.close()


def test_tone_style_case_and_missing_diacritics_hide_no_copy(store: Store) -> None:
    text = words("a")
    commit(store, post("1", ["hòa", "Thủy", *text]), post("2", ["hoà", "thuỷ", *(word.upper() for word in text)]))
    assert marks(store)["2"] == "1"


def test_an_edited_article_is_compared_by_its_new_text(store: Store) -> None:
    commit(store, post("1", words("a")))
    commit(store, post("1", words("b")), hours=1)
    commit(store, post("2", changed(words("a"), 15)), post("3", changed(words("b"), 15)), hours=2)
    assert marks(store) == {"1": None, "2": None, "3": "1"}
    with reading(store.engine) as connection:
        assert connection.execute(select(func.count()).select_from(sketches)).scalar_one() == 3


def test_an_edited_original_does_not_point_at_its_copy(store: Store) -> None:
    commit(store, post("1", words("a")), post("2", changed(words("a"), 20)))
    commit(store, post("1", changed(words("a"), 50)), hours=1)
    assert marks(store) == {"1": None, "2": "1"}


def test_shared_boilerplate_makes_no_copies_and_does_not_grow_the_work(store: Store) -> None:
    boilerplate = words("boilerplate", 120)
    count = duplicates.BUCKET * 2
    commit(store, *(post(str(number), words(number, 120) + boilerplate) for number in range(count)))
    commit(store, post("copy", changed(words(count - 1, 120), 25) + boilerplate), hours=1)
    found = marks(store)
    assert found.pop("copy") == str(count - 1)
    assert set(found.values()) == {None}


def test_a_band_keeps_those_that_had_it_first(store: Store) -> None:
    with writing(store.engine) as connection:
        for number in range(1, duplicates.BUCKET + 5):
            duplicates.enter_texts(connection, [(number, words("a"))])
        held, numbers = band_index.look_up(connection, bands(signatures([words("a")])))
    assert set(Counter(held.tolist()).values()) == {duplicates.BUCKET}
    assert set(numbers.tolist()) == set(range(1, duplicates.BUCKET + 1))


def test_short_notices_are_copies_only_when_the_same(store: Store) -> None:
    notice = words("a", MIN_WORDS - 1)
    commit(store, post("1", notice), post("2", [*notice[:-1], "khác"]))
    assert marks(store) == {"1": None, "2": None}


def test_an_article_that_is_edited_again_and_again_fills_no_bucket(store: Store) -> None:
    text = words("a", 400)
    for hours in range(duplicates.BUCKET + 3):
        commit(store, post("1", [*text, *words(hours, 5)]), hours=hours)
    commit(store, post("2", changed(text, 20)), hours=100)
    assert {record["duplicate_of"] for record in log(store) if record["id"] == f"{PORTAL}:2"} == {f"{PORTAL}:1"}


def test_signatures_stay_what_they_were() -> None:
    """They are stored: another version of the hashing would not know the articles of the one before."""
    signed = signatures([[str(number) for number in range(100)]])
    assert (
        hashlib.sha256(signed.tobytes()).hexdigest()
        == "3758770d318dabd9d763af651ed5c5ac160228c1cf37f42295f909bb508a3a91"
    )
    assert (
        hashlib.sha256(repr(bands(signed).tolist()).encode()).hexdigest()
        == "050aaef34afe4c43e478909046eb3089d2b3b3b8b77c9e86bc8ffac4e72f06b2"
    )


def test_a_signature_does_not_depend_on_what_is_signed_with_it() -> None:
    texts = [words(seed, count) for seed, count in enumerate([24, 300, 25, 2])]
    together = signatures(texts)
    assert all((signatures([text]) == one).all() for text, one in zip(texts, together, strict=True))


def test_similarity_is_near_the_share_of_pairs_in_common() -> None:
    one, other = words("a", 600), changed(words("a", 600), 10)
    pairs = [set(pairwise(text)) for text in (one, other)]
    exact = len(pairs[0] & pairs[1]) / len(pairs[0] | pairs[1])
    signed = signatures([one, other])
    assert similarity(signed[:1], signed[1:]) == [pytest.approx(exact, abs=0.12)]
    assert similarity(signed, signed) == [1, 1]


@pytest.mark.parametrize("together", [True, False], ids=["in one batch", "in later runs"])
def test_of_several_it_resembles_the_earliest_is_named(store: Store, together: bool) -> None:
    original = words("a")
    found = [post(str(key), [*words(f"lead {key}", key), *original]) for key in range(1, 5)]
    if together:
        commit(store, *found)
    else:
        for hours, one in enumerate(found):
            commit(store, one, hours=hours)
    assert marks(store) == {"1": None, "2": "1", "3": "1", "4": "1"}


@pytest.mark.parametrize(("count", "compared"), [(MIN_WORDS, True), (MIN_WORDS - 1, False)])
def test_a_text_of_enough_words_is_compared(store: Store, count: int, compared: bool) -> None:
    text = words("a", count)
    commit(store, post("1", text), post("2", text))
    assert marks(store)["2"] == ("1" if compared else None)


def test_a_text_that_became_short_is_an_original_no_more(store: Store) -> None:
    text = words("a")
    commit(store, post("1", text))
    commit(store, post("1", text[:5]), hours=1)
    with reading(store.engine) as connection:
        assert connection.execute(select(func.count()).select_from(sketches)).scalar_one() == 0
    commit(store, post("2", text), hours=2)
    assert marks(store)["2"] is None
