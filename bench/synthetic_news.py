"""Articles from a generator of our own, of the lengths that portals' articles have: as many as wanted, always the same.

Words are drawn from a vocabulary of Vietnamese syllables made from their initials, rhymes and tones, with Zipf's
frequencies (the n-th word 1/n as often), and every third from stock phrases, as officials write.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import accumulate, pairwise

from crawler.vietnamese import is_syllable

INITIALS = """
b c ch d đ g gh gi h k kh l m n ng ngh nh ph qu r s t th tr v x
"""
RHYMES = """
a á à ả ã ạ an án ản ang áng ao ào ay ây âm ân ất ấp âu e em en eo ê ên êt i ích in inh iên iến iều oa óa oan oàn o ó ò
on ọc ong ôi ối ốc ôn ông ộng ơ ở ơi ới u ú ù un ung úng uôn uyên uyết ư ứ ừ ưng ương ước ường ượng
"""


class Newsroom:
    """Writes bodies as lists of words; seeded."""

    def __init__(self, seed: int = 6) -> None:
        self.random = random.Random(seed)
        syllables = [one + rhyme for one in INITIALS.split() for rhyme in RHYMES.split() if is_syllable(one + rhyme)]
        self.random.shuffle(syllables)
        self.words = syllables
        self.weights = list(accumulate(1 / (rank + 20) for rank in range(len(syllables))))
        self.phrases = [self.draw(self.random.randrange(3, 9)) for _ in range(2000)]

    def draw(self, count: int) -> list[str]:
        return self.random.choices(self.words, cum_weights=self.weights, k=count)

    def body(self, words: int | None = None) -> list[str]:
        """A text of `words` words, by default as long as news are: median 450, one in a hundred over 2,000."""
        wanted = words or max(40, min(4000, int(self.random.lognormvariate(6.1, 0.65))))
        loose = self.draw(wanted)
        body: list[str] = []
        while len(body) < wanted:
            body += loose[len(body) : len(body) + 9]
            body += self.random.choice(self.phrases)
        return body[:wanted]

    def edited(self, body: Sequence[str], share: float) -> list[str]:
        """With `share` of the words changed: six in ten replaced, two left out, two put in."""
        out: list[str] = []
        for word in body:
            if self.random.random() >= share:
                out.append(word)
                continue
            kind = self.random.random()
            if kind < 0.6:
                out += self.draw(1)
            elif kind < 0.8:
                out += [word, *self.draw(1)]
        return out

    def reprinted(self, body: Sequence[str]) -> list[str]:
        """With another lead (up to a fifth of the text), a byline and a caption left in it."""
        lead = self.random.randrange(15, max(16, len(body) // 5))
        place = self.random.randrange(lead, len(body))
        return [*self.body(lead), *body[lead:place], *self.draw(12), *body[place:], *self.draw(4)]

    def sharing(self, boilerplate: Sequence[str], share: float, words: int) -> list[str]:
        """A text of its own, of which `share` is the boilerplate that others have too."""
        common = list(boilerplate[: int(words * share)])
        return self.body(words - len(common)) + common


def prose(words: Sequence[str]) -> str:
    """Words as sentences and paragraphs."""
    ends = [*range(0, len(words), 18), len(words)]
    sentences = [" ".join(words[start:end]).capitalize() + "." for start, end in pairwise(ends)]
    return "\n\n".join(" ".join(sentences[start : start + 4]) for start in range(0, len(sentences), 4))
