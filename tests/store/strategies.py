"""Any report whatever, as Hypothesis strategies: the store must keep what it cannot make sense of."""

from decimal import Decimal

from hypothesis import strategies as st

from generator.model import (
    Attachment,
    Cell,
    Check,
    CheckInstance,
    Evidence,
    Fact,
    Finding,
    GlossaryEntry,
    Identity,
    NumberingGap,
    Paragraph,
    Provenance,
    Quote,
    Reading,
    Report,
    Section,
    SourceText,
    Table,
    TableReading,
    UnnamedFigure,
)

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["基本支出", "72.38", "no", "2024-03-01", "一\n二", "占 72.38 %：其中"]
)
MAYBE = st.none() | WORDS
NUMBER = st.integers(0, 10**6)
SPAN = st.tuples(NUMBER, NUMBER)
DIGITS = st.builds(
    lambda digits, places, sign: Decimal((sign, digits, -places)),
    st.lists(st.integers(0, 9), min_size=1, max_size=12).map(lambda d: tuple(d) if len(d) == 1 else (1, *d)),
    st.integers(0, 6),
    st.integers(0, 1),
)
OUTCOME = st.sampled_from(["passed", "rounding", "flagged", "not_computable", "not_applicable"])


def many(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(strategy, max_size=2).map(tuple)


FACT = st.builds(
    Fact,
    id=WORDS,
    scope=WORDS,
    concept=WORDS,
    measure=WORDS,
    value=DIGITS,
    unit=WORDS,
    year=st.none() | NUMBER,
    where=st.sampled_from(["text", "table"]),
    quote=WORDS,
    span=SPAN,
    reason=MAYBE,
    textual=st.booleans(),
    approx=st.booleans(),
    unit_inferred=st.booleans(),
    base=MAYBE,
    whole=MAYBE,
    series=st.none() | NUMBER,
    exhaustive=st.booleans(),
    label=MAYBE,
    table=st.none() | NUMBER,
    section=MAYBE,
)
IDENTITY = st.builds(
    Identity,
    title=WORDS,
    code=WORDS,
    place=WORDS,
    province=MAYBE,
    city=MAYBE,
    department=WORDS,
    department_name=WORDS,
    year=st.none() | NUMBER,
    kind=st.sampled_from(["budget", "final", None]),
    unit=MAYBE,
    evidence=st.dictionaries(
        WORDS, st.builds(Evidence, st.sampled_from(["text", "path"]), WORDS, st.none() | SPAN), max_size=2
    ),
)
READING = st.builds(
    Reading,
    identity=IDENTITY,
    outline=many(st.builds(Section, NUMBER, WORDS, WORDS, MAYBE, SPAN, NUMBER)),
    gaps=many(st.builds(NumberingGap, WORDS, WORDS, NUMBER, SPAN)),
    facts=many(FACT),
    unnamed=many(st.builds(UnnamedFigure, DIGITS, WORDS, WORDS, SPAN)),
    glossary=many(st.builds(GlossaryEntry, WORDS, WORDS, SPAN, MAYBE)),
    tables=many(
        st.builds(
            TableReading, NUMBER, MAYBE, WORDS, MAYBE, st.none() | NUMBER, NUMBER, NUMBER, problem=MAYBE
        )
    ),
    masks=many(SPAN),
)
CHECK = st.builds(
    Check, WORDS, OUTCOME, WORDS, many(st.builds(CheckInstance, OUTCOME, WORDS, many(WORDS), WORDS))
)
FINDING = st.builds(
    Finding,
    id=WORDS,
    group=WORDS,
    rule=WORDS,
    severity=st.sampled_from(["error", "warning", "info"]),
    formula=WORDS,
    message=WORDS,
    figures=many(WORDS),
    quotes=many(st.builds(Quote, WORDS, SPAN)),
    difference=MAYBE,
    tolerance=MAYBE,
    harmless=MAYBE,
    verify=MAYBE,
    suggestion=MAYBE,
    status=st.sampled_from(["open", "explained"]),
)
COUNT = st.integers(1, 9)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    provenance = draw(
        st.builds(
            Provenance,
            WORDS,
            WORDS,
            WORDS,
            issuer=MAYBE,
            url=MAYBE,
            published=MAYBE,
            retrieved=MAYBE,
            licence=MAYBE,
            archive_url=MAYBE,
        )
    )
    page = st.none() | NUMBER
    cell = st.builds(Cell, NUMBER, NUMBER, WORDS, NUMBER, NUMBER, COUNT, COUNT)
    table = st.builds(Table, NUMBER, WORDS, many(cell), NUMBER, NUMBER, MAYBE, page, MAYBE)
    attachment = st.builds(
        Attachment, NUMBER, WORDS, WORDS, WORDS, NUMBER, MAYBE, page, MAYBE, problem=MAYBE, cure=MAYBE
    )
    source = SourceText(
        path=provenance.path,
        sha256=provenance.sha256,
        format=provenance.format,
        text=draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=60)),
        paragraphs=draw(many(st.builds(Paragraph, NUMBER, NUMBER, NUMBER, page))),
        tables=draw(many(table)),
        pages=draw(page),
        attachments=draw(many(attachment)),
    )
    return Report(provenance, source, draw(READING), draw(many(CHECK)), draw(many(FINDING)))
