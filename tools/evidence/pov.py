"""A thin layer over POV-Ray: meshes, cartons, light, tabletops, rendering."""

from textures import *


def v(*a):
    return "<" + ",".join(f"{x:.4f}" for x in a) + ">"


def pigment(path, extra=""):
    return f'pigment {{ image_map {{ png "{path}" interpolate 2 }} {extra} }}'


def tex(path, finish="diffuse 0.8", normal=""):
    return f'texture {{ uv_mapping {pigment(path)} {normal} finish {{ {finish} }} }}'


def mesh(P, U, texture):
    """P: (n, m, 3) points, U: (n, m, 2) uv; smooth shaded."""
    n, m, _ = P.shape
    du = np.gradient(P, axis=1)
    dv = np.gradient(P, axis=0)
    N = np.cross(du, dv)
    L = np.linalg.norm(N, axis=2, keepdims=True)
    N = np.where(L > 1e-7, N / np.maximum(L, 1e-7), np.array([0.0, 1.0, 0.0]))
    pts, nor, uvs = P.reshape(-1, 3), N.reshape(-1, 3), U.reshape(-1, 2)
    idx = np.arange(n * m).reshape(n, m)
    a, b, c, d = idx[:-1, :-1].ravel(), idx[:-1, 1:].ravel(), idx[1:, 1:].ravel(), idx[1:, :-1].ravel()
    tri = np.concatenate([np.stack([a, b, c], 1), np.stack([a, c, d], 1)])
    f = lambda arr: ",".join(v(*r) for r in arr)
    return (f"mesh2 {{ vertex_vectors {{ {len(pts)},{f(pts)} }} normal_vectors {{ {len(nor)},{f(nor)} }} "
            f"uv_vectors {{ {len(uvs)},{f(uvs)} }} face_indices {{ {len(tri)},{f(tri)} }} {texture} }}\n")


def grid(n, m):
    s, t = np.meshgrid(np.linspace(0, 1, m), np.linspace(0, 1, n))
    return s, t


def field(P, seed, cell, amp):
    """Smooth pseudo-random displacement of points, from summed sines."""
    rng = np.random.default_rng(seed)
    out = np.zeros_like(P)
    for k in range(7):
        w = rng.normal(0, 1, (3, 3)) / cell * (1 + 0.35 * k)
        ph = rng.uniform(0, 6.28, 3)
        out += np.sin(P @ w + ph) * amp / (1 + 0.5 * k)
    return out


def carton(w, h, d, faces, crush=(), bulge=0.0, seed=1, n=60):
    """A closed carton centred on x/z, standing on y=0. faces: top, front, right texture files
    (left/back reuse). crush: (corner xyz in -1..1/0..1, radius, depth)."""
    s, t = grid(n, n)
    one, zero = np.ones_like(s), np.zeros_like(s)
    sides = {
        "front": (np.stack([(s - .5) * w, t * h, -.5 * d * one], 2)),
        "back": (np.stack([(.5 - s) * w, t * h, .5 * d * one], 2)),
        "right": (np.stack([.5 * w * one, t * h, (s - .5) * d], 2)),
        "left": (np.stack([-.5 * w * one, t * h, (.5 - s) * d], 2)),
        "top": (np.stack([(s - .5) * w, h * one, (t - .5) * d], 2)),
    }
    out = ""
    for name, P in sides.items():
        Q = P.copy()
        if bulge:
            u = np.stack([P[..., 0] / (w / 2), P[..., 1] / (h / 2) - 1, P[..., 2] / (d / 2)], 2)
            k = {"front": (0, 1, 2, -1), "back": (0, 1, 2, 1), "right": (2, 1, 0, 1), "left": (2, 1, 0, -1), "top": (0, 2, 1, 1)}[name]
            Q[..., k[2]] += k[3] * bulge * (1 - u[..., k[0]] ** 2) * (1 - u[..., k[1]] ** 2)
        for (c, r, dep) in crush:
            C = np.array([c[0] * w / 2, c[1] * h, c[2] * d / 2])
            target = np.array([0, h * 0.45, 0])
            dist = np.linalg.norm((P - C) * np.array([1, 1, 1]), axis=2)
            f = np.clip(1 - dist / r, 0, 1)
            f = f * f * (3 - 2 * f)
            dirn = (target - C) / np.linalg.norm(target - C)
            wr = np.sin(dist * 1.5 + 1.5 * np.sin(P[..., 0] * 0.9 + seed) + 1.2 * np.sin(P[..., 1] * 1.3)) * 0.045 * dep
            Q += (f[..., None] * dep) * dirn + ((f * (1 - f) * 4 * wr)[..., None]) * np.array([0.5, -0.6, 0.4])
        if crush:
            Q += field(P, seed, 9, 0.10)
        else:
            Q += field(P, seed, 16, 0.03)
        Q[..., 1] = np.maximum(Q[..., 1], 0.02)
        f = faces.get(name) or faces.get({"back": "front", "left": "right"}.get(name, "front"))
        out += mesh(Q, np.stack([s, t], 2), tex(f, "diffuse 0.78 specular 0.03 roughness 0.15"))
    return "union { " + out + "}\n"


