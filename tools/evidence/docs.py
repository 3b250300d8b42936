"""The paper evidence: records, reports, procedures, mails and tables of every case."""

from paper import *

CASES = ROOT / "cases"
SHARED = ROOT / "shared"
STORE = "Nordhaus Home"
QSUB = "Warehouse and quality office"
VEL = ("Velmara Inspection", "Pre-shipment and loading inspection")
QUEN = ("Quenlor Materials Laboratory", "Mechanical and electrical testing of consumer goods")


def text(path, s):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(s.strip("\n") + "\n", encoding="utf-8", newline="\n")


def csv(path, rows, sep=","):
    q = lambda c: f'"{c}"' if sep in str(c) else str(c)
    text(path, "\n".join(sep.join(q(c) for c in r) for r in rows))


def shared():
    d = SHARED
    ps = record(STORE, QSUB, "PS-017 rev. C", "Packaging specification: carton for flat wood goods",
                [("Document", "PS-017 rev. C"), ("Valid from", "9 October 2026"), ("Replaces", "rev. B (single wall)"), ("Approved", "Chen Hao, packaging engineer")],
                ["# 1 Carton", ("t", [["Property", "rev. B (old)", "rev. C (valid)"], ["Board", "single wall, B flute", "double wall, BC flute"], ["Thickness", "3.0 mm", "6.8 mm"],
                 ["Edge crush strength", "4.2 kN/m", "8.6 kN/m"], ["Corner guards", "none", "4 foam blocks, 92 x 92 x 88 mm"], ["Closure", "1 strip of tape, 48 mm", "H pattern, 48 mm tape, 2 straps"],
                 ["Drop test before release", "none", "ISTA 3A, 10 packed cartons"]], [50, 58, 66]),
                 "# 2 Goods packed in this carton", ("t", [["SKU", "Product", "Carton inside, mm"], ["BCB-3", "Bamboo cutting board, set of 3", "420 x 300 x 125"], ["FWS-38", "Floating wall shelf, 38 cm, set of 3", "395 x 295 x 120"]], [30, 84, 60]),
                 "# 3 Check at goods-in", "Each delivery of cartons: 8 blanks are measured (thickness, edge crush strength from the maker's certificate) and entered on form PK-02."],
                [("Approved", "Chen Hao", "9 October 2026", 4)])
    write(ps, d / "packaging-spec-ps-017.pdf")
    drops = ["corner 2-3-5", "edge 3-5", "edge 2-3", "edge 2-5", "face 5", "face 6", "face 2", "face 4", "face 3", "face 1"]
    old = [["Carton", "Product", "Drops passed", "Product after test", "Result"]]
    resold = ["corner split at drop 3", "shelf edge dented", "board dented 4 mm", "intact", "corner split at drop 2", "shelf edge dented", "carton open at tape", "intact", "board dented 3 mm", "corner split at drop 4"]
    for i in range(10):
        old.append([str(i + 1), "BCB-3" if i % 2 == 0 else "FWS-38", "10" if resold[i] == "intact" else str(2 + (i * 3) % 6), resold[i], "pass" if resold[i] == "intact" else "fail"])
    newr = [["Carton", "Product", "Drops passed", "Product after test", "Result"]]
    for i in range(10):
        newr.append([str(i + 1), "BCB-3" if i % 2 == 0 else "FWS-38", "10", "intact" + (", carton corner dented 6 mm" if i == 6 else ""), "pass"])
    dt = record(STORE, QSUB + ", drop test bench", "DT-2026-031", "Drop test record, ISTA 3A, packed parcels up to 32 kg",
                [("Carton", "PS-017 rev. B, single wall"), ("Date", "5 October 2026"), ("Mass packed", "3.9 kg / 4.4 kg"), ("Drop height", "46 cm and 76 cm (drop 10)"), ("Sample", "10 packed cartons"), ("Tested by", "Sun Jing")],
                ["# Sequence", "Each carton is dropped ten times: " + ", ".join(drops) + ".", "# Part 1: carton in use until 5 October 2026", ("t", old, [18, 28, 30, 68, 30]),
                 "<b>Result: 2 of 10 cartons passed.</b> Weak points: corner 2-3-5 and the taped edge.", "pagebreak",
                 "# Part 2: carton PS-017 rev. C, double wall with corner guards, 9 October 2026", ("t", newr, [18, 28, 30, 68, 30]),
                 "<b>Result: 10 of 10 cartons passed; no damaged product.</b> The carton is released for BCB-3 and FWS-38.",
                 "# Releases tested since", ("t", [["Date", "Carton", "Report", "Result"], ["9 October 2026", "PS-017 rev. C", "DT-2026-031", "10 of 10"], ["22 October 2026", "PS-019 rev. A", "DT-2026-034", "10 of 10"], ["11 November 2026", "PS-021 rev. A", "DT-2026-036", "10 of 10"]], [40, 48, 46, 40])],
                [("Tested", "Sun Jing", "9 October 2026", 51), ("Released", "Chen Hao", "9 October 2026", 4)])
    scan(dt, d / "drop-test-dt-2026-031.pdf", 31, stamps=[(2, .66, .62, ["NORDHAUS HOME QUALITY", "RELEASED", "09.10.2026"], False)], skew=.6)
    names = ["Sun Jing", "Hu Bo", "Ma Lin", "Zhu Fang", "Gao Yi", "Luo Min", "He Tao", "Xie Rui", "Song Na", "Tang Kai", "Fan Li", "Yu Peng"]
    tr = record(STORE, QSUB, "TR-1013", "Training record: packing to SOP-PK-04 rev. 4",
                [("Date", "13 October 2026"), ("Time", "08:30 - 10:00 (90 minutes)"), ("Trainer", "Chen Hao, packaging engineer"), ("Place", "packing hall 2")],
                ["Contents: carton 7 of drop test DT-2026-031, choice of carton, corner guards and cells, H-pattern taping, carton check on form QC-12, what to do with a rejected carton. Each participant packed 3 units under observation; pass mark: 3 of 3 without a remark.",
                 ("t", [["No.", "Name", "Station", "Test", "Signature"]] + [[str(i + 1), n, f"P{1 + i % 6}", "3 of 3", f"~{200 + i}"] for i, n in enumerate(names)], [12, 52, 26, 30, 54]),
                 "12 of 12 participants passed."], [("Trainer", "Chen Hao", "13 October 2026", 4), ("Warehouse manager", "Guo Hong", "13 October 2026", 77)])
    scan(tr, d / "training-tr-1013.pdf", 45, stamps=[(1, .70, .80, ["TRAINED", "13.10.2026"], True, (30, 60, 140))], skew=-.8, mode="L")
    sop = record(STORE, QSUB, "SOP-PK-04 rev. 4", "Procedure: packing of fragile and flat goods",
                 [("Document", "SOP-PK-04"), ("Revision", "4, 10 October 2026"), ("Owner", "Packing lead"), ("Replaces", "rev. 3, 2 March 2026")],
                 ["# 1 Scope", "All goods of wood, bamboo and stoneware that leave packing hall 2, also goods that are repacked after a return.",
                  "# 2 Packing steps", ("t", [["Step", "What", "Measure"], ["2.1", "Take the carton named on the pick list; look up its specification (PS number).", "PS number on carton = pick list"],
                   ["2.2", "Wood and bamboo: sheet between boards, foam guard on each of the 4 corners.", "4 guards"], ["2.3", "Stoneware: one piece to a cell, cell wall at least as high as the piece.", "no piece above cell wall"],
                   ["2.4", "Shake the closed carton three times.", "nothing moves"], ["2.5", "Tape in H pattern, 48 mm tape, 2 straps where the specification says so.", "60 mm overlap at each edge"], ["2.6", "Sticker with lot number on the top face.", "lot readable"]], [14, 100, 60]),
                  "# 3 Release of a new or changed carton", "No carton is used before 10 packed units have passed the ISTA 3A drop test. The bench record (DT number) is entered in the specification. A carton with fewer than 10 of 10 passed is not released.",
                  "pagebreak", "# 4 Carton check, form QC-12", "The packing lead opens 32 finished cartons of every batch, drawn at random by carton number. Three lines are checked: carton undamaged, guards or cells complete, tape in H pattern. One reject: the whole batch is opened and repacked.",
                  "# 5 Records", ("t", [["Form", "Kept by", "Kept for"], ["QC-12 carton check", "Packing lead", "3 years"], ["DT drop test record", "Packaging engineer", "5 years"], ["TR training record", "Warehouse manager", "5 years"]], [70, 60, 44]),
                  "# 6 Changes", "rev. 4: sections 3 and 4 are new; step 2.3 (cell height) changed; H pattern instead of a single strip."],
                 [("Owner", "Sun Jing", "10 October 2026", 51), ("Approved", "Guo Hong", "10 October 2026", 77)])
    write(sop, d / "sop-pk-04.pdf")


