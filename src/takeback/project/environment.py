"""Typed readers of environment variables, which stop the start when a value cannot be used."""

import os
from collections.abc import Mapping
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"0", "false", "no", "off"})


class Environment:
    """Reads `TAKEBACK_…` variables; a value may also come from the file that `…_FILE` names."""

    def __init__(self, variables: Mapping[str, str] = os.environ) -> None:
        self._variables = variables

    def text(self, name: str, default: str) -> str:
        """Return the value, or `default` when neither the variable nor its file is set.

        Raises `ImproperlyConfigured` when the file cannot be read.
        """
        value = self._variables.get(name)
        if value is not None:
            return value
        file_name = self._variables.get(f"{name}_FILE")
        if file_name is None:
            return default
        try:
            return Path(file_name).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(
                f"{name}_FILE names {file_name}, which cannot be read ({error.strerror}); "
                f"set it to a readable file, or set {name}"
            ) from error

    def flag(self, name: str, *, default: bool) -> bool:
        """Return a yes or no. Raises `ImproperlyConfigured` for any other word."""
        word = self.text(name, "yes" if default else "no").strip().lower()
        if word in TRUE_WORDS:
            return True
        if word in FALSE_WORDS:
            return False
        raise ImproperlyConfigured(f"{name} is {word!r}; it accepts yes or no")

    def number(self, name: str, default: int, *, least: int, most: int) -> int:
        """Return a whole number from `least` to `most`. Raises `ImproperlyConfigured` otherwise."""
        word = self.text(name, str(default))
        expected = f"it accepts a whole number from {least} to {most}"
        try:
            value = int(word)
        except ValueError:
            raise ImproperlyConfigured(f"{name} is {word!r}; {expected}") from None
        if not least <= value <= most:
            raise ImproperlyConfigured(f"{name} is {value}; {expected}")
        return value
