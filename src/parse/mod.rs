//! Text into raw values: syntax, unknown keys and wrong types are told here, all of them at once.

use toml::de::DeTable;

use crate::diag::Finding;
use crate::source::{MAX_TEXT, Place, SourceFile};

/// Reads one table.
pub mod fields;

/// The format, as data.
pub mod keys;

mod mend;

mod salvage;

/// What a file says, before it was checked.
pub mod raw;

use fields::Fields;
use raw::{
    RawAction, RawArgument, RawCase, RawCause, RawComplaints, RawConfig, RawEvidence, RawItem, RawProse, RawReading,
    RawRedact, RawShared, RawStock, RawSubmission, RawTop,
};

/// Deepest nesting of brackets that the parser is shown.
const MAX_DEPTH: usize = 60;

/// Reads `case.toml`. Statements with syntax errors are told and left out, as keys with a wrong value
/// are; `None` where too little is left.
pub fn case(file: &SourceFile, out: &mut Vec<Finding>) -> Option<RawCase> {
    with_table(file, out, |file, table, out| {
        let fields = Fields::new(file, table, &keys::CASE, file.at(0..first_line(file)), out);
        RawCase {
            top: top(&fields),
            include: fields.texts("include").unwrap_or_default(),
            items: items(file, &fields, out),
            stock: fields.tables("stock").into_iter().next().map(|(table, at)| stock(file, table, at, out)),
            complaints: fields.tables("complaints").into_iter().next().map(|(table, at)| {
                let f = Fields::new(file, table, &keys::COMPLAINTS, at, out);
                RawComplaints {
                    reports: f.texts("reports").unwrap_or_default(),
                    from: f.date("from"),
                    to: f.date("to"),
                    quote: f.flag("quote"),
                    readings: each(file, &f, "reading", &keys::READING, out, |f| RawReading {
                        area: f.text("area"),
                        words: f.texts("match"),
                        header: f.header,
                    }),
                    header: f.header,
                }
            }),
            submissions_to: each(file, &fields, "submissions_to", &keys::SUBMISSIONS, out, |f| RawSubmission {
                marketplace: f.text("marketplace"),
                case_id: f.text("case_id"),
                respond_by: f.date("respond_by"),
                header: f.header,
            }),
            arguments: arguments(file, &fields, out),
            shared: shared_tables(file, &fields, out),
            header: fields.header,
        }
    })
}

/// Reads a file that `include` names.
pub fn shared(file: &SourceFile, out: &mut Vec<Finding>) -> Option<RawShared> {
    with_table(file, out, |file, table, out| {
        let fields = Fields::new(file, table, &keys::SHARED, file.at(0..first_line(file)), out);
        shared_tables(file, &fields, out)
    })
}

