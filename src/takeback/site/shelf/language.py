"""The words of these pages in the language of this request."""

from collections.abc import Mapping

from takeback.guidance.sections import WordsPage
from takeback.guidance.shelf import load_shelf
from takeback.guidance.talks import Talks, load_talks
from takeback.site.language import language_here
from takeback.sources.figures import load_figures

FIGURES = load_figures()


def talks_here() -> Talks:
    """Return the pages about talking."""
    return load_talks(language_here())


def shelf_here() -> Mapping[str, WordsPage]:
    """Return the pages of the shelf."""
    return load_shelf(language_here())
