"""The addresses of these pages: neutral words, because a history keeps them."""

from django.urls import URLPattern, path

from takeback.site.shelf.shelf_views import figures_page, ready, ready_page
from takeback.site.shelf.talk_views import pupil_talk, talk, tell

shelf_urls: list[URLPattern] = [
    path("family/talk/", talk, name="talk"),
    path("work/talk/", pupil_talk, name="work-talk"),
    path("you/tell/", tell, name="tell"),
    path("ready/", ready, name="ready"),
    path("ready/<slug:page>/", ready_page, name="ready-page"),
    path("figures/", figures_page, name="figures"),
]
