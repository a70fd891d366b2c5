"""Every address. They are neutral: nothing in a browser's history tells why somebody came."""

from django.urls import include, path

from takeback.project.api import api
from takeback.project.health import healthz, readyz

handler400 = "takeback.site.errors.bad_request"
handler403 = "takeback.site.errors.permission_denied"
handler404 = "takeback.site.errors.page_not_found"
handler500 = "takeback.site.errors.server_error"

urlpatterns = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("api/v1/", api.urls),
    path("m/", include("takeback.exchange.dialect_views")),
    path("", include("takeback.site.urls")),
]
