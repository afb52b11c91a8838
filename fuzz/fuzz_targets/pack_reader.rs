//! Rule packs come from people: whatever stands in one, it is read or refused with words, and never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    match bartizan::rule::pack::parse("fuzz.yaml", text, &[]) {
        Ok(rules) => assert!(rules.iter().all(|rule| rule.id.to_string().contains('/')), "an id is pack and name"),
        Err(refused) => assert!(!refused.to_string().is_empty(), "a refusal says why"),
    }
});
