//! A type's example becomes a case file: comments in the user's language, and what is known filled in.
//!
//! A comment `English | 中文` has a text for each language; one in Chinese alone explains an English
//! blank, and is for Chinese readers only.

use super::Draft;
use crate::options::Lang;
use crate::quote;

/// The stance line of a dispute.
const DISPUTE: &str = "stance      = \"dispute\"";

/// The case file of a draft, out of the example of its type.
pub fn text(example: &str, draft: &Draft, lang: Lang) -> String {
    let text = in_language(example, lang);
    let text = if draft.dispute { dispute(&text) } else { text };
    filled(&text, draft)
}

/// The first lines of an example, up to its first table.
pub fn top(example: &str) -> String {
    let lines: Vec<&str> = example.lines().take_while(|line| !line.starts_with('[')).collect();
    // The comment that leads into the table goes with it.
    let end = lines.iter().rposition(|line| assigned(line).is_some()).map_or(lines.len(), |last| last + 1);
    lines[..end].join("\n") + "\n"
}

/// Comments in one language.
pub fn in_language(example: &str, lang: Lang) -> String {
    let mut made = String::new();
    for line in example.lines() {
        let Some(at) = words_at(line) else {
            made.push_str(line);
            made.push('\n');
            continue;
        };
        let (code, words) = line.split_at(at);
        let chosen = match (words.split_once(" | ").filter(|(en, zh)| !is_chinese(en) && is_chinese(zh)), lang) {
            (Some((en, _)), Lang::En) => en,
            (Some((_, zh)), Lang::Zh) => zh,
            (None, Lang::En) if is_chinese(words) => "",
            (None, _) => words,
        };
        let line = format!("{code}{chosen}");
        // What is left of a comment that is not for this reader.
        let line = if chosen.is_empty() { line.trim_end().trim_end_matches('#').trim_end() } else { line.as_str() };
        let all_gone = chosen.is_empty() && line.trim_matches(['#', ' ']).is_empty();
        if !all_gone {
            made.push_str(line);
            made.push('\n');
        }
    }
    made
}

/// Where the words of the last comment of a line begin; `# key = 5  # words` has two.
fn words_at(line: &str) -> Option<usize> {
    let first = comment_at(line)?;
    let inner = line[first..].trim_start_matches(['#', ' ']);
    let at = line.len() - inner.len();
    let code = assigned(inner).is_some() || inner.starts_with('[');
    if code { Some(at + words_at(inner)?) } else { Some(at) }
}

/// Where the comment of a line begins.
fn comment_at(line: &str) -> Option<usize> {
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        match (quote, c) {
            (None, '#') => return Some(at),
            (None, '"' | '\'') => quote = Some(c),
            (Some('"'), '\\') if !escaped => {
                escaped = true;
                continue;
            }
            (Some(mark), c) if c == mark && !escaped => quote = None,
            _ => {}
        }
        escaped = false;
    }
    None
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{4e00}'..='\u{9fff}'))
}

/// The key that a line sets.
fn assigned(line: &str) -> Option<&str> {
    let key = line.trim_start_matches(['#', ' ']).split_once('=')?.0.trim();
    let plain = !key.is_empty() && key.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    plain.then_some(key)
}

/// The file with what is known of the case.
pub fn filled(text: &str, draft: &Draft) -> String {
    let end = text.lines().position(|line| line.starts_with('[')).unwrap_or(usize::MAX);
    let mut lines: Vec<String> = Vec::new();
    let mut left: Vec<&str> = draft.keys.keys().map(String::as_str).collect();
    let mut last = 0;
    for (at, line) in text.lines().enumerate() {
        let key = if at < end { assigned(line) } else { None };
        let Some(key) = key else {
            lines.push(line.to_owned());
            continue;
        };
        last = lines.len() + 1;
        if key == "asin" && !draft.asins.is_empty() {
            lines.push(match draft.asins.as_slice() {
                [one] => set("asin", &one.as_str().into()),
                all => set("asins", &toml::Value::from(all.to_vec())),
            });
        } else if let Some(given) = draft.keys.get(key) {
            left.retain(|name| *name != key);
            let made = set(key, &given.value);
            let own = words_at(line).map(|from| line[from..].to_owned()).filter(|_| !line.starts_with("product"));
            lines.push(match given.note.clone().or(own) {
                Some(note) => format!("{made:<39} # {}", quote::quoted(&note, 160)),
                None => made,
            });
        } else {
            lines.push(line.to_owned());
        }
    }
    let more = left.iter().filter_map(|key| {
        let given = draft.keys.get(*key)?;
        let made = set(key, &given.value);
        Some(given.note.as_ref().map_or(made.clone(), |note| format!("{made:<39} # {}", quote::quoted(note, 160))))
    });
    let more: Vec<String> = more.collect();
    lines.splice(last..last, more);
    let remarks = draft.remarks.iter().map(|remark| format!("# {}", quote::quoted(remark, 200)));
    let at = lines.iter().position(|line| !line.starts_with('#')).unwrap_or(0);
    let remarks: Vec<String> = remarks.collect();
    lines.splice(at..at, remarks);
    lines.join("\n") + "\n"
}

