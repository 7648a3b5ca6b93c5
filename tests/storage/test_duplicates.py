"""Near-duplicates: what points at what, over batches, restarts, edits and boilerplate."""

import hashlib
import random
from itertools import pairwise

import pytest
from sqlalchemy import func, select

from crawler.items import Article
from crawler.storage import duplicates
from crawler.storage.database import reading
from crawler.storage.shingles import BANDS, MIN_WORDS, bands, signature, similarity
from crawler.storage.store import Store
from crawler.storage.tables import articles, near_bands, sketches
from tests.storage.conftest import PORTAL, article
from tests.storage.test_revisions import commit, log

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
        assert connection.execute(select(func.count()).where(near_bands.c.number == 1)).scalar_one() == BANDS


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
    with reading(store.engine) as connection:
        sizes = select(func.count()).select_from(near_bands).group_by(near_bands.c.band)
        largest = max(connection.execute(sizes).scalars())
    assert largest <= duplicates.BUCKET


def test_short_notices_are_copies_only_when_the_same(store: Store) -> None:
    notice = words("a", MIN_WORDS - 1)
    commit(store, post("1", notice), post("2", [*notice[:-1], "khác"]))
    assert marks(store) == {"1": None, "2": None}


def test_signatures_stay_what_they_were() -> None:
    """They are stored: another version of the hashing would not know the articles of the one before."""
    sketch = signature([str(number) for number in range(100)])
    assert sketch is not None
    assert hashlib.sha256(sketch).hexdigest() == "65687f82429c51ae9c062b270a165f84ac61e040765abbe33143b0d5b0b04f56"
    assert (
        hashlib.sha256(repr(bands(sketch)).encode()).hexdigest()
        == "88f5f31564c454cab23f2ec6c578c6cd081649ff0e5a0e727f4f2c4a750b6c56"
    )


def test_similarity_is_near_the_share_of_pairs_in_common() -> None:
    one, other = words("a", 600), changed(words("a", 600), 10)
    pairs = [set(pairwise(text)) for text in (one, other)]
    exact = len(pairs[0] & pairs[1]) / len(pairs[0] | pairs[1])
    first, second = signature(one), signature(other)
    assert first is not None
    assert second is not None
    assert similarity(first, second) == pytest.approx(exact, abs=0.12)
    assert similarity(first, first) == 1
