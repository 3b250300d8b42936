"""The photographs: one function per scene, returning POV-Ray source."""

from pov import *


def face(name, w, h, seed, lines=(), size=60, mark=True, tape_box=None, lab=None, wear=1.0, at=None, base=(183, 141, 92)):
    im = cardboard(w, h, seed, wear=wear, base=base)
    if lines:
        x, y = at or (w * 0.16, h * 0.14)
        stencil(im, x, y, lines, size)
    if mark:
        icons(im, int(w * 0.5), int(h * 0.56), int(min(w * 0.11, h * 0.3)))
    if tape_box:
        tape(im, tape_box, seed + 5)
    if lab:
        st, bx = lab
        st = st.resize((int(bx[2]), int(bx[3])), Image.LANCZOS).convert("RGBA").rotate(bx[4] if len(bx) > 4 else 0, expand=True, resample=Image.BICUBIC)
        im.paste(st, (int(bx[0]), int(bx[1])), st)
    return save(im, name)


def boards_faces(tag, seed, worn=False, base=(183, 141, 92), lot="LOT 2608-2"):
    top = face(f"{tag}-top.png", 1400, 1000, seed, (), mark=False, tape_box=(0, 440, 1400, 560), wear=3 if worn else 1, base=base,
               lab=(sticker(["BCB-3", lot, "QTY 1 SET"], head="NORDHAUS HOME", seed=seed), (930, 90, 330, 210, 4)))
    front = face(f"{tag}-front.png", 1400, 420, seed + 1, ("BAMBOO BOARD SET 3", lot), 64, tape_box=None, wear=3 if worn else 1, base=base)
    right = face(f"{tag}-right.png", 1000, 420, seed + 2, (), mark=False, tape_box=(430, 0, 560, 150), wear=3 if worn else 1, base=base)
    if worn:
        im = Image.open(top)
        d = ImageDraw.Draw(im, "RGBA")
        rng = np.random.default_rng(seed)
        for _ in range(16):
            x, y, an = 1130 + rng.normal(0, 90), 860 + rng.normal(0, 70), rng.uniform(0, 3.14)
            ln = rng.uniform(30, 120)
            d.line([(x, y), (x + ln * np.cos(an), y + ln * np.sin(an))], fill=(84, 56, 30, 70), width=3)
            d.line([(x + 3, y + 3), (x + ln * np.cos(an), y + 4 + ln * np.sin(an))], fill=(228, 198, 152, 80), width=2)
        im.save(top)
    return {"top": top, "front": front, "right": right}


def box_before():
    f = boards_faces("bx0", 21, worn=True)
    c = carton(42, 12, 30, f, crush=[((1, 1, -1), 14, 6.2), ((-1, 1, -1), 7, 1.6), ((0.2, 1, -1), 9, 1.6)], seed=5, n=90)
    b = place(c, ry=24)
    return scene(b, (-6, 40, -66), (3, 4, -2), aperture=1.0, ground="concrete", angle=44, light="left", jitter=True, back=wall(190, "rack"))


def strap(w, h, d, x, col="<0.04,0.05,0.05>"):
    e = 0.16
    return (f"difference {{ box {{ <{x-0.6},-0.1,{-d/2-e}>,<{x+0.6},{h+e},{d/2+e}> }} box {{ <{x-1},-1,{-d/2-e+0.08}>,<{x+1},{h+e-0.08},{d/2+e-0.08}> }} "
            f"pigment {{ rgb {col} }} finish {{ specular 0.4 roughness 0.03 }} }}\n")


def guard(h, x, z, sx, sz):
    """Angle board on a vertical edge."""
    t, l = 0.35, 5.0
    return (f"union {{ box {{ <0,0,0>,<{-sx*l},{h},{sz*t}> }} box {{ <0,0,0>,<{sx*t},{h},{-sz*l}> }} translate <{x},0,{z}> "
            f"pigment {{ rgb <0.55,0.42,0.27> }} normal {{ bumps 0.15 scale 0.3 }} finish {{ diffuse 0.8 }} }}\n")


def box_after():
    base = (171, 128, 80)
    f = boards_faces("bx1", 31, base=base, lot="LOT 2610-1")
    w, h, d = 43.5, 14, 31.5
    b = carton(w, h, d, f, bulge=0.0, seed=8, n=40)
    for sx in (-1, 1):
        for sz in (-1, 1):
            b += guard(h + 0.02, sx * (w / 2 + 0.02), sz * (d / 2 + 0.02), sx, sz)
    b += strap(w, h, d, -11) + strap(w, h, d, 11)
    b = place("union {" + b + "}", ry=24)
    return scene(b, (-6, 42, -68), (2, 5, -2), aperture=1.0, ground="concrete", angle=44, light="left", jitter=True, back=wall(190, "rack"))


def bamboo_board(w, d, h, seed, groove=True):
    t = save(bamboo(1200, 800, seed), f"bam{seed}.png")
    e = save(bamboo(900, 60, seed + 50, strips=2), f"bame{seed}.png")
    hole = f"cylinder {{ <{w/2-2.6},-1,0>,<{w/2-2.6},{h+1},0>,0.9 }}"
    tx = f'texture {{ {pigment(t, f"rotate x*90 scale <{w},1,{d}> translate <{-w/2},0,{-d/2}>")} finish {{ diffuse 0.8 specular 0.12 roughness 0.05 }} }}'
    r = 1.6
    body = (f"union {{ box {{ <{-w/2+r},0,{-d/2}>,<{w/2-r},{h},{d/2}> }} box {{ <{-w/2},0,{-d/2+r}>,<{w/2},{h},{d/2-r}> }} "
            + "".join(f"cylinder {{ <{sx*(w/2-r)},0,{sz*(d/2-r)}>,<{sx*(w/2-r)},{h},{sz*(d/2-r)}>,{r} }} " for sx in (-1, 1) for sz in (-1, 1)) + "}")
    g = ""
    if groove:
        gr = 1.6
        gx, gz = w / 2 - gr, d / 2 - gr
        g = "".join(f"cylinder {{ <{a}, {h+0.12}, {b}>,<{c},{h+0.12},{e2}>,0.45 }} sphere {{ <{a},{h+0.12},{b}>,0.45 }} " for a, b, c, e2 in
                    [(-gx, -gz, gx, -gz), (gx, -gz, gx, gz), (gx, gz, -gx, gz), (-gx, gz, -gx, -gz)])
        hole = f"cylinder {{ <{w/2-4.4},-1,0>,<{w/2-4.4},{h+1},0>,0.9 }}"
    return f"difference {{ object {{ {body} }} {hole} {g} {tx} }}\n"


def boards_packed():
    """Boards in the open double-wall carton with foam corners."""
    outer = save(cardboard(1400, 420, 41, (171, 128, 80)), "bp-o.png")
    inner = save(cardboard(1200, 1000, 42, (192, 152, 104)), "bp-i.png")
    edge = save(flute_edge(1600, 60, 43), "bp-e.png")
    b = openbox(44, 11, 32, 0.75, outer, inner, edge, lean=(30, 22, 18, 26))
    y = 1.6
    for i, (w, d) in enumerate([(38, 26), (33, 23), (28, 19)]):
        b += place(bamboo_board(w, d, 1.7, 60 + i, groove=(i == 0)), y=y, x=-0.4 * i, ry=0.6 * i)
        y += 1.8
        if i < 2:
            b += f"box {{ <{-w/2+0.5},{y-0.1},{-d/2+0.5}>,<{w/2-0.5},{y+0.25},{d/2-0.5}> pigment {{ rgb <0.9,0.9,0.88> }} finish {{ diffuse 0.85 }} normal {{ bumps 0.3 scale 0.3 }} }}\n"
            y += 0.4
    for sx in (-1, 1):
        for sz in (-1, 1):
            b += (f"difference {{ superellipsoid {{ <0.15,0.15> scale <4.6,4.4,4.6> translate <{sx*17.2},5.2,{sz*11.4}> }} box {{ <-19,0,-13>,<19,5.6,13> }} "
                  "pigment { rgb <0.93,0.93,0.92> } normal { granite 0.25 scale 0.6 } finish { diffuse 0.82 } }\n")
    b = place("union {" + b + "}", ry=-18)
    return scene(b, (4, 62, -58), (1, 2, 0), aperture=1.0, ground="bench", angle=46, light="right", back=wall(200, "rack"))


