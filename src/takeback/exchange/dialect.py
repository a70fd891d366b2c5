"""What callers of hasher-matcher-actioner ask and are answered: its lookups, on our list.

The parameters, status codes and shapes are its own; the list is one bank of it. A picture is not
among what can be asked about: whoever asks makes the fingerprint.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, time
from http import HTTPStatus
from urllib.parse import parse_qsl

from django.conf import settings

from takeback.exchange.match_schema import FORMS
from takeback.fingerprint.value import distance, parse_fingerprint
from takeback.registry.lookup import LIMIT, Neighbour, Sought, the_lookup
from takeback.registry.lookup_sizes import how_many_listed, latest_change_on

Parameters = Mapping[str, str]

# Its names of what we call recipes.
RECIPES = {"pdq": "pdq-1", "video_md5": "md5", "video_sha256": "sha256"}
# How it says of an exact match that there is nothing to measure.
NO_DISTANCE = "-"
MOST_PARAMETERS = 20  # it has nine
_TRUE = frozenset({"1", "true", "t", "yes", "y", "on"})
_FALSE = frozenset({"0", "false", "f", "no", "n", "off"})
MAKE_IT_YOURSELF = (
    "no picture, and no address of one, is taken here; make the fingerprint where the picture is, "
    "and send signal_type and signal"
)


class NotTaken(Exception):
    """A request that its server would refuse too. `body` is the answer's JSON."""

    def __init__(self, status: HTTPStatus, body: object) -> None:
        super().__init__(status)
        self.status = status
        self.body = body


def read_query(query: str) -> Parameters:
    """Return the parameters of an address; of one that is given twice, the first."""
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_PARAMETERS)
    except ValueError:
        raise _message(HTTPStatus.BAD_REQUEST, f"at most {MOST_PARAMETERS} parameters") from None
    return dict(reversed(pairs))


def raw_lookup(parameters: Parameters) -> object:
    """Answer `GET /m/raw_lookup`: numbers of what matches, beside distances if asked for."""
    for name in ("signal", "signal_type"):
        if name not in parameters:
            raise _not_valid("missing", name, "Field required")
    is_with_distance = _flag(parameters, "include_distance")
    found = _neighbours(parameters)
    if is_with_distance:
        return {"matches": [_match(near, parameters) for near in found]}
    return {"matches": [near.number for near in found]}


def lookup(parameters: Parameters) -> object:
    """Answer `GET /m/lookup`: what matches, by bank; `{}` when nothing does."""
    _flag(parameters, "bypass_coinflip")
    if parameters.get("url"):
        raise _message(HTTPStatus.FORBIDDEN, MAKE_IT_YOURSELF)
    if not parameters.get("signal") or not parameters.get("signal_type"):
        raise _message(HTTPStatus.BAD_REQUEST, "signal and signal_type are required")
    matches = [_match(near, parameters) for near in _neighbours(parameters)]
    return {settings.LOOKUP_BANK: matches} if matches else {}


def lookup_of_body(sent: object) -> object:
    """Answer `POST /m/lookup`: what matches, by signal type and bank.

    Its own callers send a picture there. `sent` holds `signal_type` and `signal` instead.
    """
    if not isinstance(sent, dict) or not {"signal", "signal_type"} <= sent.keys():
        raise _message(HTTPStatus.FORBIDDEN, MAKE_IT_YOURSELF)
    parameters = {name: value for name, value in sent.items() if isinstance(value, str)}
    return {str(sent["signal_type"]): lookup(parameters)}


def compare(sent: object) -> object:
    """Answer `POST /m/compare`: for two fingerprints of a type, whether they match, how nearly."""
    if not isinstance(sent, dict):
        raise _message(HTTPStatus.BAD_REQUEST, "expected an object: signal type to two signals")
    return {name: _compared(name, pair) for name, pair in sent.items()}


def index_status(parameters: Parameters) -> object:
    """Answer `GET /m/index/status`: how many are looked up, and when they last changed.

    The registry keeps no time of day, so that is the beginning of a day.
    """
    asked = parameters.get("signal_type")
    names = list(RECIPES) if asked is None else [asked]
    changed_on = latest_change_on()
    built_to = -1
    if changed_on is not None:
        built_to = int(datetime.combine(changed_on, time(), tzinfo=UTC).timestamp())
    return {
        name: {"present": True, "built_to": built_to, "size": how_many_listed(_recipe(name))}
        for name in names
    }


def _neighbours(parameters: Parameters) -> tuple[Neighbour, ...]:
    sought = _sought(parameters["signal_type"], parameters["signal"])
    banks = parameters.get("banks")
    if banks and settings.LOOKUP_BANK not in banks.split(","):
        return ()
    return the_lookup().near([sought], limit=LIMIT).neighbours[0]


def _match(near: Neighbour, parameters: Parameters) -> dict[str, object]:
    is_file = RECIPES[parameters["signal_type"]] != "pdq-1"
    distance = NO_DISTANCE if is_file else str(near.distance)
    return {"bank_content_id": near.number, "distance": distance}


def _compared(name: str, pair: object) -> list[object]:
    if not isinstance(pair, list) or len(pair) != 2:
        raise _message(HTTPStatus.BAD_REQUEST, "expected exactly two signals of each type")
    one, other = (_sought(name, signal) for signal in pair)
    if one.recipe != "pdq-1":
        return [one == other, {}]
    apart = distance(*(parse_fingerprint(each.recipe, each.bits.hex()) for each in (one, other)))
    return [apart <= LIMIT, {"distance": apart}]


def _sought(signal_type: str, signal: object) -> Sought:
    recipe = _recipe(signal_type)
    # Its check of a digest forgives capitals and spaces around it; that of a PDQ does not.
    plain = signal.strip().lower() if isinstance(signal, str) and recipe != "pdq-1" else signal
    if not isinstance(plain, str) or not FORMS[recipe].fullmatch(plain):
        raise _message(
            HTTPStatus.BAD_REQUEST, f"invalid signal: not a {signal_type} in hexadecimal"
        )
    return Sought(recipe, bytes.fromhex(plain))


def _recipe(signal_type: str) -> str:
    if signal_type not in RECIPES:
        known = ", ".join(RECIPES)
        raise _message(HTTPStatus.BAD_REQUEST, f"No such SignalType; there are {known}")
    return RECIPES[signal_type]


def _flag(parameters: Parameters, name: str) -> bool:
    word = parameters.get(name, "false").lower()
    if word not in _TRUE | _FALSE:
        raise _not_valid("bool_parsing", name, "Input should be a valid boolean")
    return word in _TRUE


def _message(status: HTTPStatus, message: str) -> NotTaken:
    return NotTaken(status, {"message": message})


def _not_valid(kind: str, name: str, message: str) -> NotTaken:
    body = [{"type": kind, "loc": [name], "msg": message}]
    return NotTaken(HTTPStatus.UNPROCESSABLE_ENTITY, body)