def cutting_board():
    e = CASES / "B0CHX3QBCH-packaging/evidence"
    csv(e / "returns.csv", [["month", "units_checked", "crushed_carton", "dented_corner", "packaging_total", "other_reason"],
                            ["2026-07", 240, 11, 6, 17, 9], ["2026-08", 251, 13, 6, 19, 7], ["2026-09", 245, 12, 6, 18, 8], ["total", 736, 36, 18, 54, 24]])
    rows = [["date", "batch", "cartons_in_batch", "opened", "carton_damaged", "guards_missing", "tape_wrong", "rejected", "checked_by"]]
    for dte, b, n, t in [("2026-10-14", "2610-1", 260, 0), ("2026-10-21", "2610-2", 280, 0), ("2026-10-28", "2610-3", 240, 1), ("2026-11-04", "2611-1", 270, 0), ("2026-11-11", "2611-2", 255, 0), ("2026-11-18", "2611-3", 250, 0)]:
        rows.append([dte, b, n, 32, 0, 0, t, t, "packing lead"])
    rows.append(["total", "6 batches", 1555, 192, 0, 0, 1, 1, ""])
    csv(e / "carton-check-qc-12.csv", rows)
    rc = record(STORE, QSUB, "QC-12 / 2610-R", "Repacking check, bamboo cutting board set BCB-3", [("Lot", "612 units repacked"), ("Date", "12 October 2026"), ("Sampling", "ISO 2859-1, level II, code J"), ("Sample", "80 units, AQL 1.0: accept 2, reject 3")],
                [("t", [["Line checked", "Checked", "Rejected"], ["Carton PS-017 rev. C, undamaged", "80", "0"], ["4 corner guards", "80", "0"], ["Boards free of dents", "80", "0"], ["H-pattern tape and 2 straps", "80", "0"]], [100, 37, 37]),
                 ("t", [["Day", "Units repacked", "Packers"], ["10 October 2026", "196", "4"], ["11 October 2026", "212", "4"], ["12 October 2026", "204", "4"], ["Total", "612", ""]], [74, 60, 40]), "Result: 0 of 80 rejected, lot accepted."],
                [("Packing lead", "Sun Jing", "12 October 2026", 51)])
    scan(rc, e / "repacking-check.pdf", 61, skew=.5, stamps=[(1, .62, .47, ["ACCEPTED", "LOT 2610-R"], True, (24, 110, 60))])
    csv(e / "removal-order.tsv", [["request-date", "order-id", "order-status", "sku", "asin", "requested-quantity", "shipped-quantity", "in-process-quantity"],
                                  ["2026-10-06", "NHBCB2610A", "Completed", "BCB-3", "B0CHX3QBCH", 640, 640, 0], ["2026-10-06", "NHBCB2610B", "Processing", "BCB-3", "B0CHX3QBCH", 508, 263, 245]], "\t")
    text(e / "notice.txt", """
Subject: Action required: product condition customer complaints - ASIN B0CHX3QBCH

Hello,

We removed the listing below because we received complaints from customers
about the condition of the product.

ASIN: B0CHX3QBCH
Title: Bamboo cutting board, set of 3
Complaint: packaging damaged on arrival
Date: 2 October 2026

To reinstate the listing, send us by 31 December 2026:
- the root cause of the complaints,
- the actions that you have taken to resolve them,
- the steps that you have taken to prevent them in future,
- documents that show these actions, for example photos of the packaging,
  test records or training records. They must be authentic and unaltered.
  Accepted file types: .pdf, .jpg, .png, .gif

If you believe that this is an error, tell us why and send documents that
prove it.

Case ID: 21340329531
""")


def shelf():
    e = CASES / "B0D7KQ2MWS-transport-damage/evidence"
    csv(e / "returns.csv", [["month", "units_checked", "edge_dented", "board_broken", "damage_total", "from_overhanging_layer"],
                            ["2026-07", 166, 9, 3, 12, 8], ["2026-08", 174, 11, 3, 14, 10], ["2026-09", 168, 12, 3, 15, 10], ["total", 508, 32, 9, 41, 28]])
    sp = record(STORE, QSUB, "PK-SH-02 rev. 2", "Pallet pattern: floating wall shelf FWS-38", [("Document", "PK-SH-02 rev. 2"), ("Valid from", "12 October 2026"), ("Owner", "Shipping supervisor Liu Yan"), ("Replaces", "rev. 1 (7 layers)")],
                ["# 1 Pattern", ("t", [["Property", "rev. 1", "rev. 2 (valid)"], ["Layers", "7", "5"], ["Cartons to a pallet", "63", "45"], ["Overhang allowed", "not stated", "0 mm"], ["Edge boards", "none", "4, full height"], ["Top board", "none", "1 corrugated sheet"], ["Straps", "none", "2 lengthwise, 2 round"]], [60, 50, 64]),
                 "# 2 Check before loading", "The shipping supervisor measures the overhang on all four sides with a steel rule, counts layers, edge boards and straps, takes one photo and enters the pallet on form SH-05. A pallet with any overhang is stacked again.", "# 3 Hand-over", "The signed form SH-05 goes with the pallet; the copy is filed by pallet number."],
                [("Owner", "Liu Yan", "12 October 2026", 88), ("Approved", "Guo Hong", "12 October 2026", 77)])
    write(sp, e / "pallet-pattern-pk-sh-02.pdf")
    rows = [["date", "shipment", "pallets", "overhang_mm_max", "layers", "edge_boards", "straps", "restacked"]]
    for dte, s, n, r in [("2026-10-13", "SHP-61", 4, 0), ("2026-10-20", "SHP-62", 6, 1), ("2026-10-27", "SHP-63", 5, 0), ("2026-11-03", "SHP-64", 6, 0), ("2026-11-10", "SHP-65", 4, 0), ("2026-11-17", "SHP-66", 5, 0)]:
        rows.append([dte, s, n, 0, 5, 4, 4, r])
    rows.append(["total", "6 shipments", 30, 0, 5, 4, 4, 1])
    csv(e / "pallet-check-sh-05.csv", rows)


def mug():
    e = CASES / "B0BT4W9LQM-mug-chipped/evidence"
    csv(e / "returns.csv", [["month", "sets_checked", "rim_chipped", "handle_broken", "damage_total", "two_mugs_in_one_cell"],
                            ["2026-06", 98, 8, 1, 9, 9], ["2026-07", 104, 8, 1, 9, 8], ["2026-08", 108, 9, 1, 10, 9], ["2026-09", 102, 9, 1, 10, 9], ["total", 412, 34, 4, 38, 35]])
    rows = [["Carton", "Cells", "Drops passed", "Mugs after test", "Result"]] + [[str(i + 1), "4, wall 116 mm", "10", "4 of 4 intact", "pass"] for i in range(10)]
    old = [["Carton", "Cells", "Drops passed", "Mugs after test", "Result"]] + [[str(i + 1), "2, wall 70 mm", ["10", "4", "6", "3", "10", "5", "2", "6", "4", "10"][i], ["4 of 4 intact", "1 chipped", "1 chipped", "2 chipped", "4 of 4 intact", "1 chipped", "2 chipped", "1 chipped", "1 chipped", "4 of 4 intact"][i], "pass" if i in (0, 4, 9) else "fail"] for i in range(10)]
    dt = record(STORE, QSUB + ", drop test bench", "DT-2026-027", "Drop test record, ISTA 3A: stoneware mug set SM-350-4", [("Carton", "old: 2 cells / new: 4 cells"), ("Dates", "23 and 29 September 2026"), ("Mass packed", "1.7 kg"), ("Tested by", "Sun Jing")],
                ["# Part 1: carton with 2 cells, cell wall 70 mm, 23 September 2026", ("t", old, [18, 38, 32, 50, 36]), "<b>3 of 10 cartons passed.</b>", "# Part 2: carton PS-018 with 4 cells, cell wall 116 mm, 29 September 2026", ("t", rows, [18, 38, 32, 50, 36]), "<b>10 of 10 cartons passed, 40 of 40 mugs intact.</b>"],
                [("Tested", "Sun Jing", "29 September 2026", 51), ("Released", "Chen Hao", "29 September 2026", 4)])
    scan(dt, e / "drop-test-dt-2026-027.pdf", 27, skew=-.5, stamps=[(1, .66, .79, ["NORDHAUS HOME QUALITY", "RELEASED", "29.09.2026"], False)])
    text(e / "supplier-mail.txt", """
From: Sales office, Terravoss Ceramics <sales@terravoss.example>
To: Quality office, Nordhaus Home <quality@nordhaus.example>
Date: Thu, 1 Oct 2026 09:42:10 +0800
Subject: SM-350-4: new inner packing from production of 30 September

Dear Chen Hao,

your drawing PS-018 (4 cells, wall height 116 mm, double wall board) is in use
on packing line 3 since the morning of 30 September 2026. Details:

  1. Cell sets in stock: 2,400. Old two-cell sets: 310, pulped on 30 September.
  2. Rim check: each mug is turned under the line lamp before packing.
     First day: 820 mugs checked, 6 sorted out (0.7 %).
  3. Each carton carries the stamp "PS-018" beside the lot number.

The packing sheet of the first day is filed under TV-PK-0930.

Regards,
Sales office, Terravoss Ceramics
""")
    rows = [["date", "lot", "sets_packed", "sets_opened", "mug_above_cell_wall", "rim_chipped", "rejected"]]
    for w, l, n, r in [("2026-10-14", "2610-1", 300, 0), ("2026-10-21", "2610-2", 320, 0), ("2026-10-28", "2610-3", 290, 1), ("2026-11-04", "2610-4", 310, 0), ("2026-11-11", "2611-1", 305, 0), ("2026-11-18", "2611-2", 300, 0)]:
        rows.append([w, l, n, 32, 0, r, r])
    rows.append(["total", "6 lots", 1825, 192, 0, 1, 1])
    csv(e / "carton-check-qc-12.csv", rows)


