"""Dates and times as Vietnamese pages print them. Always Asia/Ho_Chi_Minh, day before month, never a guess."""

from crawler.vietnamese.dates.reading import Precision, Reading, parse_date

__all__ = ["Precision", "Reading", "parse_date"]