def pallet_scene(bad):
    """A pallet of shelf cartons: loose with overhang, or squared, boarded and strapped."""
    rng = np.random.default_rng(9 if bad else 10)
    faces = []
    for k in range(3):
        faces.append({"front": face(f"pl{k}-f.png", 900, 300, 90 + k, ("WALL SHELF 38 OAK", f"FWS-38   LOT 26{(6 if bad else 10):02d}-{k+1}"), 54, wear=1.5),
                      "top": face(f"pl{k}-t.png", 900, 500, 95 + k, (), mark=False, tape_box=(0, 220, 900, 275)),
                      "right": face(f"pl{k}-r.png", 500, 300, 99 + k, (), mark=True)})
    out = ""
    w, h, d = 40, 13, 30
    wood_t = save(wood(900, 200, 88, (176, 140, 96), (16, 14, 12)), "pal.png")
    for z in (-44, -22, 0, 22, 44):
        out += place(imgbox(122, 2.2, 12, wood_t), y=12.3, z=z * 0.98)
    for z in (-44, 0, 44):
        out += place(imgbox(122, 2.0, 10, wood_t), y=0, z=z * 0.98)
        for x in (-55, 0, 55):
            out += place(imgbox(11, 10.2, 10, wood_t), y=2.1, x=x, z=z * 0.98)
    layers = 7 if bad else 5
    for L in range(layers):
        for i in range(3):
            for j in range(3):
                jit = 1.0 if bad else 0.12
                ox = (rng.normal(0, 1.5) + (5.5 if L >= 3 else 1.0) + L * 0.7) * jit if bad else rng.normal(0, 0.1)
                f = faces[int(rng.integers(0, 3))]
                c = imgbox(w - 0.3, h - 0.1, d - 0.3, f["top"], f["front"], f["right"])
                out += place(c, x=(i - 1) * w + ox, y=14.6 + L * h, z=(j - 1) * d + rng.normal(0, 1.3 if bad else 0.1), ry=rng.normal(0, 2.0 if bad else 0.15))
    if not bad:
        H = 14.6 + layers * h
        for sx in (-1, 1):
            for sz in (-1, 1):
                out += place(guard(H - 14.0, sx * 60.3, sz * 45.3, sx, sz), y=14.4)
        out += place(imgbox(121, 1.0, 91, save(cardboard(900, 700, 97, (190, 150, 102)), "pl-top.png")), y=H + 0.1)
        for x in (-32, 32):
            out += f"difference {{ box {{ <{x-0.8},0,-46>,<{x+0.8},{H+1.5},46> }} box {{ <{x-2},-2,-45.9>,<{x+2},{H+1.35},45.9> }} pigment {{ rgb <0.03,0.12,0.05> }} finish {{ specular 0.3 }} }}\n"
        for y in (34, 62):
            out += f"difference {{ box {{ <-60.9,{y},-45.9>,<60.9,{y+1.6},45.9> }} box {{ <-60.8,{y-1},-45.8>,<60.8,{y+3},45.8> }} pigment {{ rgb <0.03,0.12,0.05> }} finish {{ specular 0.3 }} }}\n"
        out += place(flat(26, 17, save(sticker(["PALLET 3 OF 4", "5 LAYERS, 45 CTN", "PK-SH-02"], head="NORDHAUS HOME", seed=61), "pl-st.png"), y=0), x=6, y=52, z=-45.9, rx=-90)
    out = place("union {" + out + "}", ry=31)
    return scene(out, (-30, 105, -275), (0, 48, 0), focus=(0, 60, -60), aperture=1.5, ground="concrete", angle=40, light="left", jitter=True, back=wall(320, "rack"), portrait=True)


def pallet_before():
    return pallet_scene(True)


def pallet_after():
    return pallet_scene(False)


def mug(col="<0.83,0.80,0.74>", band="<0.13,0.22,0.30>", chip=False):
    r, h, t = 4.1, 9.8, 0.42
    glaze = f"""texture {{ pigment {{ gradient y color_map {{ [0 rgb {band}] [0.36 rgb {band}] [0.39 rgb {col}] [1 rgb {col}] }} scale {h+0.8} }}
      normal {{ bumps 0.03 scale 0.8 }} finish {{ diffuse 0.82 specular 0.5 roughness 0.004 reflection {{ 0.01 0.16 fresnel on }} }} }}
      texture {{ pigment {{ granite color_map {{ [0 rgbt <0.25,0.2,0.15,1>] [0.72 rgbt <0.25,0.2,0.15,1>] [0.78 rgbt <0.3,0.25,0.2,0.55>] [0.84 rgbt 1] [1 rgbt 1] }} scale 0.5 }} finish {{ diffuse 0.8 specular 0.3 roughness 0.01 }} }} interior {{ ior 1.5 }}"""
    body = f"""difference {{ union {{ cylinder {{ <0,0.3,0>,<0,{h},0>,{r} }} cylinder {{ <0,0,0>,<0,0.31,0>,{r-0.4} }} torus {{ {r-0.4},0.4 translate y*0.38 }} }}
      cylinder {{ <0,0.7,0>,<0,{h+1},0>,{r-t} }} }}"""
    hand = f"intersection {{ torus {{ 2.6,0.55 rotate x*90 scale <0.95,1.15,1.25> translate <{r-0.2},{h*0.5},0> }} box {{ <{r-0.35},0,-3>,<{r+6},{h},3> }} }}"
    full = f"union {{ {body} torus {{ {r-t/2},{t/2} translate y*{h} }} {hand} }}"
    if not chip:
        return f"object {{ {full} {glaze} }}\n"
    clay = "texture { pigment { granite color_map { [0 rgb <0.86,0.80,0.70>] [1 rgb <0.70,0.62,0.52>] } scale 0.4 } normal { granite 0.9 scale 0.5 } finish { diffuse 0.85 } }"
    rng = np.random.default_rng(3)
    cut = ""
    for _ in range(16):
        a = -1.92 + rng.normal(0, 0.17)
        y = h + 0.25 + rng.normal(0, 0.18)
        rr = rng.uniform(0.35, 0.8)
        cut += f"sphere {{ 0,1 scale <{rr},{rr*0.8:.3f},{rr*0.9:.3f}> rotate <{rng.uniform(0,90):.0f},{rng.uniform(0,90):.0f},0> translate <{r*np.cos(a):.3f},{y:.3f},{r*np.sin(a):.3f}> }} "
    return f"difference {{ object {{ {full} {glaze} }} union {{ {cut} }} {clay} cutaway_textures }}\n".replace(" cutaway_textures", "")


