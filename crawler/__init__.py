"""What tintinh knows about Vietnam's provincial portals; no Scrapy in it but for ``settings``."""

__version__ = "0.1.0"