def lamp():
    e = CASES / "B0CR8Y5JTD-lamp-flicker/evidence"
    csv(e / "recheck.csv", [["batch", "units_checked", "flicker_at_full", "flicker_below_20_percent", "flicker_total", "rate_percent"],
                            ["2604", 350, 1, 1, 2, "0.6"], ["2606", 420, 12, 31, 43, "10.2"], ["2607", 280, 5, 13, 18, "6.4"], ["total", 1050, 18, 45, 63, "6.0"]])
    # the supplier's 8D answer, in Chinese, as an image only
    w, h = 1050, 1485
    im = Image.new("RGB", (w, h), (255, 255, 255))
    d = ImageDraw.Draw(im)
    f = lambda s: font(CJK, s)
    def mixed(xy, s, size, fill):
        x = xy[0]
        for ch in s:
            ft = font(CJK, size) if ord(ch) > 0x2e80 else font("DejaVu Sans", int(size * .9))
            d.text((x, xy[1] + (0 if ord(ch) > 0x2e80 else size * .12)), ch, font=ft, fill=fill)
            x += ft.getlength(ch)

    d.text((90, 70), "浩煦灯具有限公司", font=f(44), fill=(30, 60, 110))
    mixed((90, 126), "8D 纠正措施报告    编号 8D-26-114", 26, (40, 40, 40))
    d.line([(90, 168), (w - 90, 168)], fill=(30, 60, 110), width=4)
    body = [("D1 小组", ["质量: 沈工    采购: 田工    生产: 柏工"]), ("D2 问题描述", ["DL-10 台灯, 批次 2606、2607, 低亮度时闪烁", "客户复检 1050 台, 闪烁 63 台 (6.0 %)"]),
            ("D3 临时措施", ["2026-10-01 冻结库存 380 台, 停止出货"]), ("D4 根本原因", ["驱动板电容 C3 由 105 °C 改为 85 °C 规格, 未通知客户", "老化后容量下降 38 %, 输出纹波增大"]),
            ("D5 / D6 纠正措施", ["2026-10-08 起恢复 105 °C 电容 (驱动板 DRV-B2)", "2026-10-12 首批 2610-A 共 600 台, 老化 4 小时, 闪烁 0 台"]),
            ("D7 预防措施", ["物料变更须客户书面批准 (表 ECN-03)", "每批首件附电容照片和批号"]), ("D8 关闭", ["2026-10-14"])]
    y = 200
    for t, ls in body:
        mixed((90, y), t, 28, (20, 20, 20))
        y += 44
        for s in ls:
            mixed((130, y), s, 25, (30, 30, 30))
            y += 40
        y += 22
    mixed((560, y + 20), "批准:", 26, (20, 20, 20))
    scribble(d, 640, y, 220, 80, 9, width=3)
    buf = io.BytesIO()
    im.save(buf, "PDF", resolution=127)
    scan(buf.getvalue(), e / "supplier-8d-26-114.pdf", 14, dpi=127, skew=.9, stamps=[(1, .62, .70, ["HAOXU LIGHTING CO LTD", "8D-26-114", "14.10.2026"], False)])
    rows = [["Sample", "Flicker 100 %", "Flicker 50 %", "Flicker 10 %", "Ripple, mV", "Verdict"]]
    rng = np.random.default_rng(10)
    for i in range(20):
        rows.append([f"2610-A/{i * 3 + 2:02d}", f"{0.5 + rng.random() * .3:.1f} %", f"{0.7 + rng.random() * .3:.1f} %", f"{0.9 + rng.random() * .5:.1f} %", str(int(31 + rng.random() * 12)), "pass"])
    lab = record(QUEN[0], QUEN[1], "QM-26-4471", "Test report: flicker of LED desk lamp DL-10", [("Client", STORE), ("Samples", "20 lamps, batch 2610-A"), ("Received", "16 October 2026"), ("Tested", "19 and 20 October 2026"), ("Method", "percent flicker, photodiode, 20 kHz"), ("Limit", "3.0 % at each level")],
                 ["# 1 Samples", "Drawn by the laboratory from 600 lamps of batch 2610-A, driver board DRV-B2, capacitor C3 rated 105 °C. All lamps had a burn-in of 4 hours at full output before the test.",
                  "# 2 Results", ("t", rows, [30, 30, 30, 30, 27, 27]), "pagebreak", "# 3 Comparison with batch 2606", ("t", [["Batch", "Capacitor C3", "Lamps", "Flicker at 10 %, mean", "Over the limit"], ["2606", "85 °C", "20", "11.8 %", "13 of 20"], ["2610-A", "105 °C", "20", "1.1 %", "0 of 20"]], [30, 36, 24, 50, 34]),
                  "# 4 Conclusion", "Twenty of twenty lamps of batch 2610-A stay below the limit of 3.0 % at 100 %, 50 % and 10 % output. The highest value measured is 1.3 %.", "# 5 Equipment", "Flicker meter FM-2, calibrated 3 August 2026, certificate CAL-0803-7; ripple: oscilloscope OS-4."],
                 [("Test engineer", "R. Aldous", "21 October 2026", 301), ("Head of laboratory", "M. Iverach", "21 October 2026", 302)])
    from pypdf import PdfReader, PdfWriter
    from pypdf.annotations import Highlight, Text
    from pypdf.generic import ArrayObject, FloatObject
    wr = PdfWriter(clone_from=io.BytesIO(lab))
    bb = subprocess.run(["pdftotext", "-bbox", "-f", "2", "-l", "2", "-", "-"], input=lab, capture_output=True, check=True).stdout.decode()
    import re
    words = [(float(a), float(b), float(c), float(d), w) for a, b, c, d, w in re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)<', bb)]
    first = next(w for w in words if w[4] == "Twenty")
    same = [w for w in words if abs(w[1] - first[1]) < 2]
    x0, x1, ya, yb = first[0], same[-1][2], A4[1] - first[3], A4[1] - first[1]
    q = ArrayObject([FloatObject(v) for v in (x0, yb, x1, yb, x0, ya, x1, ya)])
    wr.add_annotation(1, Highlight(rect=(x0, ya, x1, yb), quad_points=q, highlight_color="ffee55"))
    wr.add_annotation(1, Text(text="20 of 20 lamps below the limit", rect=(x1 + 30, ya, x1 + 48, yb + 6)))
    out = io.BytesIO()
    wr.write(out)
    write(out.getvalue(), e / "flicker-report-qm-26-4471.pdf")
    rows = [["date", "batch", "lamps", "hours", "level_percent", "flicker_meter", "flicker_max_percent", "flicker_found", "result"]]
    for dte, b, n, fx, k in [("2026-10-15", "2610-A", 60, "1.4", 0), ("2026-10-22", "2610-B", 60, "1.5", 0), ("2026-10-29", "2610-C", 60, "1.3", 0), ("2026-11-05", "2611-A", 60, "3.6", 1), ("2026-11-12", "2611-B", 60, "1.4", 0)]:
        rows.append([dte, b, n, 4, "100 / 50 / 10", "FM-1", fx, k, "batch held and sorted" if k else "released"])
    rows.append(["total", "5 batches", 300, "", "", "", "", 1, ""])
    csv(e / "burn-in-log.csv", rows)
    csv(e / "first-article-log.csv", [["date", "batch", "driver_board", "c3_rating_c", "c3_lot", "photo_no", "form_ecn_03", "filed_by"]] + [[dte, b, "DRV-B2", 105, l, f"FA-{b}", "no change", "purchasing"] for dte, b, l in [("2026-10-14", "2610-A", "K614"), ("2026-10-21", "2610-B", "K614"), ("2026-10-28", "2610-C", "K615"), ("2026-11-04", "2611-A", "K615"), ("2026-11-11", "2611-B", "K617")]])
    cal = record(STORE, QSUB, "CAL-1009-2", "Calibration record: flicker meter FM-1", [("Instrument", "FM-1, percent flicker"), ("Date", "9 October 2026"), ("Reference", "QM reference lamp RL-3"), ("Next", "9 October 2027")],
                 [("t", [["Reference", "Reading", "Deviation", "Allowed", "Result"], ["0.5 %", "0.6 %", "+0.1", "0.3", "pass"], ["3.0 %", "3.1 %", "+0.1", "0.3", "pass"], ["10.0 %", "9.9 %", "-0.1", "0.5", "pass"], ["30.0 %", "30.3 %", "+0.3", "1.0", "pass"]], [36, 36, 34, 34, 34])], [("Calibrated", "Wen Qi", "9 October 2026", 131)])
    scan(cal, e / "calibration-fm-1.pdf", 92, skew=.4, mode="1", dpi=150)


