//! A video cannot stand on paper: a page says what it is, and the file goes beside the bundle. Read
//! are the boxes that say so; pictures and sound are not decoded.

use crate::evidence::enclosed::Enclosed;
use crate::evidence::{Content, Inspected, Limits, Problem, Refusal, Video, Word};

use super::Format;

/// Videos in the ISO container: MP4, M4V, 3GP.
pub static FORMAT: Format = Format {
    id: "mp4",
    media_type: "video/mp4",
    extensions: &["mp4", "m4v", "3gp"],
    sniff: |bytes, _| {
        bytes.get(4..8) == Some(b"ftyp") && bytes.get(8..12).is_some_and(|brand| !OTHERS.contains(&brand))
    },
    inspect: |bytes, _, limits| inspect(FORMAT.id, bytes, limits),
};

/// Brands of files in this container that are no MP4 video.
const OTHERS: &[&[u8]] = &[
    b"avif", b"avis", b"heic", b"heix", b"hevc", b"heim", b"heis", b"hevx", b"mif1", b"msf1", b"miaf", b"crx ",
    b"jp2 ", b"jpx ", b"jxl ", b"M4A ", b"M4B ", b"M4P ", b"qt  ",
];

/// Boxes that are looked at in one file.
const BOXES: usize = 20_000;

/// A box: its kind and what is in it.
type Found<'a> = (&'a [u8], &'a [u8]);

/// The boxes in these bytes; what is cut off ends the list, and says so.
struct Boxes<'a> {
    bytes: &'a [u8],
    left: usize,
    cut: bool,
}

impl<'a> Boxes<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, left: BOXES, cut: false }
    }
}

impl<'a> Iterator for Boxes<'a> {
    type Item = Found<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = self.bytes;
        if bytes.len() < 8 || self.left == 0 {
            return None;
        }
        self.left -= 1;
        let kind = bytes.get(4..8)?;
        let (head, size) = match number(bytes, 0, 4)? {
            0 => (8, bytes.len() as u64),
            1 => (16, number(bytes, 8, 8)?),
            size => (8, size),
        };
        if size < head as u64 {
            return None;
        }
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        self.cut = size > bytes.len();
        let end = size.min(bytes.len());
        self.bytes = bytes.get(end..).unwrap_or_default();
        Some((kind, bytes.get(head..end)?))
    }
}

/// A number of up to eight bytes, the highest first.
fn number(bytes: &[u8], at: usize, length: usize) -> Option<u64> {
    let bytes = bytes.get(at..at.checked_add(length)?)?;
    Some(bytes.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
}

fn child<'a>(bytes: &'a [u8], kind: &[u8]) -> Option<&'a [u8]> {
    Boxes::new(bytes).find(|found| found.0 == kind).map(|found| found.1)
}

/// Reads what a video says about itself.
///
/// # Errors
///
/// A [`Refusal`] if its description is missing, as in a recording that was cut off, or it has no
/// picture.
pub fn inspect(id: Word, bytes: &[u8], limits: &Limits) -> Result<Inspected, Refusal> {
    let refuse = |problem| Err(Refusal::Unreadable { reader: id, problem });
    let cut = Problem::Truncated { expected: None, found: bytes.len() as u64 };
    let mut boxes = Boxes::new(bytes);
    let mut movie = None;
    for (kind, content) in boxes.by_ref() {
        if kind == b"moov" {
            movie = Some(content);
        }
    }
    // The description may stand first: then the pictures are what is missing.
    if boxes.cut {
        return refuse(cut);
    }
    let Some(movie) = movie else { return refuse(cut) };
    let Some(header) = child(movie, b"mvhd").and_then(header) else {
        return refuse(Problem::damaged("it does not say how long it is"));
    };
    let mut video = Video { milliseconds: header.milliseconds, created: header.created, ..Video::default() };
    for (_, track) in Boxes::new(movie).filter(|found| found.0 == b"trak") {
        read_track(track, &mut video);
    }
    if video.width == 0 || video.height == 0 {
        return refuse(Problem::damaged("it has no picture"));
    }
    let told = Told::read(movie);
    if let Some(created) = told.created {
        video.created = Some(created);
    }
    if let Some(cover) = cover(bytes) {
        let name = match stored_cover(bytes) {
            None => FIRST_PICTURE,
            Some(_) if cover.starts_with(b"\x89PNG") => "cover.png",
            Some(_) => "cover.jpg",
        };
        video.cover.push(Enclosed::new(name.to_owned(), String::new(), cover, limits));
    }
    let taken = video.created.as_deref().and_then(day);
    let mut found = Inspected::new(id, Content::Video(Box::new(video)));
    found.gps = told.gps;
    found.taken = taken;
    Ok(found)
}

