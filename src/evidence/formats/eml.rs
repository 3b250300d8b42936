use encoding_rs::Encoding;
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Address, HeaderName, HeaderValue, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use crate::evidence::enclosed::Enclosed;
use crate::evidence::{Content, Inspected, LeftOut, Limits, Mail, Problem, Refusal, extension, html};

use super::{Format, text};

/// Mail as mail programs save it. The text is shown, its attachments are looked into; nothing that
/// it names is loaded.
pub static FORMAT: Format = Format {
    id: "eml",
    media_type: "message/rfc822",
    extensions: &["eml"],
    sniff: is_mail,
    inspect: |bytes, _, limits| inspect(bytes, limits),
};

/// Attachments that are listed.
const ATTACHMENTS: usize = 100;
/// Parts that a mail may have.
const PARTS: usize = 2_000;
/// Characters of one header that are kept.
const HEADER: usize = 4_000;

/// A raw message begins with header lines, among them ones that only mail programs write.
pub fn is_mail(bytes: &[u8], name: &str) -> bool {
    let start = bytes.get(..4096).unwrap_or(bytes);
    if memchr::memchr(0, start).is_some() || !text::is_text(start) {
        return false;
    }
    // Most texts are known by their first line.
    let bare = start.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(start).trim_ascii_start();
    let first = bare.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let mailbox = [&b"from "[..], b">from "]
        .iter()
        .any(|mark| first.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark)));
    // A header line has a name without blanks, and a colon.
    let is_header = first.iter().find(|byte| matches!(byte, b' ' | b':')) == Some(&b':');
    if first.is_ascii() && !mailbox && !is_header {
        return false;
    }
    let lower = String::from_utf8_lossy(start).to_ascii_lowercase();
    let lower = lower.trim_start_matches('\u{FEFF}').trim_start();
    // Web pages that a browser saved look like mail.
    if lower.contains("snapshot-content-location:")
        || lower.lines().any(|line| line.starts_with("from: ") && line.contains("saved by"))
    {
        return false;
    }
    let header = lower.split("\n\n").next().unwrap_or_default();
    let header = header.split("\r\n\r\n").next().unwrap_or_default();
    let cut = lower.len() == header.len();
    let mut lines: Vec<&str> = header.lines().filter(|line| !line.starts_with([' ', '\t'])).collect();
    if cut && lines.len() > 1 && bytes.len() > start.len() {
        lines.pop();
    }
    // Mailboxes begin each message with a line of their own.
    let lines = lines.iter().filter(|line| !line.starts_with("from ") && !line.starts_with(">from "));
    let names: Vec<&str> = lines.map(|line| line.split(':').next().unwrap_or_default()).collect();
    let fields = |name: &&str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_graphic());
    if names.is_empty() || !names.iter().all(fields) {
        return false;
    }
    if extension(name) == "eml" {
        return header.contains(':');
    }
    let machine = ["received", "message-id", "mime-version", "return-path", "content-type"];
    names.contains(&"from") && machine.iter().any(|name| names.contains(name))
}

fn unreadable(problem: Problem) -> Refusal {
    Refusal::Unreadable { reader: FORMAT.id, problem }
}

fn parse(bytes: &[u8]) -> Option<Message<'_>> {
    MessageParser::default().parse(bytes)
}

/// Reads a mail.
///
/// # Errors
///
/// A [`Refusal`] if there is neither a header nor a text that can be shown.
pub fn inspect(bytes: &[u8], limits: &Limits) -> Result<Inspected, Refusal> {
    let Some(message) = parse(bytes) else {
        return Err(unreadable(Problem::damaged("it has no header")));
    };
    if message.parts.len() > PARTS {
        return Err(unreadable(Problem::damaged(format!("it has {} parts", message.parts.len()))));
    }
    let mut mail = Mail { headers: headers(&message), ..Mail::default() };
    let mut left_out = Vec::new();
    let mut texts = Vec::new();
    for id in body(&message) {
        let Some(part) = message.parts.get(id) else { continue };
        let Some(raw) = decoded(&message, part) else { continue };
        if matches!(part.body, PartType::Html(_)) {
            let (text, remote) = html::text(&raw);
            if remote > 0 {
                left_out.push(LeftOut::RemotePictures { count: remote });
            }
            mail.from_html = true;
            texts.push(text);
        } else {
            texts.push(raw.trim_matches('\n').trim_end().to_owned());
        }
    }
    texts.retain(|text| !text.trim().is_empty());
    mail.text = texts.join("\n\n");
    let attached = attached(&message);
    for (at, (part, name)) in attached.iter().enumerate() {
        if at >= ATTACHMENTS {
            left_out.push(LeftOut::Attachments { count: attached.len() - at });
            break;
        }
        let bytes = content(&message, part);
        let enclosed = Enclosed::new(name.clone(), media_type(part), &bytes, limits);
        if enclosed.inspected.is_none() {
            left_out.push(LeftOut::Attachment { name: name.clone() });
        }
        mail.attachments.push(enclosed);
    }
    if mail.headers.is_empty() && mail.text.is_empty() && mail.attachments.is_empty() {
        return Err(unreadable(Problem::damaged("it has neither header nor text")));
    }
    let taken = message
        .date()
        .filter(|date| date.is_valid())
        .and_then(|date| Some((i16::try_from(date.year).ok()?, date.month, date.day)));
    let mut found = Inspected::new(FORMAT.id, Content::Mail(Box::new(mail)));
    found.left_out = left_out;
    found.taken = taken;
    Ok(found)
}

