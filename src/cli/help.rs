//! `--help` in the language of messages: the texts of commands and flags from `locales/*/help.ftl`.

use clap::builder::StyledStr;
use clap::{Arg, Command, CommandFactory};

use super::args::Cli;
use crate::locale::{Args, Locale};
use crate::options::Lang;

/// The commands as `--help` lists them: those of every day, then the rest, each under a heading. A new
/// command has its name here.
pub(super) const GROUPS: &[(&str, &[&str])] = &[
    (
        "help-everyday",
        &["init", "new", "todo", "check", "fix", "build", "status", "submit", "outcome", "reply", "serve"],
    ),
    ("help-history", &["log", "diff", "stats", "approve", "note", "share", "verify", "extract"]),
    (
        "help-others",
        &["complaints", "explain", "rules", "templates", "schema", "watch", "clean", "merge", "completions", "man"],
    ),
];

/// The command line with its texts in a language.
pub fn command(locale: &Locale) -> Command {
    let mut command = localised(Cli::command(), "appealc", locale);
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        command = command.mut_subcommand(&name, |sub| localised(sub, &name, locale));
    }
    let listed = listed(&command, locale);
    command.help_template(listed).disable_help_subcommand(true)
}

/// The same without what is hidden: for completions and the manual.
pub fn visible(locale: &Locale) -> Command {
    let all = command(locale);
    let shown = all.get_subcommands().filter(|sub| !sub.is_hide_set()).cloned();
    let mut made = Command::default().name("appealc").args(all.get_arguments().cloned()).subcommands(shown);
    if let Some(about) = all.get_about() {
        made = made.about(about.clone());
    }
    let made = made.version(env!("CARGO_PKG_VERSION")).disable_help_subcommand(true);
    made.disable_help_flag(true).disable_version_flag(true).subcommand_required(true)
}

/// The template of the program's own help: commands by groups.
fn listed(command: &Command, locale: &Locale) -> StyledStr {
    let find = |name: &str| command.get_subcommands().find(|sub| sub.get_name() == name && !sub.is_hide_set());
    let widest = GROUPS.iter().flat_map(|(_, names)| *names).filter(|name| find(name).is_some());
    let widest = widest.map(|name| name.len()).max().unwrap_or(0);
    let styles = command.get_styles();
    let (header, literal) = (styles.get_header(), styles.get_literal());
    let heading = |id: &str| format!("{header}{}{header:#}", locale.word(id));
    let mut text = format!("{{about}}\n\n{} {{usage}}\n", heading("help-usage"));
    for (id, names) in GROUPS {
        let known: Vec<&Command> = names.iter().filter_map(|name| find(name)).collect();
        if known.is_empty() {
            continue;
        }
        text.push_str(&format!("\n{}\n", heading(id)));
        for sub in known {
            let name = sub.get_name();
            let about = sub.get_about().map(ToString::to_string).unwrap_or_default();
            text.push_str(&format!("  {literal}{name:<widest$}{literal:#}  {about}\n"));
        }
    }
    text.push_str(&format!("\n{}\n{{options}}\n", heading("help-options")));
    StyledStr::from(text)
}

/// The message of a command's text.
fn command_id(name: &str) -> String {
    format!("help-{}", name.trim_start_matches('_'))
}

/// The message of a flag's text: one for all commands that have it.
fn arg_id(arg: &Arg) -> String {
    format!("help-arg-{}", arg.get_id().as_str().replace('_', "-"))
}

fn localised(mut command: Command, name: &str, locale: &Locale) -> Command {
    let none = Args::new();
    command = command.about(locale.text(&command_id(name), &none));
    let help = locale.text("help-arg-help", &none);
    let version = locale.text("help-arg-version", &none);
    let flag = Arg::new("help").short('h').long("help").action(clap::ArgAction::Help).help(help);
    let flag = if locale.lang() == Lang::Zh && name != "appealc" { flag.help_heading(FLAGS) } else { flag };
    command = command.disable_help_flag(true).arg(flag.global(name == "appealc"));
    if name == "appealc" {
        let flag = Arg::new("version").short('V').long("version").action(clap::ArgAction::Version);
        command = command.disable_version_flag(true).arg(flag.help(version));
    }
    let ids: Vec<(String, String)> = command
        .get_arguments()
        .filter(|arg| !matches!(arg.get_id().as_str(), "help" | "version"))
        .map(|arg| (arg.get_id().to_string(), arg_id(arg)))
        .collect();
    for (id, message) in ids {
        let text = locale.text(&message, &none);
        // The values are named in the text, in words of its language.
        command = command.mut_arg(id, |arg| {
            let heading = if arg.is_positional() { "参数" } else { FLAGS };
            let arg = if locale.lang() == Lang::Zh { arg.help_heading(heading) } else { arg };
            arg.help(text).long_help(None::<&str>).hide_possible_values(true)
        });
    }
    if locale.lang() == Lang::Zh { command.help_template(CHINESE) } else { command }
}

/// The heading of flags in Chinese.
const FLAGS: &str = "选项";

/// The headings of a command's help, which clap has in English only.
const CHINESE: &str = "{about}\n\n用法：{usage}\n\n{all-args}\n";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_and_flag_is_described_in_both_languages() {
        let mut count = 0;
        for lang in [Lang::En, Lang::Zh] {
            let locale = Locale::new(lang);
            let command = Cli::command();
            let all = std::iter::once(&command).chain(command.get_subcommands());
            for command in all {
                let ids = command.get_arguments().filter(|arg| !matches!(arg.get_id().as_str(), "help" | "version"));
                for id in ids.map(arg_id).chain([command_id(command.get_name())]) {
                    let text = locale.text(&id, &Args::new());
                    assert_ne!(text, id, "add `{id} = …` to locales/*/help.ftl");
                    let chinese = text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
                    assert_eq!(chinese, lang == Lang::Zh, "{id}: {text}");
                    count += 1;
                }
            }
        }
        assert!(count > 40, "only {count} texts");
        super::command(&Locale::new(Lang::Zh)).debug_assert();
    }

    #[test]
    fn every_command_stands_in_one_group() {
        let command = Cli::command();
        let shown: Vec<&str> =
            command.get_subcommands().filter(|sub| !sub.is_hide_set()).map(Command::get_name).collect();
        assert!(shown.len() > 12, "{shown:?}");
        for name in &shown {
            let groups = GROUPS.iter().filter(|(_, names)| names.contains(name)).count();
            assert_eq!(groups, 1, "name `{name}` once in GROUPS, src/cli/help.rs");
        }
        for lang in [Lang::En, Lang::Zh] {
            let locale = Locale::new(lang);
            let help = super::command(&locale).render_help().to_string();
            for name in &shown {
                assert!(help.contains(&format!("\n  {name} ")), "{help}");
            }
            let places = ["help-everyday", "help-others"].map(|id| help.find(&locale.word(id)));
            assert!(places[0].is_some() && places[0] < places[1], "{help}");
            assert!(!help.contains("__worker"));
        }
    }
}