def bottle():
    e = CASES / "B0D3FN6VZK-bottle-leak/evidence"
    csv(e / "recheck.csv", [["batch", "units_checked", "leak_at_lid", "gasket_with_flash", "dent", "leak_rate_percent"], ["2606", 210, 5, 4, 2, "2.4"], ["2607", 230, 19, 18, 1, "8.3"], ["2608", 200, 7, 7, 2, "3.5"], ["total", 640, 31, 29, 5, "4.8"]])
    head = VEL
    vi = record(head[0], head[1], "VI-261016-07", "Pre-shipment inspection report", [("Client", STORE), ("Product", "Insulated water bottle 750 ml, IWB-750"), ("Supplier", "Pelluna Drinkware Co."), ("Purchase order", "PO-2610-044"), ("Lot", "2610-B, 3,000 units, 125 cartons"), ("Inspection date", "16 October 2026"), ("Standard", "ISO 2859-1:1999, level II, single"), ("Result", "ACCEPTED")],
                ["# 1 Sampling plan", ("t", [["Class", "Code letter", "Sample", "AQL", "Accept", "Reject"], ["Critical", "K", "125", "0", "0", "1"], ["Major", "K", "125", "1.0", "3", "4"], ["Minor", "K", "125", "4.0", "10", "11"]], [34, 30, 30, 26, 27, 27]),
                 "# 2 Findings", ("t", [["Class", "Finding", "Found", "Allowed", "Verdict"], ["Critical", "Leak after 24 h inverted", "0", "0", "pass"], ["Critical", "Sharp edge", "0", "0", "pass"], ["Major", "Gasket with flash over 0.1 mm", "0", "3", "pass"], ["Major", "Thread out of gauge", "1", "3", "pass"], ["Minor", "Scratch under 5 mm", "4", "10", "pass"], ["Minor", "Print off centre over 1 mm", "2", "10", "pass"]], [26, 70, 24, 26, 28]),
                 "The cartons were chosen by the inspector: nos. 4, 11, 19, 27, 38, 45, 52, 66, 71, 83, 90, 104, 117 (13 of 125).", "pagebreak",
                 "# 3 Leak test, 24 hours inverted on blue paper", "125 bottles filled with 700 ml of water at 20 °C, lid closed at 2.5 Nm, inverted for 24 hours from 13 October 14:00; read on 14 October 14:00 at the factory in the presence of the inspector.",
                 ("t", [["Row", "Bottles", "Wet spots", "Leaks"]] + [[f"{i + 1}", "25", "0", "0"] for i in range(5)] + [["Total", "125", "0", "0"]], [40, 44, 45, 45]),
                 "# 4 Gasket flash, projector 20 x", ("t", [["Gasket", "Flash, mm", "Gasket", "Flash, mm", "Gasket", "Flash, mm"]] + [[str(i + 1), f"0.0{3 + (i * 7) % 4}", str(i + 8), f"0.0{3 + (i * 5) % 4}", str(i + 15), f"0.0{2 + (i * 3) % 5}"] for i in range(6)], [24, 34, 24, 34, 24, 34]),
                 "18 gaskets measured: 0.02 to 0.06 mm; limit 0.10 mm (drawing PL-G-21 rev. 3).", "pagebreak",
                 "# 5 Dimensions and function", ("t", [["Check", "Specification", "Sample", "Measured", "Verdict"], ["Volume", "750 ml +/- 15", "13", "744 - 757", "pass"], ["Mass", "352 g +/- 8", "13", "349 - 356", "pass"], ["Lid torque to open", "1.5 - 3.0 Nm", "13", "1.8 - 2.6", "pass"], ["Thread gauge go / no-go", "PL-T-08", "125", "1 rejected", "pass"], ["Heat: 95 °C, 6 h", "at least 62 °C", "3", "65, 66, 65", "pass"]], [46, 40, 22, 38, 28]),
                 "# 6 Packing", ("t", [["Check", "Found"], ["Units to a carton", "24 in 13 of 13 cartons"], ["Carton mark", "IWB-750, lot 2610-B"], ["Gasket cavity mark", "M4 in 125 of 125 lids"]], [80, 94]),
                 "# 7 Conclusion", "The lot is accepted under the sampling plan of section 1. The report covers the lot named above only."],
                [("Inspector", "D. Marrow", "16 October 2026", 401), ("Reviewed", "P. Ostrand", "17 October 2026", 402)], accent=(.30, .16, .14))
    scan(vi, e / "inspection-vi-261016-07.pdf", 16, dpi=118, skew=.8, stamps=[(1, .70, .76, ["VELMARA INSPECTION", "ACCEPTED", "16 OCT 2026"], False, (24, 70, 150)), (3, .66, .70, ["VELMARA INSPECTION", "ACCEPTED", "16 OCT 2026"], False, (24, 70, 150))], hand=[(1, .30, .885, "cartons sealed again, D.M.", .022)])
    sop = record(STORE, QSUB, "SOP-QC-07 rev. 2", "Procedure: incoming and pre-shipment inspection of drinkware", [("Document", "SOP-QC-07"), ("Revision", "2, 9 October 2026"), ("Owner", "Quality lead Wen Qi"), ("Replaces", "rev. 1")],
                 ["# 1 Sample", ("t", [["Lot size", "rev. 1", "rev. 2: ISO 2859-1, level II"], ["501 - 1,200", "8", "80"], ["1,201 - 3,200", "8", "125"], ["3,201 - 10,000", "8", "200"]], [58, 40, 76]),
                  "# 2 Lines", "Leak (24 h inverted, all of the sample, accept 0), gasket flash under the 20 x projector (18 gaskets, limit 0.10 mm), thread gauge, lid torque, finish.", "# 3 Release", "The quality lead releases a lot only when the report is filed under its lot number. A leak found: the lot is held and all units are tested."], [("Owner", "Wen Qi", "9 October 2026", 131), ("Approved", "Guo Hong", "9 October 2026", 77)])
    write(sop, e / "sop-qc-07.pdf")
    rows = [["date", "lot", "lot_size", "sample", "leaks", "gasket_flash_max_mm", "thread_rejected", "decision"]]
    for r in [("2026-10-16", "2610-B", 3000, 125, 0, "0.06", 1), ("2026-10-30", "2610-C", 2400, 125, 0, "0.05", 0), ("2026-11-13", "2611-A", 2800, 125, 0, "0.07", 0)]:
        rows.append([*r, "released"])
    rows.append(["total", "3 lots", 8200, 375, 0, "0.07", 1, ""])
    csv(e / "lot-release-log.csv", rows)
    tr = record(STORE, QSUB, "TR-1012", "Training record: SOP-QC-07 rev. 2, leak test", [("Date", "12 October 2026"), ("Time", "13:00 - 15:00"), ("Trainer", "Wen Qi, quality lead"), ("Place", "test room 1")],
                ["Each inspector set up and read one leak test and measured 3 gaskets; pass: readings within 0.02 mm of the trainer's.", ("t", [["No.", "Name", "Gasket readings", "Pass", "Signature"]] + [[str(i + 1), n, r, "yes", f"~{500 + i}"] for i, (n, r) in enumerate([("Pan Yue", "0.05 0.04 0.41"), ("Ding Wei", "0.05 0.05 0.40"), ("Cai Xin", "0.04 0.04 0.41"), ("Jin Bao", "0.05 0.04 0.42"), ("Shi Lan", "0.05 0.05 0.41"), ("Kong Jie", "0.05 0.04 0.40")])], [12, 44, 44, 20, 54]),
                 "6 of 6 inspectors passed."], [("Trainer", "Wen Qi", "12 October 2026", 131)])
    return tr  # photographed, see build.py