/// The attachments' bytes, in the order of [`Mail::attachments`].
pub fn attachments(bytes: &[u8]) -> Vec<Vec<u8>> {
    let Some(message) = parse(bytes) else { return Vec::new() };
    attached(&message).iter().take(ATTACHMENTS).map(|(part, _)| content(&message, part)).collect()
}

/// The headers that are printed.
fn headers(message: &Message<'_>) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let mut add = |name: &str, value: String| {
        let value: String = value.split_whitespace().collect::<Vec<_>>().join(" ");
        if !value.is_empty() {
            all.push((name.to_owned(), value.chars().take(HEADER).collect()));
        }
    };
    add("From", addresses(message.from()));
    add("To", addresses(message.to()));
    add("Cc", addresses(message.cc()));
    let date = message.date().filter(|date| date.is_valid());
    let written = message.header_raw(HeaderName::Date).unwrap_or_default();
    add("Date", date.map_or_else(|| written.to_owned(), when));
    let subject = message.header(HeaderName::Subject).and_then(HeaderValue::as_text).unwrap_or_default();
    add("Subject", bare_subject(message).unwrap_or_else(|| subject.to_owned()));
    all
}

/// A subject in 8-bit text that does not say in which encoding it is.
fn bare_subject(message: &Message<'_>) -> Option<String> {
    let header = message.headers().iter().find(|header| header.name == HeaderName::Subject)?;
    let range = usize::try_from(header.offset_start).ok()?..usize::try_from(header.offset_end).ok()?;
    let bytes = message.raw_message.get(range)?;
    // Beside an encoded word it is the mail parser that knows best.
    let bare = std::str::from_utf8(bytes).is_err() && memchr::memmem::find(bytes, b"=?").is_none();
    bare.then(|| text::decode(bytes).map(|found| found.0))?
}

/// `2026-10-09 14:30:12 +08:00`: as the sender's clock showed it.
fn when(date: &mail_parser::DateTime) -> String {
    let text = date.to_rfc3339();
    let (day, rest) = text.split_once('T').unwrap_or((&text, ""));
    let (time, zone) = rest.split_at_checked(8).unwrap_or((rest, ""));
    let zone = if zone == "Z" { "UTC" } else { zone };
    format!("{day} {time} {zone}").trim_end().to_owned()
}

fn addresses(all: Option<&Address<'_>>) -> String {
    let one = |address: &mail_parser::Addr<'_>| {
        let name = address.name().unwrap_or_default().trim().to_owned();
        match (name.is_empty(), address.address()) {
            (true, Some(at)) => at.to_owned(),
            (false, Some(at)) if at != name => format!("{name} <{at}>"),
            _ => name,
        }
    };
    all.map(|all| all.iter().map(one).collect::<Vec<_>>().join(", ")).unwrap_or_default()
}

/// The parts that make the text, as ids: plain text where there is one, else HTML.
fn body(message: &Message<'_>) -> Vec<usize> {
    let kind = |id: usize| message.parts.get(id).map(|part| &part.body);
    let id = |id: &u32| usize::try_from(*id).unwrap_or(usize::MAX);
    let texts = |list: &[u32]| -> Vec<usize> {
        let all = list.iter().map(id);
        all.filter(|id| matches!(kind(*id), Some(PartType::Text(_) | PartType::Html(_)))).collect()
    };
    let plain = texts(&message.text_body);
    let says = |id: &usize| match kind(*id) {
        Some(PartType::Text(text) | PartType::Html(text)) => !text.trim().is_empty(),
        _ => false,
    };
    if plain.iter().any(says) { plain } else { texts(&message.html_body) }
}

