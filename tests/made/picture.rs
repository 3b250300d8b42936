//! Pictures of four quarters in four inks, in every format: which way up a page shows them can be
//! told from the inks alone.

use jpeg_encoder::{ColorType, Encoder};

use super::dice::Dice;

/// The inks of the quarters: top left, top right, bottom left, bottom right.
pub type Inks = [[u8; 3]; 4];

/// Red, green, blue, yellow.
pub const COLOURS: Inks = [[220, 30, 30], [30, 170, 50], [40, 60, 220], [240, 210, 20]];

/// Greys that four bits can say.
pub const GREYS: Inks = [[51; 3], [102; 3], [153; 3], [204; 3]];

/// What no file with a place or a number in it may leave in a bundle.
pub const SECRET: &str = "SERIAL-NUMBER-4711";

/// Pixels, three bytes each.
#[derive(Clone)]
pub struct Picture {
    pub width: u32,
    pub height: u32,
    pub pixels: Vec<u8>,
}

impl Picture {
    /// Four quarters; grain makes the files of photos as heavy as photos are.
    pub fn quarters(width: u32, height: u32, inks: &Inks, grain: u8, dice: &mut Dice) -> Self {
        let mut pixels = Vec::new();
        for y in 0..height {
            for x in 0..width {
                let ink = inks[usize::from(x >= width / 2) + 2 * usize::from(y >= height / 2)];
                let noise = if grain == 0 { 0 } else { dice.below(2 * usize::from(grain) + 1) as i16 };
                let level = |level: u8| (i16::from(level) + noise - i16::from(grain)).clamp(0, 255) as u8;
                pixels.extend(ink.map(level));
            }
        }
        Self { width, height, pixels }
    }

    /// The pixel at a place.
    pub fn at(&self, x: u32, y: u32) -> [u8; 3] {
        let start = (y * self.width + x) as usize * 3;
        [self.pixels[start], self.pixels[start + 1], self.pixels[start + 2]]
    }

    /// One byte a pixel.
    pub fn grey(&self) -> Vec<u8> {
        self.pixels.chunks(3).map(|pixel| pixel[1]).collect()
    }

    /// As it is stored when an EXIF orientation is to bring it upright.
    pub fn turned(&self, orientation: u8) -> Self {
        let (w, h) = (self.width, self.height);
        let (width, height) = if orientation >= 5 { (h, w) } else { (w, h) };
        let from = |x: u32, y: u32| match orientation {
            2 => (w - 1 - x, y),
            3 => (w - 1 - x, h - 1 - y),
            4 => (x, h - 1 - y),
            5 => (y, x),
            6 => (w - 1 - y, x),
            7 => (w - 1 - y, h - 1 - x),
            8 => (y, h - 1 - x),
            _ => (x, y),
        };
        let places = (0..height).flat_map(|y| (0..width).map(move |x| from(x, y)));
        let pixels = places.flat_map(|(x, y)| self.at(x, y)).collect();
        Self { width, height, pixels }
    }
}

/// How a JPEG is written.
#[derive(Clone, Copy)]
pub struct Jpeg {
    pub orientation: u8,
    pub progressive: bool,
    pub grey: bool,
    pub restarts: bool,
    /// An EXIF block with a position, a serial number and a thumbnail.
    pub exif: bool,
}

/// A JPEG of an upright picture.
pub fn jpeg(picture: &Picture, how: Jpeg) -> Vec<u8> {
    let stored = picture.turned(how.orientation);
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, 90);
    encoder.set_progressive(how.progressive);
    if how.restarts {
        encoder.set_restart_interval(4);
    }
    if how.exif {
        let block = [&b"Exif\0\0"[..], &exif(how.orientation)].concat();
        encoder.add_app_segment(1, block).expect("an EXIF block");
    }
    let (width, height) = (stored.width as u16, stored.height as u16);
    if how.grey {
        encoder.encode(&stored.grey(), width, height, ColorType::Luma).expect("it encodes");
    } else {
        encoder.encode(&stored.pixels, width, height, ColorType::Rgb).expect("it encodes");
    }
    file
}

