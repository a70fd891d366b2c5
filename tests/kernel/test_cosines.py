import math
import re
import struct
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "kernel/src/cosines.c"


def _nearest_float(value: float) -> float:
    rounded: float = struct.unpack("f", struct.pack("f", value))[0]
    return rounded


def test_each_cosine_is_what_its_formula_gives() -> None:
    written = [float.fromhex(n) for n in re.findall(r"(-?0x1\S*p-\d+)f", SOURCE.read_text())]
    scale = _nearest_float(math.sqrt(2 / 64))

    expected = [
        _nearest_float(scale * math.cos(math.pi / 128 * (wave + 1) * (2 * place + 1)))
        for wave in range(16)
        for place in range(64)
    ]

    assert written == expected
