//! What may be somebody's name.

/// Words with a capital letter that are nobody's name.
pub const NO_NAMES: [&str; 40] = [
    "im",
    "ill",
    "ive",
    "id",
    "ok",
    "okay",
    "sunday",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "medicare",
    "medicaid",
    "interested",
    "sure",
    "english",
    "spanish",
    "spam",
    "stop",
    "available",
    "texas",
    "florida",
    "california",
    "true",
    "good",
    "working",
];

/// Common first names, for those who write without capitals.
pub const NAMES: &str = "aaron adam alan albert alejandro alex alexis alice alicia allen amanda amber amy ana andre \
    andrea andrew angela anna anthony antonio arthur ashley barbara barry becky ben beth betty \
    bill billy bob bobby brad bradley brandon brenda brian bruce calvin carl carlos carmen \
    carol cathy chad charles charlie cheryl chris christina christine christopher cindy clara \
    connie craig crystal cynthia dan daniel dave david dawn debbie deborah debra denise dennis \
    derek diana diane donald donna dorothy doug dylan earl ed eddie eduardo edward elizabeth \
    ellen emily eric ernest eva evelyn fernando francisco frank gary george glen gloria greg \
    gregory guadalupe hannah heather hector helen henry ian jack jackie jacob jake james jane \
    janet jasmine jason javier jean jeff jennifer jenny jeremy jerry jessica jesus jill jim \
    joan joe joel john jon jonathan jorge jose joseph josh joshua joyce juan judy julie justin \
    karen kate kathleen kathy katie keith kelly ken kenneth kevin kim kyle larry laura lauren \
    leonard linda lisa lori luis lupe manuel margaret maria marie mario mark marta martha \
    marvin mary matt matthew maya megan melissa michael michelle miguel mike monica nancy \
    nathan nick nicole oscar pablo pam pamela patricia patrick paul pedro peggy peter phil \
    philip rachel rafael ralph ramon raul raymond ricardo richard rick robert roberto roger \
    ron ronald rosa rosario russell ryan sam samuel sandra sara sarah scott sergio sharon \
    silvia stephanie steve steven susan teresa theresa thomas tiffany tim timothy tina todd \
    tom tony tracy travis troy tyler valerie vanessa veronica victor victoria vincent virginia \
    walter wanda wayne wendy wesley william yolanda zach";