/// The file with a list of the evidence that is wanted above the first exhibit.
pub fn with_checklist(text: &str, wanted: &[String]) -> String {
    let mut made = String::new();
    let mut left = Some(wanted);
    for line in text.lines() {
        if line == "[[evidence]]" {
            left.take().into_iter().flatten().for_each(|wanted| made.push_str(&format!("# [ ] {wanted}\n")));
        }
        made.push_str(line);
        made.push('\n');
    }
    made
}

fn set(key: &str, value: &toml::Value) -> String {
    format!("{key:<11} = {value}")
}

/// The example as a dispute: causes and actions go, the arguments at its end come in.
fn dispute(example: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut in_fault = false;
    let mut in_arguments = false;
    for line in example.lines() {
        if line.starts_with("[[root_cause]]") || line.starts_with("[[actions]]") {
            // The comment that leads into the table goes with it.
            while !in_fault && lines.last().is_some_and(|last| last.starts_with('#')) {
                lines.pop();
            }
            in_fault = true;
        } else if line.starts_with("[[evidence]]") {
            in_fault = false;
        } else if line.starts_with("# [[arguments]]") {
            in_arguments = true;
        }
        if in_fault {
            continue;
        }
        let line = if in_arguments { line.strip_prefix("# ").unwrap_or(line) } else { line };
        lines.push(match line.split_once('=') {
            Some((key, _)) if key.trim() == "stance" => DISPUTE.to_owned(),
            _ => line.to_owned(),
        });
    }
    cited_only(&(lines.join("\n") + "\n"))
}

/// Without the `[[evidence]]` tables that nothing cites any more.
fn cited_only(case: &str) -> String {
    let Ok(table) = case.parse::<toml::Table>() else { return case.to_owned() };
    let arguments = table.get("arguments").and_then(toml::Value::as_array).into_iter().flatten();
    let lists = arguments.filter_map(|argument| argument.get("evidence")?.as_array());
    let cited: Vec<&str> = lists.flatten().filter_map(toml::Value::as_str).collect();
    let all = table.get("evidence").and_then(toml::Value::as_array).into_iter().flatten();
    let mut keep = all.map(|one| one.get("id").and_then(toml::Value::as_str).is_some_and(|id| cited.contains(&id)));
    let mut dropping = false;
    let mut lines: Vec<&str> = Vec::new();
    for line in case.lines() {
        if line.starts_with("[[evidence]]") {
            dropping = !keep.next().unwrap_or(true);
        } else if dropping && line.is_empty() {
            dropping = false;
            continue;
        } else if line.starts_with('[') {
            dropping = false;
        }
        // What a table that stays improves on may be gone.
        let dangling = line.starts_with("after ") && !cited.iter().any(|id| line.contains(&format!("\"{id}\"")));
        if !dropping && !dangling {
            lines.push(line);
        }
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::start::Given;

    const EXAMPLE: &str = "# Damage | 破损\n\nasin        = \"B0XXXXXXXX\"   # TODO one | TODO 一个\n\
        product     = \"TODO # 1\"   # 名称\n# sku       = \"…\"   # optional | 可选\n\n# Cause | 原因\n[[root_cause]]\n\
        # 中文\nstatement = \"TODO\"\n";

    #[test]
    fn comments_speak_one_language() {
        let en = in_language(EXAMPLE, Lang::En);
        assert_eq!(
            en,
            "# Damage\n\nasin        = \"B0XXXXXXXX\"   # TODO one\nproduct     = \"TODO # 1\"\n\
             # sku       = \"…\"   # optional\n\n# Cause\n[[root_cause]]\nstatement = \"TODO\"\n"
        );
        let zh = in_language(EXAMPLE, Lang::Zh);
        assert!(zh.starts_with("# 破损\n") && zh.contains("   # 名称\n") && zh.contains("\n# 中文\n"), "{zh}");
        assert!(!zh.contains(" | "));
        assert_eq!(top(&en), en[..en.find("\n\n# Cause").unwrap_or(0) + 1]);
    }

    #[test]
    fn what_is_known_is_filled_in() {
        let mut draft = Draft { asins: vec!["B0CHX3QBCH".to_owned()], ..Draft::default() };
        draft.set("product", "Board \"3\" # x\n");
        draft.keys.insert("sku".to_owned(), Given { value: "A-1".into(), note: Some("line 2\n[x]".to_owned()) });
        draft.set("route", "compliance");
        draft.remarks.push("from a\u{202e}list".to_owned());
        let made = filled(&in_language(EXAMPLE, Lang::En), &draft);
        let table: toml::Table = made.parse().unwrap_or_else(|error| panic!("{error}\n{made}"));
        assert_eq!(table["asin"].as_str(), Some("B0CHX3QBCH"));
        assert_eq!(table["product"].as_str(), Some("Board \"3\" # x\n"));
        assert_eq!(table["sku"].as_str(), Some("A-1"));
        assert_eq!(table["route"].as_str(), Some("compliance"));
        assert!(made.contains("# line 2\\n[x]\n") && made.contains("# from a\\u{202e}list\n"), "{made}");
        draft.asins.push("B0CHX3QBCJ".to_owned());
        let made = filled(EXAMPLE, &draft);
        assert!(made.contains("asins       = [\"B0CHX3QBCH\", \"B0CHX3QBCJ\"]\n"), "{made}");
    }
}
