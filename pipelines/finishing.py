"""The base of the steps that finish a record: each is one of `crawler.extraction.finishing`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import datetime

from crawler.extraction.finishing import Unfit
from crawler.model.items import Article
from crawler.model.visit import Status, Visit
from pipelines.base import Step


class FinishingStep(Step, ABC):
    """Takes a visit's article through one step; if the step refuses it, the visit fails and is tried again later."""

    @staticmethod
    @abstractmethod
    def step(article: Article, read_at: datetime, /) -> Unfit | None:
        """Run the step on an article that was read at `read_at`; returns why it refuses the record."""

    def process_item(self, visit: Visit) -> Visit:
        """Take the visit's article, if any, through the step."""
        article = visit.article
        if article is not None:
            unfit = self.step(article, visit.fetched_at)
            if unfit is not None:
                visit.article, visit.status, visit.reason = None, Status.FETCH_ERROR, unfit.reason
                self.refused(visit, article, unfit)
        return visit

    def refused(self, visit: Visit, article: Article, unfit: Unfit) -> None:
        """Called with a record that the step refused; does nothing unless a step overrides it."""