/// An EXIF block: the orientation, a camera's number, a position, a thumbnail.
pub fn exif(orientation: u8) -> Vec<u8> {
    let mut thumbnail = Vec::new();
    let pixels = [90_u8; 16 * 16 * 3];
    Encoder::new(&mut thumbnail, 50).encode(&pixels, 16, 16, ColorType::Rgb).expect("a thumbnail");
    let serial = [SECRET.as_bytes(), b"\0"].concat();
    let number = |number: usize| u32::try_from(number).expect("small");
    // First directory at 8 with three entries, then the camera's, the position's, the thumbnail's.
    let (camera, place) = (8 + 2 + 3 * 12 + 4, 8 + 2 + 3 * 12 + 4 + 18);
    let second = place + 2 + 4 * 12 + 4;
    let data = second + 2 + 2 * 12 + 4;
    let (latitude, longitude) = (data + serial.len(), data + serial.len() + 24);
    let picture = longitude + 24;
    let mut block = b"II*\0\x08\0\0\0".to_vec();
    let mut directory = |entries: &[(u16, u16, u32, u32)], next: usize| {
        block.extend((entries.len() as u16).to_le_bytes());
        for (tag, kind, count, value) in entries {
            block.extend([tag.to_le_bytes(), kind.to_le_bytes()].concat());
            block.extend([count.to_le_bytes(), value.to_le_bytes()].concat());
        }
        block.extend(number(next).to_le_bytes());
    };
    directory(
        &[(0x112, 3, 1, orientation.into()), (0x8769, 4, 1, number(camera)), (0x8825, 4, 1, number(place))],
        second,
    );
    directory(&[(0xa431, 2, number(serial.len()), number(data))], 0);
    let letter = |letter: u8| u32::from(letter);
    directory(
        &[(1, 2, 2, letter(b'N')), (2, 5, 3, number(latitude)), (3, 2, 2, letter(b'E')), (4, 5, 3, number(longitude))],
        0,
    );
    directory(&[(0x201, 4, 1, number(picture)), (0x202, 4, 1, number(thumbnail.len()))], 0);
    block.extend(serial);
    for degrees in [31_u32, 121] {
        for part in [degrees, 1, 14, 1, 7, 1] {
            block.extend(part.to_le_bytes());
        }
    }
    block.extend(thumbnail);
    block
}

/// How a PNG is written: colours, and bits of each sample.
pub const PNG_KINDS: &[(png::ColorType, png::BitDepth)] = &[
    (png::ColorType::Rgb, png::BitDepth::Eight),
    (png::ColorType::Rgb, png::BitDepth::Sixteen),
    (png::ColorType::Rgba, png::BitDepth::Eight),
    (png::ColorType::Rgba, png::BitDepth::Sixteen),
    (png::ColorType::Grayscale, png::BitDepth::Four),
    (png::ColorType::Grayscale, png::BitDepth::Eight),
    (png::ColorType::Grayscale, png::BitDepth::Sixteen),
    (png::ColorType::GrayscaleAlpha, png::BitDepth::Eight),
    (png::ColorType::GrayscaleAlpha, png::BitDepth::Sixteen),
    (png::ColorType::Indexed, png::BitDepth::Two),
    (png::ColorType::Indexed, png::BitDepth::Four),
    (png::ColorType::Indexed, png::BitDepth::Eight),
];

/// Whether a PNG of these colours has no colours.
pub fn png_is_grey(colour: png::ColorType) -> bool {
    matches!(colour, png::ColorType::Grayscale | png::ColorType::GrayscaleAlpha)
}

