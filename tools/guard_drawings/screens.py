"""What a phone or a computer shows without a picture: chats, lists, keyboards, windows, text."""

import random
from collections.abc import Callable, Iterator

from PIL import Image, ImageDraw, ImageFont

from tools.guard_drawings.patterns import Drawing

PHONE, COMPUTER, PAPER = (320, 640), (640, 384), (448, 640)
INK, PAPER_GREY = 25, 255
STORY = (
    "the garden gate was open and a small grey cat sat on the wall in the evening sun while "
    "somebody played a slow song next door and the kettle began to sing in the kitchen"
)
WORDS = STORY.split()

Pen = ImageDraw.ImageDraw


def screens() -> Iterator[Drawing]:
    """Yield all of them, as they look with light colours."""
    for name, draw in _PHONES.items():
        for place in (1, 2, 3):
            yield f"{name} {place}", _phone(draw, place)
    for name, draw in _COMPUTERS.items():
        for place in (1, 2):
            yield f"{name} {place}", _computer(draw, place)
    for size in (12, 18, 26, 40, 60):
        for columns in (1, 2):
            yield f"page of text, size {size}, {columns} columns", _text_page(size, columns)


def _phone(draw: Callable[[Pen, random.Random], None], place: int) -> Image.Image:
    picture = Image.new("L", PHONE, 245)
    pen = ImageDraw.Draw(picture)
    draw(pen, random.Random(place))  # noqa: S311 - a drawing, not a secret
    _text(pen, (16, 8), "9:41", 14)
    pen.rectangle((280, 10, 304, 20), outline=INK)
    return picture


def _computer(draw: Callable[[Pen, random.Random], None], place: int) -> Image.Image:
    picture = Image.new("L", COMPUTER, 250)
    pen = ImageDraw.Draw(picture)
    draw(pen, random.Random(place))  # noqa: S311 - a drawing, not a secret
    return picture


def _text(pen: Pen, place: tuple[float, float], words: str, size: int, grey: int = INK) -> None:
    pen.text(place, words, font=ImageFont.load_default(size), fill=grey)


def _some_words(chance: random.Random, count: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(count))


def _bar(pen: Pen, title: str) -> None:
    pen.rectangle((0, 0, 320, 72), fill=215)
    _text(pen, (56, 40), title, 18)


