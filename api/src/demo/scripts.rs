//! What people who sell on the phone and those they text say to each other.
//!
//! Words in braces are filled in: the people's names, and what the thread has drawn for them.

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

pub const LINES: [Line; 3] = [INSURANCE, REAL_ESTATE, SOLAR];

const INSURANCE: Line = Line {
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

const REAL_ESTATE: Line = Line {
    name: "Real estate",
    sources: &["HomeFinder Pro", "OpenDoor Listings", "Keystone Home Value"],
    openings: &[
        "Hi {first}, {agent} with {business}. You looked at the home on {street} in {city}. Would you like to see it this week? Reply STOP to opt out.",
        "Hello {first}, you asked what your home in {city} is worth. I have the comparables ready. Shall I send them? Reply STOP to opt out.",
        "{first}, it's {agent} at {business}. Still looking for a place around {city}? Reply STOP to opt out.",
    ],
    replies: &[
        "Yes! Still looking",
        "hi yes, just browsing for now",
        "who gave you my number",
        "Yes please",
        "Hello, we are, my husband and I",
    ],
    inquiries: &[
        "Hi, is the house on {street} still available?",
        "saw your sign on {street}. how much are they asking",
        "Hello, do you help with rentals in {city} too?",
    ],
    exchanges: &[
        exchange(
            &[
                "Are you working with another agent already?",
                "Is this your first home, {first}?",
            ],
            &[
                "no",
                "First one, kind of nervous",
                "We sold ours in {year}",
                "had one, she retired",
            ],
        ),
        exchange(
            &[
                "How many bedrooms do you need, and which side of {city}?",
                "What does it need to have?",
            ],
            &[
                "{rooms} bed and a yard for the dog",
                "{rooms} bedrooms, good schools",
                "north side, {rooms} bed minimum",
                "garage!! everything else is negotiable",
            ],
        ),
        exchange(
            &[
                "What is the budget you feel comfortable with?",
                "Up to which price shall I look?",
            ],
            &[
                "around {home}",
                "{home} tops",
                "pre approved for {home}",
                "depends on the rates honestly",
            ],
        ),
        exchange(
            &[
                "There is a {rooms} bedroom on {street}, {home}, open on {day}. Interested?",
                "New this morning: {street}, {rooms} bed, {home}. Shall I book a tour?",
            ],
            &[
                "yes! {day} after work?",
                "Pictures?",
                "looks small",
                "can we see it {day} at {time}",
                "That's close to my mom's, yes",
            ],
        ),
        exchange(
            &[
                "Booked: {day} at {time}, I'll meet you at the door.",
                "You are down for {day}, {time}. Parking is on the street.",
            ],
            &[
                "perfect",
                "thank you!!",
                "we might be 10 min late",
                "👍",
                "ok bringing my sister",
            ],
        ),
        exchange(
            &[
                "How did you like {street}?",
                "What did you think of the house on {day}?",
            ],
            &[
                "loved the kitchen",
                "honestly too much work",
                "We want to make an offer",
                "nice but the road is loud",
                "can we see it again with my dad",
            ],
        ),
        exchange(
            &[
                "The sellers countered at {home}. That is closer than I expected. What do you think?",
                "They came down to {home} and leave the appliances.",
            ],
            &[
                "let's take it",
                "can they do the roof?",
                "we're at our max already",
                "ok call me",
            ],
        ),
        exchange(
            &[
                "Inspection is on {day} at {time}. You don't have to be there, but it's worth it.",
                "The inspector can come {day}. Does {time} work?",
            ],
            &[
                "I'll be there",
                "works",
                "can you send me the report after",
                "At work then, please go for me",
            ],
        ),
        exchange(
            &[
                "Do you have a lender? I can name two that close on time.",
                "Have you talked to a bank yet, {first}?",
            ],
            &[
                "credit union",
                "Not yet, names would be great",
                "paying cash",
                "yes approved last week",
            ],
        ),
    ],
};

const SOLAR: Line = Line {
    name: "Solar",
    sources: &["SunPath Leads", "BrightRoof", "GreenHome Connect"],
    openings: &[
        "Hi {first}, {agent} from {business}. You asked about solar for your home in {city}. Is your electric bill above $120 a month? Reply STOP to opt out.",
        "Hello {first}! You wanted to know what solar would save on {street}. I can tell you in two minutes. Do you own the home? Reply STOP to opt out.",
        "{first}, it's {agent} with {business} about your solar request. Which utility are you with? Reply STOP to opt out.",
    ],
    replies: &[
        "yes",
        "Way above lol",
        "We own it. Is this about the rebate?",
        "hi, yes I filled out the form",
        "Oncor I think. who is this?",
    ],
    inquiries: &[
        "Hi, my neighbor on {street} got panels from you. What would it cost for us?",
        "is the tax credit still a thing?",
        "Do you service systems you didn't install? ours is down",
    ],
    exchanges: &[
        exchange(
            &[
                "What was the highest bill last summer?",
                "What do you pay for power in August, roughly?",
            ],
            &[
                "{price} in August",
                "{price} lol the AC never stops",
                "around {price}",
                "I'd have to look it up",
            ],
        ),
        exchange(
            &[
                "Which way does the roof face, and is there shade?",
                "Any big trees over the roof?",
            ],
            &[
                "south, no trees",
                "one oak on the west side",
                "Faces east and west",
                "no clue, can you look on the satellite",
            ],
        ),
        exchange(
            &[
                "I looked from above: about {panels} panels fit. That covers most of your use.",
                "Your roof takes {panels} panels. Payback would be around 8 years.",
            ],
            &[
                "what do they cost",
                "8 years is long",
                "nice",
                "and when the grid goes down?",
                "do they survive hail",
            ],
        ),
        exchange(
            &[
                "With financing it is {quote} a month, no money down, and the bill shrinks to the base fee.",
                "The system would be {quote} a month over 20 years.",
            ],
            &[
                "so less than I pay now?",
                "not a fan of loans",
                "What's the interest",
                "hm ok",
                "send me that in writing please",
            ],
        ),
        exchange(
            &[
                "Our surveyor could come on {day} at {time}, free, 30 minutes. Does that work?",
                "Shall we send somebody on {day} to measure? It costs nothing.",
            ],
            &[
                "{day} ok",
                "can he come {time}",
                "weekends only",
                "sure, the gate code is on the lead form",
                "I need to ask my wife first",
            ],
        ),
        exchange(
            &[
                "You are booked for {day}, {time}. Please have a recent bill at hand.",
                "Done: {day}, {time}. He calls when he is on the way.",
            ],
            &["thanks", "👍", "ok", "Will do", "can it be an hour later?"],
        ),
        exchange(
            &[
                "Do you have an HOA? We file the request for you.",
                "Is there an HOA that has to agree?",
            ],
            &[
                "yes, they're slow",
                "No HOA thank god",
                "yes {street} estates",
                "not sure",
            ],
        ),
        exchange(
            &[
                "Would a battery matter to you? It keeps the fridge and AC going for a night.",
                "Do you lose power often out there?",
            ],
            &[
                "after the freeze, yes",
                "how much extra",
                "Twice this year",
                "not really",
            ],
        ),
    ],
};

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
