"""The store's tables, the same on SQLite and PostgreSQL. Migrations live beside, under `migrations/`.

Moments that people read are ISO 8601 text at +07:00, which sorts as time does; moments that only the planner
compares are whole seconds since the epoch.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)
from sqlalchemy import Text as RawText

from crawler.storage.text_columns import SafeText as Text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers rows only in a column of exactly INTEGER type.
RowId = BigInteger().with_variant(Integer(), "sqlite")

# Compared character by character in any database, so that names with one beginning lie side by side.
BinaryText = Text().with_variant(RawText(collation="C"), "postgresql")

frontier = Table(
    "frontier",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("portal", String(80), nullable=False),
    Column("key", Text, nullable=False, comment="site's article id or canonical URL: one row a page, not an address"),
    Column("url", Text, nullable=False, comment="address to fetch"),
    Column("other_url", Text, comment="another address of the same page, for when the first is dead"),
    Column("kind", String(16), nullable=False),
    Column("section", Text),
    Column("depth", Integer, nullable=False, comment="listing pages from the section's first"),
    Column("rank", Integer, nullable=False, comment="order within a depth: listings before their articles"),
    Column("status", String(16), nullable=False),
    Column("due_at", BigInteger, comment="epoch seconds; null: not to be fetched again by itself"),
    Column("hint", Text, comment="title and date as a listing shows them: a change makes the article due"),
    Column("hint_date", String(10), comment="date that a listing shows, for --since and --until"),
    Column("discovered_at", BigInteger, nullable=False),
    Column("fetched_at", BigInteger),
    Column("http_status", Integer),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("reason", Text, comment="why it failed, in words"),
    Column("errors", Integer, nullable=False, server_default="0", comment="failures in a row"),
    Column("target", Text, comment="key that a redirect led to"),
    Column("run", BigInteger, comment="last run that tried it"),
    Column("form", Text, comment="fields of a POST as JSON, until its page is had; null: the page is had by GET"),
    Column("sha256", String(64), comment="of the file last had from an attachment's address, see `files`"),
    Column("interval", BigInteger, comment="of a source: seconds between its visits on schedule, see `visiting`"),
    Column("visit_at", BigInteger, comment="when a run on schedule visits the source next"),
    UniqueConstraint("portal", "key"),
    CheckConstraint(
        "status IN ('DISCOVERED','FETCHED','REDIRECTED','FETCH_ERROR','GONE','BLOCKED')", name="status_word"
    ),
)
Index(
    "ix_frontier_due",
    frontier.c.portal,
    frontier.c.depth,
    frontier.c.rank,
    frontier.c.id,
    frontier.c.due_at,
    sqlite_where=frontier.c.due_at.is_not(None),
    postgresql_where=frontier.c.due_at.is_not(None),
)
Index(None, frontier.c.portal, frontier.c.status, frontier.c.due_at)

Index(None, frontier.c.portal, frontier.c.status)

articles = Table(
    "articles",
    metadata,
    Column("id", Text, primary_key=True),
    Column("portal", String(80), nullable=False),
    Column("province_code", String(2)),
    Column("url", Text, nullable=False),
    Column("canonical_url", Text, nullable=False),
    Column("section", Text),
    Column("title", Text, nullable=False),
    Column("published_at", String(25), comment="ISO 8601 at +07:00"),
    Column("published_precision", String(8)),
    Column("meeting_kind", String(32)),
    Column("duplicate_of", Text),
    Column("similarity", Float, comment="to the article of duplicate_of: 1 for an exact copy"),
    Column("content_hash", String(64), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("first_seen", String(25), nullable=False),
    Column("last_seen", String(25), nullable=False, comment="last time a listing showed it or its page was had"),
)
Index(None, articles.c.portal, articles.c.published_at)
Index(None, articles.c.content_hash)
Index(None, articles.c.seq)
Index(None, articles.c.published_at, articles.c.id)
Index(None, articles.c.province_code, articles.c.published_at, articles.c.id)
Index(
    "ix_articles_duplicate_of",
    articles.c.duplicate_of,
    sqlite_where=articles.c.duplicate_of.is_not(None),
    postgresql_where=articles.c.duplicate_of.is_not(None),
)

revisions = Table(
    "revisions",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("article", Text, ForeignKey("articles.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("portal", String(80), nullable=False),
    Column("recorded_at", String(25), nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("record", RawText, nullable=False, comment="the whole record as JSON, as the log holds it"),
    UniqueConstraint("article", "revision"),
)
Index(None, revisions.c.portal, revisions.c.seq)

# `seq`: the last one given out. Taken with the row locked, so that seq order is commit order.
# `near_top`: see `band_index`.
counters = Table(
    "counters",
    metadata,
    Column("name", String(16), primary_key=True),
    Column("value", BigInteger, nullable=False),
)

segments = Table(
    "segments",
    metadata,
    Column("portal", String(80), primary_key=True),
    Column("first_seq", BigInteger, primary_key=True),
    Column("last_seq", BigInteger, nullable=False),
    Column("lines", Integer, nullable=False),
    Column("path", Text, nullable=False, comment="below the output folder"),
    Column("bytes", BigInteger, comment="null until written, as is the digest"),
    Column("sha256", String(64), comment="of the file, hexadecimal"),
    Column("published_at", String(25), comment="null: planned, not yet renamed into place"),
)
Index(None, segments.c.last_seq)

yields = Table(
    "yields",
    metadata,
    Column("portal", String(80), primary_key=True),
    Column("source", Text, primary_key=True, comment="address of a feed, sitemap, API or section"),
    Column("kind", String(16), nullable=False),
    Column("tried_at", String(25), nullable=False, comment="ISO 8601 at +07:00"),
    Column("answered_at", String(25), comment="last time it could be read"),
    Column("entries", Integer, nullable=False, comment="articles that it showed when it was last read"),
    Column("new_total", Integer, nullable=False, comment="articles that it was the first to show, ever"),
    Column("newest", String(25), comment="newest date that it showed"),
    Column("failures", Integer, nullable=False, comment="in a row"),
    Column("reason", Text, comment="why it could not be read, in words"),
)

runs = Table(
    "runs",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("portal", String(80), nullable=False),
    Column("started_at", String(25), nullable=False),
    Column("ended_at", String(25)),
    Column("why_ended", Text, comment="Scrapy's closing reason, or 'interrupted'"),
    Column("version", String(32), nullable=False),
    Column("versions", Text, comment="of what else had a hand in it: JSON"),
    Column("host", Text, nullable=False, comment="whence it ran: TINTINH_VANTAGE, else the machine's name"),
    Column("options", Text, nullable=False, comment="what the run was asked for, as JSON"),
    Column("counts", Text, nullable=False, comment="pages by outcome, articles new, updated, unchanged: JSON"),
    Column("requests", Text, comment="requests by HTTP status or error, robots.txt and repeats among them: JSON"),
)
Index(None, runs.c.portal, runs.c.id)

# One row a portal, all that planning reads. Runs that were asked for a part only leave no trace here.
plans = Table(
    "plans",
    metadata,
    Column("portal", String(80), primary_key=True),
    Column("started_at", BigInteger, nullable=False, comment="last run; epoch seconds, as all here"),
    Column("ended_at", BigInteger, comment="null: it goes on, or was killed, or handed back what was left to do"),
    Column(
        "unfinished", Integer, nullable=False, comment="starts since one ended or stored an article; 0: handed back"
    ),
    Column("swept_at", BigInteger, nullable=False, comment="start of the last run that read listings far back"),
)

# Weeks with far fewer articles than their portal's rhythm that were walked again.
gaps_filled = Table(
    "gaps_filled",
    metadata,
    Column("portal", String(80), primary_key=True),
    Column("week", String(10), primary_key=True, comment="its Monday"),
    Column("tried_at", String(25), nullable=False),
    Column("articles", Integer, nullable=False, comment="stored of that week, after the walk"),
)

# The index of near-duplicates, see `duplicates`. An article's number in it is the seq of its first revision.
sketches = Table(
    "sketches",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("signature", LargeBinary, nullable=False, comment="MinHash of the words' pairs, see `shingles`"),
)
# Which articles have a band, see `band_index`: sorted 64-bit entries, little-endian.
near_recent = Table(
    "near_recent",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("entries", LargeBinary, nullable=False),
)
near_nodes = Table(
    "near_nodes",
    metadata,
    Column("node", RowId, primary_key=True, autoincrement=False, comment="a 1 and the leading bits of its bands"),
    Column("entries", LargeBinary, nullable=False),
)
# Where the latest whole response of each page lies in the raw archive, so that an unchanged one is not saved twice.
captures = Table(
    "captures",
    metadata,
    Column("url", Text, primary_key=True),
    Column("portal", String(80), primary_key=True),
    Column("digest", String(64), nullable=False, comment="of the decoded body, as WARC-Payload-Digest has it"),
    Column("warc_file", Text, nullable=False),
    Column("warc_offset", BigInteger, nullable=False),
    Column("saved_at", String(32), nullable=False, comment="WARC-Date of that response, UTC"),
)

Index(None, captures.c.portal)

# What the files behind articles are and say, each read once, wherever and however often it was fetched.
files = Table(
    "files",
    metadata,
    Column("sha256", String(64), primary_key=True, comment="of the file's bytes, hexadecimal"),
    Column("media_type", String(120), comment="by its first bytes; null where they tell none"),
    Column("bytes", BigInteger, nullable=False),
    Column("text", Text, comment="null where it has none or cannot be read: the flags say why"),
    Column("flags", Text, nullable=False, comment="JSON list"),
    Column("read_at", String(25), nullable=False),
)

# Which article links to which file: the addresses on its page, and the rows of the frontier that they are had by.
attachments = Table(
    "attachments",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("article", Text, ForeignKey("articles.id"), nullable=False),
    Column("page", RowId, ForeignKey("frontier.id"), nullable=False, comment="where a redirect led, its target"),
    Column("url", Text, nullable=False, comment="as the record has it"),
    Column("name", Text),
)
Index(None, attachments.c.article)
Index(None, attachments.c.page)

quarantine = Table(
    "quarantine",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("article", Text, nullable=False, comment="the record's id: one row an article, the latest attempt"),
    Column("portal", String(80), nullable=False),
    Column("url", Text, nullable=False),
    Column("reason", Text, nullable=False, comment="which fields break the schema, and how"),
    Column("record", Text, nullable=False, comment="the record as it was read, for people: it may be no JSON"),
    Column("warc_file", Text, comment="the page, where it was archived"),
    Column("warc_offset", BigInteger),
    Column("found_at", String(25), nullable=False),
    UniqueConstraint("article"),
)
Index(None, quarantine.c.portal)
# What several reports are of: one meeting, reported on several portals or in parts.
events = Table(
    "events",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("kind", String(32), nullable=False, comment="as its first report has it"),
    Column("body_key", Text, comment="match key of the body that met"),
    Column("held_on", String(10), comment="first day, from the first report that states it"),
    Column("first_found", String(25), nullable=False, comment="when its first report was stored"),
)

# The facts of the newest revision of each article that reports a meeting.
meetings = Table(
    "meetings",
    metadata,
    Column("article", Text, ForeignKey("articles.id"), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("portal", String(80), nullable=False),
    Column("province_code", String(2)),
    Column("kind", String(32), nullable=False),
    Column("body_name", Text),
    Column("body_key", Text, comment="long form, folded, without the province"),
    Column("body_place", Text, comment="the province that the body's name says, folded"),
    Column("ordinal", Integer),
    Column("term", Text),
    Column("tenure", Text),
    Column("held_on", String(10)),
    Column("part_of_day", String(8)),
    Column("facts", Text, nullable=False, comment="the whole meeting as JSON, without its evidence"),
    Column("found_at", String(25), nullable=False, comment="when the article was first stored as a report"),
    Column("event", RowId, ForeignKey("events.id"), nullable=False),
    Column(
        "reported_at",
        String(25),
        nullable=False,
        server_default="",
        comment="when the report was published; when found, where it bears no date or one in the future",
    ),
    Column(
        "day",
        String(10),
        nullable=False,
        server_default="",
        comment="the calendar's: held_on where the report states the day, else the day of reported_at",
    ),
)
Index(None, meetings.c.event, meetings.c.reported_at, meetings.c.article)
Index(None, meetings.c.province_code, meetings.c.found_at)
Index(None, meetings.c.held_on)
# The console's lists: newest first, by one filter or none; a second filter is tried on each row.
for column in (None, meetings.c.province_code, meetings.c.kind, meetings.c.portal):
    for order in (meetings.c.reported_at, meetings.c.day):
        Index(None, *([] if column is None else [column]), order, meetings.c.article)

# `event_keys` of each report: reports of one meeting share at least one.
meeting_keys = Table(
    "meeting_keys",
    metadata,
    Column("key", Text, primary_key=True),
    Column("article", Text, ForeignKey("meetings.article"), primary_key=True),
)
Index(None, meeting_keys.c.article)

# Who and what a report names, to find it by: people, documents cited, the body that met.
meeting_names = Table(
    "meeting_names",
    metadata,
    Column("field", String(8), primary_key=True, comment="person, document or body"),
    Column("plain", BinaryText, primary_key=True, comment="match key without diacritics"),
    Column("marked", BinaryText, primary_key=True, comment="match key with them"),
    Column("article", Text, ForeignKey("meetings.article"), primary_key=True),
)
Index(None, meeting_names.c.article)

# Since when a rule is known for a target: what was stored before is not noticed.
watches = Table(
    "watches",
    metadata,
    Column("rule", String(80), primary_key=True),
    Column("target", String(80), primary_key=True),
    Column("since_seq", BigInteger, nullable=False, comment="last seq given out when it was first seen"),
    Column("since", String(25), nullable=False),
)

# A row for each rule, article or verdict, and target: each is noticed once.
outbox = Table(
    "outbox",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("rule", String(80), nullable=False),
    Column("article", Text, ForeignKey("articles.id"), comment="the report; null: the notice is of a verdict"),
    Column("verdict", RowId, ForeignKey("verdicts.id"), comment="the change of a portal's verdict"),
    Column("target", String(80), nullable=False, comment="a name; addresses hold secrets and stay in the rule file"),
    Column("status", String(8), nullable=False),
    Column("notice", String(32), comment="the message that it goes out with; kept when that is tried again"),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("next_try_at", BigInteger, nullable=False, comment="epoch seconds; of a row being sent: end of the claim"),
    Column("found_at", String(25), nullable=False, comment="when the report was stored"),
    Column("sent_at", String(25)),
    Column("seconds", BigInteger, comment="publication to notice, where the page gives the minute"),
    Column("reason", Text, comment="why the last try failed"),
    UniqueConstraint("rule", "article", "target"),
    UniqueConstraint("rule", "verdict", "target"),
    CheckConstraint("(article IS NULL) <> (verdict IS NULL)", name="subject"),
    CheckConstraint("status IN ('due','sending','sent')", name="status_word"),
)
Index(None, outbox.c.target, outbox.c.status, outbox.c.next_try_at)

# A portal's figures by day, so that its health is told without reading its articles. `published` counts articles by
# their own day, the others by the day on which they were found or read.
portal_days = Table(
    "portal_days",
    metadata,
    Column("portal", String(80), primary_key=True),
    Column("day", String(10), primary_key=True),
    *(
        Column(name, Integer, nullable=False, server_default="0", comment=meaning)
        for name, meaning in (
            ("published", "articles of that day; undated ones, and those dated later, on the day they were found"),
            ("found", "articles first stored"),
            ("updated", "further revisions stored"),
            ("read", "pages read as articles, known ones too"),
            ("unread", "pages of articles that were had but not read as one"),
            ("dated", "of those read: with a date"),
            ("pictured", "with an image"),
            ("with_files", "with an attachment"),
            ("generic", "whose text the generic reader gave"),
            ("future", "dated after they were read"),
            ("copies", "of those found: exact copies of another"),
            ("quarantined", "records that broke the schema"),
        )
    ),
    Column("body_chars", BigInteger, nullable=False, server_default="0", comment="characters of the texts read"),
)

# What a portal's answers bear: its CMS, the host that it sends away to, its clock's error, why it refuses or fails.
portal_marks = Table(
    "portal_marks",
    metadata,
    Column("portal", String(80), primary_key=True),
    Column("mark", String(8), primary_key=True, comment="cms, host, clock, refusal or failure"),
    Column("day", String(10), primary_key=True),
    Column("value", String(200), primary_key=True),
    Column("pages", Integer, nullable=False, comment="answers that bore it on that day"),
)

# The checks that a run failed at its end.
run_checks = Table(
    "run_checks",
    metadata,
    Column("run", RowId, ForeignKey("runs.id"), primary_key=True),
    Column("check", String(40), primary_key=True),
    Column("reason", Text, nullable=False),
)

# A portal's verdicts one after the other; the latest has no end.
verdicts = Table(
    "verdicts",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("portal", String(80), nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("since", String(25), comment="since when what it says is so, from the figures"),
    Column("found_at", String(25), nullable=False, comment="when it was first judged so"),
    Column("held_at", String(25), comment="when it had lasted long enough to be told; null: not yet"),
    Column("before", String(16), comment="the verdict that had last lasted before it"),
    Column("ended_at", String(25)),
)
Index(None, verdicts.c.portal, verdicts.c.id)