def mug_chipped():
    b = place(mug(chip=True), ry=0)
    rng = np.random.default_rng(8)
    for i in range(9):
        x, z, s = rng.normal(-2, 2.6), -6.2 + rng.normal(0, 1.2), rng.uniform(0.15, 0.55)
        b += f"superellipsoid {{ <0.7,0.5> scale <{s:.2f},{s*0.35:.2f},{s*0.7:.2f}> rotate y*{rng.uniform(0,180):.0f} rotate x*{rng.uniform(-10,10):.0f} translate <{x:.2f},{s*0.33:.2f},{z:.2f}> texture {{ pigment {{ gradient y color_map {{ [0 rgb <0.83,0.76,0.66>] [0.5 rgb <0.83,0.80,0.74>] }} scale {s} }} normal {{ granite 0.4 }} finish {{ specular 0.2 diffuse 0.8 }} }} }}\n"
    b += flat(12, 8.2, save(paper(["Mug SM-350-4", "return 14 Sept", "chip at rim, 17 mm"], 1000, 680, 5, size=118), "mc-note.png"), x=11, z=-1, rot=12, curl=0.9)
    b += place(flat(15, 1.95, save(ruler(15), "ruler15.png"), y=0.16, finish="diffuse 0.7 specular 0.3 roughness 0.05"), x=-1, z=-9.2, ry=-5)
    card = save(cardboard(900, 700, 71), "mc-card.png")
    b += place(imgbox(22, 11, 0.5, card, card, card), x=-8, z=13, ry=14)
    return scene(b, (3, 24, -35), (3.5, 3.9, -1), focus=(-1, 9.5, -4), aperture=0.9, ground="oak", angle=41, light="left", back=wall(120))


def mug_cells():
    """Four mugs in a carton with full-height double cells."""
    outer = save(cardboard(1400, 620, 73, (171, 128, 80)), "mg-o.png")
    inner = save(cardboard(1000, 1000, 74, (192, 152, 104)), "mg-i.png")
    edge = save(flute_edge(1600, 60, 75), "mg-e.png")
    b = openbox(29, 13.5, 29, 0.7, outer, inner, edge, lean=(26, 20, 16, 23))
    for i in (-1, 1):
        for j in (-1, 1):
            b += place(mug(), x=i * 7.1, y=1.0, z=j * 7.1, ry=float(35 + 60 * i + 40 * j))
    for k in (0,):
        b += place(imgbox(27.4, 11.6, 0.8, edge, inner, inner), y=0.9)
        b += place(imgbox(0.8, 11.6, 27.4, edge, inner, inner), y=0.9)
    b = place("union {" + b + "}", ry=21)
    return scene(b, (-3, 50, -42), (0.5, 4, -0.5), aperture=1.0, ground="bench", angle=46, light="left", back=wall(160, "rack"))


def lamp(on=True, ry=0, head=(0.16, 0.17, 0.18)):
    m = f"pigment {{ rgb {v(*head)} }} finish {{ diffuse 0.7 specular 0.25 roughness 0.03 reflection 0.02 }}"
    alu = "pigment { rgb <0.62,0.63,0.64> } finish { diffuse 0.4 specular 0.7 roughness 0.02 reflection 0.12 }"
    led = ("pigment { rgb <1,0.95,0.84> } finish { emission 2.6 diffuse 0.2 }" if on else "pigment { rgb <0.9,0.9,0.86> } finish { diffuse 0.8 }")
    s = f"""union {{
      superellipsoid {{ <0.35,0.35> scale <9,0.9,8> rotate x*0 translate y*0.9 {m} }}
      sphere_sweep {{ linear_spline 2, <-5,1.5,4>,0.65, <-9,24,2>,0.6 {alu} }}
      sphere {{ <-9,24,2>,1.3 {m} }}
      sphere_sweep {{ linear_spline 2, <-9,24,2>,0.6, <8,34,0>,0.55 {alu} }}
      sphere {{ <8,34,0>,1.1 {m} }}
      union {{ superellipsoid {{ <0.25,0.25> scale <13,0.75,3> {m} }} box {{ <-11.6,-0.8,-2.2>,<11.6,-0.72,2.2> {led} }} rotate z*-6 translate <15,33,0> }}
      cylinder {{ <5.4,1.75,-4.2>,<5.4,1.85,-4.2>,1.0 pigment {{ rgb <0.5,0.5,0.5> }} }}
    }}"""
    return place(s, ry=ry)


def lamp_rack():
    """Burn-in: a row of lamps, all lit, with lot card and meter."""
    b = ""
    for r in range(3):
        for i in range(5):
            b += place(lamp(True), x=-70 + i * 40 + r * 9, z=r * 48, y=0, ry=18 + 3 * ((i * 7 + r * 3) % 5))
    for i in range(3):
        b += f"light_source {{ <{-50 + i*46},31,{10}> rgb <0.28,0.25,0.2> fade_distance 22 fade_power 2 }}\n"
    b += flat(23, 16, save(paper(["Lot 2610-A   burn-in", "100 %  4 h", "start 08:10  end 12:10", "15 Oct   60 pcs   0 flicker"], 1150, 800, 12, size=104), "lr-note.png"), x=-16, z=-27, y=0, rot=-6, tilt=0).replace("rotate x*0", "rotate x*-62 translate y*7.2")
    meter = f"""union {{ superellipsoid {{ <0.2,0.2> scale <4,1.5,8.5> translate y*1.5 pigment {{ rgb <0.72,0.52,0.04> }} finish {{ specular 0.3 roughness 0.05 }} }}
       box {{ <-3,2.95,1.5>,<3,3.08,6.5> pigment {{ rgb <0.42,0.48,0.40> }} finish {{ specular 0.6 roughness 0.01 }} }}
       cylinder {{ <0,3,-3>,<0,3.4,-3>,2.1 pigment {{ rgb 0.06 }} }} }}"""
    b += place("union {" + meter + flat(5.4, 4.4, save(paper(["0.9 %"], 540, 440, 2, hand=False, size=170), "lr-m.png"), y=3.12, z=4) + "}", x=13, z=-27, ry=12, rx=-58, y=7)
    return scene(b, (-12, 21, -108), (0, 18, 0), focus=(-8, 14, -10), aperture=1.6, ground="mat", angle=50, light="left", key=0.55, back=wall(190, col=(0.5, 0.5, 0.47)))


def bottle(col="<0.05,0.20,0.26>", cap=True, r=3.7):
    steel = "pigment { rgb <0.66,0.66,0.65> } finish { diffuse 0.35 specular 0.8 roughness 0.012 reflection 0.25 }"
    s = f"""union {{
      lathe {{ cubic_spline 10, <{r-0.4},-0.5>,<{r-0.25},0>,<{r},0.5>,<{r},3>,<{r},16>,<{r-0.05},18.5>,<{r-0.6},20.2>,<{r-1.3},21.3>,<{r-1.5},22.2>,<{r-1.5},23>
        texture {{ pigment {{ rgb {col} }} normal {{ bumps 0.12 scale 0.05 }} finish {{ diffuse 0.8 specular 0.3 roughness 0.04 reflection {{ 0.0 0.08 fresnel on }} }} }} interior {{ ior 1.5 }} }}
      cylinder {{ <0,0,0>,<0,0.25,0>,{r-0.3} {steel} }}
      cylinder {{ <0,21.6,0>,<0,22.3,0>,{r-1.55} {steel} }}"""
    if cap:
        ribs = "".join(f"cylinder {{ <{(r-1.28)*np.cos(a):.3f},22.4,{(r-1.28)*np.sin(a):.3f}>,<{(r-1.28)*np.cos(a):.3f},25.2,{(r-1.28)*np.sin(a):.3f}>,0.09 }} " for a in np.linspace(0, 6.283, 48, endpoint=False))
        s += f"""union {{ cylinder {{ <0,22.3,0>,<0,25.3,0>,{r-1.3} }} torus {{ {r-1.5},0.2 translate y*25.3 }} cylinder {{ <0,25.3,0>,<0,25.5,0>,{r-1.5} }} {ribs}
          pigment {{ rgb 0.035 }} finish {{ diffuse 0.7 specular 0.3 roughness 0.05 }} }}
          torus {{ 1.7,0.28 rotate x*90 translate <0,26.2,0> pigment {{ rgb 0.04 }} finish {{ specular 0.3 roughness 0.05 }} }}"""
    return s + "}\n"


