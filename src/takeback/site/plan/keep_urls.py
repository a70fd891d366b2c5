"""The addresses of keeping a plan: neutral words, because a history keeps them."""

from django.urls import URLPattern, re_path

from takeback.site.plan.keep_views import check_words_page, keep_page, words_page

READER = r"^(?P<reader>you|family|work)/plan/"

keep_urls: list[URLPattern] = [
    re_path(READER + r"keep/$", keep_page, name="plan-keep"),
    re_path(READER + r"words/$", words_page, name="plan-words"),
    re_path(READER + r"words/check/$", check_words_page, name="plan-check-words"),
]
