//! Numbers of a spreadsheet, as its program shows them.

/// A number in the format that its cell asks for; without one, or with one that is beyond this, as
/// it is.
pub fn shown(value: f64, format: Option<&str>) -> String {
    format.and_then(|format| formatted(value, format)).unwrap_or_else(|| plain(value))
}

/// A number with up to twelve digits that mean something.
pub fn plain(value: f64) -> String {
    if !value.is_finite() {
        return "#NUM!".to_owned();
    }
    if value == 0.0 {
        return "0".to_owned();
    }
    if value.fract() == 0.0 && value.abs() < 1e15 {
        return format!("{value:.0}");
    }
    let size = value.abs().log10().floor();
    if !(-6.0..15.0).contains(&size) {
        return format!("{value:e}");
    }
    // The difference is within -3..=17.
    let decimals = (11.0 - size).clamp(0.0, 17.0) as usize;
    let text = format!("{value:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// What an Excel format code asks for, as far as it is told here.
#[derive(Default)]
struct Code {
    before: String,
    after: String,
    /// Digits behind the point that are always there, and those that may be.
    decimals: (usize, usize),
    thousands: bool,
    percent: bool,
    digits: bool,
}

fn formatted(value: f64, format: &str) -> Option<String> {
    let sections: Vec<&str> = sections(format);
    let (section, negative) = match sections.as_slice() {
        [_, second, ..] if value < 0.0 => (*second, true),
        [_, _, third, ..] if value == 0.0 => (*third, false),
        [first, ..] => (*first, false),
        [] => return None,
    };
    let code = read(section)?;
    if !code.digits {
        // A section without digits is what stands in it: `"-"` for zero.
        let text = format!("{}{}", code.before, code.after);
        return (!text.trim().is_empty()).then(|| text.trim().to_owned());
    }
    let value = if negative { value.abs() } else { value };
    let value = if code.percent { value * 100.0 } else { value };
    if !value.is_finite() || value.abs() >= 1e15 {
        return None;
    }
    let (least, most) = code.decimals;
    let mut text = format!("{value:.most$}");
    while most > least && text.contains('.') && (text.ends_with('0') || text.ends_with('.')) {
        let behind = text.len() - text.find('.').unwrap_or(0) - 1;
        if behind <= least && behind > 0 {
            break;
        }
        text.pop();
    }
    if code.thousands {
        text = grouped(&text);
    }
    if text.trim_start_matches('-').chars().all(|c| matches!(c, '0' | '.')) {
        text = text.trim_start_matches('-').to_owned();
    }
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.as_str()),
    };
    Some(format!("{sign}{}{digits}{}", code.before, code.after).trim().to_owned())
}

/// The parts between semicolons that stand outside quotation marks.
fn sections(format: &str) -> Vec<&str> {
    let mut quoted = false;
    let mut escaped = false;
    format
        .split(move |c: char| {
            if escaped {
                escaped = false;
                return false;
            }
            match c {
                '\\' => escaped = true,
                '"' => quoted = !quoted,
                ';' => return !quoted,
                _ => {}
            }
            false
        })
        .collect()
}

/// Reads a section; nothing for dates, fractions, powers of ten and `General`.
fn read(section: &str) -> Option<Code> {
    let mut code = Code::default();
    let mut point = false;
    let mut chars = section.chars().peekable();
    while let Some(c) = chars.next() {
        let mut text = String::new();
        match c {
            '0' | '#' | '?' if !code.after.is_empty() && code.digits => return None,
            '0' | '#' | '?' => {
                code.digits = true;
                if point {
                    code.decimals.1 += 1;
                    code.decimals.0 += usize::from(c == '0');
                }
            }
            '.' if code.digits => point = true,
            ',' if code.digits && !point => match chars.peek() {
                // A comma behind the digits divides by a thousand.
                Some('0' | '#' | '?') => code.thousands = true,
                _ => return None,
            },
            '%' => {
                code.percent = true;
                text.push('%');
            }
            '"' => text.extend(chars.by_ref().take_while(|c| *c != '"')),
            '\\' => text.extend(chars.next()),
            // Room as wide as the next character, or filled with it.
            '_' | '*' => {
                chars.next();
            }
            '[' => {
                let inner: String = chars.by_ref().take_while(|c| *c != ']').collect();
                if let Some(currency) = inner.strip_prefix('$') {
                    text.push_str(currency.split('-').next().unwrap_or_default());
                } else if inner.starts_with(['h', 'm', 's', 'H', 'M', 'S']) {
                    return None;
                }
            }
            ' ' | '-' | '+' | '(' | ')' | '$' | '€' | '£' | '¥' | '￥' | ':' | '元' => text.push(c),
            _ => return None,
        }
        if code.digits { code.after.push_str(&text) } else { code.before.push_str(&text) }
    }
    (code.decimals.1 <= 15).then_some(code)
}

/// `1234567.5` → `1,234,567.5`.
fn grouped(text: &str) -> String {
    let (sign, text) = text.strip_prefix('-').map_or(("", text), |text| ("-", text));
    let (whole, rest) = text.split_once('.').map_or((text, None), |(whole, rest)| (whole, Some(rest)));
    let mut grouped = String::from(sign);
    for (at, c) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(c);
    }
    if let Some(rest) = rest {
        grouped.push('.');
        grouped.push_str(rest);
    }
    grouped
}

/// Stands for the dates that only East Asian Excel has built in.
pub const EAST_ASIAN_DATE: &str = "yyyy\"年\"m\"月\"d\"日\"";

/// The format that a number of Excel's own list stands for.
pub fn built_in(number: u32) -> Option<&'static str> {
    Some(match number {
        1 => "0",
        2 => "0.00",
        3 => "#,##0",
        4 => "#,##0.00",
        9 => "0%",
        10 => "0.00%",
        37 | 38 => "#,##0;(#,##0)",
        39 | 40 => "#,##0.00;(#,##0.00)",
        // Dates of Chinese, Japanese and Korean Excel: the file does not spell them out.
        27..=36 | 50..=58 => EAST_ASIAN_DATE,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_numbers() {
        let all = [0.1 + 0.2, 1e14, -0.0, 12.5, 1.0 / 3.0, 114_000_000_000_012.0, 1e-9, f64::NAN, 42.0];
        let shown: Vec<String> = all.iter().map(|value| plain(*value)).collect();
        let wanted =
            ["0.3", "100000000000000", "0", "12.5", "0.333333333333", "114000000000012", "1e-9", "#NUM!", "42"];
        assert_eq!(shown, wanted);
    }

    #[test]
    fn formats() {
        let all = [
            (0.1234, "0.0%", "12.3%"),
            (1234.5, "#,##0.00", "1,234.50"),
            (-1234.5, "#,##0.00;(#,##0.00)", "(1,234.50)"),
            (12.0, "\"¥\"0.00", "¥12.00"),
            (12.0, "[$¥-804]#,##0.00", "¥12.00"),
            (-5.0, "0.00", "-5.00"),
            (0.0, "0.00;-0.00;\"-\"", "-"),
            (7.5, "0.##", "7.5"),
            (7.0, "0.##", "7"),
            (-0.001, "0.0", "0.0"),
            (3.0, "General", "3"),
            (3.0, "yyyy-mm-dd", "3"),
            (1234567.0, "#,##0", "1,234,567"),
            (5.0, "0\\ \"pcs\"", "5 pcs"),
            (5.0, "_ * #,##0.00_ ;_ * -#,##0.00_ ", "5.00"),
        ];
        for (value, format, wanted) in all {
            assert_eq!(shown(value, Some(format)), wanted, "{format}");
        }
    }
}