def puzzle():
    e = CASES / "B0C9LX4RHP-puzzle-size/evidence"
    csv(e / "returns.csv", [["month", "orders", "smaller_than_described", "colour_paler_than_images", "described_total", "other_reason"], ["2026-07", 402, 21, 4, 25, 11], ["2026-08", 436, 26, 5, 31, 9], ["2026-09", 418, 24, 4, 28, 12], ["total", 1256, 71, 13, 84, 32]])
    rng = np.random.default_rng(7)
    rows = [["sample", "lot", "length_cm", "width_cm", "thickness_cm", "measured_on"]]
    for i in range(20):
        rows.append([i + 1, "2609", f"{45 + rng.normal(0, .05):.1f}", f"{30 + rng.normal(0, .05):.1f}", "0.6", "2026-10-03"])
    csv(e / "measurements.csv", rows)
    sop = record(STORE, QSUB, "SOP-LS-01 rev. 1", "Procedure: product data and detail page", [("Document", "SOP-LS-01"), ("Revision", "1, 8 October 2026"), ("Owner", "Listing manager Qiu Ran"), ("Replaces", "no earlier procedure")],
                 ["# 1 When the product changes", "A change of size, colour, material or contents is entered on form CH-02 by purchasing. The listing manager compares the form with the detail page before the first carton of the changed lot is shipped; the lot has the status 'blocked' in stock control until form CH-02 is signed.",
                  "# 2 Monthly comparison", "On the first working day of each month the listing manager measures one unit from stock of each parent ASIN and compares 8 fields (title, bullet points, size, colour, material, contents, main image, size image) with the page. Differences are corrected the same day and entered on form LS-03.",
                  "# 3 Images", "Photos of the unit in daylight at 5,500 K with a ruler; no retouching of colour."], [("Owner", "Qiu Ran", "8 October 2026", 610), ("Approved", "Guo Hong", "8 October 2026", 77)])
    write(sop, e / "sop-ls-01.pdf")
    csv(e / "page-comparison-ls-03.csv", [["date", "parent_asins_compared", "fields_compared", "differences", "corrected_same_day", "compared_by"], ["2026-10-08", 14, 112, 3, 3, "listing manager"], ["2026-11-02", 14, 112, 1, 1, "listing manager"], ["total", 28, 224, 4, 4, ""]])


def mats():
    e = CASES / "B0CV7M2GQN-yoga-mat-edges/evidence"
    csv(e / "recheck.csv", [["asin", "colour", "lot", "units_checked", "edge_open", "edge_wavy", "failed_total", "rate_percent"],
                            ["B0CV7M2GQN", "slate blue", "2607", 420, 21, 8, 29, "6.9"], ["B0CV7M8TRK", "moss green", "2607", 360, 16, 6, 22, "6.1"], ["B0CV7MD5XJ", "plum", "2607", 300, 13, 5, 18, "6.0"], ["total", "", "", 1080, 50, 19, 69, "6.4"]])
    def part(asin, colour, lot, n, found):
        return [f"# {colour.capitalize()}, lot {lot} (ASIN {asin})", ("t", [["Class", "Finding", "Sample", "Found", "Accept", "Verdict"], ["Major", "Edge open or stitch missing", "125", str(found), "3", "pass"], ["Major", "Edge wavy over 4 mm", "125", "0", "3", "pass"], ["Minor", "Thread end over 3 mm", "125", str(found + 2), "10", "pass"], ["Minor", "Mark on surface", "125", "1", "10", "pass"]], [24, 62, 22, 22, 22, 22]),
                ("t", [["Test", "Specification", "Measured"], ["Stitches", "8 per 5 cm", "8 on 10 of 10 mats"], ["Seam strength", "at least 90 N", f"{104 + found} - {121 + found * 3} N, 10 mats"], ["Lot size", "", n]], [50, 56, 68])]
    vi = record(VEL[0], VEL[1], "VI-261021-03", "Pre-shipment inspection report", [("Client", STORE), ("Product", "Yoga mat 6 mm, stitched edge, YM-6"), ("Supplier", "Suvarel Sporting Goods"), ("Purchase order", "PO-2610-031"), ("Lots", "2610-S, 2610-M, 2610-P"), ("Inspection date", "21 October 2026"), ("Standard", "ISO 2859-1:1999, level II, single"), ("Result", "ACCEPTED, 3 of 3 lots")],
                ["# Sampling plan", ("t", [["Class", "Code letter", "Sample", "AQL", "Accept", "Reject"], ["Critical", "K", "125", "0", "0", "1"], ["Major", "K", "125", "1.0", "3", "4"], ["Minor", "K", "125", "4.0", "10", "11"]], [34, 30, 30, 26, 27, 27]), *part("B0CV7M2GQN", "slate blue", "2610-S", "1,600 units", 1), "pagebreak", *part("B0CV7M8TRK", "moss green", "2610-M", "1,400 units", 0), *part("B0CV7MD5XJ", "plum", "2610-P", "1,250 units", 1), "Critical findings: none in 375 mats. All three lots are accepted."],
                [("Inspector", "D. Marrow", "21 October 2026", 401), ("Reviewed", "P. Ostrand", "22 October 2026", 402)], accent=(.30, .16, .14))
    scan(vi, e / "inspection-vi-261021-03.pdf", 21, skew=-.7, stamps=[(2, .67, .72, ["VELMARA INSPECTION", "ACCEPTED", "21 OCT 2026"], False, (24, 70, 150))])
    csv(e / "removal-order.csv", [["request-date", "asin", "sku", "requested-quantity", "shipped-quantity", "disposition"], ["2026-10-09", "B0CV7M2GQN", "YM-6-BL", 512, 512, "return"], ["2026-10-09", "B0CV7M8TRK", "YM-6-GR", 388, 388, "return"], ["2026-10-09", "B0CV7MD5XJ", "YM-6-PL", 247, 247, "return"], ["total", "", "", 1147, 1147, ""]])
    ar = record(STORE, QSUB, "IN-1116", "Goods-in count and sorting of recalled yoga mats", [("Date", "16 November 2026"), ("Removal order", "9 October 2026"), ("Counted by", "Ma Lin, Hu Bo"), ("Units", "1,147 of 1,147 received")],
                [("t", [["ASIN", "Colour", "Received", "Edge open or wavy", "Sent to restitching", "Good, kept back"], ["B0CV7M2GQN", "slate blue", "512", "36", "36", "476"], ["B0CV7M8TRK", "moss green", "388", "23", "23", "365"], ["B0CV7MD5XJ", "plum", "247", "15", "15", "232"], ["Total", "", "1,147", "74", "74", "1,073"]], [32, 30, 26, 30, 28, 28]), "All 1,147 units stand in blocked area B3. None is in sellable stock."], [("Counted", "Ma Lin", "16 November 2026", 141), ("Warehouse manager", "Guo Hong", "16 November 2026", 77)])
    scan(ar, e / "goods-in-count.pdf", 116, skew=.6, mode="L")
    rows = [["date", "lot", "mats_pulled", "stitches_per_5_cm_min", "seam_strength_n_min", "edge_open", "decision"]]
    for r in [("2026-10-23", "2610-S", 10, 8, 105, 0), ("2026-10-23", "2610-M", 10, 8, 104, 0), ("2026-10-23", "2610-P", 10, 8, 105, 0), ("2026-11-06", "2611-S", 10, 8, 101, 0), ("2026-11-13", "2611-M", 10, 7, 96, 0), ("2026-11-18", "2611-P", 10, 8, 103, 0)]:
        rows.append([*r, "held, restitched 13 to 16 Nov" if r[3] == 7 else "released"])
    rows.append(["total", "6 lots", 60, 7, 96, 0, ""])
    csv(e / "seam-log.csv", rows)
    text(e / "notice.txt", """
Subject: Your listings have been deactivated - product condition complaints

Hello,

The listings below were deactivated because customers reported poor
workmanship of the products that they received.

ASIN: B0CV7M2GQN  Yoga mat 6 mm, slate blue
ASIN: B0CV7M8TRK  Yoga mat 6 mm, moss green
ASIN: B0CV7MD5XJ  Yoga mat 6 mm, plum
Date: 5 October 2026

Send us for each ASIN:
- the root cause of the complaints: sourcing, listing, packaging, shipping
  or returns,
- the actions that you have taken,
- the steps that you have taken to prevent the complaints,
- the number of units that are still in our fulfilment network, and
  documents for each ASIN.

You have 90 days from the date of this notice to submit your appeal.
Documents must be authentic and unaltered (.pdf, .jpg, .png, .gif).

Case ID: 21377402186
""")