def flat(w, d, img, y=0.02, curl=0.0, seed=1, finish="diffuse 0.85", x=0, z=0, rot=0, tilt=0):
    """A sheet on the table, image upright for a camera at -z."""
    s, t = grid(16, 16)
    P = np.stack([(s - .5) * w, y + curl * ((s - .5) ** 2 * 2 + 0.5 * (t - .3) ** 2) + 0 * s, (t - .5) * d], 2)
    if curl:
        P[..., 1] += np.maximum(0, field(P, seed, 7, curl * 0.12)[..., 1])
    return f"object {{ {mesh(P, np.stack([s, t], 2), tex(img, finish))} rotate x*{-tilt} rotate y*{rot} translate <{x},0,{z}> }}\n"


def imgbox(w, h, d, top, front=None, side=None, finish="diffuse 0.8 specular 0.04", norm="", scale_front=True):
    """A box on y=0 with one image per visible face; the image covers the face."""
    front = front or top
    side = side or front
    s, t = grid(2, 2)
    one = np.ones_like(s)
    U = np.stack([s, t], 2)
    F = [(np.stack([(s - .5) * w, h * one, (t - .5) * d], 2), top),
         (np.stack([(s - .5) * w, t * h, -.5 * d * one], 2), front),
         (np.stack([(.5 - s) * w, t * h, .5 * d * one], 2), front),
         (np.stack([.5 * w * one, t * h, (s - .5) * d], 2), side),
         (np.stack([-.5 * w * one, t * h, (.5 - s) * d], 2), side),
         (np.stack([(s - .5) * w, 0 * one + 0.001, (.5 - t) * d], 2), top)]
    return "union { " + "".join(mesh(P, U, tex(i, finish, norm)) for P, i in F) + " }\n"


def place(obj, x=0, y=0, z=0, ry=0, rx=0, rz=0, s=1):
    return f"object {{ {obj} scale {s} rotate x*{rx} rotate z*{rz} rotate y*{ry} translate <{x},{y},{z}> }}\n"


def openbox(w, h, d, th, outer, inner, edge, flaps=True, lean=(38, 30, 24, 33)):
    """An open carton with visible cut edges."""
    out = ""
    for (bw, bd, x, z) in [(w, th, 0, -d / 2), (w, th, 0, d / 2), (th, d, -w / 2, 0), (th, d, w / 2, 0)]:
        out += place(imgbox(bw, h, bd, edge, outer, outer), x=x, z=z)
    out += place(imgbox(w, th, d, inner), y=0.01)
    if flaps:
        fl = d * 0.42
        for i, (bw, bd, x, z, rx, rz) in enumerate([(w, fl, 0, -d / 2, -(90 - lean[0]), 0), (w, fl, 0, d / 2, 90 - lean[1], 0),
                                                    (fl, d, -w / 2, 0, 0, 90 - lean[2]), (fl, d, w / 2, 0, 0, -(90 - lean[3]))]):
            b = imgbox(bw, th * 0.85, bd, inner, edge, edge)
            off = {0: (0, -fl / 2), 1: (0, fl / 2), 2: (-fl / 2, 0), 3: (fl / 2, 0)}[i]
            b = f"object {{ {b} translate <{off[0]},0,{off[1]}> }}"
            out += f"object {{ {b} rotate x*{-(lean[i]) if i == 0 else (lean[i] if i == 1 else 0)} rotate z*{-(lean[i]) * -1 if i == 2 else ((-lean[i]) if i == 3 else 0)} translate <{x},{h - th * 0.3},{z}> }}\n"
    return "union { " + out + "}\n"


BG = {}


def table(kind, size=260):
    """Ground plane; kinds: oak, bench, concrete, white, dark."""
    p = {"oak": lambda: wood(2400, 2400, 11, (150, 104, 64), (20, 17, 13), plank=300),
         "bench": lambda: wood(2400, 2400, 12, (186, 150, 108), (16, 15, 13), plank=600),
         "dark": lambda: wood(2400, 2400, 13, (92, 62, 42), (15, 12, 9), plank=240),
         "concrete": lambda: concrete(2200, 2200, 14),
         "mat": lambda: to_img(tint(octaves(1400, 1400, 5, np.random.default_rng(15), 3), (46, 92, 84), (5, 6, 6))),
         "white": lambda: to_img(tint(octaves(1400, 1400, 200, np.random.default_rng(16), 4), (214, 212, 206), (3, 3, 3)))}
    f = WORK / f"table-{kind}.png"
    if not f.exists():
        save(p[kind](), f.name)
    fin = {"oak": "diffuse 0.8 specular 0.14 roughness 0.03 reflection { 0.01 0.09 fresnel on }",
           "dark": "diffuse 0.8 specular 0.18 roughness 0.02 reflection { 0.02 0.12 fresnel on }",
           "bench": "diffuse 0.8 specular 0.06 roughness 0.06",
           "white": "diffuse 0.85 specular 0.1 roughness 0.02 reflection { 0.01 0.08 fresnel on }"}.get(kind, "diffuse 0.82 specular 0.02 roughness 0.2")
    sc = {"concrete": 330, "white": 130, "mat": 60}.get(kind, 130)
    return (f'plane {{ y,0 texture {{ pigment {{ image_map {{ png "{f.as_posix()}" interpolate 2 }} rotate x*90 scale {sc} translate <17,0,31> }} '
            f'normal {{ bumps 0.04 scale 0.25 }} finish {{ {fin} }} }} interior {{ ior 1.45 }} }}\n')


