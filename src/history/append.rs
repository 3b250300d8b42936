//! Adds events to the text of a history. What stands there already stays, byte for byte.

use super::event::{Event, What};

/// What a new file begins with.
const HEAD: &str = "# What became of this case: `appealc submit`, `outcome`, `approve` and `note` add to it.\n\
                    # 本案件的经过：由上述命令追加；注释和手工更正都会保留。\n";

/// The text with events after it.
pub fn append(text: &str, events: &[Event]) -> String {
    let mut all = if text.trim().is_empty() { format!("{text}{HEAD}") } else { text.to_owned() };
    let windows = text.contains("\r\n");
    let mut added = String::new();
    if !all.ends_with('\n') {
        added.push('\n');
    }
    for event in events {
        added.push('\n');
        added.push_str(&table(event));
    }
    all.push_str(&if windows { added.replace('\n', "\r\n") } else { added });
    all
}

/// An event as a table.
fn table(event: &Event) -> String {
    let mut table = Lines(String::from("[[events]]\n"));
    table.text("kind", event.kind());
    table.bare("date", &event.date.to_string());
    table.maybe("marketplace", event.marketplace.as_deref());
    match &event.what {
        What::Sent(sent) => {
            table.bare("n", &sent.n.to_string());
            table.maybe("case_id", sent.case_id.as_deref());
            table.maybe("same", sent.same.as_deref());
            table.number("exhibits", sent.exhibits);
            table.number("pages", sent.pages);
            if let Some(date) = sent.printed {
                table.bare("printed", &date.to_string());
            }
            table.text("letter", &sent.letter);
            table.maybe("letter_pdf", sent.letter_pdf.as_deref());
            table.maybe("form", sent.form.as_deref());
            table.list("bundle", &sent.bundle);
            table.maybe("manifest", sent.manifest.as_deref());
            table.maybe("commit", sent.commit.as_deref());
            if sent.commit.is_some() {
                table.bare("dirty", if sent.dirty { "true" } else { "false" });
            }
            table.maybe("tool", sent.tool.as_deref());
            table.maybe("engine", sent.engine.as_deref());
        }
        What::Answered(answered) => {
            table.bare("n", &answered.n.to_string());
            table.text("result", answered.result.name());
            table.maybe("reply", answered.reply.as_deref());
            let fields: Vec<String> = answered.fields.iter().map(|field| field.name().to_owned()).collect();
            if !fields.is_empty() {
                table.list("fields", &fields);
            }
            if !answered.reinstated.is_empty() {
                table.list("reinstated", &answered.reinstated);
            }
        }
        What::Noted { text } => table.text("text", text),
        What::Approved(approved) => {
            table.text("by", &approved.by);
            table.text("letter", &approved.letter);
            table.list("bundle", &approved.bundle);
        }
    }
    table.0
}

/// The lines of a table.
struct Lines(String);

impl Lines {
    fn bare(&mut self, key: &str, value: &str) {
        self.0.push_str(&format!("{key} = {value}\n"));
    }

    fn number(&mut self, key: &str, value: Option<u64>) {
        if let Some(value) = value {
            self.bare(key, &value.to_string());
        }
    }

    fn text(&mut self, key: &str, value: &str) {
        self.bare(key, &string(value));
    }

    fn maybe(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.text(key, value);
        }
    }

    fn list(&mut self, key: &str, values: &[String]) {
        let values: Vec<String> = values.iter().map(|value| string(value)).collect();
        self.bare(key, &format!("[{}]", values.join(", ")));
    }
}