def stand():
    e = CASES / "B0BZ5H8KWD-phone-stand-dispute/evidence"
    csv(e / "returns-comments.csv", [["buyer_comment_group", "orders", "share_percent", "stated_on_page_since"], ["tablet over 8 inch tips or does not fit", 31, "66.0", "2026-03-18"], ["no charger in the box", 9, "19.1", "2026-03-18"], ["does not turn (not a swivel stand)", 4, "8.5", "2026-03-18"], ["no reason given", 3, "6.4", ""], ["total", 47, "100.0", ""]])
    rows = [["sample", "lot", "width_mm", "height_mm", "slot_mm", "mass_g", "page_width_mm", "page_height_mm", "page_slot_mm"]]
    rng = np.random.default_rng(8)
    for i in range(13):
        rows.append([i + 1, "2608", f"{100 + rng.normal(0, .1):.1f}", f"{148 + rng.normal(0, .15):.1f}", f"{16 + rng.normal(0, .05):.1f}", int(236 + rng.normal(0, 1.5)), 100, 148, 16])
    csv(e / "measurements.csv", rows)


def press():
    e = CASES / "B0CKP3W8FY-garlic-press-dispute/evidence"
    csv(e / "returns-grading.csv", [["return_month", "returned_as_defective", "graded_sellable", "graded_customer_damaged", "graded_defective"], ["2026-06", 26, 22, 4, 0], ["2026-07", 31, 27, 4, 0], ["2026-08", 28, 24, 4, 0], ["2026-09", 27, 23, 4, 0], ["total", 112, 96, 16, 0]])
    rng = np.random.default_rng(18)
    rows = [["Unit", "Bend at 400 N", "After 10 cycles", "Hinge play", "Verdict"]] + [[str(i + 1), f"{.24 + rng.random() * .08:.2f} mm" if i < 19 else "0.30 mm", f"{.02 + rng.random() * .03:.2f} mm", f"{.08 + rng.random() * .04:.2f} mm", "pass"] for i in range(20)]
    lab = record(QUEN[0], QUEN[1], "QM-26-4502", "Test report: garlic press GP-18, strength and material", [("Client", STORE), ("Samples", "20 presses, lot 2608"), ("Received", "8 October 2026"), ("Tested", "12 and 13 October 2026"), ("Load", "400 N at the handle end, 10 cycles"), ("Limit", "permanent bend 0.5 mm, play 0.3 mm")],
                 ["# 1 Samples", "20 presses chosen by the laboratory from a sealed carton of 120, lot 2608, the lot sold from 1 June to 30 September 2026. 16 of the 20 carried the return sticker of the fulfilment network; their use before the test is not known.", "# 2 Strength", ("t", rows, [22, 40, 40, 40, 32]), "pagebreak",
                  "# 3 Material", ("t", [["Element", "Page claim: 18/10 steel", "Measured, mean of 5", "Verdict"], ["Chromium", "17.0 - 19.5 %", "18.2 %", "pass"], ["Nickel", "8.0 - 10.5 %", "8.9 %", "pass"], ["Manganese", "up to 2.0 %", "1.1 %", "pass"]], [36, 52, 50, 36]), "# 4 Function", "Two unpeeled cloves of 4 to 6 g pressed in each of 20 units: 20 of 20 emptied the chamber at a hand force of 118 to 146 N.",
                  "# 5 Conclusion", "Twenty of twenty units meet the limits for bend and play. The material is an 18/10 stainless steel as stated.", "pagebreak", "# Annex: force over time, unit 20", ("t", [["Cycle"] + [str(i) for i in range(1, 11)], ["Force, N"] + ["401", "400", "402", "400", "401", "400", "400", "401", "402", "400"], ["Bend, mm"] + ["0.18", "0.22", "0.25", "0.27", "0.28", "0.29", "0.29", "0.30", "0.30", "0.30"]], [24] + [15] * 10)],
                 [("Test engineer", "R. Aldous", "14 October 2026", 301), ("Head of laboratory", "M. Iverach", "14 October 2026", 302)])
    from pypdf import PdfReader, PdfWriter
    wr = PdfWriter(clone_from=io.BytesIO(lab))
    wr.pages[2].rotate(90)
    out = io.BytesIO()
    wr.write(out)
    write(out.getvalue(), e / "lab-report-qm-26-4502.pdf")
    cal = record(QUEN[0], QUEN[1], "CAL-0917-4", "Calibration certificate: force gauge FG-500", [("Instrument", "FG-500, 0 - 500 N"), ("Date", "17 September 2026"), ("Reference", "dead weights class M1"), ("Next", "17 September 2027")],
                 [("t", [["Applied", "Reading", "Deviation", "Allowed", "Result"], ["50 N", "50.1 N", "+0.1", "0.5", "pass"], ["200 N", "200.3 N", "+0.3", "1.0", "pass"], ["400 N", "400.4 N", "+0.4", "2.0", "pass"], ["500 N", "500.6 N", "+0.6", "2.5", "pass"]], [36, 36, 34, 34, 34])], [("Calibrated", "T. Bexley", "17 September 2026", 303)])
    scan(cal, e / "calibration-fg-500.pdf", 17, skew=-.5, mode="L", stamps=[(1, .66, .40, ["QUENLOR LABORATORY", "CAL", "17.09.2026"], False, (30, 50, 130))])


def kit():
    e = CASES / "B0D1TJ7PXC-no-manual/evidence"
    csv(e / "returns.csv", [["month", "units_sold", "no_manual_or_unclear", "missing_screw", "other_reason"], ["2026-07", 318, 29, 1, 6], ["2026-08", 342, 33, 0, 8], ["2026-09", 330, 28, 1, 5], ["total", 990, 90, 2, 19]])
    csv(e / "kitting-scan-log.csv", [["week", "kits_packed", "manual_scanned", "stopped_without_manual", "weight_g_min", "weight_g_max"], ["2026-W43", 210, 210, 2, 4126, 4139], ["2026-W44", 240, 240, 1, 4127, 4141], ["2026-W45", 225, 225, 0, 4125, 4138], ["2026-W46", 235, 235, 0, 4127, 4140], ["total", 910, 910, 3, 4125, 4141]])
    # the manual: eight pages, drawn
    def page(n, title, fn):
        im = Image.new("RGB", (1000, 1414), (255, 255, 255))
        d = ImageDraw.Draw(im)
        d.text((70, 56), title, font=font(BOLD, 50), fill=(20, 20, 20))
        d.line([(70, 124), (930, 124)], fill=(38, 64, 74), width=5)
        fn(im, d)
        d.text((70, 1350), "Wall shelf kit WSK-3   MN-WSK-3 rev. B", font=font(SANS, 24), fill=(80, 80, 80))
        d.text((900, 1350), str(n), font=font(BOLD, 26), fill=(80, 80, 80))
        return im
    def lines(d, y, ls, s=32):
        for i, t in enumerate(ls):
            d.text((70, y + i * int(s * 1.5)), t, font=font(SANS, s), fill=(30, 30, 30))
    def shelfpic(d, y, n=3, br=True, arrow=None):
        for k in range(n):
            yy = y + k * 150
            d.rectangle([180, yy, 820, yy + 30], outline=(20, 20, 20), width=4)
            if br:
                for x in (280, 690):
                    d.polygon([(x, yy + 30), (x + 30, yy + 30), (x, yy + 110)], outline=(20, 20, 20), width=4)
                    for q in (50, 85):
                        d.ellipse([x - 9, yy + q - 9, x + 9, yy + q + 9], outline=(20, 20, 20), width=3)
            if arrow == k:
                d.line([(500, yy - 110), (500, yy - 20)], fill=(190, 40, 30), width=8)
                d.polygon([(480, yy - 30), (520, yy - 30), (500, yy - 4)], fill=(190, 40, 30))
    def p1(im, d):
        d.rectangle([0, 0, 1000, 330], fill=(38, 64, 74))
        d.text((70, 90), "Assembly manual", font=font(BOLD, 84), fill=(245, 245, 240))
        d.text((70, 200), "Wall shelf kit, 3 boards", font=font(BOLD, 50), fill=(245, 245, 240))
        shelfpic(d, 520)
        lines(d, 1080, ["40 minutes, 2 persons", "Tools: drill, 8 mm bit, screwdriver, spirit level", "Revision B, 14 October 2026"])
    def p2(im, d):
        for i, (n, t) in enumerate([("3 x", "shelf board 58 x 15 cm"), ("6 x", "steel bracket"), ("12 x", "screw 4 x 40 mm"), ("12 x", "wall plug 8 mm"), ("1 x", "drill hole plan, scale 1:1"), ("1 x", "this manual")]):
            y = 190 + i * 160
            d.rectangle([70, y, 930, y + 130], outline=(120, 120, 120), width=3)
            d.text((110, y + 36), n, font=font(BOLD, 54), fill=(20, 20, 20))
            d.text((290, y + 44), t, font=font(SANS, 42), fill=(20, 20, 20))
    def step(t, arrow, extra):
        def f(im, d):
            lines(d, 180, t)
            shelfpic(d, 620, 3, True, arrow)
            lines(d, 1130, extra, 28)
        return f
    def p3(im, d):
        d.rectangle([70, 190, 930, 520], outline=(190, 40, 30), width=6)
        lines(d, 220, ["Check the wall before drilling.", "Concrete, brick: plugs of this kit.", "Plasterboard: hollow-wall anchors, not in this kit.", "No cable or pipe within 15 cm of a hole."], 36)
        lines(d, 620, ["Load for each board: 9 kg, evenly spread.", "Keep the kit away from children under 3 years (small parts)."], 36)
    ps = [page(1, "", p1), page(2, "What is in the box", p2), page(3, "Before you start", p3),
          page(4, "Step 1: mark the holes", step(["Tape the drill hole plan to the wall, level it,", "mark 12 holes with a pencil."], None, ["The plan fits on one wall field of 60 x 80 cm."])),
          page(5, "Step 2: drill and set the plugs", step(["Drill 12 holes, 8 mm wide, 45 mm deep.", "Push the plugs in until flush."], None, ["Blow the dust out of each hole."])),
          page(6, "Step 3: fix the brackets", step(["Screw 6 brackets to the wall, 2 screws each.", "Tighten by hand, not with a power tool."], 1, ["Check each bracket with the spirit level."])),
          page(7, "Step 4: lay on the boards", step(["Lay each board on two brackets,", "fix it from below."], 0, ["The side without a pattern faces down."])),
          page(8, "Help", lambda im, d: lines(d, 190, ["A part is missing: see the parts list on page 2 and write to", "us through the order page; we send the part.", "", "Yearly: tighten the screws by hand."], 32))]
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen import canvas
    buf = io.BytesIO()
    c = canvas.Canvas(buf, pagesize=A4, invariant=1, pageCompression=1)
    c.setTitle("Assembly manual MN-WSK-3 rev. B")
    for p in ps:
        c.drawImage(ImageReader(p), 0, 0, *A4)
        c.showPage()
    c.save()
    write(buf.getvalue(), e / "manual-mn-wsk-3.pdf")


