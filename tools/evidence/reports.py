"""Makes the reports of two worked cases, in the form of Amazon's downloads. Every order, plate and comment is invented.

    python3 tools/evidence/reports.py

Of the garlic press only what a build counts is committed, as a seller would: `appealc build` writes it, then
the report itself is taken away.
"""
import datetime
import random
from pathlib import Path

CASES = Path(__file__).resolve().parents[2] / "cases"
HEADER = (
    "return-date order-id sku asin fnsku product-name quantity fulfillment-center-id detailed-disposition reason "
    "status license-plate-number customer-comments"
).split()
CENTRES = ["ONT8", "LEX1", "PHX7", "BFI4"]


def days(first: str, last: str) -> list[datetime.date]:
    first, last = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
    return [first + datetime.timedelta(days=at) for at in range((last - first).days + 1)]


class Report:
    def __init__(self, asin: str, sku: str, fnsku: str, product: str, seed: int):
        self.product = [sku, asin, fnsku, product]
        self.random = random.Random(seed)
        self.rows = []

    def add(self, count: int, first: str, last: str, reason: str, grading: str, comments: list[str]):
        span = days(first, last)
        for _ in range(count):
            draw = self.random
            order = f"{draw.randrange(111, 115)}-{draw.randrange(10**6, 10**7)}-{draw.randrange(10**6, 10**7)}"
            at = f"{draw.choice(span)}T{draw.randrange(24):02}:{draw.randrange(60):02}:{draw.randrange(60):02}+00:00"
            plate = f"LPNRR{draw.randrange(10**8, 10**9)}"
            status = "Unit returned to inventory"
            end = [draw.choice(CENTRES), grading, reason, status, plate, draw.choice(comments)]
            self.rows.append([at, order, *self.product, "1", *end])

    def write(self, path: Path):
        path.parent.mkdir(exist_ok=True)
        lines = ["\t".join(row) for row in [HEADER, *sorted(self.rows)]]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")


def puzzle():
    folder = CASES / "B0C9LX4RHP-puzzle-size" / "reports"
    report = Report("B0C9LX4RHP", "WFP-24", "X003PZ24QA", "Wooden floor puzzle, 24 pieces, farm", 24)
    small = ["smaller than the page says", "too small, expected 60 cm", "size is wrong on the page", ""]
    pale = ["colours are paler than in the pictures"]
    months = [("2026-07-01", "2026-07-31", 21, 4, 11), ("2026-08-01", "2026-08-31", 26, 5, 9), ("2026-09-01", "2026-09-30", 24, 4, 12)]
    after = [("2026-10-01", "2026-10-05", 4, 0, 1), ("2026-10-06", "2026-10-31", 2, 1, 10), ("2026-11-01", "2026-11-14", 0, 1, 5)]
    for first, last, smaller, paler, other in months + after:
        report.add(smaller, first, last, "NOT_AS_DESCRIBED", "SELLABLE", small)
        report.add(paler, first, last, "NOT_AS_DESCRIBED", "SELLABLE", pale)
        report.add(other, first, last, "UNWANTED_ITEM", "SELLABLE", ["", "no longer needed"])
    report.write(folder / "fba-returns.tsv")
    head = "Product name,ASIN,SKU,Condition,Fulfilled by,NCX rate,NCX orders,Total orders,Star rating,Return rate,Top NCX reason,Last updated,CX Health | Status,Return Badge Displayed"
    row = '"Wooden floor puzzle, 24 pieces, farm",B0C9LX4RHP,WFP-24,New,Amazon,'
    before = "6.7%,84,1256,3.9,9.2%,Not as described,2026-09-30,Very Poor,Yes"
    later = "0.9%,5,561,4.1,3.4%,Not as described,2026-11-14,Good,No"
    for name, values in [("voc-2026-09-30.csv", before), ("voc-2026-11-14.csv", later)]:
        (folder / name).write_text(f"{head}\n{row}{values}\n", encoding="utf-8-sig", newline="")


def press():
    report = Report("B0CKP3W8FY", "GP-18", "X003GP18LC", "Garlic press, 18/10 stainless steel", 18)
    months = [("2026-06-01", "2026-06-30", 22, 4), ("2026-07-01", "2026-07-31", 27, 4), ("2026-08-01", "2026-08-31", 24, 4), ("2026-09-01", "2026-09-30", 23, 4)]
    for first, last, sellable, damaged in months:
        report.add(sellable, first, last, "DEFECTIVE", "SELLABLE", ["handle bends", "does not press well", ""])
        report.add(damaged, first, last, "DEFECTIVE", "CUSTOMER_DAMAGED", ["bent", ""])
        report.add(6, first, last, "UNWANTED_ITEM", "SELLABLE", [""])
    report.write(CASES / "B0CKP3W8FY-garlic-press-dispute" / "reports" / "fba-returns.tsv")


puzzle()
press()