def leak_test():
    """Bottles upside down on blue test paper."""
    blue = save(to_img(tint(octaves(900, 1400, 8, np.random.default_rng(4), 3), (84, 128, 176), (4, 4, 4))), "blue.png")
    b = flat(92, 46, blue, y=0.05, x=0, z=4)
    cols = ["<0.05,0.20,0.26>", "<0.42,0.40,0.37>", "<0.33,0.10,0.07>"]
    for j in range(3):
        for i in range(8):
            b += place(bottle(cols[(i + j) % 3]), x=-35 + i * 10 + j * 1.5, z=-8 + j * 12, rx=180, y=27.6, ry=i * 23)
    b += flat(19, 13.5, save(paper(["Leak test lot 2610-B", "24 h inverted, 125 pcs", "13 - 14 Oct 2026", "leaks: 0"], 1130, 800, 22, size=106), "lk-n.png"), x=-6, z=-25, rot=5, curl=0.6)
    for x in (-45, 42):
        b += f"cylinder {{ <{x},0,30>,<{x},46,30>,1.2 pigment {{ rgb 0.6 }} finish {{ specular 0.7 reflection 0.2 diffuse 0.3 }} }}\n"
    return scene(b, (-20, 46, -82), (-1, 8, -5), focus=(-6, 10, -12), aperture=1.3, ground="white", angle=52, light="right", back=wall(120, col=(0.66, 0.68, 0.68)))


def gasket(flash):
    r = 2.1
    sil = "pigment { rgb <0.86,0.87,0.84> } finish { diffuse 0.75 specular 0.35 roughness 0.02 }"
    out = f"union {{ torus {{ {r},0.36 {sil} }} difference {{ cylinder {{ <0,-0.12,0>,<0,0.12,0>,{r+0.42} }} cylinder {{ <0,-1,0>,<0,1,0>,{r-0.1} }} {sil} }}"
    if flash:
        rng = np.random.default_rng(4)
        for a in np.linspace(0.6, 2.9, 30):
            rr = 0.09 + 0.10 * abs(np.sin(a * 5)) + rng.uniform(0, 0.10)
            out += f"sphere {{ 0,1 scale <{rr*2.0:.3f},0.055,{rr*1.2:.3f}> rotate y*{-np.degrees(a)+rng.normal(0,14):.1f} translate <{(r+0.44)*np.cos(a):.3f},{rng.normal(0,0.03):.3f},{-(r+0.44)*np.sin(a):.3f}> {sil} }} "
    return out + "}\n"


def gasket_scene(flash):
    lines = (["old mould 2", "flash 0.4 mm", "lot 2607"] if flash else ["new mould 4", "flash 0.05 mm", "lot 2610-B"])
    b = place(gasket(flash), x=-3, y=0.4, z=-0.5, ry=0)
    b += place(gasket(flash), x=3.1, y=0.62, z=1.2, ry=50 if flash else 10, rx=5)
    b += flat(7.6, 5, save(paper(lines, 1000, 660, 33 if flash else 34, size=140), f"gk{int(flash)}.png"), x=4.6, z=-5, rot=7, curl=0.35)
    b += place(flat(10, 1.3, save(ruler(10, 60), "ruler10.png"), y=0.08, finish="diffuse 0.7 specular 0.3 roughness 0.05"), x=-2.4, z=-3.6, ry=-3)
    b += place(bottle(cap=False), x=-8, z=9, ry=20)
    b += place("cylinder { <0,0,0>,<0,2.8,0>,2.4 pigment { rgb 0.035 } finish { diffuse 0.7 specular 0.3 roughness 0.05 } }", x=6.5, z=5.5)
    return scene(b, (0, 14.5, -16), (0.2, 0.6, -0.8), focus=(-2, 0.5, -2), aperture=0.55, ground="dark" if flash else "dark", angle=50, light="left" if flash else "top", back=wall(80))


def gasket_before():
    return gasket_scene(True)


def gasket_after():
    return gasket_scene(False)


def puzzle_img():
    w, h = 1350, 900
    rng = np.random.default_rng(5)
    im = Image.new("RGB", (w, h), (150, 202, 226))
    d = ImageDraw.Draw(im)
    d.ellipse([1060, 60, 1220, 220], fill=(246, 206, 84))
    for k, (c, y) in enumerate([((120, 170, 96), 470), ((92, 148, 80), 580), ((196, 178, 96), 720)]):
        pts = [(x, y + 46 * np.sin(x / (170 + 40 * k) + k * 2)) for x in range(0, w + 10, 10)]
        d.polygon(pts + [(w, h), (0, h)], fill=c)
    d.polygon([(150, 420), (320, 300), (490, 420)], fill=(168, 64, 52))
    d.rectangle([180, 420, 460, 600], fill=(204, 92, 72))
    d.rectangle([285, 480, 360, 600], fill=(238, 226, 200))
    for x, y, s in [(640, 640, 1.0), (900, 700, 1.25), (1130, 620, 0.8)]:
        d.ellipse([x, y, x + 130 * s, y + 80 * s], fill=(244, 240, 230))
        d.ellipse([x + 105 * s, y - 20 * s, x + 160 * s, y + 35 * s], fill=(66, 58, 54))
        for k in (20, 50, 80, 105):
            d.rectangle([x + k * s, y + 65 * s, x + (k + 10) * s, y + 115 * s], fill=(66, 58, 54))
    for _ in range(40):
        x, y = rng.uniform(0, w), rng.uniform(760, 890)
        d.ellipse([x, y, x + 14, y + 14], fill=tuple(int(c) for c in rng.choice([[222, 80, 90], [240, 240, 235], [236, 180, 60]])))
    for x, y in [(560, 380), (1010, 440), (80, 520)]:
        d.rectangle([x - 9, y, x + 9, y + 90], fill=(104, 76, 52))
        d.ellipse([x - 60, y - 80, x + 60, y + 40], fill=(70, 120, 66))
    # cut lines 6 x 4 with knobs
    cut = Image.new("L", (w, h), 0)
    dc = ImageDraw.Draw(cut)
    pw, ph = w / 6, h / 4
    for i in range(1, 6):
        for j in range(4):
            x, y, s = i * pw, j * ph, rng.choice([-1, 1])
            dc.line([(x, y), (x, y + ph * .39)], fill=255, width=5)
            dc.line([(x, y + ph * .61), (x, y + ph)], fill=255, width=5)
            dc.arc([x - 36 + s * 26, y + ph / 2 - 36, x + 36 + s * 26, y + ph / 2 + 36], 224 if s > 0 else 44, 496 if s > 0 else 316, fill=255, width=5)
    for j in range(1, 4):
        for i in range(6):
            x, y, s = i * pw, j * ph, rng.choice([-1, 1])
            dc.line([(x, y), (x + pw * .39, y)], fill=255, width=5)
            dc.line([(x + pw * .61, y), (x + pw, y)], fill=255, width=5)
            dc.arc([x + pw / 2 - 36, y - 36 + s * 26, x + pw / 2 + 36, y + 36 + s * 26], 314 if s > 0 else 134, 586 if s > 0 else 406, fill=255, width=5)
    im.paste((62, 50, 40), mask=cut.filter(ImageFilter.GaussianBlur(1)))
    a = np.asarray(im).astype(np.float32) + octaves(h, w, 3, rng, 2)[..., None] * 3
    return to_img(a)


