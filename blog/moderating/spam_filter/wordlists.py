"""What comment spam sells and how it flatters, as people who run blogs know it. Written by hand, fitted to nothing.

Each list is a kind of talk: one word or phrase of it is a sign, two are more. A star stands for the rest of a word.
"""

KINDS_OF_TALK = {
    "pharmacy": (
        "viagra cialis levitra sildenafil tadalafil vardenafil kamagra priligy dapoxetine pharmac* rx prescription "
        "xanax tramadol ambien modafinil phentermine clomid propecia accutane prednisone amoxicillin antibiotic* "
        "ivermectin hydroxychloroquine cbd erectile impotence steroid* pills tablets dosage 50mg 100mg 20mg 5mg "
        "weight%loss lose%weight diet%pill* keto%diet slimming detox herbal testosterone виагра сиалис таблетки"
    ),
    "gambling": (
        "casino* kasino* poker slot slots jackpot* roulette blackjack baccarat betting bookmaker* sportsbook wager* "
        "lottery lotto gambling togel sbobet judi bandar 1xbet melbet 888 free%spins no%deposit betting%tips "
        "казино ставки букмекер* слоты вулкан рулетка apuestas tragamonedas scommesse wetten bahis iddaa"
    ),
    "lending": (
        "loan loans payday lender* lending mortgage* refinanc* cash%advance bad%credit credit%repair credit%score "
        "debt%relief credit%card interest%rate* prestamo* préstamo* kredit* кредит* займ* ипотек* darlehen"
    ),
    "investing": (
        "forex crypto* bitcoin* btc ethereum usdt nft binary%options trading%signals invest investor* investment* roi "
        "binance metamask airdrop blockchain%wallet passive%income profit profits earn%money make%money earn%up "
        "making%money earning* per%day per%week per%month work%from%home work%at%home from%home online%job* financial%freedom "
        "криптовалют* инвест* биткоин* заработ* доход* прибыль пассивн* подработк* удаленн* удалённ* геld%verdienen"
    ),
    "adult": (
        "porn* xxx sex sexy escort* webcam* camgirl* cam%girls adult%dating dating hookup* hot%girls hot%women milf nude* naked "
        "onlyfans call%girl* call%girls massage brides mail%order sexcam* стрип* проститут* шлюх* интим* эскорт знакомств* "
        "порно секс rencontre* puta* erotik* sexkontakt*"
    ),
    "promotion": (
        "seo backlink* link%building search%engine serp page%rank google%ranking* rank%your ranking* traffic%to more%traffic "
        "web%traffic website%traffic guest%post* digital%marketing web%design* web%development social%media%marketing "
        "smm buy%followers instagram%followers affiliate affiliates affiliate%marketing monetiz* email%list* blast leads xrumer gsa "
        "продвижение раскрутк* реклам* накрутк*"
    ),
    "advertising": (
        "elevate%your boost%your transform%your unlock%your unlock%the%power take%your%business grow%your%business game%changer "
        "don't%miss limited%time act%now leading%provider* one%stop best%in%class top%rated world%class "
        "we%provide we%offer we%specialize* we%specialise* our%services our%company our%team%of our%experts our%products "
        "our%website our%agency get%in%touch free%consultation free%quote affordable%price* affordable%rates satisfaction%guaranteed "
        "years%of%experience мы%предлагаем наша%компания наши%услуги"
    ),
    "writing for pay": (
        "essay essays essay%writing dissertation* thesis%writing term%paper* assignment%help homework%help custom%paper "
        "coursework write%my paper%writing assignment%writing research%paper%writing"
    ),
    "shop": (
        "cheap buy%cheap for%sale wholesale discount* coupon* promo promo%code replica* outlet jerseys handbag* louis%vuitton "
        "gucci oakley nike%air air%jordan ugg rolex watches%for sunglasses buy%online order%online order%now best%price "
        "best%prices low%price* free%shipping free%trial shop%now buy%now click%here special%offer limited%offer "
        "купить скидк* цена цены недорого заказать дешев* интернет%магазин* доставк* comprar barato acheter pas%cher kaufen "
        "günstig billig kopen goedkoop acquist* tanie"
    ),
    "services": (
        "plumber* plumbing roofing locksmith* movers packers pest%control cleaning%services carpet%cleaning limo* "
        "taxi%service cab%service car%rental rent%a%car air%conditioning real%estate apartments%for packers%and%movers "
        "training%institute coaching%institute training%in best%institute course%in customer%support%number "
        "support%number helpline toll%free phone%number customer%service%number tech%support repair%service* "
        "best%company service%provider* service%in services%in manufacturer* supplier* ремонт услуги под%ключ монтаж"
    ),
    "magic and rescue": (
        "spell%caster* spellcaster* spell%casting love%spell* lost%love ex%back ex%husband%back ex%lover ex%boyfriend ex%girlfriend bring%back%my "
        "voodoo herbalist* native%doctor traditional%healer* herpes hiv%cure cured%me cure%for illuminati occult "
        "lottery%spell powerful%spell* testimony testimonies priest prophet dr hacker%for hire%a%hacker hack%into "
        "recover%my recover%your recovery%expert lost%funds ethical%hacker spy%on cheating%spouse cheating%partner astrolog* "
        "black%magic vashikaran гадани* приворот* магия экстрасенс*"
    ),
    "calls to follow": (
        "subscribe subscribers follow%me follow%us my%channel my%video my%videos my%page my%profile check%out%my "
        "check%this%out visit%my visit%our visit%us look%at%my like%my vote%for join%my join%our join%us%on sign%up%here watch%my "
        "free%download download%now giveaway gift%card* whatsapp telegram wechat viber skype contact%us contact%him "
        "contact%her email%us call%us call%now text%me dm%me kik подпис* подпишись переходи* пиши%в%лс пишите%в "
        "в%личк* в%лс мой%канал моем%канале за%подробност* suscrib* abonnier* abonne*"
    ),
    "flattery": (
        "great%post nice%post good%post great%article nice%article good%article excellent%article awesome%article great%blog "
        "nice%blog awesome%blog amazing%blog wonderful%blog excellent%blog great%site nice%site great%information "
        "nice%information useful%information good%information valuable%information informative%post very%informative "
        "informative%article informative%blog great%job keep%it%up keep%up%the keep%posting keep%sharing "
        "thanks%for%sharing thank%you%for%sharing thank%for%share nice%sharing great%content quality%content excellent%post "
        "amazing%article amazing%post awesome%post wonderful%article wonderful%post fantastic%post fantastic%article "
        "interesting%article interesting%post helpful%article very%useful really%informative well%written%article superb* "
        "magnificent marvelous splendid fastidious pleasant%post impressive "
        "спасибо%за%статью отличная%статья классный%сайт интересная%статья хороший%сайт "
        "buen%artículo gran%artículo excelente%artículo excelente%blog très%bon%article super%article toller%artikel"
    ),
    "talk about the blog itself": (
        "your%blog your%website your%site your%web your%weblog your%webpage this%blog this%website this%site this%weblog "
        "your%writing your%articles your%content blog%owner bloggers blogging weblog webpage webmaster site%owner "
        "this%web%site web%site your%post your%posts your%article this%article this%paragraph this%piece%of this%post%is "
        "this%article%is your%theme rss%feed your%rss your%feed bookmark* stumbled%upon came%across%this found%your "
        "i%found%this visit%again come%back%to coming%back revisit* read%more%from subject%matter on%this%topic this%topic "
        "this%subject my%blog my%site my%website my%web my%homepage my%weblog my%page feel%free%to%visit also%visit "
        "take%a%look%at%my surf%to my%friends of%my%friends this%information this%kind%of этот%сайт "
        "ваш%сайт ваш%блог вашем%сайте"
    ),
    "greetings of strangers": (
        "hello%dear dear%sir dear%friend dear%all good%day my%name%is hi%everyone hello%everyone hello%there i%am%from "
        "i%want%to%share want%to%share want%to%tell%the%world god%bless all%thanks%to so%happy very%happy thank%god "
        "i%am%here%to%testify здравствуйте всем%привет добрый%день"
    ),
}