/// What is attached: every part that is neither a container nor a rendition of the text.
fn attached<'m>(message: &'m Message<'m>) -> Vec<(&'m MessagePart<'m>, String)> {
    let id = |id: &u32| usize::try_from(*id).unwrap_or(usize::MAX);
    let shown: Vec<usize> = message.text_body.iter().chain(&message.html_body).map(id).collect();
    let mut found: Vec<(&MessagePart<'_>, String)> = Vec::new();
    for (at, part) in message.parts.iter().enumerate() {
        let text = matches!(part.body, PartType::Text(_) | PartType::Html(_));
        if matches!(part.body, PartType::Multipart(_)) || text && shown.contains(&at) {
            continue;
        }
        found.push((part, name(part, found.len() + 1)));
    }
    found
}

/// The name of an attachment; one without a name gets one from what it is.
fn name(part: &MessagePart<'_>, number: usize) -> String {
    let given = part.attachment_name().unwrap_or_default();
    let given: String =
        given.rsplit(['/', '\\']).next().unwrap_or_default().chars().filter(|c| !c.is_control()).collect();
    if !given.trim().is_empty() {
        return given.trim().chars().take(200).collect();
    }
    if let PartType::Message(inner) = &part.body {
        let subject: String =
            inner.subject().unwrap_or("message").chars().filter(|c| !c.is_control()).take(80).collect();
        return format!("{}.eml", subject.trim());
    }
    let end = match media_type(part).as_str() {
        "text/html" => ".html",
        kind if kind.starts_with("text/") => ".txt",
        "image/jpeg" => ".jpg",
        "image/png" => ".png",
        "image/gif" => ".gif",
        "application/pdf" => ".pdf",
        _ => "",
    };
    format!("attachment-{number}{end}")
}

fn media_type(part: &MessagePart<'_>) -> String {
    let Some(kind) = part.content_type() else {
        return if part.is_message() { "message/rfc822".to_owned() } else { "text/plain".to_owned() };
    };
    let all = match kind.subtype() {
        Some(sub) => format!("{}/{sub}", kind.ctype()),
        None => kind.ctype().to_owned(),
    };
    all.chars().filter(|c| c.is_ascii_graphic()).take(100).collect::<String>().to_ascii_lowercase()
}

/// The bytes of a part as they were before they were put into the mail.
fn content(message: &Message<'_>, part: &MessagePart<'_>) -> Vec<u8> {
    match &part.body {
        PartType::Message(inner) => inner.raw_message().to_vec(),
        PartType::Binary(bytes) | PartType::InlineBinary(bytes) => bytes.to_vec(),
        PartType::Text(_) | PartType::Html(_) => raw(message, part),
        PartType::Multipart(_) => Vec::new(),
    }
}

/// The bytes of a text part, its transfer encoding undone and its charset not.
fn raw(message: &Message<'_>, part: &MessagePart<'_>) -> Vec<u8> {
    let at = |offset: u32| usize::try_from(offset).unwrap_or(usize::MAX);
    let bytes = message.raw_message.get(at(part.offset_body)..at(part.offset_end)).unwrap_or_default();
    let encoding = part.content_transfer_encoding().unwrap_or_default().trim().to_ascii_lowercase();
    match encoding.as_str() {
        "base64" => base64_decode(bytes),
        "quoted-printable" => quoted_printable_decode(bytes),
        _ => None,
    }
    .unwrap_or_else(|| bytes.to_vec())
}

