//! Seller-fulfilled returns as XML (`GET_XML_RETURNS_DATA_BY_RETURN_DATE`): a `return_details` for each
//! return, with an `item_details` for each product, which may stand there twice.

use std::io::{BufReader, Read};

use quick_xml::Reader;
use quick_xml::events::Event;

use super::{Format, Shape};
use crate::complaints::take::{Cells, Refusal, Taker};

/// Seller-fulfilled returns, XML.
pub static FORMAT: Format = Format { id: "seller-returns-xml", looked_for: "AmazonEnvelope", shape: Shape::Xml(read) };

/// How deep elements may nest.
const MAX_DEPTH: usize = 64;
/// Most products of one return.
const MAX_ITEMS: usize = 1000;
/// Longest text that is kept.
const MAX_TEXT: usize = 1000;

#[derive(Default)]
struct Item {
    asin: String,
    sku: String,
    name: String,
    units: String,
    reason: String,
    line: u64,
}

/// Where the reader is, in lines.
struct Lines<R> {
    inner: R,
    line: std::rc::Rc<std::cell::Cell<u64>>,
}

impl<R: Read> Read for Lines<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        // A little at a time, so that the count is near to what was just read.
        let most = out.len().min(256);
        let got = self.inner.read(&mut out[..most])?;
        self.line.set(self.line.get() + memchr::memchr_iter(b'\n', &out[..got]).count() as u64);
        Ok(got)
    }
}

fn read(text: &mut dyn Read, taker: &mut Taker) -> Result<(), Refusal> {
    let line = std::rc::Rc::new(std::cell::Cell::new(1));
    let lines = Lines { inner: BufReader::with_capacity(1 << 16, text), line: line.clone() };
    let mut reader = Reader::from_reader(BufReader::with_capacity(256, lines));
    reader.config_mut().check_end_names = true;
    let mut buf = Vec::new();
    let mut path: Vec<Vec<u8>> = Vec::new();
    let (mut order, mut date) = (String::new(), String::new());
    let mut items: Vec<Item> = Vec::new();
    let mut value = String::new();
    loop {
        buf.clear();
        let event = reader.read_event_into(&mut buf).map_err(|error| match error {
            quick_xml::Error::Io(error) => Refusal::from(std::io::Error::from(error.kind())),
            quick_xml::Error::Syntax(_) => Refusal::Truncated,
            other => Refusal::Damaged(format!("line {}: {other}", line.get())),
        })?;
        match event {
            Event::Start(start) => {
                if path.len() >= MAX_DEPTH {
                    return Err(Refusal::Damaged(format!("line {}: elements nest too deep", line.get())));
                }
                let name = start.local_name().into_inner().to_vec();
                match name.as_slice() {
                    b"return_details" => {
                        {
                            order.clear();
                            date.clear();
                        }
                        items.clear();
                    }
                    b"item_details" if items.len() < MAX_ITEMS => {
                        items.push(Item { line: line.get(), ..Item::default() });
                    }
                    _ => {}
                }
                path.push(name);
                value.clear();
            }
            Event::Text(text) => add(&mut value, &text.decode().unwrap_or_default()),
            Event::CData(text) => add(&mut value, &String::from_utf8_lossy(&text)),
            Event::GeneralRef(name) => {
                let named = match &name[..] {
                    b"amp" => "&",
                    b"lt" => "<",
                    b"gt" => ">",
                    b"quot" => "\"",
                    b"apos" => "'",
                    _ => "",
                };
                let char = name.resolve_char_ref().ok().flatten();
                add(&mut value, &char.map_or_else(|| named.to_owned(), String::from));
            }
            Event::End(_) => {
                let name = path.pop().unwrap_or_default();
                let within = path.last().map(Vec::as_slice).unwrap_or_default();
                match (within, name.as_slice(), items.last_mut()) {
                    (b"item_details", b"asin", Some(item)) => item.asin = std::mem::take(&mut value),
                    (b"item_details", b"merchant_sku", Some(item)) => item.sku = std::mem::take(&mut value),
                    (b"item_details", b"item_name", Some(item)) => item.name = std::mem::take(&mut value),
                    (b"item_details", b"return_quantity", Some(item)) => item.units = std::mem::take(&mut value),
                    (b"item_details", b"return_reason_code", Some(item)) => item.reason = std::mem::take(&mut value),
                    (b"return_details", b"order_id", _) => order = std::mem::take(&mut value),
                    (b"return_details", b"return_request_date", _) => date = std::mem::take(&mut value),
                    (_, b"return_details", _) => {
                        for item in items.drain(..) {
                            take(&item, &order, &date, taker);
                        }
                    }
                    _ => {}
                }
                value.clear();
            }
            Event::Eof if path.is_empty() => return Ok(()),
            Event::Eof => return Err(Refusal::Truncated),
            _ => {}
        }
    }
}

fn add(value: &mut String, text: &str) {
    if value.len() < MAX_TEXT {
        value.push_str(text);
    }
}

fn take(item: &Item, order: &str, date: &str, taker: &mut Taker) {
    taker.fared.read += 1;
    let cells = Cells {
        date: date.trim().as_bytes(),
        order: order.trim().as_bytes(),
        sku: item.sku.trim().as_bytes(),
        asin: item.asin.trim().as_bytes(),
        product: item.name.trim().as_bytes(),
        units: item.units.trim().as_bytes(),
        reason: item.reason.trim().as_bytes(),
        ..Cells::default()
    };
    let decode = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if taker.take_return(&cells, item.line, &decode).is_err() {
        taker.fared.unreadable.add(item.line);
    }
}
