"""The addresses of these pages: neutral words, because a history keeps them."""

from django.urls import URLPattern, re_path

from takeback.site.plan.views import mark_done, plan_calendar, plan_page, plan_text

DOOR = r"^(?P<reader>you|family|work)/"

plan_urls: list[URLPattern] = [
    re_path(DOOR + r"plan/$", plan_page, name="plan"),
    re_path(DOOR + r"plan/done/$", mark_done, name="plan-done"),
    re_path(DOOR + r"plan\.txt$", plan_text, name="plan-text"),
    re_path(DOOR + r"plan\.ics$", plan_calendar, name="plan-calendar"),
]
