"""Labels as a tagger gives them in a table, for the tests of figures."""

import pandas as pd


def table(article, labels):
    """A tagger's table in which the sentences named in `labels` are labelled."""
    return pd.DataFrame(
        {
            "sentence": list(article.by_id),
            "label": pd.Series([labels.get(sid) for sid in article.by_id], dtype="object"),
            "text": [sentence.text for sentence in article.sentences],
        }
    )


def key_labels(article):
    return {sid: key.label for sid, key in article.key.labels.items()}