def wall(z, kind="plain", col=(0.62, 0.60, 0.56)):
    """Something out of focus behind the subject."""
    out = f"box {{ <-600,-1,{z}>,<600,400,{z+2}> pigment {{ rgb {v(*col)} }} normal {{ bumps 0.1 scale 3 }} }}\n"
    if kind == "rack":
        rng = np.random.default_rng(77)
        for x in range(-220, 221, 88):
            out += f"box {{ <{x-2},0,{z-50}>,<{x+2},300,{z-46}> pigment {{ rgb <0.08,0.16,0.42> }} }}\n"
        for y in (26, 86, 146):
            out += f"box {{ <-300,{y-4},{z-52}>,<300,{y+3},{z-48}> pigment {{ rgb <0.75,0.27,0.05> }} }}\n"
            x = -260
            while x < 260:
                bw, bh = rng.uniform(22, 42), rng.uniform(22, 46)
                g = rng.uniform(0.75, 1.1)
                out += f"box {{ <{x},{y+3},{z-48}>,<{x+bw},{y+3+bh},{z-12}> pigment {{ rgb <{0.44*g:.3f},{0.28*g:.3f},{0.14*g:.3f}> }} }}\n"
                x += bw + rng.uniform(1, 16)
    return out


def scene(body, cam, look, focus=None, aperture=1.2, angle=42, light="left", ground="oak", back=None, portrait=False, sky=(0.80, 0.86, 0.95), key=1.0, blur=9, jitter=False):
    focus = focus or look
    kx, kz, col = {"left": (-130, -40, (1.0, 0.95, 0.86)), "right": (140, -60, (1.0, 0.93, 0.82)),
                   "top": (-20, -30, (1.0, 0.98, 0.95)), "back": (-90, 150, (0.98, 0.97, 1.0))}[light]
    W, H = (1200, 1600) if portrait else (1600, 1200)
    ar = W / H
    ap = f"aperture {aperture} focal_point {v(*focus)} blur_samples {blur} confidence 0.9 variance 1/300" if aperture else ""
    return f"""#version 3.7;
global_settings {{ assumed_gamma 1.0 max_trace_level 8
  radiosity {{ pretrace_start 0.08 pretrace_end 0.02 count 60 nearest_count 6 error_bound 0.9 recursion_limit 1 low_error_factor 0.7 gray_threshold 0.1 minimum_reuse 0.02 brightness 1 }} }}
#default {{ finish {{ ambient 0 diffuse 0.8 }} }}
sky_sphere {{ pigment {{ gradient y color_map {{ [0 rgb {v(*[0.34*c for c in sky])}] [0.5 rgb {v(*[0.5*c for c in sky])}] [1 rgb {v(*[0.62*c for c in sky])}] }} }} }}
camera {{ location {v(*cam)} look_at {v(*look)} right x*{ar:.4f} up y angle {angle} {ap} }}
light_source {{ <{kx},150,{kz}> rgb {v(*[key*0.95*c for c in col])} area_light <46,0,28>,<0,46,10>,4,4 adaptive 1{' jitter' if jitter else ''} }}
light_source {{ <60,170,-120> rgb <0.10,0.11,0.13> shadowless }}
{table(ground)}
{back or ''}
{body}
"""


def render(name, text, portrait=False, scale=0.62):
    W, H = (1200, 1600) if portrait else (1600, 1200)
    W, H = int(W * scale), int(H * scale)
    src, out = WORK / f"{name}.pov", WORK / f"{name}.png"
    if out.exists() and src.exists() and src.read_text() == text + f"// {W}x{H}\n":
        return out
    src.write_text(text + f"// {W}x{H}\n")
    r = subprocess.run(["nice", "-n", "5", "povray", f"+I{src}", f"+O{out}", f"+W{W}", f"+H{H}", "+A0.25", "+AM2", "+R2", "-D", "+WT1"],
                       capture_output=True, text=True)
    if r.returncode:
        src.rename(src.with_suffix(".bad"))
        raise SystemExit(f"{name}: povray failed\n" + "\n".join(l for l in r.stderr.splitlines() if "rror" in l or "File" in l)[-1500:])
    return out


__all__ = [n for n in dir() if not n.startswith("__")]
