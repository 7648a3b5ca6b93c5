"""The language of a text, as ISO 639-1."""

from __future__ import annotations

import re

from turbohtml.detect import detect_language

_SAMPLE = 800  # characters judged
_FEWEST = 20  # letters of a text long enough to tell
_SHARE = 0.06  # of the letters, that Vietnamese alone has
# ISO 639-3 → 639-1, source: the registry of the Library of Congress.
_CODES = dict(
    pair.split(":")
    for pair in (
        "vie:vi eng:en fra:fr deu:de spa:es por:pt ita:it nld:nl rus:ru ukr:uk bel:be bul:bg srp:sr hrv:hr bos:bs slv:sl "
        "slk:sk ces:cs pol:pl ron:ro hun:hu fin:fi est:et lav:lv lit:lt swe:sv dan:da nob:nb nno:nn ell:el tur:tr aze:az "
        "kat:ka hye:hy heb:he ara:ar arb:ar fas:fa pes:fa urd:ur hin:hi ben:bn tam:ta tel:te kan:kn mal:ml mar:mr guj:gu "
        "pan:pa nep:ne sin:si mya:my tha:th lao:lo khm:km ind:id zsm:ms jav:jv tgl:tl cmn:zh zho:zh jpn:ja kor:ko mon:mn "
        "cat:ca glg:gl eus:eu epo:eo afr:af swa:sw sot:st som:so amh:am yid:yi uzb:uz kaz:kk mkd:mk sqi:sq isl:is"
    ).split()
)
_VIETNAMESE = re.compile(r"[ăơưđĂƠƯĐạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")


def of_text(text: str) -> str | None:
    """The language that `text` is written in; None where it is too short to tell."""
    sample = text[:_SAMPLE]
    marked = len(_VIETNAMESE.findall(sample))
    if marked >= max(_FEWEST, _SHARE * len(sample)):  # so it is of its letters, which take longer to count
        return "vi"
    letters = sum(map(str.isalpha, sample))
    if letters < _FEWEST:
        return None
    if marked >= _SHARE * letters:
        return "vi"
    found = detect_language(sample)
    return _CODES.get(found.language) if found.language else None