/// A PNG; one of a palette or of few bits wants a picture without grain.
pub fn png(picture: &Picture, inks: &Inks, colour: png::ColorType, depth: png::BitDepth) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, picture.width, picture.height);
    encoder.set_color(colour);
    encoder.set_depth(depth);
    if colour == png::ColorType::Indexed {
        encoder.set_palette(inks.concat());
        encoder.set_trns(vec![255; 4]);
    }
    // Samples of a pixel, of as many bits as are asked for; alpha is full.
    let samples = |[r, g, b]: [u8; 3]| match colour {
        png::ColorType::Rgb => vec![r, g, b],
        png::ColorType::Rgba => vec![r, g, b, 255],
        png::ColorType::Grayscale => vec![g],
        png::ColorType::GrayscaleAlpha => vec![g, 255],
        png::ColorType::Indexed => {
            let at = inks.iter().position(|ink| *ink == [r, g, b]).expect("an ink");
            vec![u8::try_from(at).expect("few inks")]
        }
    };
    let bits = depth as usize;
    let mut data = Vec::new();
    for y in 0..picture.height {
        let row: Vec<u8> = (0..picture.width).flat_map(|x| samples(picture.at(x, y))).collect();
        match bits {
            16 => data.extend(row.iter().flat_map(|level| [*level, *level])),
            8 => data.extend(row),
            _ => {
                let index = colour == png::ColorType::Indexed;
                let level = |level: u8| if index { level } else { level / 17 };
                let packed = row.chunks(8 / bits).map(|few| {
                    let bytes = few.iter().enumerate();
                    bytes.fold(0_u8, |byte, (at, one)| byte | level(*one) << (8 - bits * (at + 1)))
                });
                data.extend(packed);
            }
        }
    }
    let mut writer = encoder.write_header().expect("a header");
    writer.write_image_data(&data).expect("pixels");
    writer.finish().expect("an end");
    file
}

/// A GIF of two frames, of which the first shows the quarters.
pub fn gif(picture: &Picture, inks: &Inks, frames: usize) -> Vec<u8> {
    let (width, height) = (picture.width as u16, picture.height as u16);
    let index = |pixel: &[u8]| inks.iter().position(|ink| ink == pixel).expect("an ink") as u8;
    let first: Vec<u8> = picture.pixels.chunks(3).map(index).collect();
    let mut bytes = Vec::new();
    let mut encoder = gif::Encoder::new(&mut bytes, width, height, &inks.concat()).expect("it begins");
    for at in 0..frames {
        let buffer = if at == 0 { first.clone() } else { vec![0; first.len()] };
        let frame = gif::Frame { width, height, buffer: buffer.into(), ..gif::Frame::default() };
        encoder.write_frame(&frame).expect("a frame");
    }
    drop(encoder);
    bytes
}

/// A WebP without loss.
pub fn webp(picture: &Picture) -> Vec<u8> {
    let mut data = Vec::new();
    let encoder = image_webp::WebPEncoder::new(&mut data);
    let done = encoder.encode(&picture.pixels, picture.width, picture.height, image_webp::ColorType::Rgb8);
    done.expect("it is encoded");
    data
}

