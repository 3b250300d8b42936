use super::*;

fn drawing(inside: &str) -> Result<Inspected, Refusal> {
    let text = format!(
        "<?xml version=\"1.0\"?><!-- a --><!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://x/svg11.dtd\">\
         <svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
         width=\"40\" height=\"20\">{inside}</svg>"
    );
    assert!((FORMAT.sniff)(text.as_bytes(), "x.txt"));
    inspect(text.as_bytes(), &Limits::default())
}

#[test]
fn a_drawing_has_the_size_that_it_states() {
    let found = drawing("<rect width='9' height='9'/>").expect("it is one");
    let expected = ImageInfo { width: 1000, height: 500, orientation: 1, components: 3, bits: 8 };
    assert_eq!((found.content, found.left_out), (Content::Image(expected), vec![]));
    assert!((FORMAT.sniff)(b"<svg/>", "x"));
    assert!(!(FORMAT.sniff)(b"<html><svg/></html>", "x.html"));
    assert!(!(FORMAT.sniff)(b"a note about <svg>", "x.txt"));
}

#[test]
fn what_would_be_fetched_is_refused() {
    let refused = |inside: &str| match drawing(inside) {
        Err(Refusal::Unsupported { what, .. }) => what,
        other => panic!("{inside}: {other:?}"),
    };
    for inside in [
        "<image href='a.png' width='9' height='9'/>",
        "<image xlink:href='file:///etc/passwd' width='9' height='9'/>",
        "<use href='http://x/y.svg#a'/>",
        "<style>@import 'a.css';</style>",
        "<style>.a { fill: url(http://x/#a) }</style>",
        "<rect style='fill:url( \"b.svg#p\" )' width='9' height='9'/>",
        "<?xml-stylesheet href='a.css'?>",
    ] {
        assert_eq!(refused(inside), "SVG drawing with references to other files", "{inside}");
    }
    assert_eq!(refused("<foreignObject/>"), "SVG drawing with a web page inside");
    let nested = "<image href='data:image/svg+xml,%3Csvg/%3E'/>";
    assert_eq!(refused(nested), "SVG drawing with another drawing inside");
    for text in ["<text y='9'>\u{E123}</text>", "<text y='9'>a<tspan>\u{7BB1}</tspan></text>"] {
        assert_eq!(refused(text), "SVG drawing with characters of other fonts");
    }
}

#[test]
fn entities_are_refused() {
    let text = "<!DOCTYPE svg [<!ENTITY a \"aaaa\">]><svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>";
    assert!((FORMAT.sniff)(text.as_bytes(), "x.svg"));
    let refusal = inspect(text.as_bytes(), &Limits::default());
    assert_eq!(refusal, Err(unsupported("with XML entities")));
}

#[test]
fn what_moves_acts_or_leads_away_is_left_out() {
    let left_out = |inside: &str| drawing(inside).map(|found| found.left_out);
    assert_eq!(left_out("<script>1</script><g onclick='x()'/>"), Ok(vec![LeftOut::JavaScript]));
    assert_eq!(left_out("<rect><animate/></rect>"), Ok(vec![LeftOut::Animation]));
    let uri = "http://x".to_owned();
    assert_eq!(left_out("<a xlink:href='http://x'><g/></a>"), Ok(vec![LeftOut::RemoteLink { uri }]));
    assert_eq!(left_out("<text y='9' font-family='Arial'>a</text>"), Ok(vec![LeftOut::Fonts]));
    assert_eq!(left_out("<text y='9' font-family='Libertinus Serif'>a</text>"), Ok(vec![]));
    let switch = "<switch><foreignObject requiredExtensions='x'/><g/></switch>";
    assert_eq!(left_out(switch), Ok(vec![]));
}

#[test]
fn depth_and_number_are_bounded() {
    let deep = format!("{}{}", "<g>".repeat(100_000), "</g>".repeat(100_000));
    assert!(drawing(&deep).is_err());
    assert!(drawing(&format!("{}{}", "<g>".repeat(100), "</g>".repeat(100))).is_ok());
    let twice = |n: usize| format!("<g id='u{}'><use href='#u{n}'/><use href='#u{n}'/></g>", n + 1);
    let endless: String = (0..40).map(twice).collect();
    assert!(drawing(&format!("<g id='u0'><path d='M0 0h1'/></g>{endless}")).is_err());
    assert!(drawing("<g id='a'><use href='#a'/></g>").is_ok());
    let chain: String = (0..2000).map(|n| format!("<g id='c{}'><use href='#c{n}'/></g>", n + 1)).collect();
    let _ = drawing(&chain);
}

#[test]
fn it_becomes_a_page() {
    let text = "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20'><text y='9'>Hello</text></svg>";
    let made = pdf(text.as_bytes()).expect("it is drawn");
    assert_eq!(pdf(text.as_bytes()).as_ref(), Ok(&made));
    let found = crate::evidence::inspect(&made, "x.pdf", &Limits::default()).map(|found| found.content);
    let Ok(Content::Pages(pages)) = found else { panic!("{found:?}") };
    assert_eq!(pages.len(), 1);
    for end in 0..text.len() {
        assert!(inspect(&text.as_bytes()[..end], &Limits::default()).is_err(), "{end}");
    }
}
