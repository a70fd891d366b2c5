"""The addresses of these pages: neutral words, because a history keeps them."""

from django.urls import URLPattern, re_path

from takeback.site.questions.check_views import check_page, wipe_page
from takeback.site.questions.first_views import help_now, over_18
from takeback.site.questions.question_views import question_page, questions

DOOR = r"^(?P<reader>you|family|work)"

question_urls: list[URLPattern] = [
    re_path(rf"{DOOR}/q/$", questions, name="questions"),
    re_path(rf"{DOOR}/q/(?P<number>[0-9]{{1,3}})/$", question_page, name="question"),
    re_path(rf"{DOOR}/now/$", help_now, name="help-now"),
    re_path(rf"{DOOR}/other/$", over_18, name="over-18"),
    re_path(rf"{DOOR}/check/$", check_page, name="check-answers"),
    re_path(rf"{DOOR}/wipe/$", wipe_page, name="wipe-answers"),
]
