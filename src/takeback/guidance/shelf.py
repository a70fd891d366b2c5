"""What helps before anything has happened: talks, answers, and settings to go through."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from takeback.guidance.sections import WORDS_FOLDER, WordsPage, read_pages
from takeback.sources.providers import Provider, to_check_first
from takeback.sources.statements import load_statements

# Where the directory keeps what a checklist is made of.
FIELDS = frozenset({"privacy", "privacy_steps"})


@cache
def load_shelf(language: str = "en", *, folder: Path = WORDS_FOLDER) -> Mapping[str, WordsPage]:
    """Return the pages of the shelf by id, in order; raises `UnusableRow` for a bad file."""
    pages = read_pages(folder / language / "shelf", statements=load_statements().keys())
    return MappingProxyType(pages)


@dataclass(frozen=True)
class AppChecklist:
    """What to set in one app. `help_page` is `None` when we know of none.

    `unsure` says that nobody has seen the steps published, or not lately; the page asks to check.
    """

    provider: Provider
    steps: tuple[str, ...]
    help_page: str | None
    unsure: bool


def app_checklists(providers: Mapping[str, Provider], *, today: date) -> tuple[AppChecklist, ...]:
    """Return a checklist by name for each app whose privacy settings the directory knows.

    Sites for adults are left out: a child has no account there to look after.
    """
    return tuple(
        AppChecklist(
            provider=provider,
            steps=provider.privacy_steps,
            help_page=provider.privacy,
            unsure=any(to_check_first(provider, field, today=today) for field in FIELDS),
        )
        for provider in sorted(providers.values(), key=lambda provider: provider.name.casefold())
        if provider.kind != "adult" and (provider.privacy_steps or provider.privacy)
    )
