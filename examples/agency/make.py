#!/usr/bin/env python3
"""Write the agency's clients: 3 clients, 13 cases each. Needs Python only.

    python make.py

Run it again after a change here; the same script gives the same bytes.
"""

import random
from pathlib import Path

HERE = Path(__file__).resolve().parent


def pdf(path, title, lines):
    """A one-page PDF in Helvetica, by hand."""
    esc = lambda s: s.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    t = [f"BT /F2 15 Tf 56 780 Td ({esc(title)}) Tj ET"]
    y = 748
    for s in lines:
        bold, s = (True, s[2:]) if s.startswith("# ") else (False, s)
        t.append(f"BT /{'F2 11' if bold else 'F1 10'} Tf 56 {y} Td ({esc(s)}) Tj ET")
        y -= 17
    body = "\n".join(t).encode("cp1252")
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>"
    objs = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(body), body), (font % "Helvetica").encode(), (font % "Helvetica-Bold").encode()]
    out, at = b"%PDF-1.4\n", []
    for i, o in enumerate(objs, 1):
        at.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (i, o)
    x = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objs) + 1) + b"".join(b"%010d 00000 n \n" % a for a in at)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objs) + 1, x)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(out)


def text(path, s):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(s.strip("\n") + "\n", encoding="utf-8", newline="\n")


def csv(path, rows):
    text(path, "\n".join(",".join(str(c) for c in r) for r in rows))


# What differs from type to type. {…} are figures of the case; log and returns tables carry the same.
TYPES = {
    "defective/damaged": dict(area="packaging", topic="damaged", complaint="Units arrive broken.", fault="were broken in the parcel", gap="The carton in use until 5 October 2026 had been released without a drop test.",
        what="The packing lead repacked all {stock} units in stock into the double-wall carton by 14 October 2026 and opened {n} of them: {n} of {n} were whole.", check="opens {n} cartons of every batch and checks carton, guards and tape", line="carton_damaged", fix="carton"),
    "onpe/packaging": dict(area="packaging", topic="packaging", complaint="The box is crushed or torn.", fault="had a crushed or torn box", gap="The packing check had no line for the condition of the box.",
        what="The packing lead put all {stock} units in stock into new double-wall boxes by 14 October 2026 and checked {n} of them: {n} of {n} boxes were sound.", check="opens {n} boxes of every batch and checks edges, print and tape", line="box_torn", fix="carton"),
    "defective/quality-control": dict(area="quality-control", topic="quality", complaint="Units have sharp or loose parts.", fault="had a sharp edge or a loose part", gap="The inspection drew 8 units per lot and had no line for edges and joints.",
        what="The quality lead sorted all {stock} units in stock by 14 October 2026; {bad} were taken out and scrapped, {rest} passed every line of SOP-QC-01.", check="draws {n} units of every lot and checks edges and joints", line="edge_or_joint", fix="inspection"),
    "defective/malfunction": dict(area="quality-control", topic="malfunction", complaint="The product stops working.", fault="did not pass the function test", gap="The inspection switched each sample on once and had no test under load.",
        what="The quality lead ran all {stock} units in stock for 30 minutes under load by 14 October 2026; {bad} failed and were scrapped, {rest} passed.", check="runs {n} units of every lot for 30 minutes under load", line="failed_under_load", fix="inspection"),
    "onpe/workmanship": dict(area="quality-control", topic="workmanship", complaint="Seams and finish look poor.", fault="had an open seam or a scratch over 5 mm", gap="The limit sample for seams and finish was missing at the inspection bench.",
        what="The quality lead set limit samples for seam and finish and sorted all {stock} units in stock by 14 October 2026: {bad} were reworked, {rest} passed.", check="compares {n} units of every lot with the limit samples", line="below_limit_sample", fix="inspection"),
    "defective/not-as-described": dict(area="listing", topic="description", complaint="Size and colour differ from the page.", fault="differed from the page in size or colour", gap="The page kept the data of the earlier version because no form linked a product change to the page.",
        what="The listing manager corrected title, size field and 3 images by 14 October 2026 after {n} units of the current lot had been measured: {n} of {n} agree with the page.", check="measures {n} units of every lot and compares 8 fields of the page", line="differs_from_page", fix="inspection"),
    "onpe/expectation-gap": dict(area="listing", topic="expectation", complaint="The set contains less than expected.", fault="were returned because the contents were not clear", gap="The page showed accessories in 2 images without saying that they are sold separately.",
        what="The listing manager removed 2 images by 14 October 2026 and added an image of the contents; {n} of {n} sets opened that day hold exactly these parts.", check="opens {n} sets of every lot and compares the contents with the page", line="contents_differ", fix="inspection"),
    "onpe/missing-instructions": dict(area="instructions", topic="no-manual", complaint="There are no instructions.", fault="were reported without instructions", gap="The packing list had no line for the manual.",
        what="The product manager wrote a 4-page manual; {stock} of {stock} units in stock received one copy each by 14 October 2026.", check="opens {n} boxes of every batch and checks that the manual is inside", line="manual_missing", fix="carton"),
}
# folder: who signs, store, marketplace, products, the type of each (index in TYPES; the last is the dispute)
CLIENTS = {
    "halvorin-outdoor": ("Jonas Feld", "Halvorin Outdoor", "US", ["Camping stool, folding", "Head lamp 300 lm", "Dry bag 20 L", "Tent pegs, set of 12", "Camp kettle 1.2 L", "Trekking poles, pair", "Sit pad, foam", "Rain cover 30 L", "Cooking set, 4 parts", "Hammock with straps", "Guy lines, set of 6", "Insect net, single", "Camp lantern, crank"], [2, 3, 4, 6, 0, 3, 5, 4, 1, 7, 6, 5]),
    "mirelda-kitchen": ("Maria Lund", "Mirelda Kitchen", "UK", ["Mixing bowl, steel 3 L", "Milk frother, battery", "Bread knife 20 cm", "Storage jars, set of 4", "Salad spinner 4 L", "Kitchen scale 5 kg", "Oven mitts, pair", "Spice rack, bamboo", "Apple cutter", "Tea strainer, set of 2", "Baking mat 40 x 60 cm", "Egg timer, mechanical", "Hand blender 300 W"], [1, 3, 2, 0, 3, 7, 4, 7, 2, 6, 5, 0]),
    "tovanna-toys": ("Chen Yu", "Tovanna Toys", "DE", ["Building blocks, 60 pieces", "Night light, rabbit", "Stacking cups, set of 8", "Wooden train, 5 parts", "Finger paint, 6 colours", "Spinning top, light", "Plush bear 25 cm", "Memory game, 48 cards", "Pull-along duck", "Bath fish, set of 4", "Floor mat 120 cm", "Kaleidoscope", "Music box, battery"], [6, 3, 1, 2, 5, 3, 4, 1, 0, 5, 4, 0]),
}
MONTHS = [("2026-07", "July"), ("2026-08", "August"), ("2026-09", "September")]


