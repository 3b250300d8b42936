"""Screenshots of a storefront that does not exist."""

import scenes
from common import *
from pov import v  # noqa: F401

C = ROOT / "cases"
W = 1440
INK, GREY, LINE = (28, 30, 34), (104, 108, 116), (216, 219, 224)
LINK = (20, 92, 128)


def wrap(d, x, y, s, f, width, fill=INK, lead=1.38, bullet=False):
    words, line, h = s.split(), "", int(f.size * lead)
    if bullet:
        d.ellipse([x - 20, y + f.size * .42, x - 13, y + f.size * .42 + 7], fill=fill)
    for w in words:
        t = (line + " " + w).strip()
        if f.getlength(t) > width:
            d.text((x, y), line, font=f, fill=fill)
            y += h
            line = w
        else:
            line = t
    d.text((x, y), line, font=f, fill=fill)
    return y + h


def fit(im, w, h, bg=(255, 255, 255)):
    im = im.convert("RGB").copy()
    im.thumbnail((w, h), Image.LANCZOS)
    out = Image.new("RGB", (w, h), bg)
    out.paste(im, ((w - im.width) // 2, (h - im.height) // 2))
    return out


def page(when, crumbs, title, sub, images, bullets, facts, sections, price, H=1500, version=""):
    im = Image.new("RGB", (W, H), (255, 255, 255))
    d = ImageDraw.Draw(im)
    R, B = lambda s: font(SANS, s), lambda s: font(BOLD, s)
    # browser
    d.rectangle([0, 0, W, 44], fill=(222, 225, 230))
    for i, c in enumerate([(226, 108, 98), (232, 190, 84), (120, 190, 100)]):
        d.ellipse([16 + i * 24, 15, 30 + i * 24, 29], fill=c)
    d.rounded_rectangle([110, 8, 980, 36], 14, fill=(250, 250, 251))
    d.text((128, 13), "shop.marketfront.example/item/" + crumbs[-1], font=R(16), fill=GREY)
    d.text((1150, 13), when, font=R(16), fill=GREY)
    # header
    d.rectangle([0, 44, W, 116], fill=(36, 66, 60))
    d.text((36, 62), "marketfront", font=B(32), fill=(242, 244, 240))
    d.rounded_rectangle([270, 60, 1010, 100], 6, fill=(255, 255, 255))
    d.text((288, 70), "Search in all departments", font=R(18), fill=(150, 152, 156))
    d.rectangle([950, 60, 1010, 100], fill=(224, 168, 72))
    d.ellipse([968, 68, 986, 86], outline=INK, width=3)
    d.line([(984, 84), (994, 94)], fill=INK, width=4)
    for i, t in enumerate(["Account", "Orders", "Basket (0)"]):
        d.text((1060 + i * 120, 72), t, font=R(19), fill=(236, 238, 234))
    d.rectangle([0, 116, W, 152], fill=(52, 88, 80))
    for i, t in enumerate(["Home", "Kitchen", "Toys", "Sports", "Office", "Garden", "Offers"]):
        d.text((36 + i * 120, 124), t, font=R(18), fill=(226, 234, 230))
    d.text((36, 172), "  >  ".join(crumbs[:-1]), font=R(16), fill=LINK)
    # gallery
    y0 = 214
    for i, g in enumerate(images[:5]):
        im.paste(fit(g, 72, 72), (36, y0 + i * 86))
        d.rectangle([35, y0 - 1 + i * 86, 109, y0 + 73 + i * 86], outline=(36, 66, 60) if i == 0 else LINE, width=3 if i == 0 else 1)
    im.paste(fit(images[0], 480, 480), (128, y0))
    d.rectangle([127, y0 - 1, 609, y0 + 481], outline=LINE)
    # centre
    x = 644
    y = wrap(d, x, y0 - 4, title, B(28), 470)
    d.text((x, y + 2), sub, font=R(18), fill=LINK)
    y += 32
    d.line([(x, y), (x + 470, y)], fill=LINE)
    d.text((x, y + 12), price, font=B(30), fill=INK)
    y += 62
    d.text((x, y), "About this item", font=B(21), fill=INK)
    y += 36
    for b in bullets:
        y = wrap(d, x + 22, y, b, R(19), 448, bullet=True) + 8
    if version:
        d.text((x, y + 4), version, font=R(16), fill=GREY)
        y += 30
    # buy box
    bx = 1150
    d.rounded_rectangle([bx, y0, W - 36, y0 + 330], 10, outline=LINE, width=2)
    d.text((bx + 20, y0 + 18), price, font=B(26), fill=INK)
    d.text((bx + 20, y0 + 62), "Delivery in 3 to 5 days", font=R(18), fill=INK)
    d.text((bx + 20, y0 + 92), "In stock" if "not" not in sub else "Currently not available", font=B(19), fill=(40, 110, 60))
    d.rounded_rectangle([bx + 20, y0 + 138, W - 56, y0 + 182], 20, fill=(240, 198, 90))
    d.text((bx + 58, y0 + 149), "Add to basket", font=R(20), fill=INK)
    d.text((bx + 20, y0 + 206), "Sold by", font=R(16), fill=GREY)
    d.text((bx + 20, y0 + 228), "Nordhaus Home", font=R(18), fill=LINK)
    d.text((bx + 20, y0 + 262), "Returns: 30 days", font=R(16), fill=GREY)
    # below
    y = max(y + 24, y0 + 520)
    d.line([(36, y), (W - 36, y)], fill=LINE)
    d.text((36, y + 18), "Product details", font=B(25), fill=INK)
    y += 62
    for k, val in facts:
        d.rectangle([36, y, 300, y + 36], fill=(243, 244, 246))
        d.text((50, y + 8), k, font=B(18), fill=INK)
        d.text((318, y + 8), val, font=R(18), fill=INK)
        d.line([(36, y + 36), (760, y + 36)], fill=LINE)
        y += 37
    for t, paras, pics in sections:
        y += 26
        d.text((36, y), t, font=B(25), fill=INK)
        y += 44
        xx = 36
        for p in pics:
            g = fit(p, 320, 240)
            im.paste(g, (xx, y))
            d.rectangle([xx - 1, y - 1, xx + 321, y + 241], outline=LINE)
            xx += 344
        y += 256 if pics else 0
        for p in paras:
            y = wrap(d, 36, y, p, R(19), W - 90) + 4
    return im.crop((0, 0, W, min(H, y + 50)))


def sized(im, w, h, pad=120):
    """Product image with dimension lines."""
    out = Image.new("RGB", (im.width + 2 * pad, im.height + 2 * pad), (255, 255, 255))
    out.paste(im, (pad, pad))
    d = ImageDraw.Draw(out)
    y = pad + im.height + 40
    d.line([(pad, y), (pad + im.width, y)], fill=INK, width=5)
    f = font(BOLD, 60)
    d.rectangle([out.width / 2 - 120, y - 30, out.width / 2 + 120, y + 40], fill=(255, 255, 255))
    d.text((out.width / 2 - f.getlength(w) / 2, y - 36), w, font=f, fill=INK)
    x = pad + im.width + 30
    d.line([(x, pad), (x, pad + im.height)], fill=INK, width=5)
    t = Image.new("RGB", (240, 80), (255, 255, 255))
    ImageDraw.Draw(t).text((120 - f.getlength(h) / 2, 4), h, font=f, fill=INK)
    out.paste(t.rotate(90, expand=True), (x - 40, pad + im.height // 2 - 120))
    return out


def photo_of(path):
    from PIL import ImageOps
    return ImageOps.exif_transpose(Image.open(path))


def save_png(im, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    im.quantize(200, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(path, optimize=True)


def main():
    pz = scenes.puzzle_img()
    vivid = Image.blend(pz, Image.eval(pz, lambda c: min(255, int(c * 1.12))), 1)
    d6 = C / "B0C9LX4RHP-puzzle-size/evidence"
    real = photo_of(d6 / "puzzle-45-cm.jpg")
    def puz(when, size, cm, imgs):
        return page(when, ["Toys", "Puzzles", "Floor puzzles", "B0C9LX4RHP"], f"Wooden floor puzzle farm, 24 pieces, {size}, for children from 3 years", "Nordhaus Home store", imgs,
                    [f"Size of the finished puzzle: {size}.", "24 pieces of 6 mm basswood with rounded edges.", f"Large motif: farm with sheep, {cm} wide when finished.", "Printed with water-based colours."],
                    [("ASIN", "B0C9LX4RHP"), ("Size", size), ("Pieces", "24"), ("Material", "Basswood"), ("Age", "from 3 years")],
                    [("From the seller", [f"The finished puzzle measures {size} and is 6 mm thick."], imgs[:3])], "$ 19.90")
    save_png(puz("1 Oct 2026  09:12", "60 x 40 cm", "60 cm", [sized(vivid, "60 cm", "40 cm"), vivid, vivid.crop((0, 250, 700, 800))]), d6 / "page-2026-10-01.png")
    save_png(puz("5 Oct 2026  16:40", "45 x 30 cm", "45 cm", [real, sized(pz, "45 cm", "30 cm"), real.crop((380, 380, 1200, 1000))]), d6 / "page-2026-10-05.png")

    d8 = C / "B0BZ5H8KWD-phone-stand-dispute/evidence"
    st = photo_of(d8 / "stand-with-phone.jpg")
    lim = Image.new("RGB", (900, 900), (246, 247, 248))
    d = ImageDraw.Draw(lim)
    d.rounded_rectangle([120, 200, 330, 640], 26, outline=INK, width=8)
    d.text((112, 670), "Phone up to", font=font(BOLD, 42), fill=INK)
    d.text((112, 722), "6.9 inches", font=font(BOLD, 42), fill=(40, 110, 60))
    d.rounded_rectangle([470, 150, 810, 640], 26, outline=(150, 150, 150), width=8)
    d.line([(450, 130), (830, 660)], fill=(190, 40, 34), width=12)
    d.text((500, 670), "No tablet", font=font(BOLD, 42), fill=(190, 40, 34))
    d.text((90, 60), "Does it fit?", font=font(BOLD, 58), fill=INK)
    save_png(page("6 Oct 2026  11:05", ["Office", "Phone accessories", "Stands", "B0BZ5H8KWD"], "Aluminium phone stand, fixed angle, for phones up to 6.9 inches, not for tablets", "Nordhaus Home store", [st, st.crop((200, 500, 1000, 1300)), lim],
                  ["For phones up to 6.9 inches. Not meant for tablets.", "Fixed angle of 66 degrees: the stand does not turn or fold.", "Without charger and cable.", "Size: 100 mm wide, 148 mm high, slot 16 mm."],
                  [("ASIN", "B0BZ5H8KWD"), ("Width", "100 mm"), ("Height", "148 mm"), ("Slot", "16 mm"), ("For", "phones up to 6.9 inches"), ("In the box", "1 stand, no charger")],
                  [("Image 3: what fits", ["Phones up to 6.9 inches fit. A tablet is too large and heavy for this stand."], [lim])], "$ 14.50", version="Page version: 18 March 2026"), d8 / "page-2026-10-06.png")

    d10 = C / "B0D1TJ7PXC-no-manual/evidence"
    kit = photo_of(d10 / "kit-with-manual.jpg")
    kit0 = photo_of(d10 / "kit-without-manual.jpg")
    sheet = Image.new("RGB", (700, 700), (236, 232, 222))
    d = ImageDraw.Draw(sheet)
    for k in range(4):
        d.rectangle([60 + k * 150, 120, 195 + k * 150, 560], fill=(252, 252, 250), outline=GREY)
        d.line([(80 + k * 150, 200), (170 + k * 150, 200)], fill=GREY, width=6)
        d.rectangle([80 + k * 150, 240, 170 + k * 150, 330], outline=GREY, width=4)
        d.line([(80 + k * 150, 380), (170 + k * 150, 380)], fill=GREY, width=3)
    d.text((60, 600), "Folded sheet with pictures", font=font(SANS, 40), fill=INK)
    import subprocess
    pg = WORK / "man4"
    subprocess.run(["pdftoppm", "-r", "60", "-f", "4", "-l", "7", "-png", str(d10 / "manual-mn-wsk-3.pdf"), str(pg)], check=True)
    steps = [Image.open(p).convert("RGB").copy() for p in sorted(WORK.glob("man4-*.png"))]
    facts = [("ASIN", "B0D1TJ7PXC"), ("Boards", "3, 58 x 15 cm"), ("Brackets", "6, steel"), ("Load", "9 kg a board")]
    common = dict(price="$ 39.00")
    bl = ["3 boards, 6 steel brackets, 12 screws, 12 wall plugs.", "For concrete and brick walls.", "Load: 9 kg a board, evenly spread."]
    save_png(page("2 Oct 2026  10:20", ["Home", "Shelves", "Wall shelves", "B0D1TJ7PXC"], "Wall shelf kit, 3 boards with brackets and screws", "Nordhaus Home store", [kit0, kit0.crop((300, 200, 1200, 800)), kit0.crop((700, 200, 1300, 700)), sheet], bl + ["With instruction sheet (image 4)."], facts, [("From the seller", ["Instruction sheet with pictures in the box."], [kit0, sheet])], **common), d10 / "page-2026-10-02.png")
    save_png(page("20 Oct 2026  14:35", ["Home", "Shelves", "Wall shelves", "B0D1TJ7PXC"], "Wall shelf kit, 3 boards with brackets and screws, printed manual", "Nordhaus Home store", [kit, kit.crop((300, 200, 1200, 800)), kit0.crop((700, 200, 1300, 700)), steps[0]], bl + ["With printed manual, 8 pages, English (image 4)."], facts,
                  [("How to use", ["1 Mark the holes with the drill hole plan.  2 Drill 12 holes of 8 mm and set the plugs.  3 Fix 6 brackets with 2 screws each.  4 Lay on the boards and fix them from below.", "Tools: drill, 8 mm bit, screwdriver, spirit level. Time: 40 minutes, 2 persons."], steps)], H=1700, **common), d10 / "page-2026-10-20.png")

    # the training sheet, photographed on a desk
    import docs
    from paper import pages_of
    from photo import develop
    tr = docs.bottle()
    sh = pages_of(tr, 110)[0]
    rng = np.random.default_rng(2)
    desk = scenes.wood(2000, 2600, 19, (128, 88, 56), (18, 15, 12), plank=420)
    w, h = sh.size
    pg = Image.new("RGBA", (w, h), (255, 255, 255, 255))
    pg.paste(sh)
    k = 1.52
    pg = pg.resize((int(w * k), int(h * k)), Image.LANCZOS)
    yy, xx = np.mgrid[0:pg.height, 0:pg.width]
    shade = 1 - 0.10 * (xx / pg.width) - 0.07 * np.cos(yy / pg.height * 5) + 0.02 * octaves(pg.height, pg.width, 500, rng, 2)
    a = np.asarray(pg).astype(np.float32)
    a[..., :3] *= shade[..., None] * np.array([.93, .915, .87])
    pg = Image.fromarray(np.clip(a, 0, 255).astype(np.uint8), "RGBA").rotate(2.6, expand=True, resample=Image.BICUBIC)
    x0, y0 = (desk.width - pg.width) // 2 + 20, (desk.height - pg.height) // 2
    al = pg.getchannel("A")
    sd = Image.new("L", desk.size, 0)
    sd.paste(al, (x0 + 16, y0 + 20))
    sd = sd.filter(ImageFilter.GaussianBlur(22))
    desk.paste((26, 18, 12), mask=Image.eval(sd, lambda q: int(q * .62)))
    desk.paste(pg, (x0, y0), pg)
    # perspective of a phone held over the sheet
    q = (90, 90, 10, 2560, 1990, 2590, 1910, 60)
    desk = desk.transform((1200, 1600), Image.QUAD, q, Image.BICUBIC)
    src = WORK / "training-photo.png"
    desk.save(src)
    develop(src, C / "B0D3FN6VZK-bottle-leak/evidence/training-tr-1012.jpg", "2026:10:12 15:12:36", cam="p7", seed=31, portrait=True, orientation=6, warm=.06, quality=78)
