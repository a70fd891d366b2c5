"""The views that are chosen from: parts of a picture, and canvases that pictures are laid on."""

from bench.reshare.renderings import WHOLE, Box, Fill, Rendering

BLACK, WHITE = 0.0, 255.0
CENTRES = (95, 92, 90, 88, 85, 82, 80, 78, 75, 72, 70, 68, 65, 60, 55, 50, 45)
SHAPES = ((1, 1), (4, 5), (3, 4), (9, 16), (2, 3), (16, 9), (4, 3), (5, 4), (3, 2), (2, 1))
PLACES = {"start": 0.0, "": 0.5, "end": 1.0}
OFF = (5, 10, 15, 20, 25, 30, 40)
CORNERS = (85, 80, 75, 70, 65, 60, 50)

# Canvases that apps lay whole pictures on: width to height, share that the picture may take, where
# its middle is from top to bottom, and the grounds seen behind it.
CANVASES: dict[str, tuple[float, float, float, tuple[Fill, ...]]] = {
    "story": (9 / 16, 1.0, 0.5, (BLACK, WHITE, 128.0, "own")),
    "story-90": (9 / 16, 0.9, 0.5, (BLACK, WHITE, "own")),
    "story-80": (9 / 16, 0.8, 0.45, (WHITE, "own")),
    "phone": (9 / 19.5, 1.0, 0.5, (BLACK, WHITE)),
    "feed": (9 / 19.5, 1.0, 0.35, (BLACK, WHITE)),
    "chat": (9 / 19.5, 0.9, 0.45, (BLACK, WHITE)),
    "square": (1.0, 1.0, 0.5, (BLACK, WHITE)),
    "portrait": (4 / 5, 1.0, 0.5, (BLACK, WHITE)),
    "wide": (16 / 9, 1.0, 0.5, (BLACK, WHITE)),
    "widest": (21 / 9, 1.0, 0.5, (BLACK, WHITE)),
}
BORDERS = {
    "border-4": (0.04, 0.04),
    "border-10": (0.1, 0.1),
    "bars-10": (0, 0.1),
    "bars-20": (0, 0.2),
}


def relative_boxes() -> dict[str, Box]:
    """Return parts whose place does not depend on the picture's shape, by name."""
    boxes: dict[str, Box] = {"whole": WHOLE}
    for share in CENTRES:
        edge = (100 - share) / 200
        boxes[f"centre-{share}"] = (edge, edge, 1 - edge, 1 - edge)
    for off in OFF:
        cut = off / 100
        boxes[f"left-off-{off}"] = (cut, 0.0, 1.0, 1.0)
        boxes[f"right-off-{off}"] = (0.0, 0.0, 1 - cut, 1.0)
        boxes[f"top-off-{off}"] = (0.0, cut, 1.0, 1.0)
        boxes[f"bottom-off-{off}"] = (0.0, 0.0, 1.0, 1 - cut)
        if off > 5:
            edge = cut / 2
            boxes[f"across-{100 - off}"] = (edge, 0.0, 1 - edge, 1.0)
            boxes[f"down-{100 - off}"] = (0.0, edge, 1.0, 1 - edge)
    for share in CORNERS:
        side = share / 100
        for name, left, top in (("nw", 0, 0), ("ne", 1, 0), ("sw", 0, 1), ("se", 1, 1)):
            x, y = left * (1 - side), top * (1 - side)
            boxes[f"{name}-{share}"] = (x, y, x + side, y + side)
    return boxes


def shaped_boxes(own: float) -> dict[str, Box]:
    """Return parts of other shapes than the picture's `own` (width to height), by name."""
    boxes: dict[str, Box] = {}
    for width, height in SHAPES:
        wanted = width / height
        across, down = min(1.0, wanted / own), min(1.0, own / wanted)
        for place, share in PLACES.items():
            left, top = share * (1 - across), share * (1 - down)
            name = "-".join(filter(None, (f"aspect-{width}-{height}", place)))
            boxes[name] = (left, top, left + across, top + down)
    return boxes


def framed(own: float) -> dict[str, Rendering]:
    """Return the picture of a shape `own` on canvases, by name."""
    made: dict[str, Rendering] = {}
    for name, (canvas, share, middle, fills) in CANVASES.items():
        wide, high = share * min(1.0, own / canvas), share * min(1.0, canvas / own)
        left, top = (1 - wide) / 2, max(0.0, middle - high / 2)
        place = (left, top, left + wide, top + high)
        for fill in fills:
            made[f"{name}-{_called(fill)}"] = Rendering(WHOLE, place, fill, canvas)
    for name, (sides, ends) in BORDERS.items():
        wide, high = 1 / (1 + sides), 1 / (1 + ends)
        left, top = (1 - wide) / 2, (1 - high) / 2
        place = (left, top, left + wide, top + high)
        for fill in (BLACK, WHITE):
            made[f"{name}-{_called(fill)}"] = Rendering(WHOLE, place, fill, own)
    return made


def _called(fill: Fill) -> str:
    if fill == "own":
        return "own"
    return {BLACK: "black", WHITE: "white"}.get(fill, "gray")


def renderings(own: float) -> dict[str, Rendering]:
    """Return everything that a partner's plain matcher may be given, by name."""
    parts = relative_boxes() | shaped_boxes(own)
    del parts["whole"]  # given in its standard form and all eight orientations
    return {name: Rendering(box) for name, box in parts.items()} | framed(own)
