"""Addresses of the whole site.

English has no prefix; every other language has its own (`/ar/…`). The CMS, health
checks and files are the same in every language.
"""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtail_admin_urls
from wagtail.documents import urls as wagtail_document_urls

from config import health, media
from participation.views import cms_account

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path(f"{settings.CMS_PATH}login/", cms_account.sign_in, name="cms_sign_in"),
    # With whatever follows: the link of a mail of ours never leads there.
    re_path(f"^{settings.CMS_PATH}password_reset/", cms_account.password_reset),
    path(f"{settings.CMS_PATH}account/", cms_account.own_account),
    path(settings.CMS_PATH, include(wagtail_admin_urls)),
    path("documents/", include(wagtail_document_urls)),
    path("media/<path:path>", media.serve_public, name="media"),
]

urlpatterns += i18n_patterns(
    path("map/", include("maps.urls")),
    path("api/features/", include("maps.urls.features")),
    path("data/", include("maps.urls.open_data")),
    path("initiatives/", include("initiatives.urls")),
    path("", include("participation.urls")),
    path("", include("config.shell_urls")),
    path("_util/login/", cms_account.sign_in),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)

handler400 = "config.views.bad_request"
handler403 = "config.views.permission_denied"
handler404 = "config.views.page_not_found"
handler500 = "config.views.server_error"
