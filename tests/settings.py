"""Settings for tests: the real ones, with secrets of no worth and a data folder that vanishes.

`TAKEBACK_TEST_DATABASE=postgresql` runs the same tests on a real PostgreSQL (pgserver).
"""

import atexit
import logging
import os
import shutil
import tempfile
from pathlib import Path

_data = Path(tempfile.mkdtemp(prefix="takeback-tests-"))
atexit.register(shutil.rmtree, _data, ignore_errors=True)
(_data / "static").mkdir()
os.environ["TAKEBACK_DATA"] = str(_data)
os.environ["TAKEBACK_SECRET_KEY"] = "only-for-tests-" + "0" * 40
os.environ["TAKEBACK_CODE_PEPPER"] = "11" * 32
os.environ["TAKEBACK_CODE_SALT"] = "22" * 32

if os.environ.get("TAKEBACK_TEST_DATABASE") == "postgresql":
    # It keeps a lock file in the runtime folder, and talks after the tests have ended.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(_data))
    logging.getLogger("pgserver").setLevel(logging.WARNING)
    from pgserver.postgres_server import get_server

    _server = get_server(_data / "postgresql", cleanup_mode="stop")
    os.environ["TAKEBACK_DATABASE_URL"] = _server.get_uri()

from takeback.project.settings import *  # noqa: E402, F403
from takeback.project.settings import DATABASES, STORAGES  # noqa: E402

# A file, not memory: several connections at once are part of what is tested.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": str(_data / "test.sqlite3")}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
