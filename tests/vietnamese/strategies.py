"""Texts to try: anything, hostile mixtures, and valid Vietnamese."""

from __future__ import annotations

from hypothesis import strategies as st

from crawler.vietnamese.letters import NANG, SAC, word_list
from crawler.vietnamese.syllable import _SPELLINGS, Syllable

_FRAGMENTS = (
    " \t\n\r\u00a0\u00ad\u200b\u200d\u2028\u3000\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323\u0340\u0341"
    "aăâeêioôơuưyAĂÂEÊIOÔƠUƯYđĐðÐƉɖqghntckQGHNTCKóỏòọõÓốếễệậđúýỳỷỹỵợựớờừứ"
    "ÃáºÂâ»€™‘’“”„…†‡ˆ‰Š‹ŒŽ\x81\x8d\x8f\x90\x9dÆÄÅ¡¢£¤¥¦§¨©ª«¬®¯°±²³´µ¶·¸¹»¼½¾¿ÌÒÞìòõýþ"
    "аеорсхуіοΑ&;#?.()'`~^+/\\-_@:,0123456789ｕＢ‑𝐇\U0001f468\ufe0f\ufffd"
)
_WORDS = word_list(
    "&amp; &amp;amp; &#7897; &ocirc; ocirc; phograve;ng ldquo; &lt; #7897; hòa hoà thuỷ giai đọan đuợc N gày tế "
    "Bé Tµi chÝnh Hôòi nghiò phöông Ä‘ Há»™i Vie^.t ho^.i www.hoà.vn hoà@x.vn 45-CT/TW 2 01 5 Hoá- (hoá) http://á.b/hoà"
)

anything = st.text(max_size=80)
hostile = st.lists(st.one_of(st.sampled_from(_FRAGMENTS), st.sampled_from(_WORDS), st.just(" ")), max_size=25).map(
    "".join
)


@st.composite
def syllables(draw: st.DrawFn) -> str:
    """A valid syllable in lower case, in the old style."""
    onset, rhyme = draw(st.sampled_from(list(_SPELLINGS.values())))
    tone = draw(st.sampled_from([SAC, NANG] if rhyme[-1] in "cpt" or rhyme.endswith("ch") else list(range(6))))
    return Syllable(onset, rhyme, tone).spell()


sentences = st.lists(syllables(), min_size=6, max_size=30).map(" ".join)
