"""The peer's lookup, without its database; runs in the peers' environment below gunicorn.

hasher-matcher-actioner is not published as a package. Its `GET /m/raw_lookup` validates the signal,
asks `threatexchange`'s PDQ index, and answers through Flask; that is what this does, with the same
index and the same framework. What it leaves out (its database, request models, documentation) only
costs time: so this is faster than the real one.
"""

import importlib
import os
from typing import Any

import numpy as np


def make() -> Any:  # noqa: ANN401 - Flask is in the peers' environment only
    """Return the application over the list that TAKEBACK_BENCH_LIST names."""
    flask = importlib.import_module("flask")
    pdq = importlib.import_module("threatexchange.signal_type.pdq.signal").PdqSignal
    listed = np.load(os.environ["TAKEBACK_BENCH_LIST"])
    index = pdq.get_index_cls()((bits.tobytes().hex(), place) for place, bits in enumerate(listed))
    application = flask.Flask(__name__)

    @application.route("/m/raw_lookup")  # type: ignore[untyped-decorator]
    def raw_lookup() -> dict[str, list[int]]:
        signal = pdq.validate_signal_str(flask.request.args["signal"])
        return {"matches": [match.metadata for match in index.query(signal)]}

    return application