/// Reads `appealc.toml`.
pub fn config(file: &SourceFile, out: &mut Vec<Finding>) -> Option<RawConfig> {
    with_table(file, out, |file, table, out| {
        let fields = Fields::new(file, table, &keys::CONFIG, file.at(0..first_line(file)), out);
        let mut config = RawConfig { lints: fields.pairs("lints"), ..RawConfig::default() };
        if let Some((table, at)) = fields.tables("seller").into_iter().next() {
            let seller = Fields::new(file, table, &keys::SELLER, at, out);
            config.seller_name = seller.text("name");
            config.store = seller.text("store");
        }
        if let Some((table, at)) = fields.tables("defaults").into_iter().next() {
            config.defaults = top(&Fields::new(file, table, &keys::DEFAULTS, at, out));
        }
        if let Some((table, at)) = fields.tables("limits").into_iter().next() {
            let limits = Fields::new(file, table, &keys::LIMITS, at, out);
            config.bundle_mb = limits.number("bundle_mb");
            config.file_mb = limits.number("file_mb");
            config.letter_words = limits.count("letter_words");
            config.file_types = limits.texts("file_types");
            config.case_seconds = limits.count("case_seconds");
            config.worker_mb = limits.count("worker_mb");
            config.file_seconds = limits.count("file_seconds");
            config.evidence_mb = limits.count("evidence_mb");
            config.megapixels = limits.count("megapixels");
            config.pages = limits.count("pages");
            config.nesting = limits.count("nesting");
            config.unpacked_mb = limits.count("unpacked_mb");
            config.cache_mb = limits.count("cache_mb");
        }
        if let Some((table, at)) = fields.tables("prose").into_iter().next() {
            let prose = Fields::new(file, table, &keys::PROSE, at, out);
            config.prose = RawProse {
                vague: prose.texts("vague"),
                planned: prose.texts("planned"),
                blame: prose.texts("blame"),
                emotive: prose.texts("emotive"),
                concrete: prose.texts("concrete"),
                ignore: prose.texts("ignore"),
            };
        }
        if let Some((table, at)) = fields.tables("output").into_iter().next() {
            let output = Fields::new(file, table, &keys::OUTPUT, at, out);
            config.output_dir = output.text("dir");
            config.paper = output.text("paper");
        }
        if let Some((table, at)) = fields.tables("workflow").into_iter().next() {
            config.approval = Fields::new(file, table, &keys::WORKFLOW, at, out).flag("approval");
        }
        if let Some((table, at)) = fields.tables("fonts").into_iter().next() {
            config.font_paths = Fields::new(file, table, &keys::FONTS, at, out).texts("paths");
        }
        config
    })
}

/// Reads the table that a file holds; what is no TOML is told and left out.
pub(crate) fn with_table<T>(
    file: &SourceFile,
    out: &mut Vec<Finding>,
    read: impl FnOnce(&SourceFile, &DeTable<'_>, &mut Vec<Finding>) -> T,
) -> Option<T> {
    let text: &str = &file.text;
    if text.len() > MAX_TEXT {
        out.push(Finding::new("S001", file.at(0..0)).variant("too-large").arg("limit", MAX_TEXT >> 20));
        return None;
    }
    if let Some(at) = text.find('\u{fffd}') {
        out.push(Finding::new("S001", file.at(at..at + 3)).variant("encoding"));
        return None;
    }
    if let Some(at) = too_deep(text) {
        out.push(Finding::new("S001", file.at(at..at + 1)).arg("detail", "nested too deep"));
        return None;
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        return Some(read(file, table.get_ref(), out));
    }
    let Some(saved) = salvage::salvage(text) else {
        let error = |error: &toml::de::Error| salvage::Error::new(error.span().unwrap_or(0..0), error.message());
        mend::syntax(file, &errors.iter().map(error).collect::<Vec<_>>(), out);
        return None;
    };
    mend::syntax(file, &saved.errors, out);
    let told = out.len();
    let sound = SourceFile::new(file.path.clone(), saved.text.as_str());
    let value = read(&sound, DeTable::parse_recoverable(&saved.text).0.get_ref(), out);
    // What is wrong with a broken statement was told.
    let mut at = 0;
    out.retain(|finding| {
        at += 1;
        let start = finding.place.start;
        at <= told || !saved.broken.iter().any(|lines| lines.start <= start && start <= lines.end)
    });
    Some(value)
}

/// Where brackets nest deeper than any case needs: the parser's own limit is not relied upon.
fn too_deep(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            b'\n' if depth <= 2 => depth = 0,
            _ => {}
        }
        if depth > MAX_DEPTH {
            return Some(at);
        }
    }
    None
}

fn first_line(file: &SourceFile) -> usize {
    file.text.find('\n').unwrap_or(file.text.len())
}

fn top(fields: &Fields<'_>) -> RawTop {
    RawTop {
        asin: fields.text("asin"),
        asins: fields.texts("asins"),
        kind: fields.text("type"),
        stance: fields.text("stance"),
        marketplace: fields.text("marketplace"),
        language: fields.text("language"),
        product: fields.text("product"),
        sku: fields.text("sku"),
        route: fields.text("route"),
        case_id: fields.text("case_id"),
        notified: fields.date("notified"),
        respond_by: fields.date("respond_by"),
        notice: fields.text("notice"),
        complaint: fields.text("complaint"),
        request: fields.text("request"),
        orders: fields.texts("orders"),
    }
}

