//! The rules, one file each.
//!
//! To add one: a file here that is named as the rule, its line below and in [`crate::lint::rules::ALL`], its pages in
//! `locales/en/rules` and `locales/zh/rules`, its messages in `locales/*/messages.ftl`.

use super::Rule;
use crate::tidy;

mod action_before_complaint;
mod action_in_future;
mod action_without_evidence;
mod ambiguous_dates;
mod appeal_denies_fault;
mod blames_others;
mod cannot_write;
mod cause_misses_top_complaint;
mod cause_without_data;
mod deadline_near;
mod dispute_admits_fault;
mod dispute_without_proof;
mod dropped_rows;
mod duplicate_case;
mod duplicate_evidence;
mod duplicate_id;
mod emotive_language;
mod empty_evidence;
mod engine_failed;
mod evidence_older_than_action;
mod evidence_outside_workspace;
mod invalid_asin;
mod invalid_identifier;
mod language_mismatch;
mod letter_not_needed;
mod letter_too_long;
mod lfs_pointer;
mod low_resolution;
mod missing_area;
mod missing_asin_evidence;
mod missing_evidence;
mod missing_glyph;
mod missing_key;
mod no_prevention;
mod not_up_to_date;
mod off_topic;
mod other_clients_evidence;
mod over_limit;
mod page_out_of_range;
mod path_as_evidence;
mod personal_data;
mod placeholder;
mod planned_action;
mod provenance_only;
mod qr_code;
mod redacted_text_remains;
mod redaction_failed;
mod redaction_misses;
mod stale_invoice;
mod symptom_as_cause;
mod template_error;
mod third_try;
mod toml_syntax;
mod unanswered_cause;
mod unanswered_reply;
mod unchanged_resubmission;
mod uncited_evidence;
mod unknown_key;
mod unknown_reason;
mod unknown_reference;
mod unknown_value;
mod unowned_prevention;
mod unreadable_evidence;
mod unsaid_grading;
mod unsupported_evidence;
mod untidy_path;
mod untracked_evidence;
mod unusable_report;
mod unused_allowance;
mod unusual_asin;
mod vague_action;
mod wrong_extension;
mod wrong_type;

/// Every rule, by code.
pub static ALL: &[&Rule] = &[
    &vague_action::RULE,
    &planned_action::RULE,
    &action_in_future::RULE,
    &action_before_complaint::RULE,
    &action_without_evidence::RULE,
    &provenance_only::RULE,
    &evidence_older_than_action::RULE,
    &missing_area::RULE,
    &no_prevention::RULE,
    &unowned_prevention::RULE,
    &symptom_as_cause::RULE,
    &cause_without_data::RULE,
    &cause_misses_top_complaint::RULE,
    &unanswered_cause::RULE,
    &blames_others::RULE,
    &unsaid_grading::RULE,
    &missing_evidence::RULE,
    &evidence_outside_workspace::RULE,
    &empty_evidence::RULE,
    &unreadable_evidence::RULE,
    &wrong_extension::RULE,
    &unsupported_evidence::RULE,
    &lfs_pointer::RULE,
    &untracked_evidence::RULE,
    &uncited_evidence::RULE,
    &duplicate_evidence::RULE,
    &page_out_of_range::RULE,
    &low_resolution::RULE,
    &missing_glyph::RULE,
    &over_limit::RULE,
    &stale_invoice::RULE,
    &other_clients_evidence::RULE,
    &path_as_evidence::RULE,
    &untidy_path::RULE,
    &redaction_misses::RULE,
    &redacted_text_remains::RULE,
    &unusable_report::RULE,
    &dropped_rows::RULE,
    &ambiguous_dates::RULE,
    &unknown_reason::RULE,
    &unchanged_resubmission::RULE,
    &unanswered_reply::RULE,
    &deadline_near::RULE,
    &third_try::RULE,
    &placeholder::RULE,
    &letter_too_long::RULE,
    &emotive_language::RULE,
    &personal_data::RULE,
    &off_topic::RULE,
    &missing_asin_evidence::RULE,
    &language_mismatch::RULE,
    &qr_code::RULE,
    &toml_syntax::RULE,
    &unknown_key::RULE,
    &wrong_type::RULE,
    &missing_key::RULE,
    &invalid_asin::RULE,
    &unusual_asin::RULE,
    &invalid_identifier::RULE,
    &duplicate_id::RULE,
    &unknown_reference::RULE,
    &unknown_value::RULE,
    &duplicate_case::RULE,
    &unused_allowance::RULE,
    &dispute_admits_fault::RULE,
    &appeal_denies_fault::RULE,
    &dispute_without_proof::RULE,
    &letter_not_needed::RULE,
    &engine_failed::RULE,
    &template_error::RULE,
    &redaction_failed::RULE,
    &cannot_write::RULE,
    &not_up_to_date::RULE,
];

/// The rule with a code or name.
pub fn find(code_or_name: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.name == code_or_name || rule.code.eq_ignore_ascii_case(code_or_name))
}

/// The rule whose name or code is spelt most like `name`, if one is near.
pub fn nearest(name: &str) -> Option<&'static Rule> {
    let name = name.to_ascii_lowercase().replace('_', "-");
    let likeness = |rule: &Rule| {
        let code = strsim::jaro_winkler(&rule.code.to_ascii_lowercase(), &name);
        strsim::jaro_winkler(rule.name, &name).max(code)
    };
    let scored = ALL.iter().map(|rule| (likeness(rule), *rule));
    scored.filter(|(score, _)| *score >= 0.8).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, rule)| rule)
}

/// The rule or group that must have been meant by a misspelt name.
pub fn meant(name: &str) -> Option<&'static str> {
    let mut names: Vec<&'static str> = ALL.iter().flat_map(|rule| [rule.name, rule.group.name()]).collect();
    names.dedup();
    tidy::meant(name, names.into_iter())
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "tests look at the repository")]
mod tests;
