"""Records as PDF: with a text layer, or as they come out of a scanner."""

import io

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageBreak, PageTemplate, Paragraph, Spacer, Table, TableStyle

from common import *

for _n, _p in {"D": "DejaVu Sans:style=Book", "DB": "DejaVu Sans:style=Bold", "DC": "DejaVu Sans Condensed", "DS": "DejaVu Serif:style=Book"}.items():
    pdfmetrics.registerFont(TTFont(_n, font_file(_p)))
pdfmetrics.registerFontFamily("D", normal="D", bold="DB", italic="D", boldItalic="DB")
P = ParagraphStyle("p", fontName="D", fontSize=9, leading=12.6, spaceAfter=5)
SMALL = ParagraphStyle("s", parent=P, fontSize=7.6, leading=10, spaceAfter=0)
CELL = ParagraphStyle("c", parent=P, fontSize=8, leading=10, spaceAfter=0)
CELLB = ParagraphStyle("cb", parent=CELL, fontName="DB")
H = ParagraphStyle("h", parent=P, fontName="DB", fontSize=10.5, leading=14, spaceBefore=8, spaceAfter=4)
T = ParagraphStyle("t", parent=P, fontName="DB", fontSize=15, leading=19, spaceAfter=6)


class Scrawl(Flowable):
    """A signature drawn with a pen."""

    def __init__(self, seed, w=90, h=22):
        super().__init__()
        self.seed, self.width, self.height = seed, w, h

    def draw(self):
        rng = np.random.default_rng(self.seed)
        n, loops = 150, int(rng.integers(3, 8))
        a, b = rng.uniform(0, 6, 2)
        t = np.linspace(0, 1, n)
        x = t * 0.8 + 0.1 * np.sin(2 * np.pi * loops * t + a)
        env = 0.2 + 0.8 * np.exp(-2.6 * t) + 0.3 * np.sin(np.pi * t) * rng.uniform(0.3, 1)
        y = 0.5 + env * 0.4 * np.sin(2 * np.pi * loops * t + b) + 0.12 * np.sin(2 * np.pi * 1.3 * t + a)
        c = self.canv
        ink = [(0.10, 0.14, 0.42), (0.05, 0.05, 0.08), (0.12, 0.18, 0.5)][int(rng.integers(0, 3))]
        c.setStrokeColorRGB(*ink)
        c.setLineWidth(rng.uniform(0.7, 1.2))
        c.setLineCap(1)
        p = c.beginPath()
        p.moveTo(x[0] * self.width, y[0] * self.height)
        for i in range(1, n):
            p.lineTo(x[i] * self.width, y[i] * self.height)
        c.drawPath(p)


def cells(rows, widths, head=True, seed=0):
    """Rows of strings; '~7' in a cell is signature number 7."""
    out = []
    for r, row in enumerate(rows):
        out.append([Scrawl(int(x[1:]) + seed, 74, 15) if x.startswith("~") else Paragraph(x, CELLB if head and r == 0 else CELL) for x in row])
    t = Table(out, colWidths=[w * mm for w in widths], repeatRows=1 if head else 0)
    st = [("GRID", (0, 0), (-1, -1), 0.5, colors.Color(.35, .35, .38)), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
          ("TOPPADDING", (0, 0), (-1, -1), 2.6), ("BOTTOMPADDING", (0, 0), (-1, -1), 2.6)]
    if head:
        st.append(("BACKGROUND", (0, 0), (-1, 0), colors.Color(.90, .91, .93)))
    t.setStyle(TableStyle(st))
    return t


