"""Screenshots: the picture with an interface around it, as phones and computers show it."""

from dataclasses import dataclass

from PIL import Image, ImageDraw

from bench.reshare.change import Chance, Change, Colour, Picture, covering, resized, within
from bench.reshare.drawing import bar, heart, icons, paste, text, words

PHONE = (540, 1170)
DESKTOP = (1280, 800)


@dataclass(frozen=True)
class Look:
    """The colours of an interface."""

    ground: Colour
    panel: Colour
    ink: Colour
    bubble: Colour


LIGHT = Look((255, 255, 255), (242, 242, 245), (30, 30, 34), (214, 234, 255))
DARK = Look((10, 12, 16), (32, 34, 40), (228, 228, 232), (20, 70, 60))
GROUNDS = {"light": LIGHT, "dark": DARK}


def _phone(look: Look, chance: Chance) -> Picture:
    canvas = Image.new("RGB", PHONE, look.ground)
    clock = f"{chance.integers(7, 23)}:{chance.integers(10, 60)}"
    text(canvas, (40, 22), clock, size=20, fill=look.ink)
    ImageDraw.Draw(canvas).rectangle((470, 26, 505, 42), outline=look.ink, width=2)
    ImageDraw.Draw(canvas).rectangle((473, 29, 495, 39), fill=look.ink)
    return canvas


def _name_row(canvas: Picture, look: Look, chance: Chance, top: int) -> None:
    ImageDraw.Draw(canvas).ellipse((16, top + 8, 56, top + 48), fill=look.bubble)
    text(canvas, (70, top + 16), words(chance, 2), size=20, fill=look.ink)
    text(canvas, (515, top + 10), "...", size=26, fill=look.ink, anchor="ra")


def feed(look: str) -> Change:
    """Show it in a network's feed: name above, symbols, likes and words below."""

    def change(image: Picture, chance: Chance) -> Picture:
        colours = GROUNDS[look]
        canvas = _phone(colours, chance)
        top = 60 + int(chance.integers(0, 60))
        _name_row(canvas, colours, chance, top)
        shown = resized(image, PHONE[0], min(700, PHONE[0] * image.height / image.width))
        if image.height * PHONE[0] > 700 * image.width:
            shown = covering(image, PHONE[0], 700)
        canvas.paste(shown, (0, top + 60))
        below = top + 60 + shown.height
        icons(canvas, below + 32, count=6, size=26, colour=colours.ink)
        for line in range(3):
            said = words(chance, 7)
            text(canvas, (16, below + 64 + 30 * line), said, size=18, fill=colours.ink)
        bar(canvas, PHONE[1] - 80, PHONE[1], colours.panel)
        icons(canvas, PHONE[1] - 45, count=5, size=30, colour=colours.ink)
        return canvas

    return change


