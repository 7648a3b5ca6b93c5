"""The base of the steps that finish a record: each is one of `crawler.extraction.finishing`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import datetime

from crawler.extraction.finishing import Unfit
from crawler.model.items import Article
from crawler.model.visit import Visit
from pipelines.base import Step
from spiders.finishing import take


class FinishingStep(Step, ABC):
    """Takes a visit's article through one step, unless a reader process has finished it."""

    @staticmethod
    @abstractmethod
    def step(article: Article, read_at: datetime, /) -> Unfit | None:
        """Run the step on an article that was read at `read_at`; returns why it refuses the record."""

    def process_item(self, visit: Visit) -> Visit:
        """Take the visit's article, if any, through the step."""
        if not visit.finished:
            take(visit, self.step)
        return visit