def puzzle_size():
    t = save(puzzle_img(), "puz.png")
    e = save(wood(900, 40, 56, (196, 164, 118), (12, 11, 10)), "puze.png")
    b = place(imgbox(45, 0.6, 30, t, e, e, "diffuse 0.8 specular 0.12 roughness 0.03"), x=0, z=2)
    b += place(flat(50, 3.2, save(ruler(50, 46), "ruler50.png"), y=0.25, finish="diffuse 0.7 specular 0.3 roughness 0.05"), x=2.5, z=-16.0, ry=0)
    b += place(flat(32, 3.0, save(ruler(32, 46), "ruler32.png"), y=0.25, finish="diffuse 0.7 specular 0.3 roughness 0.05"), x=25.6, z=2.0, ry=-90)
    b += flat(17, 11.4, save(paper(["WFP-24  lot 2609", "45.0 x 30.0 x 0.6 cm", "3 Oct 2026"], 1000, 670, 44, size=112), "pz-n.png"), x=-12, z=-25, rot=6, curl=0.5)
    return scene(b, (-2, 66, -50), (1, 0, -3.5), aperture=0.9, ground="oak", angle=48, light="right", back=wall(160))


MATS = {"blue": (70, 96, 124), "green": (84, 112, 84), "plum": (104, 62, 88)}


def mat_scene(colour, frayed=False):
    rng = np.random.default_rng(17)
    base = MATS[colour]
    n = octaves(1200, 1600, 4, rng, 3)
    a = tint(n, base, (8, 8, 8))
    yy, xx = np.mgrid[0:1200, 0:1600]
    a += (5 * np.sin(xx / 5.0) * np.sin(yy / 5.0))[..., None]
    t = save(to_img(a), f"mat-{colour}.png")
    # profile: flat sheet, then a rolled spiral
    th = np.linspace(0, 2 * np.pi * 4.2, 420)
    rad = 6.6 - th * 0.205
    flatx = np.linspace(-36, 9, 60)
    cx, cy = 9.0, 6.9
    X = np.concatenate([flatx, cx + rad * np.sin(th)])
    Y = np.concatenate([np.full(60, 0.35), cy - rad * np.cos(th)])
    s, tt = np.meshgrid(np.linspace(0, 1, len(X)), np.linspace(0, 1, 70))
    P = np.stack([np.broadcast_to(X, s.shape).copy(), np.broadcast_to(Y, s.shape).copy(), (tt - 0.5) * 34], 2)
    arc = np.concatenate([flatx + 36, 45 + np.cumsum(np.full(420, 0.19))]) / 45
    if frayed:
        zz = np.random.default_rng(5)
        w = np.convolve(zz.normal(0, 1, len(X)), np.ones(3) / 3, "same")
        P[:4, :, 2] -= (np.array([1.0, 0.7, 0.35, 0.1])[:, None]) * np.abs(w)[None, :] * 0.55
        P[:3, :, 1] += (np.array([1.0, 0.6, 0.2])[:, None]) * np.convolve(zz.normal(0, 1, len(X)), np.ones(5) / 5, "same")[None, :] * 0.55 + 0.15
    U = np.stack([np.broadcast_to(arc, s.shape), tt * 0.8], 2)
    tx = tex(t, "diffuse 0.85 specular 0.05 roughness 0.1")
    b = mesh(P, U, tx)
    Q = P.copy()
    dark = f"texture {{ pigment {{ rgb {v(*[c/255*0.32 for c in base])} }} finish {{ diffuse 0.8 }} }}"
    # thickness: second skin inside
    nx = np.gradient(X); ny = np.gradient(Y); L = np.hypot(nx, ny)
    ox, oy = ny / L * 0.42, -nx / L * 0.42
    Q[..., 0] += ox; Q[..., 1] += oy
    b += mesh(Q[:, ::-1], U[:, ::-1], dark)
    E = np.stack([P[0], Q[0]], 0)
    b += mesh(E, np.stack([np.stack([arc, arc * 0], 1), np.stack([arc, arc * 0 + 0.02], 1)], 0), tx)
    if frayed:
        zr = np.random.default_rng(6)
        for _ in range(70):
            i = int(zr.integers(0, 70)); x, y, z = X[i], 0.4, -17.3
            c = [zc / 255 * zr.uniform(0.35, 1.1) for zc in base]
            b += (f"sphere_sweep {{ cubic_spline 5, <{x},{y},{z+0.5}>,0.05, <{x},{y},{z}>,0.05, <{x+zr.normal(0,.3):.2f},{y+zr.uniform(0,.5):.2f},{z-zr.uniform(.3,.9):.2f}>,0.035, "
                  f"<{x+zr.normal(0,.8):.2f},{max(.1,y+zr.normal(0,.4)):.2f},{z-zr.uniform(.7,1.7):.2f}>,0.025, <{x+zr.normal(0,1):.2f},{y},{z-2}>,0.02 pigment {{ rgb {v(*c)} }} }}\n")
    else:
        # stitched edge: piping along the front edge
        pts = [(X[i], Y[i] + 0.02) for i in range(0, 60, 2)]
        st = [c / 255 * 0.55 for c in base]
        b += "sphere_sweep { linear_spline " + f"{len(pts)}, " + ",".join(f"<{x:.3f},{y:.3f},-17.05>,0.34" for x, y in pts) + f" pigment {{ rgb {v(*st)} }} normal {{ bumps 0.3 scale 0.1 }} }}\n"
        for x in np.arange(-35.7, 9, 0.55):
            b += f"sphere_sweep {{ linear_spline 2, <{x:.2f},0.42,-16.0>,0.09, <{x+0.42:.2f},0.74,-16.9>,0.09 pigment {{ rgb {v(*[min(1, c*2.6) for c in st])} }} }}\n"
    return b


def mat_frayed():
    b = mat_scene("blue", True)
    b += flat(13, 8.8, save(paper(["YM-6 slate  lot 2607", "edge open 31 mm", "return, 22 Sept"], 1000, 680, 71, size=112), "mf-n.png"), x=-20, z=-24.5, rot=-5, curl=0.4)
    b += place(flat(20, 2.2, save(ruler(20), "ruler20.png"), y=0.2), x=1, z=-22.5, ry=4)
    b = place("union {" + b + "}", ry=12)
    return scene(b, (-16, 30, -56), (-7, 2, -12), focus=(-14, 0.5, -17), aperture=1.0, ground="bench", angle=58, light="left", back=wall(150))


def mat_good(colour, lot):
    b = mat_scene(colour)
    b += flat(13, 8.8, save(paper([f"YM-6 {colour}", f"lot {lot}", "edge stitch 8 per 5 cm"], 1000, 680, 72 + len(colour), size=112), f"mg-{colour}.png"), x=-20, z=-24.5, rot=4, curl=0.4)
    b = place("union {" + b + "}", ry={"blue": 12, "green": 9, "plum": 15}[colour])
    return scene(b, {"blue": (-16, 30, -56), "green": (-14, 33, -57), "plum": (-20, 31, -54)}[colour], (-7, 2, -12), focus=(-14, 0.5, -17), aperture=1.0, ground="bench", angle=58, light="left", back=wall(150))


def mat_blue():
    return mat_good("blue", "2610-S")


def mat_green():
    return mat_good("green", "2610-M")


def mat_plum():
    return mat_good("plum", "2610-P")


