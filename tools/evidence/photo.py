"""From a render to a photograph: lens, sensor, JPEG, EXIF."""

from common import *

CAMERAS = {"p7": ("Orvanta", "Orvanta P7", 4.7, 1.8), "k3": ("Kestrova", "KX-3 Lite", 5.2, 1.9), "t20": ("Lumipix", "T20 Compact", 6.1, 2.8)}


def develop(src, dst, when, cam="p7", seed=1, portrait=False, warm=0.0, exposure=1.0, orientation=1, gps=None, quality=80, noise=1.0):
    rng = np.random.default_rng(seed)
    W, H = (1200, 1600) if portrait else (1600, 1200)
    im = Image.open(src).convert("RGB").resize((W, H), Image.LANCZOS)
    # slight barrel distortion and hand-held tilt
    a = np.asarray(im).astype(np.float32) / 255
    lin = a ** 2.2
    # bloom
    blur = np.asarray(Image.fromarray((np.clip(lin, 0, 1) * 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(26))).astype(np.float32) / 255
    lin = lin * 0.965 + np.clip(blur - 0.2, 0, 1) * 0.14
    yy, xx = np.mgrid[0:H, 0:W]
    cx, cy = W * (0.5 + rng.normal(0, 0.02)), H * (0.5 + rng.normal(0, 0.02))
    r2 = ((xx - cx) / (W * 0.62)) ** 2 + ((yy - cy) / (H * 0.62)) ** 2
    lin *= (1 - 0.20 * np.clip(r2, 0, 2.2) ** 1.2)[..., None]
    # uneven colour of the light, as under mixed lamps
    grad = (xx / W - 0.5) * rng.normal(0, 0.05) + (yy / H - 0.5) * rng.normal(0, 0.04)
    wb = np.array([1 + 0.5 * warm, 1 + 0.08 * warm, 1 - 0.55 * warm])
    lin = lin * exposure * wb * (1 + grad[..., None] * np.array([1, 0.1, -1]))
    # sensor noise: shot and read, chroma coarser than luma
    sd = (0.0085 * np.sqrt(np.clip(lin, 0.002, 1)) + 0.0022) * noise
    luma = rng.normal(0, 1, (H, W, 1))
    chroma = np.stack([np.asarray(Image.fromarray(rng.normal(0, 1, (H // 2, W // 2)).astype(np.float32), "F").resize((W, H), Image.BILINEAR)) for _ in range(3)], 2)
    lin = lin + sd * (0.9 * luma + 1.0 * chroma)
    lin = np.clip(lin, 0, None)
    # tone: toe, shoulder
    x = lin ** (1 / 2.2)
    x = x * 0.84 + x.mean(axis=2, keepdims=True) * 0.16  # small sensors are less colourful
    x = np.where(x > 0.8, 0.8 + (1 - np.exp(-(x - 0.8) / 0.2)) * 0.2, x)
    x = x + 0.045 * np.sin(2 * np.pi * np.clip(x, 0, 1)) * -1
    out = to_img(x * 255).filter(ImageFilter.GaussianBlur(0.45)).filter(ImageFilter.UnsharpMask(1.6, 55, 2))
    make, model, f, ap = CAMERAS[cam]
    ex = Image.Exif()
    ex[0x010F], ex[0x0110], ex[0x0131], ex[0x0132] = make, model, "camera 4.12", when
    ex[0x0112] = orientation
    ifd = ex.get_ifd(0x8769)
    ifd[0x9003] = ifd[0x9004] = when
    ifd[0x829A], ifd[0x829D], ifd[0x8827], ifd[0x920A] = 1 / int(rng.choice([30, 50, 60, 100])), ap, int(rng.choice([64, 100, 160, 250])), f
    ifd[0x9011] = "+08:00"
    if gps:
        lat, lon = gps
        dms = lambda d: (float(int(abs(d))), float(int(abs(d) * 60 % 60)), round(abs(d) * 3600 % 60, 2))
        g = ex.get_ifd(0x8825)
        g[0], g[1], g[2], g[3], g[4] = b"\x02\x03\x00\x00", "N" if lat >= 0 else "S", dms(lat), "E" if lon >= 0 else "W", dms(lon)
    if orientation == 6:
        out = out.transpose(Image.ROTATE_90)
    elif orientation == 8:
        out = out.transpose(Image.ROTATE_270)
    elif orientation == 3:
        out = out.transpose(Image.ROTATE_180)
    dst.parent.mkdir(parents=True, exist_ok=True)
    out.save(dst, "JPEG", quality=quality, optimize=True, exif=ex, subsampling=2)


__all__ = ["develop"]
