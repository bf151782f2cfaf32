//! The demo's people: names and places as they occur, phones that belong to nobody.

use std::sync::LazyLock;

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;

/// Where somebody lives.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub area_code: &'static str,
    pub city: &'static str,
    pub state: &'static str,
    /// The first three digits of its ZIP codes.
    pub zip: &'static str,
}

const fn place(
    area_code: &'static str,
    city: &'static str,
    state: &'static str,
    zip: &'static str,
) -> Place {
    Place {
        area_code,
        city,
        state,
        zip,
    }
}

/// Without 512, whose numbers the workspace rents.
pub const PLACES: [Place; 48] = [
    place("214", "Dallas", "TX", "752"),
    place("972", "Plano", "TX", "750"),
    place("469", "Frisco", "TX", "750"),
    place("817", "Fort Worth", "TX", "761"),
    place("682", "Arlington", "TX", "760"),
    place("713", "Houston", "TX", "770"),
    place("281", "Katy", "TX", "774"),
    place("832", "Sugar Land", "TX", "774"),
    place("210", "San Antonio", "TX", "782"),
    place("726", "San Antonio", "TX", "782"),
    place("737", "Austin", "TX", "787"),
    place("254", "Waco", "TX", "767"),
    place("361", "Corpus Christi", "TX", "784"),
    place("806", "Lubbock", "TX", "794"),
    place("915", "El Paso", "TX", "799"),
    place("903", "Tyler", "TX", "757"),
    place("936", "Conroe", "TX", "773"),
    place("940", "Denton", "TX", "762"),
    place("956", "Laredo", "TX", "780"),
    place("979", "College Station", "TX", "778"),
    place("830", "New Braunfels", "TX", "781"),
    place("325", "Abilene", "TX", "796"),
    place("432", "Midland", "TX", "797"),
    place("409", "Beaumont", "TX", "777"),
    place("405", "Oklahoma City", "OK", "731"),
    place("918", "Tulsa", "OK", "741"),
    place("504", "New Orleans", "LA", "701"),
    place("225", "Baton Rouge", "LA", "708"),
    place("505", "Albuquerque", "NM", "871"),
    place("501", "Little Rock", "AR", "722"),
    place("602", "Phoenix", "AZ", "850"),
    place("480", "Mesa", "AZ", "852"),
    place("303", "Denver", "CO", "802"),
    place("719", "Colorado Springs", "CO", "809"),
    place("615", "Nashville", "TN", "372"),
    place("901", "Memphis", "TN", "381"),
    place("404", "Atlanta", "GA", "303"),
    place("770", "Marietta", "GA", "300"),
    place("407", "Orlando", "FL", "328"),
    place("813", "Tampa", "FL", "336"),
    place("305", "Miami", "FL", "331"),
    place("704", "Charlotte", "NC", "282"),
    place("919", "Raleigh", "NC", "276"),
    place("702", "Las Vegas", "NV", "891"),
    place("816", "Kansas City", "MO", "641"),
    place("314", "St. Louis", "MO", "631"),
    place("317", "Indianapolis", "IN", "462"),
    place("614", "Columbus", "OH", "432"),
];

const FIRST: &str = "James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William \
    Barbara Richard Susan Joseph Jessica Thomas Karen Christopher Sarah Charles Lisa Daniel Nancy \
    Matthew Sandra Anthony Betty Mark Ashley Donald Emily Steven Kimberly Andrew Margaret Paul \
    Donna Joshua Michelle Kenneth Carol Kevin Amanda Brian Melissa Timothy Deborah Ronald \
    Stephanie George Rebecca Jason Sharon Edward Laura Jeffrey Cynthia Ryan Dorothy Jacob Amy \
    Nicholas Kathleen Gary Angela Eric Shirley Jonathan Emma Stephen Brenda Larry Pamela Justin \
    Nicole Scott Anna Brandon Samantha Benjamin Katherine Samuel Christine Gregory Debra \
    Alexander Rachel Patrick Carolyn Frank Janet Raymond Maria Jack Olivia Dennis Heather Jerry \
    Helen Tyler Catherine Aaron Diane Jose Julie Adam Victoria Nathan Joyce Henry Lauren Zachary \
    Kelly Douglas Christina Peter Ruth Kyle Joan Noah Virginia Ethan Judith Jeremy Evelyn Carlos \
    Luis Sofia Miguel Camila Jesus Valentina Juan Isabella Diego Lucia Alejandro Elena Ricardo \
    Rosa Fernando Guadalupe Hector Marisol Raj Priya Arjun Ananya Wei Mei Hiroshi Yuki Minh Linh \
    Kwame Amara Tyrone Imani DeShawn Keisha Malik Aaliyah Omar Fatima Ahmed Layla Dmitri Olga \
    Sean Siobhan Liam Niamh Zoë André Renée";