/// A string as TOML writes it, on one line.
fn string(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            // What an editor would act on, or not show, is written as a number.
            c if crate::quote::is_unsafe(c) => quoted.push_str(&format!("\\U{:08X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::event::{Answer, Answered, Approved, Field, Sent};
    use crate::history::record::history;
    use crate::source::SourceFile;

    fn events() -> Vec<Event> {
        let date = jiff::civil::date(2026, 11, 28);
        let sent = Sent {
            n: 1,
            letter: "sha256:aa".to_owned(),
            bundle: vec!["sha256:bb".to_owned(), "sha256:cc".to_owned()],
            printed: Some(date),
            commit: Some("0123456789abcdef0123456789abcdef01234567".to_owned()),
            dirty: true,
            exhibits: Some(3),
            same: Some("Amazon could not open the files".to_owned()),
            ..Sent::default()
        };
        let answered = Answered {
            n: 1,
            result: Answer::MoreInfo,
            reply: Some("submissions/1/reply.txt".to_owned()),
            fields: vec![Field::Prevention, Field::Evidence],
            reinstated: vec!["B0CHX3QBCH".to_owned()],
        };
        let text = "said \"no\" \\ twice\n\t\u{202e}包装\u{7f}".to_owned();
        let bundle = vec!["sha256:bb".to_owned()];
        let approved = Approved { by: "Li Wei".to_owned(), letter: "sha256:aa".to_owned(), bundle };
        let market = || Some("DE".to_owned());
        vec![
            Event::new(date, market(), What::Approved(approved)),
            Event::new(date, market(), What::Sent(sent)),
            Event::new(date, market(), What::Answered(answered)),
            Event::new(date, None, What::Noted { text }),
        ]
    }

    fn read(text: &str) -> (Vec<Event>, Vec<String>) {
        let mut out = Vec::new();
        let mut found = history(&SourceFile::new("history.toml", text), &mut out).events;
        found.iter_mut().for_each(|event| event.place = None);
        (found, out.into_iter().map(|finding| finding.message).collect())
    }

    #[test]
    fn what_is_written_is_read() {
        let text = append("", &events());
        assert_eq!(read(&text), (events(), vec![]), "{text}");
    }

    #[test]
    fn what_stands_there_stays() {
        let before = append("", &events()[..2]) + "# called on Monday   \r\n";
        let after = append(&before, &events()[2..]);
        assert!(after.starts_with(&before));
        assert_eq!(read(&after), (events(), vec![]), "{after}");
        let no_end = "# mine";
        assert!(append(no_end, &events()).starts_with("# mine\n\n[[events]]\n"));
        assert!(append("", &events()).starts_with("# What became"));
    }

    #[test]
    fn what_is_wrong_is_told_and_left_out() {
        for (text, wanted) in [
            ("[[events]]\n", "S004"),
            ("[[events]]\nkind = \"sent\"\ndate = 2026-11-28\n", "S010"),
            ("[[events]]\nkind = \"note\"\ntext = \"a\"\n", "S004"),
            ("[[events]]\nkind = \"note\"\ndate = 2026-11-28\ntxt = \"a\"\n", "S002-similar"),
            ("[[events]]\nkind = \"submitted\"\ndate = 2026-11-28\nn = 0\n", "S003-range"),
            ("[[events]]\nkind = \"submitted\"\ndate = 2026-11-28\nn = -1\n", "S003-range"),
            ("[[events]]\nkind = \"outcome\"\ndate = 2026-11-28\nresult = \"rejected\"\n", "S009-submission"),
            ("[[events]]\nkind = \"outcome\"\ndate = 2026-11-28\nn = 7\nresult = \"rejected\"\n", "S009-submission"),
            (
                "[[events]]\nkind = \"note\"\ndate = 2026-11-28\ntext = \"a\"\nmarketplace = \"XX\"\n",
                "S007-marketplace",
            ),
            ("[[events]]\nkind = \"approved\"\ndate = 2026-11-28\nby = \"A\"\n", "S004"),
            ("[[events\n", "S001"),
        ] {
            let (found, messages) = read(text);
            assert!(messages.iter().any(|message| message.starts_with(wanted)), "{text}: {messages:?}");
            assert!(found.len() < 2, "{text}");
        }
        let sent = "[[events]]\nkind = \"submitted\"\ndate = 2026-11-28\nn = 1\ncommit = \"HEAD~1\"\n";
        assert_eq!(read(&format!("{sent}\n{sent}")).1, ["S007-commit", "S008-submission"]);
    }
}
