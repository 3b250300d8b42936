use exif::{Context, In, Reader, Tag, Value};

/// What is read from EXIF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exif {
    /// 1 to 8; 1 where nothing sensible is said.
    pub orientation: u8,
    /// Whether there is a position.
    pub gps: bool,
    /// Year, month, day.
    pub taken: Option<(i16, u8, u8)>,
}

impl Default for Exif {
    fn default() -> Self {
        Self { orientation: 1, gps: false, taken: None }
    }
}

/// Reads an EXIF block, a TIFF file in little. A damaged block tells as much as can be read.
pub fn read(tiff: &[u8]) -> Exif {
    let mut reader = Reader::new();
    reader.continue_on_error(true);
    let exif = match reader.read_raw(tiff.to_vec()) {
        Ok(exif) => exif,
        Err(error) => match error.distill_partial_result(|_| ()) {
            Ok(exif) => exif,
            Err(_) => return Exif::default(),
        },
    };
    let orientation = exif
        .get_field(Tag::Orientation, In::PRIMARY)
        .and_then(|field| field.value.get_uint(0))
        .and_then(|value| u8::try_from(value).ok())
        .filter(|value| (1..=8).contains(value))
        .unwrap_or(1);
    let gps = exif.fields().any(|field| {
        field.tag.context() == Context::Gps
            && (field.tag == Tag::GPSLatitude || field.tag == Tag::GPSLongitude || field.tag == Tag::GPSDestLatitude)
    });
    let taken = [Tag::DateTimeOriginal, Tag::DateTimeDigitized]
        .into_iter()
        .filter_map(|tag| exif.get_field(tag, In::PRIMARY))
        .find_map(|field| match &field.value {
            Value::Ascii(lines) => lines.first().and_then(|line| date(line)),
            _ => None,
        });
    Exif { orientation, gps, taken }
}

/// `2026:10:07 12:00:00` to a date, if it is one.
fn date(text: &[u8]) -> Option<(i16, u8, u8)> {
    let text = std::str::from_utf8(text.get(..10)?).ok()?;
    let year: i16 = text.get(..4)?.parse().ok()?;
    let month: u8 = text.get(5..7)?.parse().ok()?;
    let day: u8 = text.get(8..10)?.parse().ok()?;
    let month8 = i8::try_from(month).ok()?;
    let day8 = i8::try_from(day).ok()?;
    let real = jiff::civil::Date::new(year, month8, day8).is_ok() && year >= 1970;
    real.then_some((year, month, day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        assert_eq!(date(b"2026:10:07 12:00:00"), Some((2026, 10, 7)));
        assert_eq!(date(b"0000:00:00 00:00:00"), None);
        assert_eq!(date(b"2026:02:30"), None);
        assert_eq!(date(b"20"), None);
    }

    #[test]
    fn orientation_of_a_small_block() {
        let block = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
        assert_eq!(read(block).orientation, 6);
        assert_eq!(read(b"rubbish"), Exif::default());
    }
}