/// `2026-10-09 …` as numbers.
fn day(text: &str) -> Option<(i16, u8, u8)> {
    let mut parts = text.get(..10)?.split('-');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

struct Header {
    milliseconds: u64,
    created: Option<String>,
}

fn header(bytes: &[u8]) -> Option<Header> {
    let long = *bytes.first()? == 1;
    let (created, scale, length) = if long {
        (number(bytes, 4, 8)?, number(bytes, 20, 4)?, number(bytes, 24, 8)?)
    } else {
        (number(bytes, 4, 4)?, number(bytes, 12, 4)?, number(bytes, 16, 4)?)
    };
    let milliseconds = u128::from(length) * 1000 / u128::from(scale.max(1));
    Some(Header { milliseconds: u64::try_from(milliseconds).ok()?, created: since_1904(created) })
}

/// Seconds since 1904 as a date and a time; cameras without a clock write 0.
fn since_1904(seconds: u64) -> Option<String> {
    // 1904 to 1970. What lies before 1990 is a clock that was not set.
    let unix = i64::try_from(seconds).ok()?.checked_sub(2_082_844_800)?;
    if unix < 631_152_000 {
        return None;
    }
    let moment = jiff::Timestamp::from_second(unix).ok()?;
    Some(moment.strftime("%Y-%m-%d %H:%M:%S UTC").to_string())
}

fn read_track(track: &[u8], video: &mut Video) {
    let Some(media) = child(track, b"mdia") else { return };
    let kind = child(media, b"hdlr").and_then(|bytes| bytes.get(8..12));
    let description = child(media, b"minf").and_then(|b| child(b, b"stbl")).and_then(|b| child(b, b"stsd"));
    let codec = description.and_then(|bytes| bytes.get(12..16)).map(|code| String::from_utf8_lossy(code).into_owned());
    match kind {
        Some(b"soun") => video.sound = true,
        Some(b"vide") if video.width == 0 => {
            let Some((width, height)) = child(track, b"tkhd").and_then(size) else { return };
            (video.width, video.height) = (width, height);
            video.codec = codec.as_deref().map(codec_name).unwrap_or_default();
        }
        _ => {}
    }
}

/// The size of a track once it is upright.
fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    let end = if *bytes.first()? == 1 { 96 } else { 84 };
    let bytes = bytes.get(..end)?;
    let at = end - 8;
    let (width, height) = (number(bytes, at, 2)?, number(bytes, at + 4, 2)?);
    // The matrix: a, b, u, c, d, v, x, y, w. On its side, a and d are zero.
    let matrix = at - 36;
    let turned = number(bytes, matrix, 4)? == 0 && number(bytes, matrix + 16, 4)? == 0;
    let (width, height) = (u32::try_from(width).ok()?, u32::try_from(height).ok()?);
    Some(if turned { (height, width) } else { (width, height) })
}

fn codec_name(code: &str) -> String {
    match code {
        "avc1" | "avc3" => "H.264".to_owned(),
        "hvc1" | "hev1" => "H.265".to_owned(),
        "av01" => "AV1".to_owned(),
        "vp09" => "VP9".to_owned(),
        "mp4v" => "MPEG-4".to_owned(),
        "s263" | "h263" => "H.263".to_owned(),
        "jpeg" | "mjpg" => "Motion JPEG".to_owned(),
        "apcn" | "apch" | "apcs" | "apco" => "ProRes".to_owned(),
        other => other.chars().filter(|c| c.is_ascii_alphanumeric()).collect(),
    }
}

/// What stands in the lists of keys.
#[derive(Default)]
struct Told {
    created: Option<String>,
    gps: bool,
}