def asin(rng, used):
    while True:
        a = "B0" + rng.choice("BCDF") + "".join(rng.choice("ABCDEFGHJKLMNPQRSTVWXYZ0123456789") for _ in range(7))
        if sum(c.isdigit() for c in a) >= 3 and a not in used:
            used.add(a)
            return a


def shared(base, store, code):
    sh = base / "shared"
    pdf(sh / "sop-packing.pdf", f"SOP-PK-01 rev. 2: packing and carton check", [f"{store}, 8 October 2026, owner: packing lead", "", "# 1 New or changed carton", "Released only after 10 of 10 packed units pass the ISTA 3A drop test.", "", "# 2 Check of every batch", "32 units are opened; carton or box, guards, tape and manual are checked.", "One reject: the whole batch is opened.", "", "# 3 Record", "One line per batch in the batch log; kept for 3 years."])
    pdf(sh / "sop-inspection.pdf", f"SOP-QC-01 rev. 2: inspection of lots", [f"{store}, 8 October 2026, owner: quality lead", "", "# 1 Sample", "32 units of every lot of up to 500 (rev. 1: 8 units).", "", "# 2 Lines", "Edges and joints; function under load, 30 minutes; seam and finish against limit samples;", "size, colour and contents against the page (8 fields).", "", "# 3 Decision", "One reject: the lot is held and sorted.", "", "# 4 Record", "One line per lot in the batch log; kept for 3 years."])
    pdf(sh / "training-record.pdf", f"Training record TR-{code}", [f"{store}, 9 October 2026, 10:00 to 11:30", "Contents: SOP-PK-01 rev. 2 and SOP-QC-01 rev. 2. Trainer: operations manager.", "", "# Participants, each checked 3 units under observation"] + [f"{i}.  badge {code[:1]}{i:02d}    3 of 3    passed    signed" for i in range(1, 9)] + ["", "8 of 8 participants passed."])
    pdf(sh / "drop-test.pdf", f"Drop test record DT-{code}, ISTA 3A", [f"{store}, test bench, 7 October 2026", "", "# Carton in use until 5 October 2026, single wall", "3 of 10 packed units passed.", "", "# Double-wall carton with corner guards"] + [f"Unit {i}: 10 drops, carton closed, product intact, pass" for i in range(1, 11)] + ["", "10 of 10 packed units passed. Released on 7 October 2026."])
    train = '''
[[actions]]
phase    = "corrective"
area     = "{area}"
started  = 2026-10-08
done     = 2026-10-09
what     = "The operations manager trained all 8 {who} on {sop} for 90 minutes. Each checked 3 units under observation; 8 of 8 passed, training record TR-{code}."
evidence = ["training", "sop"]

[[evidence]]
id      = "training"
path    = "../../shared/training-record.pdf"
kind    = "training-record"
caption = "Training record TR-{code}, 8 participants, 9 October 2026"
date    = 2026-10-09

[[evidence]]
id      = "sop"
path    = "../../shared/{file}.pdf"
kind    = "sop"
caption = "Procedure {sop}, 8 October 2026"
date    = 2026-10-08
'''
    head = "# Shared by this client's cases. The paths hold from the case and from this file alike.\n"
    text(sh / "fixes/inspection.toml", head + train.format(area="quality-control", who="inspectors", sop="SOP-QC-01 rev. 2", file="sop-inspection", code=code))
    text(sh / "fixes/carton.toml", head + f'''
[[actions]]
phase    = "corrective"
area     = "packaging"
started  = 2026-10-06
done     = 2026-10-07
what     = "The packing lead replaced the single-wall carton by a double-wall carton with corner guards. 10 of 10 packed units passed the ISTA 3A drop test on 7 October 2026, the earlier carton 3 of 10, record DT-{code}."
evidence = ["drop-test"]

[[evidence]]
id      = "drop-test"
path    = "../../shared/drop-test.pdf"
kind    = "batch-test"
caption = "Drop test record DT-{code}, ISTA 3A, 7 October 2026"
date    = 2026-10-07
''' + train.format(area="packaging", who="packers", sop="SOP-PK-01 rev. 2", file="sop-packing", code=code))


