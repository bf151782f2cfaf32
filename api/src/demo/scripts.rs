//! What people who sell on the phone and those they text say to each other.
//!
//! Words in braces are filled in: the people's names, and what the thread has drawn for them.

mod insurance;
mod real_estate;
mod solar;

/// A line of business: how a thread opens, what is asked and answered, and in which order.
#[derive(Debug)]
pub struct Line {
    /// The rented number's name.
    pub name: &'static str,
    /// Vendors its leads are bought from.
    pub sources: &'static [&'static str],
    pub openings: &'static [&'static str],
    /// What a lead says who answers the opening.
    pub replies: &'static [&'static str],
    /// How somebody begins who was not a lead.
    pub inquiries: &'static [&'static str],
    pub exchanges: &'static [Exchange],
}

/// Ways to ask, and ways to answer.
#[derive(Debug)]
pub struct Exchange {
    pub ask: &'static [&'static str],
    pub answer: &'static [&'static str],
}

const fn exchange(ask: &'static [&'static str], answer: &'static [&'static str]) -> Exchange {
    Exchange { ask, answer }
}

pub const LINES: [Line; 3] = [insurance::INSURANCE, real_estate::REAL_ESTATE, solar::SOLAR];

/// Asked again later, in any line.
pub const FOLLOW_UPS: &[Exchange] = &[
    exchange(
        &[
            "Hi {first}, just checking in. Did you get a chance to look at it?",
            "{first}, any news on your side?",
            "Morning {first}! Anything I can clear up?",
        ],
        &[
            "not yet, crazy week",
            "sorry! tonight",
            "Still thinking",
            "yes, call me {day} at {time}",
            "we had a baby, give me two weeks",
            "Can you resend it?",
        ],
    ),
    exchange(
        &[
            "No problem at all. Shall I check back on {day}?",
            "Of course. I'll text you {day} then.",
            "Take your time. {day} okay?",
        ],
        &[
            "ok",
            "{day} is good",
            "thanks for not being pushy",
            "Next week better",
            "👍",
        ],
    ),
    exchange(
        &[
            "Happy to. Which email is best?",
            "Sure, to the same email address?",
        ],
        &["same one", "the gmail", "text me a picture instead", "yes"],
    ),
    exchange(
        &[
            "I'll call you at {time}. From this same number.",
            "Calling you in 5, {first}.",
        ],
        &[
            "in a meeting, text pls",
            "ok",
            "can't talk, kids asleep 😴",
            "ready when you are",
        ],
    ),
    exchange(
        &[
            "I asked the office: yes, we can hold that price until {day}.",
            "Checked for you: the offer stands until {day}.",
        ],
        &[
            "good to know",
            "ok that helps",
            "thanks {agent}",
            "I'll decide before then",
        ],
    ),
];

/// The first answer to somebody who was not a lead.
pub const WELCOMES: &[&str] = &[
    "Hi, this is {agent} at {business}. Thanks for reaching out! Let me help you with that. Reply STOP to opt out.",
    "Hello! {agent} with {business}. Happy to help, one moment please. Reply STOP to opt out.",
];

/// When nobody answers.
pub const NUDGES: &[&str] = &[
    "Hi {first}, following up on my text. Is this still of interest?",
    "{first}, I don't want to bother you. Shall I close your request?",
    "Last try from me, {first}: I still have the numbers for {city} here if you want them. {agent}",
    "Hi {first}, {agent} again. A yes or no is fine 🙂",
    "Good morning {first}! Rates moved this week. Want me to run it again?",
];

/// How it ends well.
pub const WINS: &[Exchange] = &[
    exchange(
        &[
            "Everything is signed and filed. Welcome aboard, {first}!",
            "All done, {first}. You'll get the papers by mail this week.",
        ],
        &[
            "thank you so much {agent}!",
            "awesome, easy",
            "Great working with you",
            "🎉🎉",
            "finally lol thanks",
        ],
    ),
    exchange(
        &[
            "See you {day} at {time}, {first}. Text me if anything comes up.",
            "Looking forward to {day}!",
        ],
        &["see you then", "will do", "same here", "Yep"],
    ),
];

/// How somebody says no without opting out.
pub const LOSSES: &[&str] = &[
    "went with someone else, sorry",
    "We're staying with what we have for now. Thanks",
    "not interested anymore",
    "No thank you.",
    "too expensive for us right now",
];

/// How somebody opts out.
pub const STOPS: &[&str] = &[
    "STOP",
    "Stop",
    "stop",
    "STOP",
    "Unsubscribe",
    "STOP ALL",
    "cancel",
    "END",
    "quit",
];

pub const CARRIERS: &[&str] = &[
    "Geico",
    "Progressive",
    "Allstate",
    "Farmers",
    "USAA",
    "Liberty Mutual",
];
pub const CARS: &[&str] = &[
    "F-150",
    "Camry",
    "Silverado",
    "CR-V",
    "RAV4",
    "Civic",
    "Tahoe",
    "Corolla",
    "Ram 1500",
    "Equinox",
    "Accord",
    "Wrangler",
    "Highlander",
    "Tacoma",
    "Model 3",
    "Altima",
];
pub const STREETS: &[&str] = &[
    "Oak Hollow Dr",
    "Pecan St",
    "Bluebonnet Ln",
    "Ridgeview Ct",
    "Lamar Blvd",
    "Cedar Bend",
    "Mockingbird Ln",
    "Sunset Trl",
    "Willow Creek Rd",
    "Hill Country Pkwy",
    "Elm St",
    "Stonegate Way",
    "Magnolia Ave",
    "Live Oak Cir",
    "Prairie View Rd",
];
pub const DAYS: &[&str] = &[
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
];
pub const TIMES: &[&str] = &[
    "9:30", "10", "11:15", "noon", "2", "3:30", "4:45", "5:30", "6",
];
