"""What must be reached and what is aimed at, each beside what was measured."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from bench.reshare.copies import Copy
from bench.reshare.recall import by, named, percent, recall

EACH = ("jpeg", "resize", "mirror", "turn", "letterbox", "story", "collage", "colour", "blur-noise")


@dataclass(frozen=True)
class Target:
    """One line: `is_least` when more is better; `unit` as it is printed."""

    figure: str
    must: float
    aim: float
    measured: float
    unit: str = " %"
    is_least: bool = True

    @property
    def verdict(self) -> str:
        """Say how the measured figure stands."""
        if self._reaches(self.aim):
            return "aim"
        return "must" if self._reaches(self.must) else "MISSED"

    def _reaches(self, wanted: float) -> bool:
        return self.measured >= wanted if self.is_least else self.measured <= wanted


def of_recall(copies: list[Copy]) -> list[Target]:
    """Return the lines about what is found."""
    families = by(copies, lambda copy: copy.family)
    average = recall(families)["average"]
    best = partial(percent, way="effort 3")
    lines = [
        Target("average recall, effort 3", 88, 95, average["effort 3"]),
        Target("average recall, effort 2", 74, 85, average["effort 2"]),
    ]
    if average["plain"]:  # none of a few families may be found
        times = round(average["views"] / average["plain"], 2)
        figure = "a plain matcher on our views against one plain fingerprint"
        lines.append(Target(figure, 1.6, 2.0, times, unit=" times"))
    lines += [Target(name, 97, 99, best(families[name])) for name in EACH if name in families]
    groups = (
        ("continuous crops, light and zoom", named(copies, "light-", "zoom-"), 95, 100),
        ("continuous crops, medium and side", named(copies, "medium-", "side-"), 70, 85),
        ("screenshot", families.get("screenshot"), 80, 92),
        ("overlay", families.get("overlay"), 92, 96),
        ("photo of a screen", families.get("screen-photo"), 90, 96),
        ("tilt", families.get("tilt"), 75, 85),
        ("chains of 2", families.get("chain-2"), 90, 96),
        ("chains of 3", families.get("chain-3"), 80, 90),
        ("chains of 4", families.get("chain-4"), 70, 84),
    )
    lines += [Target(name, must, aim, best(some)) for name, some, must, aim in groups if some]
    return lines


def of_costs(size: dict[str, Any], speeds: dict[str, Any]) -> list[Target]:
    """Return the lines about what a list holds, and how long a query takes."""
    took = speeds["effort 3"]
    return [
        Target("bytes registered a picture", 3000, 2000, size["bytes_median"], "", is_least=False),
        Target(
            "fingerprints for partners' own matchers",
            64,
            64,
            size["most_pdq-1"],
            "",
            is_least=False,
        ),
        Target(
            f"query at effort 3, {speeds['registered']:,} registered, one thread",
            150,
            60,
            took,
            " ms",
            is_least=False,
        ),
    ]


def show(lines: list[Target]) -> None:
    """Print the lines as a table."""
    print(f"\n  {'figure':58} {'must':>10} {'aim':>10} {'measured':>10}")
    for line in lines:
        wanted = f"{line.must:g}{line.unit}", f"{line.aim:g}{line.unit}"
        print(
            f"  {line.figure:58} {wanted[0]:>10} {wanted[1]:>10} "
            f"{line.measured:g}{line.unit} ({line.verdict})"
        )