def case(base, rng, a, product, typ, notified, case_id):
    t = TYPES[typ]
    d = base / "cases" / f"{a}-{t['topic']}"
    per = [rng.randint(90, 190) for _ in MONTHS]
    bad = [max(4, round(p * rng.uniform(.04, .1))) for p in per]
    checked, failed = sum(per), sum(bad)
    stock = rng.randint(180, 420)
    out = rng.randint(5, 16)
    f = dict(stock=stock, n=32, bad=out, rest=stock - out)
    csv(d / "evidence/returns.csv", [["month", "units_checked", t["line"], "rate_percent"]] + [[m, p, b, f"{100 * b / p:.1f}"] for (m, _), p, b in zip(MONTHS, per, bad)] + [["total", checked, failed, f"{100 * failed / checked:.1f}"]])
    uses = "{bad}" in t["what"]
    csv(d / "evidence/stock.csv", [["date", "units_in_stock", "units_checked", "taken_out", "passed"], ["2026-10-14", stock, stock if uses else 32, out if uses else 0, stock - out if uses else 32]])
    lots = [("2026-10-21", "2610-1"), ("2026-11-04", "2611-1"), ("2026-11-18", "2611-2")]
    hit = rng.choice([0, 1])
    csv(d / "evidence/batch-log.csv", [["date", "batch", "checked", t["line"], "decision"]] + [[dt, b, 32, hit if i == 1 else 0, "opened and sorted" if hit and i == 1 else "released"] for i, (dt, b) in enumerate(lots)] + [["total", "3 batches", 96, hit, ""]])
    res = "1 unit was rejected and batch 2611-1 was sorted" if hit else "0 units were rejected"
    who = "packing lead" if t["fix"] == "carton" else "quality lead"
    text(d / "case.toml", f'''
# Written by make.py.
asin      = "{a}"
type      = "{typ}"
product   = "{product}"
case_id   = "{case_id}"
notified  = {notified}
complaint = "{t['complaint']}"
include   = ["../../shared/fixes/{t['fix']}.toml"]

[root_cause]
area      = "{t['area']}"
statement = "{failed} of {checked} units checked from July to September 2026 ({100 * failed / checked:.1f} %) {t['fault']}. {t['gap']}"
evidence  = ["returns"]

[[actions]]
phase    = "corrective"
area     = "{t['area']}"
started  = 2026-10-08
done     = 2026-10-14
what     = "{t['what'].format(**f)}"
evidence = ["stock"]

[[actions]]
phase     = "preventive"
area      = "{t['area'] if t['area'] != 'instructions' else 'packaging'}"
done      = 2026-10-15
what      = "The {who} {t['check'].format(**f)}. In 3 batches up to 18 November 2026, 96 units were checked: {res}."
owner     = "{who.capitalize()}"
frequency = "every batch, 32 units"
evidence  = ["batch-log", "sop"]

[[evidence]]
id      = "returns"
path    = "evidence/returns.csv"
kind    = "returns-analysis"
caption = "Units checked by month, July to September 2026: {failed} of {checked}"
date    = 2026-10-01

[[evidence]]
id      = "stock"
path    = "evidence/stock.csv"
kind    = "inspection-report"
caption = "Check of the stock, 14 October 2026"
date    = 2026-10-14

[[evidence]]
id      = "batch-log"
path    = "evidence/batch-log.csv"
kind    = "batch-test"
caption = "Batch log, 3 batches, 21 October to 18 November 2026"
date    = 2026-11-18
''')