def record(house, sub, number, title, meta, blocks, signs=(), accent=(.12, .28, .36), size=A4, foot=None):
    """Typeset a record; returns PDF bytes. blocks: strings (paragraph), '# heading', ('t', rows, widths), 'pagebreak', flowables."""
    buf = io.BytesIO()
    W, Hh = size

    def page(c, doc):
        c.setFillColorRGB(*accent)
        c.rect(18 * mm, Hh - 21 * mm, 9 * mm, 9 * mm, stroke=0, fill=1)
        c.setFillColorRGB(1, 1, 1)
        c.setFont("DB", 13)
        c.drawCentredString(22.5 * mm, Hh - 18.3 * mm, house[0])
        c.setFillColorRGB(*accent)
        c.setFont("DB", 12)
        c.drawString(30 * mm, Hh - 16 * mm, house)
        c.setFillColorRGB(.35, .35, .38)
        c.setFont("D", 7.5)
        c.drawString(30 * mm, Hh - 20.3 * mm, sub)
        c.drawRightString(W - 18 * mm, Hh - 16 * mm, number)
        c.setStrokeColorRGB(*accent)
        c.line(18 * mm, Hh - 24 * mm, W - 18 * mm, Hh - 24 * mm)
        c.setFont("D", 7)
        c.drawString(18 * mm, 11 * mm, foot or f"{number}")
        c.drawRightString(W - 18 * mm, 11 * mm, f"Page {doc.page}")

    d = BaseDocTemplate(buf, pagesize=size, invariant=1, title=title, author=house, subject=number)
    d.addPageTemplates(PageTemplate("p", [Frame(18 * mm, 16 * mm, W - 36 * mm, Hh - 44 * mm, 0, 0, 0, 0)], onPage=page))
    fl = [Paragraph(title, T)]
    if meta:
        m = list(meta)
        half = (len(m) + 1) // 2
        rows = []
        for i in range(half):
            a, b = m[i], m[i + half] if i + half < len(m) else ("", "")
            rows.append([f"<b>{a[0]}</b>", a[1], f"<b>{b[0]}</b>" if b[0] else "", b[1]])
        fl += [cells(rows, [30, 57, 30, 57], head=False), Spacer(1, 6)]
    for b in blocks:
        if isinstance(b, str):
            fl.append(PageBreak() if b == "pagebreak" else Paragraph(b[2:], H) if b.startswith("# ") else Paragraph(b, P))
        elif isinstance(b, tuple):
            fl += [cells(b[1], b[2], seed=b[3] if len(b) > 3 else 0), Spacer(1, 6)]
        else:
            fl.append(b)
    if signs:
        fl.append(Spacer(1, 10))
        row = [[Scrawl(s[3], 110, 30) for s in signs], [Paragraph(f"{s[0]}: {s[1]}<br/>{s[2]}", SMALL) for s in signs]]
        st = Table(row, colWidths=[174 / len(signs) * mm] * len(signs))
        st.setStyle(TableStyle([("LINEBELOW", (0, 0), (-1, 0), 0.5, colors.grey), ("VALIGN", (0, 0), (-1, -1), "BOTTOM")]))
        fl.append(st)
    d.build(fl)
    return buf.getvalue()


def stamp_img(lines, size=300, seed=1, col=(178, 32, 40), box=False):
    S = size * 2
    im = Image.new("L", (S, S), 0)
    d = ImageDraw.Draw(im)
    if box:
        d.rounded_rectangle([10, S * .3, S - 10, S * .7], 24, outline=255, width=14)
        for i, s in enumerate(lines):
            f = font(BOLD, int(S * .11))
            d.text(((S - f.getlength(s)) / 2, S * .35 + i * S * .15), s, font=f, fill=255)
    else:
        d.ellipse([10, 10, S - 10, S - 10], outline=255, width=16)
        d.ellipse([S * .2, S * .2, S * .8, S * .8], outline=255, width=6)
        ring = lines[0]
        f = font(BOLD, int(S * .082))
        for i, ch in enumerate(ring):
            ang = -np.pi * 1.18 + (np.pi * 1.36) * (i + .5) / len(ring)
            t = Image.new("L", (int(S * .16), int(S * .16)), 0)
            ImageDraw.Draw(t).text((S * .08 - f.getlength(ch) / 2, S * .035), ch, font=f, fill=255)
            t = t.rotate(-np.degrees(ang) - 90, resample=Image.BICUBIC)
            x, y = S / 2 + S * .39 * np.cos(ang), S / 2 + S * .39 * np.sin(ang)
            im.paste(255, (int(x - S * .08), int(y - S * .08)), t)
        for i, s in enumerate(lines[1:]):
            f = font(BOLD, int(S * .085))
            d.text(((S - f.getlength(s)) / 2, S * (.5 - .06 * len(lines[1:]) + .12 * i)), s, font=f, fill=255)
    rng = np.random.default_rng(seed)
    a = np.asarray(im).astype(np.float32) * (0.72 + 0.3 * np.clip(octaves(S, S, 50, rng, 4), -1.6, .6))
    a *= rng.random((S, S)) > 0.10
    al = Image.fromarray(np.clip(a, 0, 215).astype(np.uint8)).filter(ImageFilter.GaussianBlur(1.2)).rotate(rng.uniform(-18, 14), resample=Image.BICUBIC).resize((size, size), Image.LANCZOS)
    out = Image.new("RGBA", (size, size), col + (0,))
    out.putalpha(al)
    return out


