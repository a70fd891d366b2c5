"""Who holds a case: whoever knows its code, or carries the key that the code gave."""

from dataclasses import dataclass

from nacl.public import PrivateKey

from takeback.cases.codes import Code
from takeback.cases.keys import CaseKeyPair, WrongKey, derive_keys, open_key_pair
from takeback.cases.models import Case


@dataclass(frozen=True, repr=False)
class HeldCase:
    """A case, and the 32-byte key that opens its sealed half."""

    case: Case
    key: bytes

    def __repr__(self) -> str:
        return f"HeldCase({self.case.name})"


def find_by_code(code: Code) -> HeldCase | None:
    """Return the case that this code opens; `None` for a code that opens none.

    A code that never was, one whose case lapsed and one whose case was erased take the same time
    and give the same answer. Raises `Busy`.
    """
    keys = derive_keys(code)
    case = Case.objects.filter(stored_lookup=keys.stored_lookup).first()
    return HeldCase(case, keys.key) if case else None


def find_by_key(case_id: int, key: bytes) -> Case | None:
    """Return the case if this key opens it; `None` when it is gone or the key is another's."""
    case = Case.objects.filter(pk=case_id).first()
    if case is None:
        return None
    try:
        open_case_key(case, key)
    except WrongKey:
        return None
    return case


def open_case_key(case: Case, key: bytes) -> PrivateKey:
    """Return the private half of the case's key pair. Raises `WrongKey`."""
    pair = CaseKeyPair(bytes(case.public_key), bytes(case.sealed_private_key))
    return open_key_pair(pair, key, origin=bytes(case.origin))
