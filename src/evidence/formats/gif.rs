use std::io::Cursor;

use ::gif::{ColorOutput, DecodeOptions, MemoryLimit};

use crate::evidence::raster::{self, Body, Raster, unreadable};
use crate::evidence::{Inspected, LeftOut, Limits, Problem, Refusal};

use super::Format;

/// GIF, of an animation the first frame.
pub static FORMAT: Format = Format {
    id: "gif",
    media_type: "image/gif",
    extensions: &["gif"],
    sniff: |bytes, _| bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a"),
    inspect: |bytes, _, limits| inspect(bytes, limits),
};

/// The first frame, and what follows it.
pub struct Gif {
    /// The first frame on the canvas.
    pub raster: Raster,
    /// Whether there are more frames.
    pub animated: bool,
    /// Whether the file tells where it was made.
    pub gps: bool,
}

/// Decodes the first frame.
///
/// # Errors
///
/// A file that is damaged before the end of its first frame, or too large.
pub fn decode(bytes: &[u8], limits: &Limits) -> Result<Gif, Problem> {
    let broken = |error: ::gif::DecodingError| match error {
        ::gif::DecodingError::Io(_) => Problem::Truncated { expected: None, found: bytes.len() as u64 },
        error => Problem::damaged(error.to_string()),
    };
    let mut options = DecodeOptions::new();
    options.set_color_output(ColorOutput::Indexed);
    options.set_memory_limit(MemoryLimit::Unlimited);
    options.check_frame_consistency(true);
    let mut decoder = options.read_info(Cursor::new(bytes)).map_err(broken)?;
    let (width, height) = (u32::from(decoder.width()), u32::from(decoder.height()));
    let pixels = raster::size(width, height, 8, limits)?;
    let (wide, high) = (width as usize, height as usize);
    let global = decoder.global_palette().map(<[u8]>::to_vec);
    let frame = decoder.read_next_frame().map_err(broken)?;
    let frame = frame.ok_or_else(|| Problem::damaged("no picture"))?;
    let mut palette = frame.palette.clone().or(global).ok_or_else(|| Problem::damaged("no palette"))?;
    palette.truncate(768);
    palette.resize(768, 0);
    let clear = frame.transparent;
    let (left, top) = (usize::from(frame.left), usize::from(frame.top));
    let (frame_wide, frame_high) = (usize::from(frame.width), usize::from(frame.height));
    if frame.buffer.len() != frame_wide * frame_high || left + frame_wide > wide || top + frame_high > high {
        return Err(Problem::damaged("a frame of impossible size"));
    }
    let mut rows = vec![0; pixels];
    let mut alpha = vec![0; pixels];
    for (y, line) in frame.buffer.chunks_exact(frame_wide.max(1)).enumerate() {
        let start = (top + y) * wide + left;
        let place = start..start + frame_wide;
        if let (Some(row), Some(mask)) = (rows.get_mut(place.clone()), alpha.get_mut(place)) {
            row.copy_from_slice(line);
            mask.iter_mut().zip(line).for_each(|(mask, index)| *mask = if clear == Some(*index) { 0 } else { 255 });
        }
    }
    let alpha = Some(alpha).filter(|alpha| alpha.iter().any(|alpha| *alpha != 255));
    // What follows the first frame is not shown, so it may be damaged.
    let animated = matches!(decoder.next_frame_info(), Ok(Some(_)));
    let gps = decoder.xmp_metadata().is_some_and(|xmp| memchr::memmem::find(xmp, b"GPSLatitude").is_some());
    let raster = Raster {
        width,
        height,
        orientation: 1,
        components: 1,
        bits: 8,
        body: Body::Exact(rows),
        palette: Some(palette),
        alpha,
        icc: decoder.icc_profile().map(<[u8]>::to_vec),
        inverted: false,
    };
    Ok(Gif { raster, animated, gps })
}

fn inspect(bytes: &[u8], limits: &Limits) -> Result<Inspected, Refusal> {
    let gif = decode(bytes, limits).map_err(|problem| unreadable(FORMAT.id, problem))?;
    let mut found = raster::inspected(FORMAT.id, &gif.raster);
    found.gps = gif.gps;
    if gif.animated {
        found.left_out.push(LeftOut::Animation);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Content;

    /// A canvas of 3 × 2 with frames of 2 × 1 at its right bottom, whose colour 1 is transparent.
    fn file(frames: usize) -> Vec<u8> {
        let mut bytes = b"GIF89a\x03\0\x02\0\x80\0\0\x0A\x14\x1E\xFF\0\0".to_vec();
        for _ in 0..frames {
            bytes.extend(b"!\xF9\x04\x01\0\0\x01\0,\x01\0\x01\0\x02\0\x01\0\0\x02\x02\x44\x0A\0");
        }
        bytes.push(b';');
        bytes
    }

    #[test]
    fn the_frame_stands_on_its_canvas() {
        let found = decode(&file(1), &Limits::default()).expect("it is one");
        assert_eq!((found.raster.width, found.raster.height, found.animated), (3, 2, false));
        assert_eq!(found.raster.body.rows(), [0, 0, 0, 0, 0, 1]);
        assert_eq!(found.raster.alpha, Some(vec![0, 0, 0, 0, 255, 0]));
        assert_eq!(found.raster.palette.map(|all| all[..6].to_vec()), Some(vec![10, 20, 30, 255, 0, 0]));
    }

    #[test]
    fn more_frames_are_left_out() {
        let found = inspect(&file(2), &Limits::default()).expect("it is one");
        assert_eq!(found.left_out, [LeftOut::Animation]);
        assert!(matches!(found.content, Content::Image(_)));
    }

    #[test]
    fn cuts_and_lies_are_refused() {
        let whole = file(1);
        for end in 6..whole.len() - 2 {
            assert!(inspect(&whole[..end], &Limits::default()).is_err(), "{end}");
        }
        let mut lying = file(1);
        lying[32] = 9; // the frame is wider than the canvas
        assert!(inspect(&lying, &Limits::default()).is_err());
        let mut huge = file(1);
        huge[6..10].fill(0xFF);
        let refusal = inspect(&huge, &Limits::default());
        assert!(matches!(refusal, Err(Refusal::Unreadable { problem: Problem::TooManyPixels { .. }, .. })));
        assert!(inspect(b"GIF89a\x01\0\x01\0\0\0\0;", &Limits::default()).is_err());
    }
}
