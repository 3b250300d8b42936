//! A message as text: what Amazon wrote, kept as a text, a mail or a page that was saved.

use serde::{Deserialize, Serialize};

use super::formats::text;
use super::{Content, Limits, html, inspect};

/// As what a message was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// A plain text.
    Text,
    /// A mail.
    Mail,
    /// An HTML page.
    Page,
}

impl Form {
    /// The extension of such a file.
    pub fn extension(self) -> &'static str {
        match self {
            Form::Text => "txt",
            Form::Mail => "eml",
            Form::Page => "html",
        }
    }
}

/// A message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// Its text, line ends normalised to `\n`.
    pub text: String,
    /// The headers of a mail, a line each; else empty.
    pub header: String,
    /// Year, month and day on which a mail was sent, if it says so.
    pub sent: Option<(i16, u8, u8)>,
    /// As what it was kept.
    pub form: Form,
}

/// Reads a message; none where the bytes are no text of any kind, or there is nothing to read in it.
pub fn message(bytes: &[u8], name: &str, limits: &Limits) -> Option<Message> {
    read(bytes, name, limits).filter(|found| !found.text.trim().is_empty() || !found.header.is_empty())
}

fn read(bytes: &[u8], name: &str, limits: &Limits) -> Option<Message> {
    // What is attached to a mail says nothing here, and is not looked into.
    let found = inspect(bytes, name, &Limits { table_rows: 1, depth: 0, ..limits.clone() });
    let plain = |text, form| Message { text, header: String::new(), sent: None, form };
    match found.map(|found| (found.taken, found.content)) {
        Ok((sent, Content::Mail(mail))) => {
            let header = mail.headers.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
            Some(Message { text: mail.text, header, sent, form: Form::Mail })
        }
        Ok((_, Content::Text { text, .. })) => Some(plain(text, Form::Text)),
        // One with commas in it is no table to us, and a page that was saved is a text with marks.
        Ok((_, Content::Table { .. })) | Err(_) if text::is_text(bytes) => {
            let (text, _) = text::decode(bytes)?;
            let is_page = text.contains("</");
            Some(if is_page { plain(html::text(&text).0, Form::Page) } else { plain(text, Form::Text) })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(bytes: &[u8], name: &str) -> Option<Message> {
        message(bytes, name, &Limits::default())
    }

    #[test]
    fn texts_mails_and_pages() {
        let mail = b"From: a@amazon.com\r\nDate: Fri, 2 Oct 2026 08:00:00 +0000\r\nSubject: Your appeal\r\n\
            MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nHello,\r\nno.\r\n";
        // Its name does not matter.
        for name in ["reply.eml", "reply.txt", ""] {
            let found = of(mail, name).expect("a message");
            assert_eq!((found.form, found.sent), (Form::Mail, Some((2026, 10, 2))), "{name}");
            assert!(found.header.contains("Subject: Your appeal\n") && found.text.starts_with("Hello,\n"));
        }
        let page = of(b"<html><body><p>ASIN: B0CHX3QBCH</p></body></html>", "x").expect("a message");
        assert_eq!((page.text.trim(), page.form), ("ASIN: B0CHX3QBCH", Form::Page));
        for text in ["Hello, seller\n", "a,b,c\n1,2,3\n4,5,6\n"] {
            let found = of(text.as_bytes(), "reply.csv").expect("a message");
            assert_eq!((found.text.as_str(), found.form), (text, Form::Text));
        }
        for other in [&b""[..], b" \n", b"\x89PNG\r\n\x1a\n\0\0", b"PK\x03\x04\0\0\0"] {
            assert_eq!(of(other, "reply.txt"), None);
        }
    }
}
