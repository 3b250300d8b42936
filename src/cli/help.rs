//! `--help` in the language of messages: the texts of commands and flags from `locales/*/help.ftl`.

use clap::{Arg, Command, CommandFactory};

use super::args::Cli;
use crate::locale::{Args, Locale};
use crate::options::Lang;

/// The command line with its texts in a language.
pub fn command(locale: &Locale) -> Command {
    let mut command = localised(Cli::command(), "appealc", locale);
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        command = command.mut_subcommand(&name, |sub| localised(sub, &name, locale));
    }
    command.disable_help_subcommand(true)
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
    command = command.disable_help_flag(true).arg(
        Arg::new("help").short('h').long("help").action(clap::ArgAction::Help).help(help).global(name == "appealc"),
    );
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
        command = command.mut_arg(id, |arg| arg.help(text).long_help(None::<&str>).hide_possible_values(true));
    }
    if locale.lang() == Lang::Zh { command.help_template(template(name)) } else { command }
}

/// The headings, which clap has in English only.
fn template(name: &str) -> &'static str {
    if name == "appealc" {
        "{about}\n\n用法：{usage}\n\n命令：\n{subcommands}\n\n选项：\n{options}\n"
    } else {
        "{about}\n\n用法：{usage}\n\n{all-args}\n"
    }
}

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
}