const LAST: &str = "Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez \
    Hernandez Lopez Gonzalez Wilson Anderson Thomas Taylor Moore Jackson Martin Lee Perez \
    Thompson White Harris Sanchez Clark Ramirez Lewis Robinson Walker Young Allen King Wright \
    Scott Torres Nguyen Hill Flores Green Adams Nelson Baker Hall Rivera Campbell Mitchell Carter \
    Roberts Gomez Phillips Evans Turner Diaz Parker Cruz Edwards Collins Reyes Stewart Morris \
    Morales Murphy Cook Rogers Gutierrez Ortiz Morgan Cooper Peterson Bailey Reed Kelly Howard \
    Ramos Kim Cox Ward Richardson Watson Brooks Chavez Wood James Bennett Gray Mendoza Ruiz \
    Hughes Price Alvarez Castillo Sanders Patel Myers Long Ross Foster Jimenez Powell Jenkins \
    Perry Russell Sullivan Bell Coleman Butler Henderson Barnes Gonzales Fisher Vasquez Simmons \
    Romero Jordan Patterson Alexander Hamilton Graham Reynolds Griffin Wallace Moreno West Cole \
    Hayes Bryant Herrera Gibson Ellis Tran Medina Aguilar Stevens Murray Ford Castro Marshall \
    Owens Harrison Fernandez McDonald Woods Washington Kennedy Wells Vargas Henry Chen Freeman \
    Webb Tucker Guzman Burns Crawford Olson Simpson Porter Hunter Gordon Mendez Silva Shaw Snyder \
    Mason Dixon Munoz Hunt Hicks Holmes Palmer Wagner Black Robertson Boyd Rose Stone Salazar Fox \
    Warren Mills Meyer Rice Schmidt Garza Daniels Ferguson Nichols Stephens Soto Weaver Ryan \
    Gardner Payne Grant Dunn Kelley Spencer Hawkins Arnold Pierce Hansen Peters Santos Hart \
    Bradley Knight Elliott Cunningham Duncan Armstrong Hudson Carroll Lane Riley Andrews Alvarado \
    Ray Delgado Berry Perkins Hoffman Johnston Matthews Peña Richards Contreras Willis Carpenter \
    Lawrence Sandoval Guerrero George Chapman Rios Estrada Ortega Watkins Greene Nuñez Wheeler \
    Valdez Harper Burke Larson Santiago Maldonado Morrison Franklin Carlson Austin Dominguez Carr \
    Lawson Jacobs O'Brien Lynch Singh Vega Bishop Montgomery Oliver Jensen Harvey Williamson \
    Gilbert Dean Sims Espinoza Howell Li Wong Reid Hanson Le McCoy Garrett Burton Fuller Wang \
    Weber Welch Rojas Lucas Marquez Fields Park Yang Little Banks Padilla Day Walsh Bowman \
    Schultz Luna Fowler Mejia Okafor Adeyemi Haddad Kowalski Novak Ivanov Yamamoto Pham";

static FIRST_NAMES: LazyLock<Vec<&str>> = LazyLock::new(|| FIRST.split_whitespace().collect());
static LAST_NAMES: LazyLock<Vec<&str>> = LazyLock::new(|| LAST.split_whitespace().collect());

/// A first and a last name.
pub fn name(random: &mut StdRng) -> (&'static str, &'static str) {
    let pick = |names: &[&'static str], random: &mut StdRng| {
        names.choose(random).copied().unwrap_or_default()
    };
    (pick(&FIRST_NAMES, random), pick(&LAST_NAMES, random))
}

/// The phone of the person with this index: no two people share one. The exchange 555 belongs to
/// nobody; its lines 0100 to 0199 are set aside for fiction and come first.
#[must_use]
pub fn phone(index: u32) -> (String, &'static Place) {
    let count = u32::try_from(PLACES.len()).unwrap_or(1);
    let place = &PLACES[(index % count) as usize];
    // 37 has no factor in common with 100 nor with 10,000: the lines are visited in a scattered order.
    let round = index / count;
    let line = match round {
        0..100 => 100 + round * 37 % 100,
        _ => 100 + round,
    };
    (format!("+1{}555{line:04}", place.area_code), place)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn x11_no_two_people_share_a_phone() {
        let phones: HashSet<String> = (0..super::super::MOST)
            .map(|index| phone(index).0)
            .collect();
        assert_eq!(phones.len(), super::super::MOST as usize);
        let sound =
            |phone: &String| copperline_shared::phone::Phone::try_from(phone.clone()).is_ok();
        assert!(phones.iter().all(sound));
    }
}
