"""Meeting reports: recognised and read from text alone."""

from crawler.meetings.reading import read_meeting

__all__ = ["read_meeting"]