def phone_stand():
    alu = "pigment { rgb <0.60,0.61,0.63> } normal { bumps 0.06 scale 0.04 } finish { diffuse 0.45 specular 0.6 roughness 0.03 reflection 0.06 }"
    st = f"""union {{
      superellipsoid {{ <0.12,0.12> scale <5,0.3,6> translate <0,0.3,0> }}
      superellipsoid {{ <0.12,0.12> scale <2.4,6.2,0.28> translate y*6.2 rotate x*14 translate <0,0.3,4.6> }}
      superellipsoid {{ <0.12,0.12> scale <4.2,5.6,0.25> rotate x*24 translate <0,9.4,3.4> }}
      superellipsoid {{ <0.12,0.12> scale <4.2,0.25,1.4> rotate x*24 translate <0,4.2,0.2> }}
      superellipsoid {{ <0.12,0.12> scale <0.9,0.9,0.22> rotate x*24 translate <-3.1,5.0,-1.2> }}
      superellipsoid {{ <0.12,0.12> scale <0.9,0.9,0.22> rotate x*24 translate <3.1,5.0,-1.2> }}
      {alu} }}"""
    scr = Image.new("RGB", (720, 1560), (14, 16, 22))
    d = ImageDraw.Draw(scr)
    for y in range(1560):
        d.line([(0, y), (720, y)], fill=(20 + y // 30, 46 + y // 24, 86 + y // 28))
    d.text((200, 210), "10:42", font=font(SANS, 130), fill=(240, 240, 240))
    d.text((196, 350), "Tue 6 October", font=font(SANS, 50), fill=(225, 228, 235))
    for k in range(2):
        d.rounded_rectangle([50, 900 + k * 200, 670, 1070 + k * 200], 36, fill=(60, 78, 110))
    sc = save(scr, "screen.png")
    ph = f"""union {{ superellipsoid {{ <0.2,0.1> scale <3.9,8.35,0.42> pigment {{ rgb 0.02 }} finish {{ diffuse 0.5 specular 0.7 roughness 0.01 reflection {{ 0.02 0.2 fresnel on }} }} interior {{ ior 1.5 }} }}
      {mesh(*(lambda s, t: (np.stack([(s-.5)*7.3, (t-.5)*16.1, -0.43+0*s], 2), np.stack([s, t], 2)))(*grid(2, 2)), tex(sc, "diffuse 0.15 emission 0.75 specular 0.4 roughness 0.01 reflection 0.04"))}
      rotate x*24 translate <0,12.6,2.6> }}"""
    b = place("union {" + st + ph + "}", ry=-22)
    b += place(flat(20, 2.2, save(ruler(20), "ruler20.png"), y=0.1), x=4, z=-9, ry=6)
    b += place(mug(), x=-15, z=17, ry=30)
    b += place(imgbox(19, 1.6, 13, save(to_img(tint(octaves(400, 600, 60, np.random.default_rng(2), 3), (60, 76, 70), (4, 4, 4))), "book.png")), x=17, z=14, ry=-28)
    return scene(b, (3, 19, -38), (0.5, 8.5, 1), focus=(0, 9, -1), aperture=1.1, ground="oak", angle=42, light="left", back=wall(95, col=(0.66, 0.63, 0.57)), portrait=True)


def shelf_board(w=58, d=15, h=1.8, seed=5):
    t = save(wood(1600, 420, 200 + seed, (196, 158, 110), (15, 13, 11)), f"shb{seed}.png")
    return imgbox(w, h, d, t, t, t, "diffuse 0.8 specular 0.1 roughness 0.05")


def screw():
    th = "".join(f"torus {{ 0.2,0.055 translate y*{y:.2f} }} " for y in np.arange(0.5, 3.6, 0.2))
    return f"union {{ cone {{ <0,0,0>,0.02,<0,0.5,0>,0.17 }} cylinder {{ <0,0.5,0>,<0,3.8,0>,0.17 }} cone {{ <0,3.7,0>,0.2,<0,4.1,0>,0.45 }} {th} pigment {{ rgb <0.70,0.66,0.50> }} finish {{ diffuse 0.4 specular 0.8 roughness 0.02 reflection 0.12 }} }}"


def kit_scene(manual):
    outer = save(cardboard(1400, 300, 201, (183, 141, 92)), "kt-o.png")
    inner = save(cardboard(1400, 800, 202, (194, 154, 106)), "kt-i.png")
    edge = save(flute_edge(1800, 60, 203, double=False), "kt-e.png")
    b = openbox(66, 9, 38, 0.45, outer, inner, edge, lean=(30, 24, 20, 26))
    for k, z in enumerate((-9.6, 5.8)):
        b += place(shelf_board(seed=k), x=0.5 * k, y=1.2, z=z, ry=0.6 * k - 0.4)
    b += place(shelf_board(seed=3), x=-1, y=3.2, z=-9.3, ry=-0.5)
    for x in (-18, -6):
        b += f"union {{ box {{ <0,0,0>,<11,0.3,2.2> }} box {{ <0,0,0>,<0.3,2.4,2.2> }} translate <{x},3.1,{12 - (x > -10)}> rotate y*2 pigment {{ rgb 0.03 }} finish {{ diffuse 0.6 specular 0.4 roughness 0.04 }} }}\n"
    b += place("box { <-6,0,-4>,<6,0.15,4> pigment { rgbt <0.86,0.89,0.92,0.72> } normal { wrinkles 0.9 scale 1.3 } finish { diffuse 0.4 specular 0.9 roughness 0.008 } }", x=17, y=3.1, z=10)
    rng = np.random.default_rng(3)
    for i in range(12):
        b += place(screw(), x=13.5 + rng.uniform(0, 7), y=3.6, z=8 + rng.uniform(0, 4.5), rx=90, ry=rng.uniform(0, 180))
    for i in range(8):
        b += place("union { cylinder { <0,0,0>,<0,3,0>,0.32 } cylinder { <0,2.8,0>,<0,3,0>,0.45 } pigment { rgb <0.75,0.76,0.78> } finish { specular 0.3 } }", x=14 + rng.uniform(0, 6), y=3.7, z=7.6 + rng.uniform(0, 5), rx=90, ry=rng.uniform(0, 180))
    if manual:
        m = Image.new("RGB", (900, 1270), (240, 240, 236))
        d = ImageDraw.Draw(m)
        d.rectangle([0, 0, 900, 190], fill=(38, 64, 74))
        d.text((50, 48), "Assembly manual", font=font(BOLD, 90), fill=(245, 245, 240))
        d.text((50, 220), "Wall shelf kit, 3 boards", font=font(BOLD, 58), fill=(30, 30, 30))
        d.text((50, 292), "WSK-3   MN-WSK-3 rev. B   8 pages", font=font(SANS, 42), fill=(60, 60, 60))
        for k in range(3):
            y = 430 + k * 200
            d.rectangle([120, y, 780, y + 34], outline=(40, 40, 40), width=5)
            for x in (210, 660):
                d.polygon([(x, y + 34), (x + 34, y + 34), (x, y + 120)], outline=(40, 40, 40), width=5)
        d.text((50, 1080), "English   1 drill hole plan inside", font=font(SANS, 42), fill=(60, 60, 60))
        d.text((50, 1150), "Time: 40 minutes, 2 persons", font=font(SANS, 42), fill=(60, 60, 60))
        b += flat(19, 26.5, save(m, "man.png"), y=5.4, x=-12, z=-1.5, rot=-14, curl=0.9, finish="diffuse 0.85 specular 0.1 roughness 0.05")
    b += ""
    b = place("union {" + b + "}", ry=-14)
    b += flat(15, 9, save(paper(["WSK-3  lot 2610", "manual in box"] if manual else ["WSK-3  lot 2607", "return: no manual"], 1000, 600, 55 if manual else 56, size=120), f"kit{int(manual)}.png"), x=-40, z=-34, rot=10, curl=0.5)
    return scene(b, (2, 86, -82), (-3, 0, -6), aperture=1.0, ground="bench", angle=54, light="right" if manual else "left", back=wall(200, "rack"))


def kit_before():
    return kit_scene(False)


def kit_after():
    return kit_scene(True)


def garlic_press():
    st = "pigment { rgb <0.58,0.58,0.57> } normal { bumps 0.05 scale 0.08 } finish { diffuse 0.32 specular 0.85 roughness 0.015 reflection 0.24 }"
    pts = [(-1, 0), (0, 0), (4, 0.4), (9, 0.9), (14, 0.8), (17.2, 0.2), (18, 0)]
    def arm(up, zoff):
        s = 1 if up else -1
        return "sphere_sweep { cubic_spline %d, %s scale <1,1,0.9> translate z*%g }" % (len(pts), ",".join(f"<{x},{(2.6 + y * 1.0 + x * 0.16) if up else (0.95 + 0.25 * y):.2f},0>,{0.62 if x > 2 else 0.5}" for x, y in pts), zoff)
    holes = "".join(f"cylinder {{ <{x},-1,{z}>,<{x},1,{z}>,0.11 }} " for x in np.arange(-1.2, 1.3, 0.4) for z in np.arange(-0.8, 0.9, 0.4))
    body = f"""union {{ {arm(False, 0)} {arm(True, 0)}
      difference {{ superellipsoid {{ <0.25,0.25> scale <2.0,1.5,1.5> }} superellipsoid {{ <0.25,0.25> scale <1.7,1.6,1.2> translate y*0.35 }} {holes.replace('-1,', '-2,')} translate <-1.6,1.55,0> }}
      superellipsoid {{ <0.25,0.25> scale <1.5,0.8,1.1> rotate z*14 translate <-1.5,4.1,0> }}
      cylinder {{ <-3.6,1.9,-1.7>,<-3.6,1.9,1.7>,0.42 }} sphere_sweep {{ linear_spline 2, <-3.6,1.9,0>,0.5, <-1.5,4.5,0>,0.5 }}
      {st} }}"""
    b = place(body, x=-6, z=0, ry=18)
    b += flat(12, 8.2, save(paper(["GP-18  unit 20 of 20", "400 N, 10 cycles", "bend 0.3 mm"], 1000, 680, 81, size=118), "gp-n.png"), x=6, z=-11.5, rot=-7, curl=0.5)
    b += place(flat(20, 2.2, save(ruler(20), "ruler20.png"), y=0.1, finish="diffuse 0.7 specular 0.3"), x=-4, z=-5.6, ry=2)
    clove = "lathe { cubic_spline 7, <0.1,-0.2>,<0.5,0>,<1.05,0.7>,<0.9,1.6>,<0.35,2.5>,<0.08,3.0>,<0.02,3.3> pigment { wood color_map { [0 rgb <0.86,0.80,0.72>] [0.6 rgb <0.82,0.74,0.68>] [1 rgb <0.62,0.48,0.52>] } turbulence 0.2 scale 0.6 rotate x*90 } normal { bumps 0.2 scale <0.2,1,0.2> } finish { diffuse 0.8 specular 0.1 } scale <1,1,0.75> }"
    for x, z, a in [(-13, 6, 20), (-10.6, 8.2, 100), (-14, 9.4, 200)]:
        b += place(clove, x=x, y=0.8, z=z, rx=82, ry=a)
    return scene(b, (1, 24, -32), (0.5, 1, -3), focus=(-4, 2, -2), aperture=0.8, ground="dark", angle=48, light="left", back=wall(90))


def cloth_blob(w, h, d, col, tag, seed, pocket=True):
    """A backpack standing: soft body, front pocket, zips, straps."""
    rng = np.random.default_rng(seed)
    n = octaves(800, 800, 3, rng, 2)
    yy, xx = np.mgrid[0:800, 0:800]
    a = tint(n, col, (4, 4, 4)) + (3.5 * np.sign(np.sin(xx / 2.4)) * np.sign(np.sin(yy / 2.4)))[..., None]
    t = save(to_img(a), f"bp-{tag}.png")
    def body(w, h, d, sd, e=0.42):
        s, tt = grid(70, 110)
        th, ph = (s - 0.5) * 2 * np.pi, (tt - 0.5) * np.pi
        f = lambda x, p: np.sign(x) * np.abs(x) ** p
        P = np.stack([w / 2 * f(np.cos(ph), e) * f(np.cos(th), e), h / 2 * f(np.sin(ph), e * 1.3), d / 2 * f(np.cos(ph), e) * f(np.sin(th), e)], 2)
        P[..., 1] += h / 2
        P[..., 0] *= 1 - 0.14 * (P[..., 1:2] / h)[..., 0]
        P += field(P, sd, 5.0, 0.16) + field(P, sd + 1, 2.2, 0.06)
        P[..., 1] = np.maximum(P[..., 1], 0.05)
        return mesh(P, np.stack([s * 3, tt * 2], 2), tex(t, "diffuse 0.8 specular 0.07 roughness 0.12"))
    o = body(w, h, d, seed)
    o += place(body(w * 0.76, h * 0.46, d * 0.42, seed + 7), z=-d * 0.46, y=h * 0.05)
    dk = [c / 255 * 0.12 for c in col]
    zc = f"pigment {{ rgb {v(*dk)} }} finish {{ specular 0.4 roughness 0.05 }}"
    pts = [(w * 0.31 * np.cos(a), h * 0.47 + h * 0.03 * np.sin(a) - abs(np.cos(a)) * 1.0, -d * 0.655 - 0.3 * np.sin(a)) for a in np.linspace(np.pi, 0, 14)]
    o += f"sphere_sweep {{ linear_spline {len(pts)}, " + ",".join(f"<{x:.2f},{y:.2f},{z:.2f}>,0.28" for x, y, z in pts) + f" {zc} }}\n"
    pts = [(w * 0.44 * np.cos(a), h * 0.55 + h * 0.36 * np.sin(a), -d * 0.44 + 1.2 * np.sin(a)) for a in np.linspace(np.pi, 0, 26)]
    o += f"sphere_sweep {{ linear_spline {len(pts)}, " + ",".join(f"<{x*(1-0.1*y/h):.2f},{y:.2f},{z:.2f}>,0.26" for x, y, z in pts) + f" {zc} }}\n"
    o += f"torus {{ 3,0.55 rotate x*90 scale <1.1,0.8,1> translate <0,{h+0.3},{d*0.1}> {zc} }}\n"
    o += f"box {{ <-2.2,{h*0.60},{-d*0.475}>,<2.2,{h*0.66},{-d*0.44}> pigment {{ rgb <0.75,0.74,0.70> }} }}\n"
    for sx in (-1, 1):
        o += f"sphere_sweep {{ cubic_spline 6, <{sx*5},{h},{d*.3}>,0.9, <{sx*5.5},{h*.95},{d*.45}>,0.9, <{sx*9},{h*.7},{d*.75}>,0.9, <{sx*11.5},{h*.35},{d*.7}>,0.7, <{sx*w*.48},{h*.06},{d*.35}>,0.4, <{sx*w*.48},0,{d*.3}>,0.4 {zc} }}\n"
    o += f"box {{ <0.2,0,0>,<0.6,3.2,0.15> translate <{w*0.29},{h*0.47-3},{-d*0.665}> pigment {{ rgb 0.55 }} finish {{ specular 0.8 reflection 0.1 }} }}\n"
    return "union {" + o + "}\n"


def backpacks():
    b = place(cloth_blob(30, 44, 16, (44, 44, 46), "black", 3), x=-21, z=2, ry=14)
    b += place(cloth_blob(30, 44, 16, (38, 52, 92), "navy", 9), x=21, z=3, ry=-10)
    for x, s, ls, k in [(-24, 5, ["BLACK", "TB-30-BK", "B0BXN6D4QT"], 1), (19, 6, ["NAVY BLUE", "TB-30-NV", "B0BXN6H7WC"], 2)]:
        b += flat(17, 10.2, save(sticker(ls, 700, 420, seed=s + 40, head="Tarnwell 30 L"), f"tb{k}.png"), x=x, z=-16, rot=5 * (-1) ** k, curl=0.3)
    return scene(b, (-3, 46, -100), (0, 19, 0), focus=(0, 14, -10), aperture=1.5, ground="bench", angle=50, light="left", back=wall(120, "rack"))


def label_station():
    """Two cartons of backpacks with colour stickers and their labels."""
    out = ""
    for x, colr, name, sku, k in [(-20, (24, 24, 26), "BLACK", "TB-30-BK", 1), (21, (30, 48, 112), "NAVY", "TB-30-NV", 2)]:
        st = sticker([f"{name}", sku, "12 PCS  LOT 2610"], 700, 420, seed=70 + k, head="CARTON LABEL")
        im = cardboard(1100, 800, 300 + k)
        d = ImageDraw.Draw(im)
        d.rectangle([0, 610, 1100, 740], fill=colr)
        d.text((80, 628), f"{name}   {name}   {name}", font=font(BOLD, 84), fill=(240, 240, 240))
        im.paste(st.resize((520, 312)), (90, 120))
        f = save(im, f"ls{k}.png")
        t = face(f"lst{k}.png", 1100, 700, 310 + k, (), mark=False, tape_box=(0, 310, 1100, 390))
        r = face(f"lsr{k}.png", 700, 800, 320 + k, (), mark=True)
        out += place(carton(38, 28, 26, {"front": f, "top": t, "right": r}, seed=k, n=24), x=x, z=0, ry=-6 + 9 * (k - 1))
    out += place(imgbox(9, 15, 4, save(to_img(tint(octaves(200, 200, 20, np.random.default_rng(1), 2), (36, 38, 42), (3, 3, 3))), "scn.png")), x=0, z=-17, ry=30, rx=-62, y=2.5)
    out += "sphere_sweep { cubic_spline 5, <3,2,-14>,0.3,<4,2,-12>,0.3,<12,0.4,-18>,0.3,<30,0.4,-14>,0.3,<60,0.4,-22>,0.3 pigment { rgb 0.03 } }\n"
    out += flat(20, 13, save(paper(["Line 1: one colour only", "second scan, 12 Oct", "480 of 480 match"], 1050, 680, 91, size=112), "ls-n.png"), x=-18, z=-24, rot=6, curl=0.4)
    return scene(out, (-6, 50, -88), (0, 9, -5), focus=(-4, 12, -12), aperture=1.4, ground="white", angle=55, light="right", back=wall(140, "rack"))


def tray_meter():
    """Bamboo serving tray with a pin moisture meter."""
    t = save(bamboo(1400, 900, 401, 11, (206, 164, 104)), "tray.png")
    e = save(bamboo(1400, 90, 402, 2, (200, 156, 96)), "traye.png")
    b = place(imgbox(42, 1.0, 28, t, e, e, "diffuse 0.8 specular 0.12 roughness 0.05"), z=3, ry=0)
    for (w, d, x, z) in [(42, 1.2, 0, -11), (42, 1.2, 0, 17)]:
        b += place(imgbox(w, 4.2, d, e, e, e, "diffuse 0.8 specular 0.12 roughness 0.05"), x=x, z=z)
    for x in (-21, 21):
        s = imgbox(1.2, 5.6, 28, e, e, e, "diffuse 0.8 specular 0.12 roughness 0.05")
        b += place(s, x=x, z=3)
    b = place("union {" + b + "}", ry=-12)
    scr = Image.new("RGB", (480, 300), (150, 164, 140))
    d = ImageDraw.Draw(scr)
    d.text((40, 50), "8.6", font=font(BOLD, 190), fill=(24, 30, 24))
    d.text((350, 150), "%", font=font(BOLD, 110), fill=(24, 30, 24))
    m = f"""union {{ superellipsoid {{ <0.25,0.2> scale <3.1,1.4,7> pigment {{ rgb <0.70,0.22,0.03> }} finish {{ specular 0.3 roughness 0.05 }} }}
      superellipsoid {{ <0.25,0.2> scale <2.7,1.5,5> translate z*-0.6 pigment {{ rgb 0.035 }} finish {{ specular 0.3 roughness 0.05 }} }}
      cylinder {{ <-0.9,-0.2,6.5>,<-0.9,-0.9,9>,0.09 pigment {{ rgb 0.7 }} finish {{ specular 0.9 reflection 0.3 }} }} cylinder {{ <0.9,-0.2,6.5>,<0.9,-0.9,9>,0.09 pigment {{ rgb 0.7 }} finish {{ specular 0.9 reflection 0.3 }} }}
      object {{ {flat(4.0, 2.5, save(scr, "mm.png"), y=1.52, z=1.2, finish="diffuse 0.6 specular 0.5 roughness 0.01")} }}
      cylinder {{ <0,1.3,-3>,<0,1.62,-3>,0.8 pigment {{ rgb <0.6,0.6,0.6> }} }} }}"""
    b += place(m, x=2.5, y=2.7, z=-2.5, ry=-24)
    b += flat(15, 10, save(paper(["Meter MM-3", "BT-42 lot 2610-K", "piece 17: 8.6 %"], 1000, 670, 101, size=118), "tm-n.png"), x=-19, z=-20, rot=8, curl=0.4)
    return scene(b, (1, 40, -48), (-2, 0, -3), focus=(1, 3, -4), aperture=1.0, ground="mat", angle=57, light="left", back=wall(140, col=(0.6, 0.6, 0.57)))


def drop_test():
    """The carton lying on its corner mark on the drop-test plate."""
    f = boards_faces("bx2", 37, base=(171, 128, 80), lot="LOT 2610-1")
    b = carton(43.5, 14, 31.5, f, crush=[((1, 1, -1), 3.2, 0.8)], seed=12, n=70)
    b = place("union {" + b + "}", ry=-28)
    steel = "pigment { rgb <0.33,0.34,0.35> } normal { bumps 0.1 scale 0.6 } finish { diffuse 0.55 specular 0.5 roughness 0.04 reflection 0.05 }"
    b += f"box {{ <-62,-1,-45>,<62,0.01,45> {steel} }}\n"
    for i, x in enumerate(range(-62, 62, 10)):
        c = "<0.75,0.58,0.03>" if i % 2 else "0.03"
        b += f"box {{ <{x},0,-45>,<{x+10},0.05,-41> pigment {{ rgb {c} }} }}\n"
    b += f"box {{ <44,0,30>,<52,170,38> pigment {{ rgb <0.13,0.28,0.42> }} finish {{ specular 0.3 }} }}\n"
    b += place(flat(4, 96, save(ruler(96, 30).rotate(90, expand=True), "rul-v.png"), y=0), x=48, y=60, z=29.9, rx=-90)
    b += flat(20, 13.4, save(paper(["DT-2026-031  carton 7", "drop 10 of 10, 76 cm", "9 Oct 2026  product intact"], 1050, 700, 111, size=104), "dt-n.png"), x=-15, z=-32, rot=9, curl=0.4)
    return scene(b, (-8, 58, -92), (0, 8, -4), focus=(-4, 8, -16), aperture=1.2, ground="concrete", angle=44, light="right", back=wall(170, col=(0.55, 0.56, 0.55)))


