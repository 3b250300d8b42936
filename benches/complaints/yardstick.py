"""The tally of `benches/complaints` in DuckDB or Polars, on one thread: units by ASIN and reason, each return once.

    yardstick.py duckdb|polars FILE

Prints the number of groups, the units, and the seconds of the query alone.
"""
import os
import sys
import time

os.environ["POLARS_MAX_THREADS"] = "1"
engine, path = sys.argv[1:]
if engine == "duckdb":
    import duckdb

    base = duckdb.connect(config={"threads": 1, "preserve_insertion_order": False})
    started = time.perf_counter()
    rows = base.execute(
        """
        select asin, reason, sum(cast(quantity as integer)) as units from (
            select any_value(asin) as asin, any_value(reason) as reason, any_value(quantity) as quantity
            from (
                select asin, reason, quantity,
                    case when "license-plate-number" <> '' then "license-plate-number"
                        else "order-id" || sku || substr("return-date", 1, 10) end as key
                from read_csv(?, delim = '\t', header = true, all_varchar = true, quote = '', nullstr = '\x01')
            ) group by key
        ) group by asin, reason
        """,
        [path],
    ).fetchall()
    print(len(rows), sum(row[2] for row in rows), time.perf_counter() - started)
else:
    import polars as pl

    started = time.perf_counter()
    plate = pl.col("license-plate-number")
    order = pl.col("order-id") + pl.col("sku") + pl.col("return-date").str.slice(0, 10)
    rows = (
        pl.scan_csv(path, separator="\t", quote_char=None, infer_schema=False)
        .select("asin", "reason", "quantity", pl.when(plate != "").then(plate).otherwise(order).alias("key"))
        .unique(subset="key", keep="any")
        .group_by("asin", "reason")
        .agg(pl.col("quantity").cast(pl.Int32).sum())
        .collect()
    )
    print(rows.height, rows["quantity"].sum(), time.perf_counter() - started)
