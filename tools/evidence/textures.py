"""Bitmaps that the scenes map onto their objects."""

from common import *


def save(im, name):
    WORK.mkdir(parents=True, exist_ok=True)
    p = WORK / name
    im.save(p)
    return p.as_posix()


def cardboard(w, h, seed, base=(183, 141, 92), flute=14, vertical=True, wear=1.0):
    rng = np.random.default_rng(seed)
    n = 0.5 * octaves(h, w, 260, rng, 3) + 0.5 * octaves(h, w, 3, rng, 2, stretch=3) + 0.4 * rng.normal(0, 1, (h, w))
    a = tint(n, base, (6.5, 6.2, 5.4))
    ax = np.arange(w)[None, :] if vertical else np.arange(h)[:, None]
    wob = smooth_noise(h, w, 300, 300, rng) * 2
    a += (2.2 * np.sin(2 * np.pi * (ax + wob) / flute))[:, :, None]
    # flecks of recycled fibre
    fl = rng.random((h, w)) > 0.9986
    a[fl] -= 35
    im = to_img(a)
    d = ImageDraw.Draw(im, "RGBA")
    for _ in range(int(26 * wear)):
        x, y = rng.uniform(0, w), rng.uniform(0, h)
        ln, an = rng.uniform(10, w * 0.16), rng.uniform(-0.5, 0.5)
        c = (225, 195, 150, int(rng.uniform(20, 60))) if rng.random() < 0.6 else (90, 62, 34, int(rng.uniform(20, 50)))
        d.line([(x, y), (x + ln * np.cos(an), y + ln * np.sin(an))], fill=c, width=int(rng.integers(1, 3)))
    return im.filter(ImageFilter.GaussianBlur(0.6))


def tape(im, box, seed, clear=False):
    """Brown or clear parcel tape over box."""
    x0, y0, x1, y1 = [int(v) for v in box]
    rng = np.random.default_rng(seed)
    w, h = x1 - x0, y1 - y0
    n = octaves(h, w, 60, rng, 3, stretch=2)
    a = tint(n, (205, 178, 128) if clear else (158, 108, 52), (7, 7, 6))
    t = to_img(a)
    m = Image.new("L", (w, h), 150 if clear else 205)
    im.paste(t, (x0, y0), m)
    d = ImageDraw.Draw(im, "RGBA")
    d.rectangle([x0, y0, x1 - 1, y1 - 1], outline=(255, 240, 205, 60), width=2)
    return im


def stencil(im, x, y, lines, size, fill=(52, 40, 30), face=NARROW):
    d = ImageDraw.Draw(im)
    for i, s in enumerate(lines):
        d.text((x, y + i * size * 1.18), s, font=font(face, size), fill=fill)


