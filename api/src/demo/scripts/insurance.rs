//! Insurance.

use super::{Line, exchange};

pub const INSURANCE: Line = Line {
    name: "Insurance",
    sources: &["QuoteHarbor", "PolicyMatch Leads", "SafeDriver Network"],
    openings: &[
        "Hi {first}, this is {agent} with {business}. You asked for an insurance quote in {city}. Is now a good time for two quick questions? Reply STOP to opt out.",
        "Hello {first}! {agent} from {business} here. I have your quote request in front of me. Is it home, auto or both? Reply STOP to opt out.",
        "{first}, thanks for requesting a quote. I'm {agent}, a licensed agent with {business}. When does your current policy renew? Reply STOP to opt out.",
    ],
    replies: &[
        "Yes, now is fine",
        "hi, both please",
        "Who is this?",
        "yes I did, home and auto",
        "sure go ahead",
        "It renews next month",
    ],
    inquiries: &[
        "Hi, a friend gave me your number. Do you write home insurance in {city}?",
        "hello, my premium went up again. can you quote me",
        "Do you guys do boat insurance?",
    ],
    exchanges: &[
        exchange(
            &[
                "Great. Are you insured at the moment, and with whom?",
                "Who is your current carrier, {first}?",
            ],
            &[
                "State Farm, since forever",
                "we have {carrier} right now",
                "{carrier} but not happy",
                "Nobody right now, it lapsed last month",
            ],
        ),
        exchange(
            &[
                "What do you pay a month, roughly?",
                "Do you know your premium today?",
            ],
            &[
                "{price} a month",
                "like {price}? my husband knows",
                "Too much lol. {price}",
                "{price} and it went up twice this year",
            ],
        ),
        exchange(
            &["Which cars would be on the policy?", "What do you drive?"],
            &[
                "a {year} {car} and my wife's {year} {car2}",
                "Just the {car}, {year}",
                "{year} {car}, paid off",
            ],
        ),
        exchange(
            &[
                "Any accidents or tickets in the last three years?",
                "And the driving record, anything to report?",
            ],
            &[
                "No",
                "clean",
                "one ticket, {year2}",
                "my son had a fender bender in {year2}",
                "nope, nothing",
            ],
        ),
        exchange(
            &[
                "Is the home on {street} the one to insure? When was the roof last done?",
                "How old is the roof at {street}?",
            ],
            &[
                "roof is from {year}",
                "Yes. New roof after the hail, {year}",
                "original roof, house is {year}",
                "yes that's us, no idea about the roof",
            ],
        ),
        exchange(
            &[
                "I found three options. The best one is {quote} a month with a $1,000 deductible. Shall I send details?",
                "Good news: {quote} a month for both, same coverage you have today. Want to see it?",
            ],
            &[
                "yes please",
                "Wow ok. send it",
                "is that with roadside?",
                "hmm that's about what I pay now",
                "ok send it to my email",
            ],
        ),
        exchange(
            &[
                "Sent to your email. It lists what is covered line by line. Any questions so far?",
                "The proposal is in your inbox. Look at page 2 for the deductibles.",
            ],
            &[
                "got it thanks",
                "looks good, need to talk to my wife",
                "what about hail damage?",
                "Does it cover a rental car",
            ],
        ),
        exchange(
            &[
                "Yes, that is included. I can start it on {day}; all I need is a signature.",
                "It does. Would you like it to start on {day}?",
            ],
            &[
                "{day} works",
                "ok let's do it",
                "Can it start on the 1st?",
                "let me sleep on it",
            ],
        ),
        exchange(
            &[
                "Do you own or rent, {first}? There may be a bundle discount.",
                "If you bundle home and auto it drops by about 18%. Do you own your home?",
            ],
            &[
                "own",
                "We rent for now, buying next year",
                "own it, 4 years now",
                "renting in {city}",
            ],
        ),
    ],
};
