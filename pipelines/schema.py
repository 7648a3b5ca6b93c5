"""Step 5: a record that breaks the schema goes into quarantine with its reason, not into the log."""

from __future__ import annotations

from crawler.extraction import finishing
from pipelines.finishing import FinishingStep


class SchemaStep(FinishingStep):
    """Removes an article that breaks the schema from its visit; the page counts as failed and is tried again later."""

    step = staticmethod(finishing.check_schema)