def icons(im, x, y, s, fill=(52, 40, 30)):
    """Handling marks: this way up, fragile, keep dry."""
    d = ImageDraw.Draw(im)
    for k in range(3):
        d.rectangle([x + k * s * 1.15, y, x + k * s * 1.15 + s, y + s], outline=fill, width=max(2, s // 26))
    for dx in (0.3, 0.7):
        cx = x + s * dx
        d.polygon([(cx - s * 0.13, y + s * 0.4), (cx + s * 0.13, y + s * 0.4), (cx, y + s * 0.16)], fill=fill)
        d.rectangle([cx - s * 0.05, y + s * 0.4, cx + s * 0.05, y + s * 0.76], fill=fill)
    d.rectangle([x + s * 0.14, y + s * 0.82, x + s * 0.86, y + s * 0.88], fill=fill)
    gx = x + s * 1.15 + s * 0.5
    d.pieslice([gx - s * 0.25, y - s * 0.05, gx + s * 0.25, y + s * 0.55], 0, 180, fill=fill)
    d.rectangle([gx - s * 0.035, y + s * 0.5, gx + s * 0.035, y + s * 0.8], fill=fill)
    d.rectangle([gx - s * 0.2, y + s * 0.8, gx + s * 0.2, y + s * 0.87], fill=fill)
    ux = x + s * 2.3 + s * 0.5
    d.pieslice([ux - s * 0.34, y + s * 0.18, ux + s * 0.34, y + s * 0.86], 180, 360, fill=fill)
    d.rectangle([ux - s * 0.025, y + s * 0.5, ux + s * 0.025, y + s * 0.85], fill=fill)


def barcode(d, x, y, w, h, seed, fill=(15, 15, 15)):
    rng = np.random.default_rng(seed)
    px = x
    while px < x + w:
        bw = int(rng.choice([1, 1, 2, 3])) * max(1, w // 190)
        d.rectangle([px, y, px + bw - 1, y + h], fill=fill)
        px += bw + int(rng.choice([1, 1, 2, 3])) * max(1, w // 190)


def sticker(lines, w=700, h=420, seed=1, code=True, head=None):
    im = Image.new("RGB", (w, h), (244, 244, 240))
    d = ImageDraw.Draw(im)
    y = 24
    if head:
        d.rectangle([0, 0, w, 78], fill=(28, 28, 30))
        d.text((26, 12), head, font=font(BOLD, 50), fill=(245, 245, 245))
        y = 98
    sz = 40
    for s in lines:
        d.text((28, y), s, font=font(BOLD if s.isupper() else SANS, sz), fill=(24, 24, 26))
        y += int(sz * 1.25)
    if code:
        barcode(d, 30, h - 120, w - 60, 84, seed)
    return im


def paper(lines, w=1000, h=700, seed=3, hand=True, head=None, size=72):
    """A sheet of paper with marker-pen lines, laid in the picture."""
    rng = np.random.default_rng(seed)
    im = to_img(tint(octaves(h, w, 90, rng, 3), (238, 236, 229), (2, 2, 2)))
    y = 46
    if head:
        ImageDraw.Draw(im).text((50, y), head, font=font(BOLD, int(size * 0.72)), fill=(30, 30, 34))
        y += int(size * 1.2)
    for i, s in enumerate(lines):
        if hand:
            hand_text(im, (56, y), s, size, seed * 31 + i, fill=(24, 26, 40))
        else:
            ImageDraw.Draw(im).text((50, y), s, font=font(SANS, size), fill=(30, 30, 34))
        y += int(size * 1.35)
    return im


def wood(w, h, seed, base=(164, 112, 66), spread=(22, 19, 14), plank=None, gap=True):
    rng = np.random.default_rng(seed)
    plank = plank or h
    out = np.zeros((h, w, 3), np.float32)
    y = 0
    while y < h:
        ph = min(plank, h - y)
        warp = smooth_noise(ph, w, ph * 0.8, w * 0.4, rng) * 16
        yy = np.arange(ph)[:, None] + warp
        rings = np.sin(yy / 9.0 + 2.2 * smooth_noise(ph, w, 34, w * 0.5, rng)) * 0.45
        fine = smooth_noise(ph, w, 2.0, 150, rng) * 0.5 + smooth_noise(ph, w, 1.3, 40, rng) * 0.3
        pores = -(smooth_noise(ph, w, 1.6, 22, rng) > 1.5).astype(np.float32) * 0.9
        n = rings + fine + pores + rng.normal(0, 0.35) + 0.3 * smooth_noise(ph, w, 200, 500, rng)
        out[y:y + ph] = tint(n, base, spread)
        if gap and plank < h:
            out[y:y + 3] *= 0.35
            out[y + 3:y + 6] *= 0.8
        y += ph
    return to_img(out)


def bamboo(w, h, seed, strips=9, base=(214, 172, 108)):
    rng = np.random.default_rng(seed)
    out = np.zeros((h, w, 3), np.float32)
    edges = np.linspace(0, h, strips + 1).astype(int)
    for a, b in zip(edges[:-1], edges[1:]):
        n = smooth_noise(b - a, w, 1.6, 170, rng) * 0.6 + smooth_noise(b - a, w, 3, 60, rng) * 0.25 + rng.normal(0, 0.7)
        out[a:b] = tint(n, base, (11, 12, 12))
        out[a:a + 2] *= 0.86
        for _ in range(rng.integers(1, 3)):
            x = rng.integers(20, w - 20)
            out[a:b, x:x + 9] *= np.linspace(0.94, 0.80, 9)[None, :, None]
            out[a:b, x + 9:x + 16] *= 0.93
    return to_img(out)


def concrete(w, h, seed, base=(142, 140, 134)):
    rng = np.random.default_rng(seed)
    n = 1.0 * octaves(h, w, 320, rng, 4) + 0.6 * octaves(h, w, 6, rng, 2) + 0.5 * rng.normal(0, 1, (h, w))
    a = tint(n, base, (7.5, 7.5, 7.5))
    im = to_img(a)
    d = ImageDraw.Draw(im, "RGBA")
    for _ in range(60):
        x, y, r = rng.uniform(0, w), rng.uniform(0, h), rng.uniform(1, 7)
        d.ellipse([x - r, y - r, x + r, y + r], fill=(70, 68, 64, int(rng.uniform(30, 110))))
    for _ in range(14):
        x, y = rng.uniform(0, w), rng.uniform(0, h)
        d.line([(x, y), (x + rng.normal(0, 160), y + rng.normal(0, 160))], fill=(215, 213, 205, 36), width=2)
    return im.filter(ImageFilter.GaussianBlur(0.8))


def flute_edge(w, h, seed, double=True, waves=46):
    """The cut edge of corrugated board."""
    rng = np.random.default_rng(seed)
    im = to_img(tint(rng.normal(0, 1, (h, w)), (72, 50, 30), (6, 6, 5)))
    d = ImageDraw.Draw(im)
    col, lw = (196, 156, 106), max(3, h // 16)
    ys = [0, h * 0.45, h - 1] if double else [0, h - 1]
    for y in ys:
        d.line([(0, y), (w, y)], fill=(206, 168, 118), width=lw + 2)
    bands = [(0, h * 0.45, waves), (h * 0.45, h, int(waves * 1.4))] if double else [(0, h, waves)]
    for a, b, k in bands:
        x = np.arange(w)
        y = (a + b) / 2 + (b - a) / 2 * 0.9 * np.sin(2 * np.pi * x * k / w + rng.normal(0, 0.05, w))
        d.line(list(zip(x.tolist(), y.tolist())), fill=col, width=lw)
    return im.filter(ImageFilter.GaussianBlur(0.8))


def ruler(length_cm, px=46, inch=False):
    w, h = int(length_cm * px), 150
    im = Image.new("RGB", (w, h), (228, 226, 216))
    d = ImageDraw.Draw(im)
    for mm in range(0, int(length_cm * 10) + 1):
        x = mm * px / 10
        ln = 62 if mm % 10 == 0 else (44 if mm % 5 == 0 else 28)
        d.line([(x, 0), (x, ln)], fill=(20, 20, 20), width=3 if mm % 10 == 0 else 2)
        if mm % 10 == 0 and 0 < mm < length_cm * 10:
            s = str(mm // 10)
            f = font(BOLD, 40)
            d.text((x - f.getlength(s) / 2, 70), s, font=f, fill=(190, 30, 30) if mm % 100 == 0 else (20, 20, 20))
    return im


__all__ = [n for n in dir() if not n.startswith("__")]