def backpack():
    e = CASES / "B0BXN6D4QT-wrong-colour/evidence"
    csv(e / "recount.csv", [["asin", "colour_on_label", "units_checked", "label_and_bag_match", "other_colour_in_bag", "rate_percent"], ["B0BXN6D4QT", "black", 560, 529, 31, "5.5"], ["B0BXN6H7WC", "navy blue", 420, 402, 18, "4.3"], ["total", "", 980, 931, 49, "5.0"]])
    rows = [["date", "run", "asin", "units", "first_scan_ok", "second_scan_ok", "stopped"]]
    for r in [("2026-10-12", "R1", "B0BXN6D4QT", 480, 480, 480, 0), ("2026-10-13", "R2", "B0BXN6H7WC", 360, 360, 360, 0), ("2026-10-26", "R3", "B0BXN6D4QT", 400, 399, 400, 1), ("2026-11-03", "R4", "B0BXN6H7WC", 320, 320, 320, 0), ("2026-11-16", "R5", "B0BXN6D4QT", 440, 440, 440, 0)]:
        rows.append(list(r))
    rows.append(["total", "5 runs", "", 2000, 1999, 2000, 1])
    csv(e / "scan-log.csv", rows)
    sop = record(STORE, QSUB, "SOP-LB-03 rev. 3", "Procedure: labelling of colour variants", [("Document", "SOP-LB-03"), ("Revision", "3, 9 October 2026"), ("Owner", "Labelling lead Zhu Fang"), ("Replaces", "rev. 2")],
                 ["# 1 One colour on a line", "A labelling run holds one ASIN only. Before the run, labels and goods of every other colour are taken off the line; the lead signs the line clearance on form LB-02.", "# 2 Two scans", ("t", [["Scan", "Who", "What", "On a mismatch"], ["First", "labeller", "label against run sheet", "line stops, unit out"], ["Second", "packer", "label against the colour sticker of the factory bag", "line stops, last 20 units opened"]], [24, 28, 66, 56]), "# 3 Count", "Labels printed = units labelled + labels destroyed. A difference of one label: the run is opened."],
                 [("Owner", "Zhu Fang", "9 October 2026", 203), ("Approved", "Guo Hong", "9 October 2026", 77)])
    write(sop, e / "sop-lb-03.pdf")
    tr = record(STORE, QSUB, "TR-1009", "Training record: SOP-LB-03 rev. 3", [("Date", "10 October 2026"), ("Time", "09:00 - 10:00"), ("Trainer", "Zhu Fang, labelling lead"), ("Place", "labelling line 1")],
                [("t", [["No.", "Name", "Role", "Test run of 20 labels", "Signature"]] + [[str(i + 1), n, r, "20 of 20", f"~{700 + i}"] for i, (n, r) in enumerate([("Mo Qing", "labeller"), ("Dai Hua", "labeller"), ("Pei Yun", "labeller"), ("Lei Jun", "packer"), ("Wu Shan", "packer")])], [12, 44, 30, 36, 52]), "5 of 5 passed."], [("Trainer", "Zhu Fang", "10 October 2026", 203)])
    scan(tr, e / "training-tr-1009.pdf", 109, skew=1.0)


def tray():
    e = CASES / "B0DFW2N8LR-tray-warp/evidence"
    csv(e / "recheck.csv", [["lot", "units_checked", "warped_over_3_mm", "moisture_percent_min", "moisture_percent_max"], ["2606-K", 180, 15, "11.2", "14.8"], ["2607-K", 160, 11, "10.9", "14.1"], ["2608-K", 150, 8, "10.4", "13.6"], ["total", 490, 34, "10.4", "14.8"]])
    rng = np.random.default_rng(26)
    rows = [["piece", "lot", "moisture_percent", "warp_mm", "meter", "date"]]
    for i in range(32):
        m = 8.6 if i == 16 else float(np.clip(8.8 + rng.normal(0, .4), 7.9, 9.7))
        rows.append([i + 1, "2610-K", f"{m:.1f}", f"{abs(rng.normal(.7, .3)):.1f}", "MM-3", "2026-10-21"])
    csv(e / "moisture-lot-2610-k.csv", rows)
    got = rows[1:]
    lo, hi, wx = (f"{min(float(r[2]) for r in got):.1f}", f"{max(float(r[2]) for r in got):.1f}", f"{max(float(r[3]) for r in got):.1f}")
    cal = record(STORE, QSUB, "CAL-1019-1", "Calibration record: moisture meter MM-3", [("Instrument", "MM-3, pin type"), ("Date", "19 October 2026"), ("Reference", "oven-dry method, 5 pieces"), ("Next", "19 April 2027")],
                 [("t", [["Piece", "Oven-dry", "Reading", "Deviation", "Allowed", "Result"], ["1", "7.8 %", "7.9 %", "+0.1", "0.5", "pass"], ["2", "8.9 %", "8.8 %", "-0.1", "0.5", "pass"], ["3", "10.1 %", "10.3 %", "+0.2", "0.5", "pass"], ["4", "12.4 %", "12.1 %", "-0.3", "0.5", "pass"], ["5", "14.0 %", "13.8 %", "-0.2", "0.5", "pass"]], [24, 32, 32, 30, 28, 28])], [("Calibrated", "Wen Qi", "19 October 2026", 131)])
    scan(cal, e / "calibration-mm-3.pdf", 119, skew=.7, stamps=[(1, .60, .42, ["CALIBRATED", "19.10.2026"], True, (24, 110, 60))])
    sop = record(STORE, QSUB, "SOP-QC-11 rev. 1", "Procedure: moisture and warp of bamboo goods", [("Document", "SOP-QC-11"), ("Revision", "1, 20 October 2026"), ("Owner", "Quality lead Wen Qi"), ("Replaces", "no earlier procedure")],
                 ["# 1 At the factory", "After drying, 32 pieces of each lot are measured with a pin meter at two points. Limit: 8.0 % plus or minus 2.0 percentage points. A lot with one piece outside is dried for another 48 hours.", "# 2 Before packing", "Warp over the diagonal on the flat plate: limit 2.0 mm, 32 pieces, accept 0.", "# 3 Meter", "The meter is compared with the oven-dry method every 6 months."], [("Owner", "Wen Qi", "20 October 2026", 131)])
    write(sop, e / "sop-qc-11.pdf")
    csv(e / "block-list.csv", [["lot", "trays_opened", "warped_scrapped", "blocked_in_c1", "shipped_since_2026-10-15"], ["2606-K", 180, 15, 165, 0], ["2607-K", 160, 11, 149, 0], ["2608-K", 150, 8, 142, 0], ["total", 490, 34, 456, 0]])
    dr = record(STORE, QSUB, "DR-1020", "Disposal record: bamboo serving tray BT-42", [("Date", "20 October 2026"), ("Reason", "warp over 3 mm"), ("Quantity", "34 trays"), ("Witness", "Guo Hong, warehouse manager")],
                [("t", [["Lot", "Trays scrapped", "Way", "Remark"], ["2606-K", "15", "cut in two, wood waste", "labels removed"], ["2607-K", "11", "cut in two, wood waste", "labels removed"], ["2608-K", "8", "cut in two, wood waste", "labels removed"], ["Total", "34", "", "1 container, weight 38 kg"]], [34, 36, 56, 48])], [("Done", "He Tao", "20 October 2026", 206), ("Witness", "Guo Hong", "20 October 2026", 77)])
    scan(dr, e / "disposal-record.pdf", 120, skew=-.9, mode="1", dpi=150)
    rows = [["date", "lot", "lot_size", "pieces", "moisture_min", "moisture_max", "warp_max_mm", "decision"]]
    for r in [("2026-10-21", "2610-K", 480, 32), ("2026-11-04", "2611-K", 500, 32), ("2026-11-18", "2611-L", 500, 32)]:
        rows.append([*r, *{"2610-K": (lo, hi, wx), "2611-K": ("7.7", "10.6", "1.9"), "2611-L": ("7.8", "9.5", "1.3")}[r[1]], "dried 48 h more, 32 of 32 pass on 6 Nov" if r[1] == "2611-K" else "released"])
    csv(e / "lot-log.csv", rows)


