"""Files written again, made smaller, and what messengers and networks do to a picture."""

import io

from PIL import Image, ImageFilter

from bench.reshare.change import Chance, Change, Picture, resized, within


def jpeg(quality: int) -> Change:
    """Write and read it as JPEG."""

    def change(image: Picture, _: Chance) -> Picture:
        file = io.BytesIO()
        image.save(file, "JPEG", quality=quality)
        with Image.open(file) as read:
            return read.convert("RGB")

    return change


def webp(quality: int) -> Change:
    """Write and read it as WebP."""

    def change(image: Picture, _: Chance) -> Picture:
        file = io.BytesIO()
        image.save(file, "WEBP", quality=quality, method=0)
        with Image.open(file) as read:
            return read.convert("RGB")

    return change


def scaled(share: float) -> Change:
    """Change both sides to this share."""

    def change(image: Picture, _: Chance) -> Picture:
        return resized(image, image.width * share, image.height * share)

    return change


def longest_side(pixels: int) -> Change:
    """Make the longer side this long, where it is longer."""

    def change(image: Picture, _: Chance) -> Picture:
        return within(image, pixels, pixels) if max(image.size) > pixels else image

    return change


def stretched(width: float, height: float) -> Change:
    """Change each side to a share of its own."""

    def change(image: Picture, _: Chance) -> Picture:
        return resized(image, image.width * width, image.height * height)

    return change


def sharpened(percent: int) -> Change:
    """Sharpen as upload pipelines do after making smaller."""

    def change(image: Picture, _: Chance) -> Picture:
        return image.filter(ImageFilter.UnsharpMask(radius=1, percent=percent, threshold=2))

    return change


def feed_crop(narrowest: float, widest: float) -> Change:
    """Cut the middle so that width to height stays within what a network's feed shows."""

    def change(image: Picture, _: Chance) -> Picture:
        shape = min(max(image.width / image.height, narrowest), widest)
        width = min(image.width, image.height * shape)
        height = min(image.height, image.width / shape)
        left, top = (image.width - width) / 2, (image.height - height) / 2
        return image.crop((round(left), round(top), round(left + width), round(top + height)))

    return change
