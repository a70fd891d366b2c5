"""The application that a web server calls."""

from django.core.wsgi import get_wsgi_application

_long_way = get_wsgi_application()

# Here and not above: models can be imported only when the applications are loaded.
from takeback.project.short_way import ShortWay  # noqa: E402

application = ShortWay(_long_way)
