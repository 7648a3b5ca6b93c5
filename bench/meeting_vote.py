"""Run by `bench/meeting_queue.py` with scikit-learn's own Python: texts and labels as JSON in, chances as JSON out."""

from __future__ import annotations

import json
import sys

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict
from sklearn.pipeline import make_pipeline


def main() -> None:
    """Out-of-fold chances of a logistic regression over words and pairs of words."""
    given = json.load(sys.stdin)
    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, max_features=60_000, sublinear_tf=True)
    model = make_pipeline(words, LogisticRegression(C=4.0, class_weight="balanced", max_iter=300))
    chances = cross_val_predict(model, given["texts"], given["labels"], cv=5, method="predict_proba")
    json.dump([float(chance) for chance in chances[:, 1]], sys.stdout)


if __name__ == "__main__":
    main()
