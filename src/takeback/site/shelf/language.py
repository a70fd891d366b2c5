"""The words of these pages in the language of this request."""

from collections.abc import Mapping

from django.utils import translation

from takeback.guidance.sections import WordsPage
from takeback.guidance.shelf import load_shelf
from takeback.guidance.talks import Talks, load_talks
from takeback.sources.figures import load_figures

FIGURES = load_figures()


def talks_here() -> Talks:
    """Return the pages about talking."""
    return load_talks(_language())


def shelf_here() -> Mapping[str, WordsPage]:
    """Return the pages of the shelf."""
    return load_shelf(_language())


def _language() -> str:
    return (translation.get_language() or "en").partition("-")[0]
