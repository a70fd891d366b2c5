"""The one exception for "we understood, and will not"."""


class Refused(Exception):
    """A request that was understood and is not granted.

    `code` is stable and documented: doors turn it into a status code, a page or an exit code.
    `message` says what was wrong and what to do, and quotes no fingerprint, key or code. `field`
    is the place in what was sent, such as `pictures.2`, from 0; `None`: no one place.
    """

    def __init__(self, code: str, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field