/// The text of a part, its line ends normalised: in the encoding that it names, or else in the one
/// that it seems to be in.
fn decoded(message: &Message<'_>, part: &MessagePart<'_>) -> Option<String> {
    let bytes = raw(message, part);
    let label = part.content_type().and_then(|kind| kind.attribute("charset"));
    let named = label.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    let strict = named.and_then(|encoding| encoding.decode_without_bom_handling_and_without_replacement(&bytes));
    let text = match strict {
        Some(text) => text.into_owned(),
        None => match (named, text::decode(&bytes)) {
            (_, Some((text, _))) => text,
            (Some(encoding), None) => encoding.decode_without_bom_handling(&bytes).0.into_owned(),
            (None, None) => String::from_utf8_lossy(&bytes).into_owned(),
        },
    };
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    Some(text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8]) -> Result<(Mail, Inspected), Refusal> {
        let found = inspect(text, &Limits::default())?;
        match found.content.clone() {
            Content::Mail(mail) => Ok((*mail, found)),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn mail_and_chat() {
        assert!(is_mail(b"From: a@b.c\nTo: d@e.f\nMessage-ID: <1>\n\nHi\n", "x.txt"));
        assert!(!is_mail(b"From: our supplier\nWe confirm the change.\n", "x.txt"));
        assert!(is_mail(b"Subject: x\n\nHi\n", "x.eml"));
        assert!(!is_mail(b"", "x.eml") && !is_mail(b"\0\0", "x.eml"));
    }

    #[test]
    fn headers_and_text() {
        let text = b"From: =?GB18030?B?wO7A2g==?= <li@factory.example>\r\nTo: shop@example.com,\r\n b@example.com\r\n\
            Date: Fri, 9 Oct 2026 14:30:12 +0800\r\nSubject: =?utf-8?Q?Box_=E8=B4=A8?=\r\nMIME-Version: 1.0\r\n\
            Content-Type: text/plain; charset=gb18030\r\nContent-Transfer-Encoding: base64\r\n\r\nyrzW1Q==\r\n";
        let (mail, found) = read(text).expect("a mail");
        let header = |name: &str| mail.headers.iter().find(|h| h.0 == name).map(|h| h.1.as_str());
        assert_eq!(header("From"), Some("李磊 <li@factory.example>"));
        assert_eq!(header("To"), Some("shop@example.com, b@example.com"));
        assert_eq!(header("Date"), Some("2026-10-09 14:30:12 +08:00"));
        assert_eq!(header("Subject"), Some("Box 质"));
        assert_eq!(mail.text, "始终");
        assert_eq!(found.taken, Some((2026, 10, 9)));
    }

    const MIXED: &str = "From: a@example.com\nSubject: x\nMIME-Version: 1.0\n\
        Content-Type: multipart/mixed; boundary=B\n\n--B\nContent-Type: multipart/alternative; boundary=C\n\n\
        --C\nContent-Type: text/plain\n\nplain\n--C\nContent-Type: text/html\n\n<p>rich</p>\n--C--\n\
        --B\nContent-Type: text/csv; name=t.csv\nContent-Disposition: attachment; filename=t.csv\n\na,b\n1,2\n\
        --B\nContent-Type: application/zip; name=\"../x/z.zip\"\nContent-Transfer-Encoding: base64\n\nUEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==\n\
        --B\nContent-Type: message/rfc822\n\nFrom: c@example.com\nSubject: inner\nContent-Type: text/plain\n\ninside\n--B--\n";

    #[test]
    fn attachments_are_looked_into() {
        let (mail, found) = read(MIXED.as_bytes()).expect("a mail");
        assert_eq!((mail.text.as_str(), mail.from_html), ("plain", false));
        let names: Vec<&str> = mail.attachments.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["t.csv", "z.zip", "inner.eml"]);
        let formats: Vec<Option<&str>> =
            mail.attachments.iter().map(|one| one.inspected.as_ref().map(|found| found.format)).collect();
        assert_eq!(formats, [Some("csv"), None, Some("eml")]);
        assert_eq!(found.left_out, [LeftOut::Attachment { name: "z.zip".to_owned() }]);
        let unpacked = attachments(MIXED.as_bytes());
        assert_eq!(unpacked.len(), 3);
        for (bytes, one) in unpacked.iter().zip(&mail.attachments) {
            assert_eq!(crate::read::sha256(bytes), one.sha256);
        }
    }

    #[test]
    fn html_alone_is_made_text() {
        let text = b"From: a@example.com\nContent-Type: text/html; charset=utf-8\n\n<p>Dear\nMs Li</p><img src=\"http://x.example/a.gif\">\n";
        let (mail, found) = read(text).expect("a mail");
        assert_eq!((mail.text.as_str(), mail.from_html), ("Dear Ms Li", true));
        assert_eq!(found.left_out, [LeftOut::RemotePictures { count: 1 }]);
    }

    #[test]
    fn mails_within_mails_end() {
        let mut mail = "From: a@example.com\nSubject: s\nContent-Type: text/plain\n\nend\n".to_owned();
        for _ in 0..200 {
            mail = format!("From: a@example.com\nSubject: s\nContent-Type: message/rfc822\n\n{mail}");
        }
        let (mail, _) = read(mail.as_bytes()).expect("a mail");
        let mut depth = 0;
        let mut inner = mail.attachments;
        while let Some(next) = inner.pop() {
            depth += 1;
            match next.inspected.map(|found| found.content) {
                Some(Content::Mail(mail)) => inner = mail.attachments,
                _ => break,
            }
        }
        assert!((2..=4).contains(&depth), "{depth}");
    }

    #[test]
    fn cut_off_anywhere() {
        for end in 0..MIXED.len() {
            let _ = read(&MIXED.as_bytes()[..end]);
        }
        assert!(read(b"").is_err());
    }
}