def mixed_text(d, xy, s, size, fill=(25, 25, 28)):
    """Chinese and Latin in one line: the fallback face has no Latin letters."""
    x = xy[0]
    for ch in s:
        wide = ord(ch) > 0x2e80
        ft = font(CJK, size) if wide else font("DejaVu Sans", int(size * .9))
        d.text((x, xy[1] + (0 if wide else size * .12)), ch, font=ft, fill=fill)
        x += ft.getlength(ch)


def chinese_pages(pages, w=1050, h=1485):
    """Pages of (size, line) drawn to PDF bytes; a line '|a|b|c' is a table row, '~n' in it a signature."""
    ims = []
    for rows in pages:
        im = Image.new("RGB", (w, h), (255, 255, 255))
        d = ImageDraw.Draw(im)
        y = 80
        for size, s in rows:
            if s.startswith("|"):
                cs = s[1:].split("|")
                cw = (w - 160) / len(cs)
                for k, c in enumerate(cs):
                    d.rectangle([80 + k * cw, y, 80 + (k + 1) * cw, y + size * 2], outline=(60, 60, 60), width=2)
                    if c.startswith("~"):
                        scribble(d, 80 + k * cw + 20, y + 4, cw * .6, size * 1.8, int(c[1:]), width=2)
                    else:
                        mixed_text(d, (80 + k * cw + 12, y + size * .4), c, size)
                y += size * 2
            else:
                mixed_text(d, (80, y), s, size)
                y += int(size * 1.75)
        ims.append(im)
    buf = io.BytesIO()
    ims[0].save(buf, "PDF", save_all=True, append_images=ims[1:], resolution=127)
    return buf.getvalue()


def chinese_example():
    e = ROOT / "examples/chinese/cases/B0CNW6T8ZD-no-manual/evidence"
    csv(e / "退货统计.csv", [["月份", "售出件数", "反映无说明书", "缺配件", "其他"], ["2026-07", 264, 21, 1, 5], ["2026-08", 281, 24, 0, 6], ["2026-09", 255, 19, 1, 4], ["合计", 800, 64, 2, 15]])
    man = chinese_pages([[(52, "可折叠晾衣架  安装说明书"), (30, "型号 LYJ-3    版本 B    2026-10-12"), (26, ""), (34, "一  包装内物品"), (28, "|部件|数量"), (28, "|主架|1"), (28, "|横杆|6"), (28, "|螺丝 M5 x 20 mm|8"), (28, "|内六角扳手|1"), (28, "|说明书|1"), (26, ""), (28, "Folding drying rack LYJ-3: English text on page 2")],
                         [(44, "二  安装步骤 / Steps"), (30, ""), (30, "1  展开主架, 锁住两侧卡扣。"), (26, "    Open the frame until both latches click."), (30, "2  插入 6 根横杆, 每端 1 颗螺丝。"), (26, "    Insert 6 bars; fix the outer bars with the screws."), (30, "3  用扳手拧紧 8 颗螺丝。"), (26, "    Tighten 8 screws with the key."), (30, "4  均匀挂放, 总重不超过 15 kg。"), (26, "    Load evenly, 15 kg in all.")]])
    scan(man, e / "说明书-LYJ-3.pdf", 5, dpi=110, skew=.2, mode="L")
    tr = chinese_pages([[(44, "培训记录  TR-26-10"), (28, "内容: 装箱作业指导书 ZX-02 (放入说明书, 称重)"), (28, "日期: 2026-10-15   时长: 60 分钟   讲师: 装箱组长"), (20, ""), (28, "|工号|岗位|考核|签名")] + [(28, f"|A{i:02d}|装箱|合格|~{800 + i}") for i in range(1, 9)] + [(20, ""), (28, "应到 8 人, 实到 8 人, 合格 8 人。")]])
    scan(tr, e / "培训记录-TR-26-10.pdf", 6, dpi=110, skew=-.7, stamps=[(1, .66, .62, ["PEIXUN HEGE", "15.10.2026"], True)])
    csv(e / "装箱称重.csv", [["日期", "批次", "装箱数", "称重合格", "缺说明书被拦下"], ["2026-10-20", "2610-1", 180, 180, 1], ["2026-11-03", "2611-1", 200, 200, 0], ["2026-11-17", "2611-2", 190, 190, 0], ["合计", "3 批", 570, 570, 1]])
    e = ROOT / "examples/chinese/cases/B0DG3RK5XM-colour/evidence"
    csv(e / "复检.csv", [["批次", "检查件数", "色差大于 2.0", "比例 %"], ["2607", 150, 14, "9.3"], ["2608", 170, 13, "7.6"], ["合计", 320, 27, "8.4"]])
    text(e / "供应商邮件.txt", """
发件人: 销售部 <sales@huanlan-textile.example>
收件人: 质检部 <qc@muhe-home.example>
日期: 2026-10-14 10:20
主题: 靠垫套 灰蓝色 新染缸首批色差

您好:

1. 10 月 12 日起灰蓝色固定在 4 号染缸, 不再换缸。
2. 首批 2610-1 共 480 件, 抽 50 件测色, 色差最大 1.1, 上限 2.0。
3. 标准色样 2 套已寄出, 每套编号 HL-GB-07。

销售部
""")
    csv(e / "测色记录.csv", [["日期", "批次", "抽检件数", "最大色差", "超过 2.0", "结论"], ["2026-10-19", "2610-1", 50, "1.2", 0, "放行"], ["2026-11-02", "2611-1", 50, "1.6", 0, "放行"], ["2026-11-16", "2611-2", 50, "2.3", 1, "扣留并全检"], ["合计", "3 批", 150, "2.3", 1, ""]])
    pg = chinese_pages([[(44, "来料测色作业指导书  CS-01"), (28, "版本 1    2026-10-16    负责人: 质检组长"), (20, ""), (32, "一  抽样"), (28, "每批抽 50 件 (ISO 2859-1, 一般检验水平 II, 批量 281 至 500)。"), (32, "二  方法"), (28, "D65 光源, 测色仪, 与色样 HL-GB-07 比较; 上限 2.0。"), (32, "三  判定"), (28, "1 件超过上限: 整批扣留并全检。"), (32, "四  记录"), (28, "每批一行, 记入测色记录, 保存 3 年。")]])
    scan(pg, e / "作业指导书-CS-01.pdf", 8, dpi=110, skew=.3, mode="L")


ALL = [shared, cutting_board, shelf, mug, lamp, bottle, puzzle, mats, stand, press, kit, backpack, tray, chinese_example]

if __name__ == "__main__":
    WORK.mkdir(parents=True, exist_ok=True)
    for f in ALL:
        f()
        print(f.__name__, flush=True)