def pages_of(pdf, dpi):
    r = subprocess.run(["pdftoppm", "-r", str(dpi), "-png", "-", str(WORK / "pg")], input=pdf, check=True)
    fs = sorted(WORK.glob("pg-*.png"))
    ims = [Image.open(f).convert("RGB").copy() for f in fs]
    for f in fs:
        f.unlink()
    return ims


# The day of each scan, as the scanner writes it into the file: the `date` of its exhibit.
SCANNED = {
    "drop-test-dt-2026-027.pdf": "2026-09-29",
    "training-tr-1013.pdf": "2026-10-13",
    "calibration-mm-3.pdf": "2026-10-19",
    "disposal-record.pdf": "2026-10-20",
    "calibration-fg-500.pdf": "2026-09-17",
    "supplier-8d-26-114.pdf": "2026-10-14",
    "calibration-fm-1.pdf": "2026-10-09",
    "repacking-check.pdf": "2026-10-12",
    "inspection-vi-261016-07.pdf": "2026-10-16",
    "training-tr-1009.pdf": "2026-10-10",
    "inspection-vi-261021-03.pdf": "2026-10-21",
    "goods-in-count.pdf": "2026-11-16",
    "drop-test-dt-2026-031.pdf": "2026-10-09",
    "说明书-LYJ-3.pdf": "2026-10-12",
    "培训记录-TR-26-10.pdf": "2026-10-15",
    "作业指导书-CS-01.pdf": "2026-10-16",
}


def scan(pdf, dst, seed=1, dpi=120, stamps=(), skew=0.7, paper_col=(246, 243, 234), mode="RGB", quality=58, hand=()):
    """Print and scan. stamps: (page, x, y, lines, box, colour); hand: (page, x, y, text, size), all in fractions of the page."""
    rng = np.random.default_rng(seed)
    out = []
    for n, im in enumerate(pages_of(pdf, dpi)):
        w, h = im.size
        for s in stamps:
            if s[0] == n + 1:
                st = stamp_img(s[3], int(w * (.25 if s[4] else .21)), seed + n, s[5] if len(s) > 5 else (178, 32, 40), s[4])
                im.paste(st, (int(w * s[1]), int(h * s[2])), st)
        for t in hand:
            if t[0] == n + 1:
                hand_text(im, (w * t[1], h * t[2]), t[3], int(w * t[4]), seed + len(t[3]))
        a = np.asarray(im.filter(ImageFilter.GaussianBlur(0.55))).astype(np.float32) / 255
        col = np.array(paper_col, np.float32)
        a = a * col * (1 + 0.012 * octaves(h, w, 300, rng, 3))[..., None]
        a += 18 * (1 - a / 255)  # toner is never quite black
        im = to_img(a).rotate(rng.normal(0, 0.15) + skew * (1 if n % 2 == 0 else -0.6), resample=Image.BICUBIC, fillcolor=(252, 252, 250))
        a = np.asarray(im).astype(np.float32)
        xx = np.arange(w)[None, :]
        a *= (1 - 0.16 * np.exp(-xx / (w * .016)) * (1 + 0.3 * rng.random()))[..., None]
        a[:, rng.integers(int(w * .2), int(w * .9))] -= 7  # a dirty spot on the glass
        a += rng.normal(0, 2.6, (h, w, 1)) + rng.normal(0, 1.0, (h, w, 3))
        for _ in range(26):
            x, y = int(rng.uniform(0, w - 3)), int(rng.uniform(0, h - 3))
            a[y:y + 2, x:x + int(rng.integers(1, 3))] -= rng.uniform(20, 90)
        im = to_img(a)
        if mode == "L":
            im = im.convert("L")
        elif mode == "1":
            im = im.convert("L").point(lambda v: 255 if v > 158 else 0).convert("1")
        out.append(im)
    dst.parent.mkdir(parents=True, exist_ok=True)
    import time
    t0 = time.strptime(f"{SCANNED[dst.name]} 14:13:20", "%Y-%m-%d %H:%M:%S")
    out[0].save(dst, "PDF", save_all=True, append_images=out[1:], resolution=dpi, **({} if mode == "1" else {"quality": quality}), creationDate=t0, modDate=t0, producer="Doku Scan 2.3")


def write(pdf, dst):
    dst.parent.mkdir(parents=True, exist_ok=True)
    dst.write_bytes(pdf)


__all__ = [n for n in dir() if not n.startswith("__")]