def dispute(base, rng, a, product, notified, case_id):
    d = base / "cases" / f"{a}-dispute"
    rows, tot = [], [0, 0]
    for m, _ in MONTHS:
        r = rng.randint(14, 26)
        s = r - rng.randint(1, 3)
        rows.append([m, r, s, r - s, 0])
        tot = [tot[0] + r, tot[1] + s]
    csv(d / "evidence/grading.csv", [["month", "returned_as_defective", "graded_sellable", "graded_customer_damaged", "graded_defective"], *rows, ["total", tot[0], tot[1], tot[0] - tot[1], 0]])
    csv(d / "evidence/function-test.csv", [["unit", "lot", "run_minutes", "result"]] + [[i, "2608", 30, "pass"] for i in range(1, 21)])
    text(d / "case.toml", f'''
# Written by make.py. A dispute: arguments, no causes and no actions.
asin      = "{a}"
type      = "defective/malfunction"
stance    = "dispute"
product   = "{product}"
case_id   = "{case_id}"
notified  = {notified}
complaint = "The product stops working."
request   = "remove-violation"

[[arguments]]
claim    = "{tot[1]} of {tot[0]} units returned as defective from July to September 2026 were graded sellable on arrival and 0 were graded defective."
evidence = ["grading"]

[[arguments]]
claim    = "20 units of lot 2608 ran for 30 minutes under load on 8 October 2026: 20 of 20 passed."
evidence = ["function-test"]

[[evidence]]
id      = "grading"
path    = "evidence/grading.csv"
kind    = "returns-analysis"
caption = "{tot[0]} returns by grade on arrival, July to September 2026"
date    = 2026-10-05

[[evidence]]
id      = "function-test"
path    = "evidence/function-test.csv"
kind    = "batch-test"
caption = "Function test of 20 units of lot 2608, 8 October 2026"
date    = 2026-10-08
''')


def main():
    used = set()
    for k, (name, (sign, store, market, products, types)) in enumerate(CLIENTS.items()):
        rng = random.Random(f"agency-{name}")
        base = HERE / "clients" / name
        text(base / "appealc.toml", f'''
# Client: {store}. Inherits the agency's settings and overrides these.
[seller]
name  = "{sign}"
store = "{store}"

[defaults]
marketplace = "{market}"
''')
        shared(base, store, f"{k + 1}1009")
        order = list(TYPES)
        for i, p in enumerate(products):
            a, cid = asin(rng, used), str(21370000000 + k * 1000000 + i * 7919)
            n = f"2026-10-0{1 + (i + k) % 5}"
            if i == 12:
                dispute(base, rng, a, p, n, cid)
            else:
                case(base, rng, a, p, order[types[i]], n, cid)


if __name__ == "__main__":
    main()
