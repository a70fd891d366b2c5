"""The language of a request, as folders of words are named."""

from django.utils import translation


def language_here() -> str:
    """Return it without its region: "en" for British English too."""
    return (translation.get_language() or "en").partition("-")[0]
