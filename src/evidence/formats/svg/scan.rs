use std::borrow::Cow;
use std::collections::BTreeMap;

use usvg::roxmltree::{Document, Node};

use crate::evidence::{LeftOut, Refusal};

use super::{damaged, unsupported};

/// Elements inside each other.
const DEPTH: usize = 128;

/// Elements once all that is used again is counted again.
const ELEMENTS: u64 = 500_000;

/// The text without its document type. One that declares something is refused: entities make a
/// short file endless.
pub(super) fn without_type(text: &str) -> Result<Cow<'_, str>, Refusal> {
    let Some(start) = text.find("<!DOCTYPE") else { return Ok(Cow::Borrowed(text)) };
    let rest = text.get(start..).unwrap_or_default();
    match rest.find(['[', '>']).map(|end| (rest.as_bytes().get(end), end)) {
        Some((Some(b'>'), end)) => {
            let after = rest.get(end + 1..).unwrap_or_default();
            if after.contains("<!DOCTYPE") || after.contains("<!ENTITY") {
                return Err(unsupported("with XML entities"));
            }
            Ok(Cow::Owned([text.get(..start).unwrap_or_default(), after].concat()))
        }
        _ => Err(unsupported("with XML entities")),
    }
}

/// Checks how deep elements stand in each other, before a parser goes down with them.
pub(super) fn depth(text: &str) -> Result<(), Refusal> {
    let mut rest = text;
    let mut depth = 0_usize;
    while let Some(start) = rest.find('<') {
        rest = rest.get(start..).unwrap_or_default();
        let skip = |end: &str| rest.find(end).map(|at| at + end.len());
        let end = if rest.starts_with("<!--") {
            skip("-->")
        } else if rest.starts_with("<![CDATA[") {
            skip("]]>")
        } else if rest.starts_with("<?") {
            skip("?>")
        } else {
            let end = tag_end(rest);
            let closes = rest.starts_with("</");
            let empty = end.is_some_and(|end| rest.get(..end).is_some_and(|tag| tag.ends_with("/>")));
            if closes {
                depth = depth.saturating_sub(1);
            } else if !empty {
                depth += 1;
            }
            end
        };
        if depth > DEPTH {
            return Err(damaged("elements too deep in each other"));
        }
        rest = end.and_then(|end| rest.get(end..)).unwrap_or_default();
    }
    Ok(())
}

/// Where a tag ends: at a `>` outside quotation marks.
fn tag_end(rest: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in rest.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at + 1),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(mark), byte) if mark == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// Looks at every element; what is left out of the picture.
pub(super) fn elements(document: &Document<'_>) -> Result<Vec<LeftOut>, Refusal> {
    let mut left_out = Vec::new();
    for node in document.descendants() {
        if node.is_pi() && node.pi().is_some_and(|pi| pi.target == "xml-stylesheet") {
            return Err(outside());
        }
        if !node.is_element() {
            continue;
        }
        match node.tag_name().name() {
            "script" => left_out.push(LeftOut::JavaScript),
            "animate" | "animateTransform" | "animateMotion" | "animateColor" | "set" => {
                left_out.push(LeftOut::Animation);
            }
            "audio" | "video" | "iframe" | "canvas" => left_out.push(LeftOut::Media),
            "foreignObject" if !has_stand_in(node) => return Err(unsupported("with a web page inside")),
            "style" => left_out.extend(style(&node.descendants().filter_map(|n| n.text()).collect::<String>())?),
            _ => {}
        }
        for attribute in node.attributes() {
            let value = attribute.value().trim();
            match attribute.name() {
                "href" => left_out.extend(reference(node, value)?),
                name if name.len() > 2 && name.starts_with("on") => left_out.push(LeftOut::JavaScript),
                _ if value.contains("url(") => left_out.extend(style(value)?),
                _ => {}
            }
        }
    }
    count(document)?;
    left_out.sort();
    left_out.dedup();
    Ok(left_out)
}

fn outside() -> Refusal {
    unsupported("with references to other files")
}

/// What stands in a `switch` beside a page is shown in its place.
fn has_stand_in(node: Node<'_, '_>) -> bool {
    node.parent_element().is_some_and(|parent| {
        let others = parent.children().filter(|other| other.is_element() && *other != node);
        parent.tag_name().name() == "switch" && others.count() > 0
    })
}

fn reference(node: Node<'_, '_>, value: &str) -> Result<Option<LeftOut>, Refusal> {
    let name = node.tag_name().name();
    if value.is_empty() || value.starts_with('#') {
        return Ok((name == "a" && !value.is_empty()).then_some(LeftOut::InternalLink));
    }
    if name == "a" {
        return Ok(Some(LeftOut::RemoteLink { uri: value.to_owned() }));
    }
    let data = value.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("data:"));
    if data && matches!(name, "image" | "feImage") {
        let kind = value.get(5..).unwrap_or_default().split(',').next().unwrap_or_default().to_ascii_lowercase();
        if kind.contains("svg") {
            return Err(unsupported("with another drawing inside"));
        }
        return Ok(None);
    }
    match name {
        // It is not run in any case.
        "script" => Ok(Some(LeftOut::JavaScript)),
        _ => Err(outside()),
    }
}

/// Looks at a style: what it would fetch is refused, fonts that it brings are left out.
fn style(text: &str) -> Result<Option<LeftOut>, Refusal> {
    let lower = text.to_ascii_lowercase();
    if lower.contains("@import") {
        return Err(outside());
    }
    let mut found = None;
    for part in lower.split("url(").skip(1) {
        let target = part.trim_start().trim_start_matches(['"', '\'']).trim_start();
        if target.starts_with("data:") {
            found = Some(LeftOut::Fonts);
        } else if !target.starts_with('#') {
            return Err(outside());
        }
    }
    Ok(found)
}

/// Counts elements, those that are used again each time: use in use in use is endless.
fn count(document: &Document<'_>) -> Result<(), Refusal> {
    let mut ids = BTreeMap::new();
    for node in document.descendants().filter(Node::is_element) {
        if let Some(id) = node.attribute("id") {
            ids.entry(id).or_insert(node);
        }
    }
    let mut known = BTreeMap::new();
    let total = weight(document.root_element(), &ids, &mut known, 0);
    if total > ELEMENTS { Err(damaged("too many elements")) } else { Ok(()) }
}

/// How many elements a node becomes; too many where it uses itself.
fn weight<'a>(
    node: Node<'a, 'a>,
    ids: &BTreeMap<&str, Node<'a, 'a>>,
    known: &mut BTreeMap<u32, u64>,
    depth: usize,
) -> u64 {
    if let Some(weight) = known.get(&node.id().get()) {
        return *weight;
    }
    if depth > 4 * DEPTH {
        return ELEMENTS + 1;
    }
    // Seen again below itself, it counts as nothing: such a reference is not drawn.
    known.insert(node.id().get(), 0);
    let mut sum = 1_u64;
    for child in node.children().filter(Node::is_element) {
        sum = sum.saturating_add(weight(child, ids, known, depth + 1));
    }
    for attribute in node.attributes() {
        let value = attribute.value();
        let target = match attribute.name() {
            "href" => value.trim().strip_prefix('#'),
            _ => value.split_once("url(#").and_then(|(_, rest)| rest.split(')').next()),
        };
        if let Some(target) = target.and_then(|target| ids.get(target)) {
            sum = sum.saturating_add(weight(*target, ids, known, depth + 1));
        }
    }
    known.insert(node.id().get(), sum);
    sum
}
