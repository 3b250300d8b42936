//! Bytes in what processes say to each other, which is lines of JSON: in hexadecimal digits.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serializer};

/// Writes bytes; for `#[serde(with = …)]`.
///
/// # Errors
/// What the serializer says.
pub fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or_default();
    let mut text = String::with_capacity(bytes.len() * 2);
    text.extend(bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]));
    to.serialize_str(&text)
}

/// Reads them again.
///
/// # Errors
/// What is no pairs of digits.
pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
    let text = String::deserialize(from)?;
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let bytes = pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?));
    let bytes = if rest.is_empty() { bytes.collect() } else { None };
    bytes.ok_or_else(|| D::Error::custom("no hexadecimal digits"))
}

#[cfg(test)]
mod tests {
    use serde::Serialize;

    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Held(#[serde(with = "super")] Vec<u8>);

    #[test]
    fn bytes_become_digits_and_bytes_again() {
        let text = serde_json::to_string(&Held(vec![0, 255, 0x7a])).expect("JSON");
        assert_eq!(text, "\"00ff7a\"");
        assert_eq!(serde_json::from_str::<Held>(&text).ok(), Some(Held(vec![0, 255, 0x7a])));
        assert_eq!(serde_json::from_str::<Held>("\"\"").ok(), Some(Held(Vec::new())));
        for wrong in ["\"0\"", "\"0g\"", "\"é\"", "[0]"] {
            assert!(serde_json::from_str::<Held>(wrong).is_err(), "{wrong}");
        }
    }
}
