//! Solar.

use super::{Line, exchange};

pub const SOLAR: Line = Line {
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