def _chat(pen: Pen, chance: random.Random) -> None:
    _bar(pen, "Sam")
    pen.ellipse((14, 36, 46, 68), fill=150)
    top = 88
    while top < 560:
        lines, is_mine = chance.randint(1, 3), chance.random() < 0.5
        height, width = 18 + 20 * lines, chance.randint(120, 230)
        left = 308 - width if is_mine else 12
        pen.rounded_rectangle(
            (left, top, left + width, top + height), 14, fill=140 if is_mine else 220
        )
        for line in range(lines):
            _text(pen, (left + 12, top + 8 + 20 * line), _some_words(chance, width // 60), 13)
        top += height + 12
    pen.rounded_rectangle((12, 592, 308, 628), 18, fill=255, outline=190)


def _empty_chat(pen: Pen, chance: random.Random) -> None:
    _bar(pen, _some_words(chance, 1))
    pen.rounded_rectangle((12, 592, 308, 628), 18, fill=255, outline=190)


def _keyboard(pen: Pen, chance: random.Random) -> None:
    _chat(pen, chance)
    pen.rectangle((0, 400, 320, 640), fill=200)
    for row, keys in enumerate((10, 9, 7)):
        width = 320 / 10
        left = (320 - keys * width) / 2
        for key in range(keys):
            x, y = left + key * width, 416 + 54 * row
            pen.rounded_rectangle((x + 3, y, x + width - 3, y + 44), 5, fill=250)
    pen.rounded_rectangle((80, 578, 240, 622), 5, fill=250)


def _home(pen: Pen, chance: random.Random) -> None:
    pen.rectangle((0, 0, 320, 640), fill=170)
    for place in range(24 - 4 * chance.randint(0, 2)):
        x, y = 20 + 74 * (place % 4), 50 + 84 * (place // 4)
        pen.rounded_rectangle((x, y, x + 54, y + 54), 13, fill=chance.choice((60, 120, 230, 255)))
        _text(pen, (x + 4, y + 58), _some_words(chance, 1), 10)
    pen.rounded_rectangle((10, 556, 310, 630), 24, fill=220)
    for place in range(4):
        pen.rounded_rectangle((22 + 74 * place, 566, 76 + 74 * place, 620), 13, fill=90)


def _lock(pen: Pen, chance: random.Random) -> None:
    pen.rectangle((0, 0, 320, 640), fill=chance.choice((40, 90, 160)))
    _text(pen, (62, 90), f"{chance.randint(10, 23)}:{chance.randint(10, 59)}", 76, 255)
    for card in range(chance.randint(0, 3)):
        pen.rounded_rectangle((14, 230 + 84 * card, 306, 304 + 84 * card), 16, fill=215)
        _text(pen, (30, 250 + 84 * card), _some_words(chance, 5), 13)


def _list(pen: Pen, chance: random.Random) -> None:
    _bar(pen, "Settings")
    for row in range(11):
        y = 84 + 50 * row
        pen.line((60, y + 48, 320, y + 48), fill=215)
        pen.rounded_rectangle((14, y + 8, 46, y + 40), 8, fill=chance.choice((70, 120, 170)))
        _text(pen, (60, y + 14), _some_words(chance, 2), 16)


def _contacts(pen: Pen, chance: random.Random) -> None:
    _bar(pen, "Chats")
    for row in range(8):
        y = 84 + 70 * row
        pen.ellipse((14, y, 66, y + 52), fill=chance.choice((120, 150, 180)))
        _text(pen, (80, y + 4), _some_words(chance, 2), 16)
        _text(pen, (80, y + 28), _some_words(chance, 4), 12, 130)


def _feed(pen: Pen, chance: random.Random) -> None:
    _bar(pen, _some_words(chance, 1))
    for row in range(3):
        y = 84 + 190 * row
        pen.ellipse((14, y, 46, y + 32), fill=200)
        pen.rectangle((56, y + 8, 200, y + 22), fill=222)
        pen.rectangle((0, y + 42, 320, y + 178), fill=226)


def _call(pen: Pen, chance: random.Random) -> None:
    pen.rectangle((0, 0, 320, 640), fill=50)
    pen.ellipse((90, 120, 230, 260), fill=120)
    _text(pen, (110, 290), _some_words(chance, 1), 28, 255)
    for place, grey in enumerate((110, 110, 110, 170)):
        pen.ellipse((24 + 72 * place, 530, 80 + 72 * place, 586), fill=grey)


def _log_in(pen: Pen, chance: random.Random) -> None:
    _text(pen, (40, 130), _some_words(chance, 2), 32)
    for row, grey in enumerate((255, 255, 90)):
        y = 240 + 66 * row
        pen.rounded_rectangle((24, y, 296, y + 48), 8, fill=grey, outline=170)


def _browser(pen: Pen, chance: random.Random) -> None:
    pen.rectangle((0, 0, 640, 64), fill=205)
    pen.rounded_rectangle((6, 6, 190, 40), 8, fill=245)
    pen.rounded_rectangle((110, 36, 560, 58), 10, fill=255)
    _text(pen, (60, 90), _some_words(chance, 4), 30)
    for line in range(11):
        _text(pen, (60, 136 + 22 * line), _some_words(chance, 11), 14)
    pen.rectangle((500, 90, 610, 370), fill=225)


def _search(pen: Pen, chance: random.Random) -> None:
    pen.rectangle((0, 0, 640, 36), fill=225)
    _text(pen, (230, 110), _some_words(chance, 1), 56)
    pen.rounded_rectangle((120, 190, 520, 230), 20, fill=255, outline=170)


def _dialogue(pen: Pen, chance: random.Random) -> None:
    pen.rectangle((0, 0, 640, 384), fill=120)
    pen.rounded_rectangle((150, 110, 490, 280), 10, fill=250)
    _text(pen, (176, 136), _some_words(chance, 3), 20)
    _text(pen, (176, 176), _some_words(chance, 6), 14)
    pen.rounded_rectangle((380, 226, 470, 260), 6, fill=80)
    pen.rounded_rectangle((276, 226, 366, 260), 6, fill=215)


def _player(pen: Pen, chance: random.Random) -> None:
    pen.rectangle((0, 0, 640, 384), fill=15)
    pen.polygon([(290, 150), (290, 234), (360, 192)], fill=235)
    pen.rectangle((20, 350, 620, 356), fill=110)
    pen.rectangle((20, 350, chance.randint(60, 500), 356), fill=220)


def _editor(pen: Pen, chance: random.Random) -> None:
    pen.rectangle((0, 0, 140, 384), fill=225)
    for line in range(17):
        _text(pen, (12, 10 + 22 * line), _some_words(chance, 2), 12, 90)
        indent = 20 * chance.randint(0, 3)
        _text(pen, (156 + indent, 10 + 22 * line), _some_words(chance, chance.randint(2, 8)), 13)


def _table(pen: Pen, chance: random.Random) -> None:
    pen.rectangle((0, 0, 640, 30), fill=205)
    for row in range(15):
        pen.line((0, 30 + 24 * row, 640, 30 + 24 * row), fill=200)
        for column in range(8):
            _text(pen, (8 + 80 * column, 34 + 24 * row), str(chance.randint(1, 9999)), 12)
    for column in range(8):
        pen.line((80 * column, 0, 80 * column, 384), fill=200)


_PHONES: dict[str, Callable[[Pen, random.Random], None]] = {
    "chat": _chat,
    "empty chat": _empty_chat,
    "chat with a keyboard": _keyboard,
    "home screen": _home,
    "lock screen": _lock,
    "settings": _list,
    "list of chats": _contacts,
    "page that is loading": _feed,
    "call": _call,
    "log-in page": _log_in,
}
_COMPUTERS: dict[str, Callable[[Pen, random.Random], None]] = {
    "browser": _browser,
    "search page": _search,
    "dialogue": _dialogue,
    "video player": _player,
    "editor": _editor,
    "table": _table,
}


def _text_page(size: int, columns: int) -> Image.Image:
    picture = Image.new("L", PAPER, PAPER_GREY)
    pen = ImageDraw.Draw(picture)
    chance = random.Random(size)  # noqa: S311 - a drawing, not a secret
    width = (PAPER[0] - 24 * (columns + 1)) // columns
    words = max(1, width // (3 * size))
    for column in range(columns):
        for line in range((PAPER[1] - 60) // (size * 4 // 3)):
            place = (24 + column * (width + 24), 30 + line * (size * 4 // 3))
            _text(pen, place, _some_words(chance, words), size)
    return picture
