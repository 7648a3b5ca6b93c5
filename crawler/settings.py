"""Scrapy's settings for tintinh. Every setting that differs from Scrapy's default says why.

Settings of our own begin with TINTINH_. Each can be given on the command line (`-s`) or in the environment under the
same name; `crawler.base.environment` gives types, bounds and reasons.
"""

import crawler
from crawler.base.environment import environment

BOT_NAME = "tintinh"

# --- Our own ---------------------------------------------------------------------------------------------------

_given = environment()
TINTINH_OUTPUT = str(_given.output)
TINTINH_DATABASE = _given.database.get_secret_value()
TINTINH_RULES = _given.rules
TINTINH_CONTACT = _given.contact
TINTINH_ARCHIVE = _given.archive
TINTINH_ARCHIVE_SEGMENT = _given.archive_segment
TINTINH_ATTACHMENTS = _given.attachments
TINTINH_ATTACHMENT_BYTES = _given.attachment_bytes
TINTINH_ATTACHMENT_TIMEOUT = _given.attachment_timeout
TINTINH_READERS = _given.readers
TINTINH_READER_SECONDS = _given.reader_seconds
TINTINH_READER_MEGABYTES = _given.reader_megabytes
TINTINH_HANDOVER = _given.handover
TINTINH_REVISIT_AFTER = _given.revisit_after
# The circuit breaker: a Retry-After is obeyed as long as it is no longer than TINTINH_REST_TOTAL.
TINTINH_FAILURES = _given.failures
TINTINH_REST_FIRST = _given.rest_first
TINTINH_REST_MOST = _given.rest_most
TINTINH_REST_TOTAL = _given.rest_total

# WARC archives that answer every request instead of the network.
TINTINH_FROM_ARCHIVE: list[str] = []
# Whether the process that started the crawl holds its locks; under `scrapy crawl` the spider takes them itself.
TINTINH_LOCKED = False

# --- Where things are ------------------------------------------------------------------------------------------

SPIDER_LOADER_CLASS = "spiders.loader.RegistrySpiderLoader"
SPIDER_MODULES = ["spiders"]
ITEM_PIPELINES = {
    "pipelines.validate.ValidateStep": 100,
    "pipelines.normalize.NormalizeStep": 200,
    "pipelines.meeting.MeetingStep": 300,
    "pipelines.dedupe.DedupeStep": 400,
    "pipelines.schema.SchemaStep": 450,
    "pipelines.store.StoreStep": 500,
}

# --- Manners ---------------------------------------------------------------------------------------------------

# Portals are public services on small machines: name the crawler, obey robots.txt, crawl slowly.
USER_AGENT = f"tintinh/{crawler.__version__} (crawler of Vietnam's provincial portals; contact: {{contact}})".format(
    contact=TINTINH_CONTACT or "none set"
)
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "tintinh"
CONCURRENT_REQUESTS_PER_DOMAIN = 1
# Scrapy's own start requests exceed the line above where there is no delay.
DOWNLOADER = "spiders.downloader.PoliteDownloader"
DOWNLOAD_DELAY = 1.0
# The delay is a promise ('at least'), so no random factor may shorten it.
DOWNLOAD_DELAY_JITTER = 0
# A slow server is asked less often; the delay above stays the floor.
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    # Otherwise bilingual portals answer in English.
    "Accept-Language": "vi,en;q=0.5",
}
# With sessions portals put ids into addresses, and no page that is read here needs a session.
COOKIES_ENABLED = False

# --- Safety ----------------------------------------------------------------------------------------------------

DOWNLOADER_MIDDLEWARES = {
    "spiders.guard.PrivateAddressGuard": 40,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "spiders.retry.PatientRetry": 550,
    # RFC 9309: what is unreachable forbids all, is read once a day, and not without end.
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "spiders.robots.RobotsMiddleware": 100,
    # Next to the decompression: it sees every answer, retried ones and robots.txt too, with its body decoded.
    "spiders.archiving.ArchiveMiddleware": 585,
    # The frontier holds only addresses of the portal's own hosts.
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    # The frontier follows redirects; a meta refresh is read as a block page, which it usually is.
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
}
TWISTED_DNS_RESOLVER = "spiders.guard.GuardedResolver"
# Off by default in Scrapy. An entry's `verify_tls = false` opts out, and the record shows it.
DOWNLOAD_VERIFY_CERTIFICATES = True
# An answer's head has an end. For https also: says why a certificate is refused, and speaks old TLS for an entry with
# `legacy_tls = true`.
DOWNLOAD_HANDLERS = {"http": "spiders.http.HttpHandler", "https": "spiders.tls.TlsHandler"}
TINTINH_LEGACY_TLS = False
# Articles are well under 1 MiB; a larger page is no article. This also stops decompression bombs.
DOWNLOAD_MAXSIZE = 16 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_TIMEOUT = 60
# Only robots.txt is fetched along redirects; RFC 9309 asks for five hops.
REDIRECT_MAX_TIMES = 5
URLLENGTH_LIMIT = 2083
# Ways into the process that a crawl does not need.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
MEMUSAGE_LIMIT_MB = 2048

# --- Speed -----------------------------------------------------------------------------------------------------

# Starts that many tasks for each response; one callback yields one visit.
CONCURRENT_ITEMS = 1
# The frontier does these jobs.
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
}
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
# Failed pages stay in the frontier and are due again later, so few tries in a row are enough.
RETRY_TIMES = 2
# Some servers announce more bytes than they send, on every page: spiders/outcome.py decides whether a page broke off.
DOWNLOAD_FAIL_ON_DATALOSS = False
# Failures of a host, not of one page: the circuit breaker in spiders/downloader.py counts them.
RETRY_HTTP_CODES = [429, 500, 502, 503, 504, 522, 524, 408]
RETRY_GIVE_UP_LOG_LEVEL = "WARNING"

# --- Checks at the end of a run ----------------------------------------------------------------------------------

SPIDERMON_ENABLED = True
SPIDERMON_SPIDER_CLOSE_MONITORS = ("spiders.monitors.RunSuite",)

# --- Logs ------------------------------------------------------------------------------------------------------

# At DEBUG Scrapy prints every item whole.
LOG_LEVEL = "INFO"
# The runs table keeps the figures.
STATS_DUMP = False
LOG_FORMATTER = "spiders.logs.VisitLogFormatter"
EXTENSIONS = {
    "spiders.monitors.RunChecks": 300,
    "spiders.crawl_delay.CrawlDelayExtension": 400,
    "spiders.progress.ProgressExtension": 500,
    "spiders.publishing.PublishExtension": 600,
    "scrapy.extensions.logstats.LogStats": None,
    "scrapy.extensions.memdebug.MemoryDebugger": None,
    "scrapy.extensions.spiderstate.SpiderState": None,
    "scrapy.extensions.feedexport.FeedExporter": None,
}
