//! A set of bytes.

/// Which of the 256 bytes are in it, a bit each.
#[derive(Debug, Clone, Copy, Default)]
pub struct Set([u64; 4]);

impl Set {
    /// The bytes that are wanted.
    pub fn of(wanted: impl Fn(u8) -> bool) -> Self {
        let mut set = Self::default();
        (0..=255_u8).filter(|byte| wanted(*byte)).for_each(|byte| set.insert(byte));
        set
    }

    /// Adds a byte.
    pub fn insert(&mut self, byte: u8) {
        self.0[usize::from(byte >> 6)] |= 1 << (byte & 63);
    }

    /// Whether a byte is in it.
    pub fn has(&self, byte: u8) -> bool {
        self.0[usize::from(byte >> 6)] >> (byte & 63) & 1 == 1
    }

    /// Its bytes, if they are three at most; the last more than once where they are fewer.
    pub fn few(&self) -> Option<[u8; 3]> {
        let all: Vec<u8> = (0..=255).filter(|byte| self.has(*byte)).take(4).collect();
        match *all.as_slice() {
            [one] => Some([one; 3]),
            [one, two] => Some([one, two, two]),
            [one, two, three] => Some([one, two, three]),
            _ => None,
        }
    }

    /// Adds the bytes of another.
    pub fn join(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0).for_each(|(mine, theirs)| *mine |= theirs);
    }
}