impl Told {
    fn read(movie: &[u8]) -> Self {
        let mut told = Self::default();
        let user = child(movie, b"udta");
        told.gps = user.is_some_and(|user| Boxes::new(user).any(|(kind, _)| kind == b"\xA9xyz" || kind == b"loci"));
        let Some(meta) = child(movie, b"meta").map(without_version) else { return told };
        let (Some(keys), Some(values)) = (child(meta, b"keys"), child(meta, b"ilst")) else { return told };
        let names: Vec<&[u8]> = Boxes::new(keys.get(8..).unwrap_or_default()).map(|(_, name)| name).collect();
        for (index, value) in Boxes::new(values) {
            let Some(name) = number(index, 0, 4).and_then(|at| names.get(usize::try_from(at).ok()?.checked_sub(1)?))
            else {
                continue;
            };
            let text = child(value, b"data").and_then(|data| std::str::from_utf8(data.get(8..)?).ok());
            if name.starts_with(b"com.apple.quicktime.location.ISO6709") {
                told.gps = true;
            } else if *name == b"com.apple.quicktime.creationdate" {
                told.created = text.and_then(local_time);
            }
        }
        told
    }
}

/// `2026-10-09T14:30:12+0800` as it is printed.
fn local_time(text: &str) -> Option<String> {
    let (date, rest) = text.trim().split_once('T')?;
    day(date)?;
    let time = rest.get(..8)?;
    let zone = rest.get(8..).unwrap_or_default();
    let plain = |text: &str| text.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '+' | '-' | 'Z'));
    (date.len() == 10 && plain(date) && plain(time) && plain(zone))
        .then(|| format!("{date} {time} {zone}").trim_end().to_owned())
}

/// The content of a `meta` box; in MP4 it begins with a version, in QuickTime it does not.
fn without_version(meta: &[u8]) -> &[u8] {
    match meta.get(4..8) {
        Some(b"hdlr" | b"keys" | b"ilst") => meta,
        _ => meta.get(4..).unwrap_or_default(),
    }
}

/// The name that a picture gets which is no cover.
pub const FIRST_PICTURE: &str = "first-picture.jpg";

/// A picture that is stored in a video, a JPEG or PNG: its cover, else its first picture where those are
/// JPEG files.
pub fn cover(bytes: &[u8]) -> Option<&[u8]> {
    stored_cover(bytes).or_else(|| first_picture(bytes))
}

/// The first picture of Motion JPEG, as older cameras and car cameras write it.
fn first_picture(bytes: &[u8]) -> Option<&[u8]> {
    let movie = child(bytes, b"moov")?;
    let mut tracks = Boxes::new(movie).filter(|found| found.0 == b"trak");
    tracks.find_map(|(_, track)| {
        let table = child(child(child(track, b"mdia")?, b"minf")?, b"stbl")?;
        let code = child(table, b"stsd")?.get(12..16)?;
        if !matches!(code, b"jpeg" | b"mjpg" | b"mjpa") {
            return None;
        }
        let place = child(table, b"stco").and_then(|places| number(places, 8, 4));
        let place = place.or_else(|| number(child(table, b"co64")?, 8, 8))?;
        let sizes = child(table, b"stsz")?;
        // All pictures have one size, or each its own.
        let size = number(sizes, 4, 4).filter(|size| *size > 0).or_else(|| number(sizes, 12, 4))?;
        let start = usize::try_from(place).ok()?;
        let picture = bytes.get(start..start.checked_add(usize::try_from(size).ok()?)?)?;
        // Some leave the tables of codes to the player.
        let whole = picture.starts_with(b"\xFF\xD8\xFF") && memchr::memmem::find(picture, b"\xFF\xC4").is_some();
        whole.then_some(picture)
    })
}

