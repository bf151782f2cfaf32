//! The table of phrases: what asks to be left alone, and what only looks like it.
//!
//! [`pattern`](super::pattern) explains the notation; everything is lower case, without accents and
//! apostrophes. A phrase that meets one of its `unless`, or of [`UNLESS`], is not said.

mod asking;
mod complaining;
mod spanish;
mod stopping;
mod words;
mod wrong_person;

pub use words::{CLASSES, FILLERS_AFTER, FILLERS_BEFORE, REAL_WORDS};

pub struct Phrase {
    /// What the agent reads beside the contact's words.
    pub name: &'static str,
    pub says: &'static [&'static str],
    pub unless: &'static [&'static str],
}

const fn phrase(
    name: &'static str,
    says: &'static [&'static str],
    unless: &'static [&'static str],
) -> Phrase {
    Phrase { name, says, unless }
}

/// The whole table, in order of how plainly it is said: the first that is found names the reply.
pub fn phrases() -> impl Iterator<Item = &'static Phrase> {
    [
        stopping::PHRASES,
        asking::PHRASES,
        complaining::PHRASES,
        wrong_person::PHRASES,
        spanish::PHRASES,
    ]
    .into_iter()
    .flatten()
}

/// What is no wish to be left alone, whatever phrase it meets.
pub const UNLESS: &[&str] = &[
    // "don't stop texting me lol", "I never said stop", "I didn't unsubscribe"
    "DONT|didnt|not|cant|couldnt|doesnt|havent|hasnt|shouldnt to|ever|even|just|really|seem? to? stop|stopp|stopped|quit",
    "wont stop|quit",
    "dont|didnt|not|never|wont|havent _2 UNSUB",
    "dont|didnt|not|never|wont|havent|wasnt _3 opt|opted|opting out",
    "dont|didnt|never|wont PLEASE|you|u|ever|even|just? want|need|have? to? remove|delete|erase|take|lose|block|report|leave",
    "dont|didnt|never|wont PLEASE|you|u|ever|even|just? want|need|have? to? remove|delete|take|drop|cut|kick me|us|my|this _1 from|off|of the|your|ur|this|that|any? LIST",
    "not to|going|gonna|trying|want|meant to? remove|delete|erase|take|lose|block|report|leave",
    "didnt|not mean|meant|trying|intend _2 stop|UNSUB|opt",
    "accident*|mistake|mistakenly ... stop|UNSUB|opt",
    "stop|UNSUB|opted _3 accident*|mistake|mistakenly",
    // "why did you stop texting me?"
    "why|when|did|didnt|whyd you|u|yall|they|he|she stop|quit",
    "how come you|u|yall stop|quit",
    // What the contact is going to do.
    "ill|i|we|well|ima|imma will|can|could|would|cant|gonna|shall|might|may|wont stop|quit texting|calling|by",
    "ill|ima|imma|well stop|quit|text|call",
    "if|when|once|should you|u|i|they opt|opted|unsubscribe",
    // Our own words, or words about them.
    "reply|text|txt|respond|answer|say|send|type|responde|envia stop|quit|cancel|end|unsubscribe|optout|remove to|2|para",
    "reply|text|txt|respond|send stop _3 to|2 opt|end|unsubscribe|cancel|quit",
    "what|whats|which|is _3 stop word|words|trigger|triggers|keyword|code|sign",
    "what|whats _4 stop|out|optout|unsubscribe mean|means",
    "what happens if|when ... stop|unsubscribe|opt",
    "stop sign|signs|light|loss|gap|watch|payment|order|over|work",
    "stop by|in|at|for|into|over|on|off|through|thru|past|near|down",
    "stop to the|a|my|get|see|grab|pick|eat|use|say|talk|visit",
    "stop and go|see|say|look|visit|get|pick|grab|drop|chat|talk|think|check|eat",
    "bus|pit|full|rest|truck|non|short|train|door|whistle|pain stop",
    "one|next|first|last|more stop shop|then|away|before|on|is|and|i|im|ill|to",
    "call me|us|him|her back",
];
