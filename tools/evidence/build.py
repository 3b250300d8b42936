"""Make the evidence of cases/ and shared/.

    python build.py            everything
    python build.py docs       records, tables and mails
    python build.py screens    storefront pages (they show some of the photos)
    python build.py photos [NAME…]
"""

import sys
from concurrent.futures import ThreadPoolExecutor

import scenes
from common import *
from photo import develop
from pov import render

C = ROOT / "cases"
# scene: (destination, taken, options for develop)
PHOTOS = {
    "box_before": ("B0CHX3QBCH-packaging/evidence/box-before.jpg", "2026:09:29 10:14:22", dict(cam="p7", seed=1, warm=.02)),
    "box_after": ("B0CHX3QBCH-packaging/evidence/box-after.jpg", "2026:10:12 15:41:07", dict(cam="p7", seed=2, warm=.05, gps=(30.4712, 126.8803))),
    "boards_packed": ("B0CHX3QBCH-packaging/evidence/boards-packed.jpg", "2026:10:12 15:37:50", dict(cam="p7", seed=3, warm=.06)),
    "drop_test": ("B0CHX3QBCH-packaging/evidence/drop-test.jpg", "2026:10:09 11:26:40", dict(cam="k3", seed=4, warm=-.03)),
    "pallet_before": ("B0D7KQ2MWS-transport-damage/evidence/pallet-before.jpg", "2026:10:01 08:52:19", dict(cam="p7", seed=5, portrait=True, orientation=6, warm=-.02)),
    "pallet_after": ("B0D7KQ2MWS-transport-damage/evidence/pallet-after.jpg", "2026:10:13 09:07:33", dict(cam="p7", seed=6, portrait=True, orientation=6, warm=.02, gps=(22.2871, 114.1623))),
    "mug_chipped": ("B0BT4W9LQM-mug-chipped/evidence/mug-chipped.jpg", "2026:09:14 14:20:03", dict(cam="t20", seed=7, warm=.05)),
    "mug_cells": ("B0BT4W9LQM-mug-chipped/evidence/mug-cells.jpg", "2026:09:30 10:48:55", dict(cam="t20", seed=8, warm=.02, orientation=3)),
    "lamp_rack": ("B0CR8Y5JTD-lamp-flicker/evidence/burn-in.jpg", "2026:10:15 10:31:12", dict(cam="k3", seed=9, warm=-.05, exposure=1.25, noise=1.5)),
    "gasket_before": ("B0D3FN6VZK-bottle-leak/evidence/gasket-mould-2.jpg", "2026:10:06 16:02:44", dict(cam="t20", seed=10, warm=.04)),
    "gasket_after": ("B0D3FN6VZK-bottle-leak/evidence/gasket-mould-4.jpg", "2026:10:13 09:18:30", dict(cam="t20", seed=11, warm=.0)),
    "leak_test": ("B0D3FN6VZK-bottle-leak/evidence/leak-test.jpg", "2026:10:14 14:06:18", dict(cam="k3", seed=12, warm=-.02)),
    "puzzle_size": ("B0C9LX4RHP-puzzle-size/evidence/puzzle-45-cm.jpg", "2026:10:03 11:35:29", dict(cam="p7", seed=13, warm=.02)),
    "mat_frayed": ("B0CV7M2GQN-yoga-mat-edges/evidence/edge-before.jpg", "2026:09:22 13:44:11", dict(cam="k3", seed=14, warm=.04)),
    "mat_blue": ("B0CV7M2GQN-yoga-mat-edges/evidence/edge-slate-blue.jpg", "2026:10:23 10:02:37", dict(cam="k3", seed=15, warm=.02)),
    "mat_green": ("B0CV7M2GQN-yoga-mat-edges/evidence/edge-moss-green.jpg", "2026:10:23 10:09:05", dict(cam="k3", seed=16, warm=.03)),
    "mat_plum": ("B0CV7M2GQN-yoga-mat-edges/evidence/edge-plum.jpg", "2026:10:23 10:15:48", dict(cam="k3", seed=17, warm=.01)),
    "phone_stand": ("B0BZ5H8KWD-phone-stand-dispute/evidence/stand-with-phone.jpg", "2026:10:06 10:42:16", dict(cam="p7", seed=18, portrait=True, orientation=8, warm=.03)),
    "garlic_press": ("B0CKP3W8FY-garlic-press-dispute/evidence/press-unit-20.jpg", "2026:10:13 15:20:51", dict(cam="t20", seed=19, warm=.03, exposure=1.1)),
    "kit_before": ("B0D1TJ7PXC-no-manual/evidence/kit-without-manual.jpg", "2026:10:05 09:31:02", dict(cam="p7", seed=20, warm=.04)),
    "kit_after": ("B0D1TJ7PXC-no-manual/evidence/kit-with-manual.jpg", "2026:10:19 10:11:47", dict(cam="p7", seed=21, warm=.02)),
    "backpacks": ("B0BXN6D4QT-wrong-colour/evidence/backpacks.jpg", "2026:10:12 08:40:25", dict(cam="k3", seed=22, warm=.03)),
    "label_station": ("B0BXN6D4QT-wrong-colour/evidence/label-line-1.jpg", "2026:10:12 11:54:13", dict(cam="k3", seed=23, warm=-.03)),
    "tray_meter": ("B0DFW2N8LR-tray-warp/evidence/moisture-piece-17.jpg", "2026:10:21 14:27:36", dict(cam="t20", seed=24, warm=.03)),
}


def one(name):
    dst, when, o = PHOTOS[name]
    p = o.get("portrait", False)
    src = render(name, getattr(scenes, name)(), portrait=p)
    develop(src, C / dst, when, **o)
    print(name, (C / dst).stat().st_size, flush=True)


def photos(names):
    names = names or list(PHOTOS)
    with ThreadPoolExecutor(2) as ex:
        list(ex.map(one, names))


def main(argv):
    WORK.mkdir(parents=True, exist_ok=True)
    what = argv[0] if argv else "all"
    if what in ("all", "docs"):
        import docs
        for f in docs.ALL:
            f()
    if what in ("all", "photos"):
        photos(argv[1:])
    if what in ("all", "screens"):
        import screens
        screens.main()


if __name__ == "__main__":
    main(sys.argv[1:])