fn stored_cover(bytes: &[u8]) -> Option<&[u8]> {
    let movie = child(bytes, b"moov")?;
    let meta = child(movie, b"udta").and_then(|user| child(user, b"meta")).map(without_version)?;
    let picture = child(child(child(meta, b"ilst")?, b"covr")?, b"data")?.get(8..)?;
    (picture.starts_with(b"\xFF\xD8\xFF") || picture.starts_with(b"\x89PNG\r\n")).then_some(picture)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn boxed(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
        let size = u32::try_from(content.len() + 8).expect("a small box");
        [&size.to_be_bytes()[..], kind, content].concat()
    }

    fn video(turned: bool) -> Vec<u8> {
        let mut header = vec![0; 100];
        header[4..8].copy_from_slice(&(2_082_844_800_u32 + 1_791_500_000).to_be_bytes());
        header[12..16].copy_from_slice(&600_u32.to_be_bytes());
        header[16..20].copy_from_slice(&7_500_u32.to_be_bytes());
        let mut track = vec![0; 84];
        if !turned {
            track[40..44].copy_from_slice(&0x1_0000_u32.to_be_bytes());
            track[56..60].copy_from_slice(&0x1_0000_u32.to_be_bytes());
        }
        track[76..78].copy_from_slice(&1920_u16.to_be_bytes());
        track[80..82].copy_from_slice(&1080_u16.to_be_bytes());
        let sample = [&[0; 12][..], b"avc1", &[0; 20]].concat();
        let tables = boxed(b"stbl", &boxed(b"stsd", &sample));
        let handler = boxed(b"hdlr", &[&[0; 8][..], b"vide", &[0; 12]].concat());
        let media = boxed(b"mdia", &[handler, boxed(b"minf", &tables)].concat());
        let location = boxed(b"udta", &boxed(b"\xA9xyz", b"+31.2+121.5/"));
        let movie = [boxed(b"mvhd", &header), boxed(b"trak", &[boxed(b"tkhd", &track), media].concat()), location];
        [boxed(b"ftyp", b"isom\0\0\0\0"), boxed(b"mdat", &[7; 64]), boxed(b"moov", &movie.concat())].concat()
    }

    fn read(bytes: &[u8]) -> Result<(Video, bool), Refusal> {
        let found = inspect("mp4", bytes, &Limits::default())?;
        match found.content {
            Content::Video(video) => Ok((*video, found.gps)),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn facts() {
        let (found, gps) = read(&video(false)).expect("a video");
        assert_eq!((found.width, found.height, found.milliseconds), (1920, 1080, 12_500));
        assert_eq!(found.created.as_deref(), Some("2026-10-08 22:53:20 UTC"));
        assert_eq!((found.codec.as_str(), found.sound, gps), ("H.264", false, true));
        let (found, _) = read(&video(true)).expect("a video");
        assert_eq!((found.width, found.height), (1080, 1920));
    }

    #[test]
    fn motion_jpeg_shows_its_first_picture() {
        let picture = b"\xFF\xD8\xFF\xC4\0\x02 first";
        let code = |code: &[u8; 4], at: u32| {
            let sample = [&[0; 12][..], code, &[0; 20]].concat();
            let places = [&[0, 0, 0, 0, 0, 0, 0, 1][..], &at.to_be_bytes()].concat();
            let sizes = [&[0; 8][..], &[0, 0, 0, 1], &u32::try_from(picture.len()).unwrap_or(0).to_be_bytes()].concat();
            let table = [boxed(b"stsd", &sample), boxed(b"stsz", &sizes), boxed(b"stco", &places)].concat();
            let media = boxed(b"mdia", &boxed(b"minf", &boxed(b"stbl", &table)));
            [boxed(b"mdat", picture), boxed(b"moov", &boxed(b"trak", &media))].concat()
        };
        assert_eq!(cover(&code(b"jpeg", 8)), Some(&picture[..]));
        assert_eq!(cover(&code(b"avc1", 8)), None);
        assert_eq!(cover(&code(b"jpeg", 9)), None);
        assert_eq!(cover(&code(b"jpeg", u32::MAX)), None);
    }

    #[test]
    fn what_is_cut_off_is_refused() {
        let good = video(false);
        for end in 8..good.len() {
            let refused = read(&good[..end]);
            assert!(matches!(refused, Err(Refusal::Unreadable { .. })), "{end}: {refused:?}");
        }
    }

    #[test]
    fn sizes_that_lie_do_not_hang() {
        for size in [0_u32, 1, 2, 7, 9, u32::MAX] {
            let mut bytes = video(false);
            let at = memchr::memmem::find(&bytes, b"trak").expect("a track") - 4;
            bytes[at..at + 4].copy_from_slice(&size.to_be_bytes());
            let _ = read(&bytes);
        }
        assert_eq!(local_time("2026-10-09T14:30:12+0800").as_deref(), Some("2026-10-09 14:30:12 +0800"));
        assert_eq!(local_time("yesterday"), None);
    }
}
