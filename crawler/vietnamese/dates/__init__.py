"""Dates and times as Vietnamese pages print them. Always Asia/Ho_Chi_Minh, day before month, never a guess."""

from crawler.vietnamese.dates.finding import FoundDate, find_dates
from crawler.vietnamese.dates.reading import parse_date
from crawler.vietnamese.dates.stating import Precision, Reading

__all__ = ["FoundDate", "Precision", "Reading", "find_dates", "parse_date"]
