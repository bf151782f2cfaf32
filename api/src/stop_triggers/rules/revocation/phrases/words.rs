//! The words of the table: those that stand for each other, those that change nothing, and those
//! that are a slip away from one of them and mean something else.

/// Words that stand for each other.
pub const CLASSES: &[(&str, &str)] = &[
    // Short words have no room for slips: theirs are listed.
    (
        "STOP",
        "stop stopp sstop sttop stoop stopo sotp stpo tsop stp stap stahp dtop atop syop srop stpop stip quit quite quti cease halt desist discontinue",
    ),
    ("DONT", "dont donot dnt dont dot never dpnt odnt doent dono"),
    ("NOT", "not nt never no longer dont didnt havent isnt wasnt"),
    // What must not be done to somebody: "don't … me", "stop …ing me".
    (
        "TEXT",
        "text texts texting texted txt txts txting txtn txtin textng textin tex txet texing msg msgs msging message messages messaging messege mesage contact contacts contacting contac call calls calling caling spam spams spamming email emails emailing emailling sms msgs dm disturb solicit soliciting harass harassing bother bothering bug bugging annoy annoying reach reaching pester pestering badgering hound hounding ring ringing communicate communicating",
    ),
    (
        "CALL",
        "call calls calling phone phoning ring ringing email emails emailing",
    ),
    (
        "TEXTS",
        "text texts txt txts txtx message messages msg msgs sms call calls contact email emails spam communication communications correspondence",
    ),
    ("SENDING", "sending send blowing hitting"),
    ("ME", "me us my this myself here mi him her them our"),
    ("YOU", "you u ya yall yourself urself yourselves yo"),
    ("MY", "my this our the mi his her their your"),
    (
        "NUMBER",
        "number numbers data num nbr nmbr numer phone cell cellphone info information details contact digits line name email contacts fone",
    ),
    (
        "REMOVE",
        "del rmv rm dlt remove remve rmove remov removed delete delet erase unlist purge scrub",
    ),
    (
        "LIST",
        "list lists lsit database databases system txts texts messages message texting contacts records mailing distribution roster rotation sequence crm file files calls everything thread group chat campaign campaigns",
    ),
    (
        "THING",
        "policy policies quote quotes plan plans application app appointment calendar schedule title deed loan mortgage lease account insurance coverage waitlist waiting wait hold speaker speakerphone mute roof roofing proposal estimate contract claim will trust bill auto home house project job car vehicle note registration reservation hook autopay autodraft ebill paperless",
    ),
    (
        "INTERESTED",
        "interested intrested interrested intersted intrsted intereted interesed interest",
    ),
    (
        "RELATION",
        "husband wife mom mother dad father brother sister son daughter uncle aunt grandma grandmother grandpa grandfather",
    ),
    ("HE", "he she they hes shes NAME"),
    ("AGAIN", "again anymore ever anymor more nomore further"),
    (
        "LIMIT",
        "before after until untill till til while when whenever during between unless except b4 past",
    ),
    (
        "UNSUB",
        "unsubscribe unsubscribed unsubscribing unsub unsubcribe unsuscribe unsubscribeme unsubscibe unsubscrib usubscribe unsubribe",
    ),
    ("PLEASE", "please pls plz plez kindly"),
    ("FUCK", "fuck fuk fck fuc fack phuck eff fk feck"),
    // Spanish.
    ("NOME", "no ya nunca"),
    (
        "MANDES",
        "mandes manden mande mandar mandarme mandarnos envies envien envie enviar enviarme escribas escriban escriba escribir escribirme escriban textees texteen textee textear textearme llames llamen llame llamar llamarme molestes molesten moleste molestar molestarme contactes contacten contacte contactar contactarme contacto busques busquen chingues chinguen jodas jodan joda fastidies fastidien sigas sigan siga hables hablen hable hablar hablarme insistas insistan insista marques marquen marque acosar acosarme acosen",
    ),
    (
        "MENSAJES",
        "mensajes mensaje mensages msg msgs msj msjs mensajitos textos texto sms llamadas llamada correos correo publicidad promociones spam",
    ),
    (
        "BORRA",
        "kitame kitenme kiteme kite quita quitame quitenme quiteme quitar quiten quite borra borrame borrenme borreme borren borrar borre elimina eliminame eliminenme elimineme eliminen eliminar saca sacame saquenme saqueme saquen sacar remueve remueveme remuevan remuevanme remover retira retirame retirenme retireme retiren",
    ),
    (
        "LISTA",
        "lista listas base sistema registro registros contactos agenda grupo",
    ),
    (
        "EQUIVOCADO",
        "equivocado equivocada equivocados ekivocado equibocado incorrecto erroneo",
    ),
];

/// Words around a clause that change nothing of what it asks.
pub const FILLERS_BEFORE: &str = "please pls plz plez pleas ok okay k kk hey hi hello hola yo no nope yes yeah yea man dude bro sir maam mam miss guys guy yall you u can could will would wud just now so and but seriously omg ugh once again i god for the love of fucking damn dammit also then well um oh really good morning thank thanks thx ty already kindly stop quit enough fuck wtf jesus christ lord bitch lady people listen look simply im asking asked said told told ive time last sorry por favor porfavor porfa ya oye que se senor senora pues gracias";
pub const FILLERS_AFTER: &str = "please pls plz plez pleas now already thanks thank thx ty you ok okay k immediately asap right away today man dude bro sir maam mam kindly seriously jesus christ damn dammit fucking fuck f shit bitch again anymore sms stop quit goodbye bye god bless appreciated much so very cool all lady people guys yall por favor porfavor porfa ya gracias amigo amiga senor senora";

/// Words of everyday use that are a letter away from one of the table's.
pub const REAL_WORDS: &str = "escribio llamo mando contacto busco mandaron mandado llamaron escribieron change changes chance changed subscribe subscribed subscribing subscriber subscription scammed spammed contact swing ease phase tease gain against case cases crease lasts lifts count black react ranch roach prone these those there three testing tests remote removes contract contracts contrast contain contacted contractor lawyers layer sawyer bother brother mother another nother father rather later alone along clone alive atone place police policy polite people pleased leave leaves leaf weave cleave heave leaver leader lease least leash wrong wring prong number lumber numbers member slumber texting taxing exiting tasting letting passed past passes parsed pissed person persons parson prison legal regal report reports resort import export repent enough though through tough interest interests interesting interested disinterested block blocks black clock flock lock locks sue spam span scam scan scams never fever lever every ever nerve serve listen listed listing lists harass moving remover request requests requested require required quest sending spending mending lending ending feeding calling falling filling rolling mailing failing sailing selling telling culling polling permission harassment agree agreed consent content contents consist stops stopped stepped shopped dropped shop step text exit next quote quit quiet quits quite receive received deceive relieve emails email detail details tail texas emailed disturb distrib wants want whatever wherever please release place plate seriously spanish calls cells falls balls cal cold sold told mensaje molesta molesto escrito escribe manda quieto quiero quiere pare pares parar para cara correo corre borrado numero nombre nombres fallen failed falling lawsuit database complaint complain complains reporter resolve removal remodel remoter further farther anyone another someone wife knife life trust trusts stuff staff alerts alert death health dealt bloke broke stock knock dont wont cant ahead instead unwanted wanted";