fn shared_tables(file: &SourceFile, fields: &Fields<'_>, out: &mut Vec<Finding>) -> RawShared {
    RawShared {
        causes: each(file, fields, "root_cause", &keys::ROOT_CAUSE, out, |f| RawCause {
            id: f.text("id"),
            area: f.text("area"),
            statement: f.text("statement"),
            evidence: f.texts("evidence").unwrap_or_default(),
            zh: f.text("zh"),
            asins: f.texts("asins").unwrap_or_default(),
            header: f.header,
        }),
        actions: each(file, fields, "actions", &keys::ACTIONS, out, |f| RawAction {
            phase: f.text("phase"),
            area: f.text("area"),
            started: f.date("started"),
            done: f.date("done"),
            what: f.text("what"),
            addresses: f.texts("addresses"),
            owner: f.text("owner"),
            frequency: f.text("frequency"),
            evidence: f.texts("evidence").unwrap_or_default(),
            zh: f.text("zh"),
            asins: f.texts("asins").unwrap_or_default(),
            header: f.header,
        }),
        evidence: fields
            .tables("evidence")
            .into_iter()
            .map(|(table, at)| evidence(file, Fields::new(file, table, &keys::EVIDENCE, at, out), out))
            .collect(),
    }
}

fn evidence(file: &SourceFile, f: Fields<'_>, out: &mut Vec<Finding>) -> RawEvidence {
    RawEvidence {
        id: f.text("id"),
        path: f.text("path"),
        kind: f.text("kind"),
        caption: f.text("caption"),
        date: f.date("date"),
        pages: f.text("pages"),
        after: f.text("after"),
        note: f.text("note"),
        translation: f.text("translation"),
        proves: f.text("proves"),
        password_env: f.text("password_env"),
        redact: each(file, &f, "redact", &keys::REDACT, out, |f| RawRedact {
            page: f.count("page"),
            rect: f.rect("rect"),
            search: f.text("search"),
            header: f.header,
        }),
        unmask: f.texts("unmask").unwrap_or_default(),
        confidential: f.flag("confidential"),
        asins: f.texts("asins").unwrap_or_default(),
        header: f.header,
    }
}

fn arguments(file: &SourceFile, fields: &Fields<'_>, out: &mut Vec<Finding>) -> Vec<RawArgument> {
    each(file, fields, "arguments", &keys::ARGUMENTS, out, |f| RawArgument {
        claim: f.text("claim"),
        evidence: f.texts("evidence").unwrap_or_default(),
        zh: f.text("zh"),
        asins: f.texts("asins").unwrap_or_default(),
        header: f.header,
    })
}

fn items(file: &SourceFile, fields: &Fields<'_>, out: &mut Vec<Finding>) -> Vec<RawItem> {
    each(file, fields, "items", &keys::ITEMS, out, |f| RawItem {
        asin: f.text("asin"),
        product: f.text("product"),
        sku: f.text("sku"),
        sold: f.count("sold"),
        checked: f.count("checked"),
        failed: f.count("failed"),
        header: f.header,
    })
}

fn stock(file: &SourceFile, table: &DeTable<'_>, at: Place, out: &mut Vec<Finding>) -> RawStock {
    let f = Fields::new(file, table, &keys::STOCK, at, out);
    RawStock {
        as_of: f.date("as_of"),
        at_amazon: f.count("at_amazon"),
        recalled: f.count("recalled"),
        received: f.count("received"),
        sellable: f.count("sellable"),
        evidence: f.texts("evidence").unwrap_or_default(),
        header: f.header,
    }
}

fn each<T>(
    file: &SourceFile,
    fields: &Fields<'_>,
    key: &str,
    spec: &'static keys::Table,
    out: &mut Vec<Finding>,
    read: impl Fn(Fields<'_>) -> T,
) -> Vec<T> {
    fields.tables(key).into_iter().map(|(table, at)| read(Fields::new(file, table, spec, at, out))).collect()
}
