//! Real estate.

use super::{Line, exchange};

pub const REAL_ESTATE: Line = Line {
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
