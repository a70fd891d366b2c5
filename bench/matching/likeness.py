"""Whether drawn lists are as uneven as fingerprints of real pictures: what an index lives by."""

import numpy as np

from bench.matching.blends import Bits, bits_of
from bench.matching.crops import crops
from bench.matching.lists import KINDS, SIZES, Listed

SAMPLE = 100_000
LEAST_WHOLES = 500  # fewer tell more of themselves than of pictures
PAIRS, ROUNDS = 1_000_000, 10  # together they fix the rarest figure to half a percent
NEAR_DUPLICATE = 31  # two pictures, one content: what they share says nothing about other pictures
THROWN = 17 / 65_536  # how often a piece of 16 thrown bits differs by one at most


def likeness(bits: Bits, *, rounds: int = ROUNDS) -> dict[str, float]:
    """Return how far apart two are, and how many share a piece of 16 bits, near-duplicates aside.

    `buckets` is how many equally full buckets would make two share one as often; thrown bits have
    65,536. `within_one` is how often a piece differs by one bit at most, in times of how often
    it does in thrown bits. `bias` is how far a bit's mean is from a half: on average, and at most.
    """
    draw = np.random.default_rng(3)
    distances, equal, close = [], 0, 0
    for _ in range(rounds):
        left, right = draw.integers(0, len(bits), (2, PAIRS))
        apart = bits[left[left != right]] ^ bits[right[left != right]]
        far = np.bitwise_count(apart).sum(axis=1, dtype=np.int16)
        turned = np.bitwise_count(apart[far > NEAR_DUPLICATE].view(np.uint16))
        distances.append(far)
        equal += int((turned == 0).sum())
        close += int((turned <= 1).sum())
    every = np.concatenate(distances)
    away = every[every > NEAR_DUPLICATE]
    bias = np.abs(np.unpackbits(bits, axis=1).mean(axis=0) - 0.5)
    pieces = len(away) * 16
    return {
        "count": len(bits),
        "distance_mean": round(float(away.mean()), 1),
        "distance_sd": round(float(away.std()), 2),
        "near_duplicate_pairs_in_a_million": round(1e6 * (1 - len(away) / len(every)), 2),
        "bias_mean": round(float(bias.mean()), 4),
        "bias_most": round(float(bias.max()), 4),
        "buckets": round(pieces / equal),
        "within_one": round(close / pieces / THROWN, 3),
    }


def measure() -> dict[str, dict[str, float]]:
    """Return it of whole pictures, of crops, and of both kinds of list."""
    coefficients, owners = crops()
    wholes = np.unique(owners, return_index=True)[1]
    some = np.random.default_rng(4).permutation(len(coefficients))[:SAMPLE]
    figures = {"their crops": likeness(bits_of(coefficients[some]))}
    if len(wholes) >= LEAST_WHOLES:
        figures = {"whole pictures": likeness(bits_of(coefficients[wholes]))} | figures
    for kind, name in zip(KINDS, ("the drawn list", "thrown bits"), strict=True):
        figures[name] = likeness(np.load(Listed(kind, SIZES[0]).path))
    return figures


if __name__ == "__main__":
    for name, row in measure().items():
        print(name, row)
