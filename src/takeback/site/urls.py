"""The addresses of the visitor's pages: neutral words, because a history keeps them."""

from django.urls import path, re_path

from takeback.site.page_views import door, home, plain_page
from takeback.site.plan.keep_urls import keep_urls
from takeback.site.plan.urls import plan_urls
from takeback.site.questions.urls import question_urls
from takeback.site.return_views import (
    close_page,
    erase_page,
    forget_plan_page,
    leave,
    return_page,
    status_page,
    stop_page,
)
from takeback.site.shelf.urls import shelf_urls
from takeback.site.start_views import start_page

urlpatterns = [
    path("", home, name="home"),
    path("you/", door, {"reader": "you"}, name="you"),
    path("family/", door, {"reader": "family"}, name="family"),
    path("work/", door, {"reader": "work"}, name="work"),
    re_path(r"^(?P<reader>you|family|work)/start/$", start_page, name="start"),
    *question_urls,
    *plan_urls,
    *keep_urls,
    *shelf_urls,
    path("adult/", plain_page, {"page": "adult"}, name="adult"),
    path("return/", return_page, name="return"),
    path("page/", status_page, name="page"),
    path("page/stop/", stop_page, name="page-stop"),
    path("page/erase/", erase_page, name="page-erase"),
    path("page/forget-plan/", forget_plan_page, name="page-forget-plan"),
    path("page/close/", close_page, name="page-close"),
    path("leave/", leave, name="leave"),
    path("signed-out/", plain_page, {"page": "signed_out"}, name="signed-out"),
    path("about/", plain_page, {"page": "about"}, name="about"),
    path("privacy/", plain_page, {"page": "privacy"}, name="privacy"),
    path("accessibility/", plain_page, {"page": "accessibility"}, name="accessibility"),
]
