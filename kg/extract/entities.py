"""The entities of one paper: mentions of one thing together, under the name that the field would use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.extract.candidates import is_name_shaped
from kg.extract.document import MENTIONS
from kg.extract.grouping import name_key
from kg.model import Mention, PaperEntity
from kg.names import clean_latex, singular
from kg.schema import EntityType, Role

_NAMED_BY_SHORT_FORM = frozenset([EntityType.METHOD, EntityType.DATASET])
_SMALL_WORDS = frozenset("a an and as at by for from in into of on or the to via with".split())


def collect_entities(doc: Doc) -> Doc:
    """Write the entities to `doc._.entities`, in order of first mention.

    Args:
        doc: a document with mentions; those of one thing share their `id_`.
    """
    groups: dict[str, list[Span]] = {}
    for span in doc.spans.get(MENTIONS, ()):
        groups.setdefault(span.id_, []).append(span)
    forms = {
        name_key(form.text): (short.text, long.text) for short, long in doc._.abbreviations for form in (short, long)
    }
    ordered = sorted(groups.values(), key=lambda spans: (spans[0].start, spans[0].end))
    doc._.entities = tuple(_entity(f"e{number}", spans, forms) for number, spans in enumerate(ordered, start=1))
    return doc


def _entity(local_id: str, spans: Sequence[Span], forms: Mapping[str, tuple[str, str]]) -> PaperEntity:
    kind = EntityType(spans[0].label_)
    surfaces = tuple(dict.fromkeys(span.text for span in spans))
    elided = spans[0]._.spelled_out if all(span._.spelled_out for span in spans) else None
    short, long = next((forms[key] for s in surfaces if (key := name_key(s)) in forms), (None, elided))
    mentions = (
        Mention(span.start_char, span.end_char, span.text, kind, span._.confidence, span._.producer) for span in spans
    )
    return PaperEntity(
        id=local_id,
        type=kind,
        name=_name(spans, kind, short, long),
        surface=surfaces,
        roles=(Role.MENTIONS,),
        role_mentions=(0,),
        confidence=max(span._.confidence for span in spans),
        mentions=tuple(mentions),
        long_form=long,
        short_form=short,
    )


def _name(spans: Sequence[Span], kind: EntityType, short: str | None, long: str | None) -> str:
    """Choose the name: a coined acronym itself, else the long form, else the most frequent string of running text."""
    if short and long:
        coined = kind in _NAMED_BY_SHORT_FORM and _is_title_case(long)
        return _display(short if coined else long)
    counts = Counter(name_key(_full_name(span)) for span in spans)
    running = [span for span in spans if not _starts_sentence(span) and not _in_title(span)]
    best = max(spans, key=lambda span: (counts[name_key(_full_name(span))], span in running, -span.start))
    return _display(_full_name(best))


def _full_name(span: Span) -> str:
    return str(span._.spelled_out or span.text)


def _display(surface: str) -> str:
    """Write a name as the field does: singular, and common nouns in lower case."""
    words = " ".join(clean_latex(surface).split()).split(" ")
    if len(words) > 1 and _is_title_case(surface) and not any(map(is_name_shaped, words)):
        words = [word.lower() for word in words]
    elif words[0][:1].isupper() and words[0][1:].islower() and any(word.islower() for word in words[1:]):
        words[0] = words[0].lower()
    return " ".join([*words[:-1], _singular(words[-1])]).strip() or surface


def _singular(word: str) -> str:
    if word.islower():
        return singular(word)
    return word[:-1] if len(word) > 2 and word.endswith("s") and word[-2].isupper() else word


def _is_title_case(surface: str) -> bool:
    return all(word[:1].isupper() or word in _SMALL_WORDS or not word[:1].isalpha() for word in surface.split())


def _starts_sentence(span: Span) -> bool:
    return bool(span.doc[span.start].is_sent_start)


def _in_title(span: Span) -> bool:
    return bool(span.start_char < span.doc._.title_end)


@Language.component("kg_entities", requires=["doc.spans"], assigns=["doc._.entities"])
def _kg_entities(doc: Doc) -> Doc:
    return collect_entities(doc)