def chat(look: str, share: float) -> Change:
    """Show it in a chat between bubbles; `share` is its part of the screen's width."""

    def change(image: Picture, chance: Chance) -> Picture:
        colours = GROUNDS[look]
        canvas = _phone(colours, chance)
        draw = ImageDraw.Draw(canvas)
        bar(canvas, 55, 115, colours.panel)
        _name_row(canvas, colours, chance, 57)
        y = 140 + int(chance.integers(0, 60))
        shown = within(image, PHONE[0] * share, 560)
        for number in range(5):
            is_mine = bool(chance.integers(2))
            if number == 2:
                left = PHONE[0] - 24 - shown.width if is_mine else 24
                around = (left - 6, y, left + shown.width + 6, y + shown.height + 12)
                draw.rounded_rectangle(around, radius=8, fill=colours.bubble)
                canvas.paste(shown, (left, y + 6))
                y += shown.height + 30
                continue
            wide = int(chance.integers(180, 380))
            left = PHONE[0] - 20 - wide if is_mine else 20
            edge = (left, y, left + wide, y + 52)
            draw.rounded_rectangle(edge, 16, fill=colours.bubble if is_mine else colours.panel)
            text(
                canvas,
                (left + 14, y + 15),
                words(chance, 4)[: wide // 11],
                size=18,
                fill=colours.ink,
            )
            y += 70
        bar(canvas, PHONE[1] - 90, PHONE[1], colours.panel)
        return canvas

    return change


def keyboard(look: str) -> Change:
    """Show it in a chat while somebody types: keys cover its lower part."""

    def change(image: Picture, chance: Chance) -> Picture:
        colours = GROUNDS[look]
        canvas = chat(look, 0.9)(image, chance)
        top = 700
        bar(canvas, top, PHONE[1], colours.panel)
        draw = ImageDraw.Draw(canvas)
        for row, keys in enumerate((10, 9, 7)):
            for key in range(keys):
                x = (PHONE[0] - keys * 52) / 2 + key * 52
                y = top + 70 + row * 80
                draw.rounded_rectangle((x + 3, y, x + 48, y + 64), 7, fill=colours.ground)
                letter = "qwertyuiopasdfghjklzxcvbnm"[(10, 19, 26)[row] - keys + key]
                text(canvas, (x + 25, y + 32), letter, size=24, fill=colours.ink, anchor="mm")
        return canvas

    return change


def gallery(image: Picture, chance: Chance) -> Picture:
    """Show it alone on a black screen, as a gallery does, with a few symbols."""
    canvas = _phone(DARK, chance)
    shown = within(image, *PHONE)
    canvas.paste(shown, (0, (PHONE[1] - shown.height) // 2))
    text(canvas, (270, 80), words(chance, 2), size=22, fill=DARK.ink, anchor="mm")
    icons(canvas, PHONE[1] - 50, count=4, size=30, colour=DARK.ink)
    return canvas


def story_viewer(image: Picture, chance: Chance) -> Picture:
    """Show it filling a story, with the name and the progress lines on top and a reply below."""
    canvas = _phone(DARK, chance)
    shown = covering(image, PHONE[0], 960)
    canvas.paste(shown, (0, 60))
    draw = ImageDraw.Draw(canvas)
    for number in range(4):
        draw.rectangle((12 + 130 * number, 72, 132 + 130 * number, 75), fill=(230, 230, 230))
    _name_row(canvas, DARK, chance, 84)
    draw.rounded_rectangle((20, 1050, 430, 1110), 30, outline=DARK.ink, width=2)
    paste(canvas, heart(44), (485, 1080))
    return canvas


def video_app(image: Picture, chance: Chance) -> Picture:
    """Show it across a tall black screen, with symbols and words laid over its right and below."""
    canvas = _phone(DARK, chance)
    shown = within(image, PHONE[0], 980)
    canvas.paste(shown, ((PHONE[0] - shown.width) // 2, (1060 - shown.height) // 2))
    for number in range(4):
        paste(canvas, heart(46), (500, 480 + 110 * number))
        said = str(int(chance.integers(10, 900)))
        text(canvas, (500, 520 + 110 * number), said, size=17, fill="white", anchor="mm")
    for line in range(2):
        text(canvas, (16, 960 + 30 * line), words(chance, 5), size=19, fill="white")
    icons(canvas, PHONE[1] - 45, count=5, size=30, colour=DARK.ink)
    return canvas


def notice(image: Picture, chance: Chance) -> Picture:
    """Show it in a feed with a notification laid across its top."""
    canvas = feed("light")(image, chance)
    ImageDraw.Draw(canvas).rounded_rectangle((14, 110, 526, 215), 22, fill=(225, 228, 232))
    text(canvas, (80, 128), words(chance, 3), size=20, fill=LIGHT.ink)
    text(canvas, (80, 164), words(chance, 5), size=17, fill=LIGHT.ink)
    return canvas


def browser(look: str, share: float) -> Change:
    """Show it on a page on a computer's screen; `share` is its part of the screen's height."""

    def change(image: Picture, chance: Chance) -> Picture:
        colours = GROUNDS[look]
        canvas = Image.new("RGB", DESKTOP, colours.ground)
        bar(canvas, 0, 76, colours.panel)
        draw = ImageDraw.Draw(canvas)
        draw.rounded_rectangle((140, 40, 1100, 68), 14, fill=colours.ground)
        text(canvas, (160, 44), words(chance, 3), size=17, fill=colours.ink)
        shown = within(image, 760, DESKTOP[1] * share)
        canvas.paste(shown, (60, 110))
        for line in range(16):
            said, place = words(chance, 6), (860, 120 + 40 * line)
            text(canvas, place, said[:42], size=18, fill=colours.ink)
        text(canvas, (60, 130 + shown.height), words(chance, 12), size=18, fill=colours.ink)
        return canvas

    return change


def tablet(image: Picture, chance: Chance) -> Picture:
    """Show it across a tablet held wide, cut at top and bottom, with a panel at the side."""
    canvas = Image.new("RGB", (1180, 820), LIGHT.ground)
    canvas.paste(covering(image, 860, 700), (320, 70))
    ImageDraw.Draw(canvas).rectangle((0, 0, 300, 820), fill=LIGHT.panel)
    for line in range(10):
        text(canvas, (24, 90 + 64 * line), words(chance, 3), size=20, fill=LIGHT.ink)
    text(canvas, (740, 34), words(chance, 3), size=24, fill=LIGHT.ink, anchor="mm")
    return canvas