/// A BMP of 24 bits.
pub fn bmp(picture: &Picture) -> Vec<u8> {
    let row = picture.width as usize * 3;
    let mut bytes = b"BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0".to_vec();
    bytes.extend([picture.width.to_le_bytes(), picture.height.to_le_bytes()].concat());
    bytes.extend(b"\x01\0\x18\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
    for line in picture.pixels.chunks(row).rev() {
        line.chunks(3).for_each(|pixel| bytes.extend(pixel.iter().rev()));
        bytes.extend(std::iter::repeat_n(0, (4 - row % 4) % 4));
    }
    bytes
}

/// A HEIC.
pub fn heic(picture: &Picture) -> Vec<u8> {
    let options = heifer::EncodeOptions::default();
    heifer::encode_rgb8(picture.width, picture.height, &picture.pixels, &options).expect("it is encoded")
}

/// A TIFF of as many pages as there are pictures: 8-bit red, green and blue, each page one strip, at
/// 100 pixels an inch if nothing is said.
pub fn tiff(pages: &[Picture], lzw: bool) -> Vec<u8> {
    let mut bytes = b"MM\0*\0\0\0\x08".to_vec();
    for (at, picture) in pages.iter().enumerate() {
        let packed = if lzw {
            weezl::encode::Encoder::with_tiff_size_switch(weezl::BitOrder::Msb, 8).encode(&picture.pixels).expect("LZW")
        } else {
            picture.pixels.clone()
        };
        let data = bytes.len() + 2 + 9 * 12 + 4 + 6;
        let next = if at + 1 < pages.len() { data + packed.len() + packed.len() % 2 } else { 0 };
        let number = |number: usize| u32::try_from(number).expect("short");
        let entries = [
            (256, 4, 1, picture.width),
            (257, 4, 1, picture.height),
            (258, 3, 3, number(data - 6)),
            (259, 3, 1, if lzw { 5 << 16 } else { 1 << 16 }),
            (262, 3, 1, 2 << 16),
            (273, 4, 1, number(data)),
            (277, 3, 1, 3 << 16),
            (278, 4, 1, picture.height),
            (279, 4, 1, number(packed.len())),
        ];
        bytes.extend([0, 9]);
        for (tag, kind, count, value) in entries {
            bytes.extend([u16::to_be_bytes(tag), u16::to_be_bytes(kind)].concat());
            bytes.extend([u32::to_be_bytes(count), u32::to_be_bytes(value)].concat());
        }
        bytes.extend(number(next).to_be_bytes());
        bytes.extend([0, 8, 0, 8, 0, 8]);
        bytes.extend(&packed);
        bytes.extend(std::iter::repeat_n(0, packed.len() % 2));
    }
    bytes
}

/// A drawing of four quarters with a word in its middle.
pub fn svg(width: u32, height: u32, inks: &Inks, word: &str) -> Vec<u8> {
    let (w, h) = (f64::from(width) / 2.0, f64::from(height) / 2.0);
    let mut text = format!("<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}'>");
    for (at, [r, g, b]) in inks.iter().enumerate() {
        let (x, y) = (w * f64::from(at as u32 % 2), h * f64::from(at as u32 / 2));
        text += &format!("<rect x='{x}' y='{y}' width='{w}' height='{h}' fill='rgb({r},{g},{b})'/>");
    }
    let size = f64::from(width.min(height)) / 10.0;
    text += &format!("<text x='{}' y='{h}' font-size='{size}' text-anchor='middle'>{word}</text></svg>", w);
    text.into_bytes()
}

/// A TIFF of pages as faxes have them: black and white, 204 dots an inch across and 98 down.
pub fn fax(pages: usize) -> Vec<u8> {
    const WIDTH: u32 = 1728;
    const HEIGHT: u32 = 1078;
    let row = |y: u32| if (y / 9).is_multiple_of(2) { [0xff_u8; 216] } else { [0xa5; 216] };
    let data: Vec<u8> = (0..HEIGHT).flat_map(row).collect();
    let number = |number: usize| u32::try_from(number).expect("short");
    let mut bytes = b"MM\0*\0\0\0\x08".to_vec();
    for page in 1..=pages {
        let after = bytes.len() + 2 + 11 * 12 + 4;
        let (dots, rows) = (after, after + 16);
        let entries = [
            (256, 4, WIDTH),
            (257, 4, HEIGHT),
            (258, 3, 1 << 16),
            (259, 3, 1 << 16),
            (262, 3, 1 << 16),
            (273, 4, number(rows)),
            (277, 3, 1 << 16),
            (278, 4, HEIGHT),
            (279, 4, number(data.len())),
            (282, 5, number(dots)),
            (283, 5, number(dots + 8)),
        ];
        bytes.extend([0, 11]);
        for (tag, kind, value) in entries {
            bytes.extend([u16::to_be_bytes(tag), u16::to_be_bytes(kind)].concat());
            bytes.extend([1, value].map(u32::to_be_bytes).concat());
        }
        bytes.extend(number(if page == pages { 0 } else { rows + data.len() }).to_be_bytes());
        bytes.extend([204, 1, 98, 1].map(u32::to_be_bytes).concat());
        bytes.extend(&data);
    }
    bytes
}
