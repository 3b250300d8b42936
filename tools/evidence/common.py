"""Paths, fonts, noise and small helpers shared by the generators."""

import subprocess
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
WORK = ROOT / "build" / "evidence-work"  # ignored by git


@lru_cache(maxsize=None)
def font_file(pattern):
    out = subprocess.run(["fc-match", "-f", "%{file}", pattern], capture_output=True, text=True, check=True)
    return out.stdout


@lru_cache(maxsize=None)
def font(pattern, size):
    return ImageFont.truetype(font_file(pattern), size)


SANS = "Nimbus Sans:style=Regular"
BOLD = "Nimbus Sans:style=Bold"
NARROW = "Nimbus Sans Narrow:style=Bold"
MONO = "Nimbus Mono PS:style=Bold"
SERIF = "P052:style=Roman"
HAND = "Z003"
CJK = "Droid Sans Fallback"


def smooth_noise(h, w, cell_y, cell_x, rng):
    """Value noise: random grid, scaled up with a bicubic filter; about -1..1."""
    gy, gx = max(2, int(h / cell_y) + 2), max(2, int(w / cell_x) + 2)
    g = rng.normal(0, 1, (gy, gx)).astype(np.float32)
    im = Image.fromarray(g, "F").resize((w, h), Image.BICUBIC)
    return np.asarray(im)


def octaves(h, w, cell, rng, n=4, stretch=1.0, fall=0.55):
    out = np.zeros((h, w), np.float32)
    amp = 1.0
    for _ in range(n):
        out += amp * smooth_noise(h, w, cell, cell * stretch, rng)
        amp *= fall
        cell = max(1.2, cell / 2.2)
    return out


def to_img(a):
    return Image.fromarray(np.clip(a, 0, 255).astype(np.uint8))


def tint(mono, base, spread):
    """mono (-1..1) around a base colour."""
    base = np.array(base, np.float32)
    return base[None, None, :] + mono[:, :, None] * np.array(spread, np.float32)[None, None, :]


def scribble(draw, x, y, w, h, seed, fill=(28, 38, 110), width=2):
    """A signature-like stroke inside the box x, y, w, h."""
    rng = np.random.default_rng(seed)
    n = 260
    t = np.linspace(0, 1, n)
    loops = rng.integers(4, 8)
    px = t * 0.82 + 0.09 * np.sin(2 * np.pi * loops * t + rng.uniform(0, 6)) + 0.04 * np.sin(2 * np.pi * 2.3 * loops * t)
    env = 0.25 + 0.75 * np.exp(-3.0 * t) + 0.25 * np.sin(np.pi * t)
    py = 0.55 - env * 0.36 * np.sin(2 * np.pi * loops * t + rng.uniform(0, 6)) - 0.1 * np.sin(2 * np.pi * 1.2 * t + rng.uniform(0, 6))
    pts = [(x + w * a, y + h * b) for a, b in zip(px, py)]
    for i in range(n - 1):
        sp = abs(np.sin(np.pi * loops * t[i]))
        draw.line([pts[i], pts[i + 1]], fill=fill, width=max(1, int(round(width * (0.7 + 0.6 * sp)))))
    if rng.random() < 0.6:
        yy = y + h * rng.uniform(0.72, 0.9)
        draw.line([(x + w * 0.05, yy + 3), (x + w * 0.95, yy - h * 0.1)], fill=fill, width=width)


def hand_text(img, xy, text, size, seed, fill=(30, 40, 115)):
    """Text in a chancery face with wobble, to look written by hand."""
    rng = np.random.default_rng(seed)
    x, y = xy
    f = font(HAND, size)
    for ch in text:
        wch = f.getlength(ch)
        tile = Image.new("L", (int(size * 1.6), int(size * 2)), 0)
        ImageDraw.Draw(tile).text((size * 0.3, size * 0.3), ch, font=f, fill=255)
        tile = tile.rotate(rng.normal(0, 4), resample=Image.BICUBIC)
        img.paste(Image.new("RGB", tile.size, fill), (int(x - size * 0.3), int(y - size * 0.3 + rng.normal(0, size * 0.03))), tile)
        x += wch * rng.uniform(0.92, 1.05)
    return x


__all__ = [n for n in dir() if not n.startswith("__")]
