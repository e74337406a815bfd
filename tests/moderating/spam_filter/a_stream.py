"""A small stream of comments, made up for these tests, in several languages: (name, website, body, is it spam)."""

from blog.moderating.spam_filter.told import Told

_STREAM = (
    ("Hanne", "", "My rye loaf came out flat as well. Is the tin too wide, do you think?", False),
    ("BestLoanz", "http://quick-loanz.example/apply", "Great post! Get a payday loan today, bad credit is fine.", True),
    ("Piotr W.", "", "Line 14 should read `counts[word] += 1`, otherwise it forgets the first loan.", False),
    ("slotking77", "", "[url=http://slotking.example]casino bonus[/url] free spins, no deposit", True),
    ("Ines", "", "Gracias, me ha servido mucho. ¿Funciona también con harina integral?", False),
    ("Marta Kowal", "https://marta.example", "I built the shelf after your drawing; the back needs a second screw.", False),
    ("Dr Obadele", "", "My husband came back after a powerful love spell. WhatsApp +00 555 0100 0100", True),
    ("Tomasz", "", "The corn hall clock struck thirteen in 1987, my father wrote it down.", False),
    ("Елена", "", "Спасибо, а сколько минут держать тесто в холодильнике?", False),
    ("Zarabotok", "", "Заработок на дому без вложений, доход 900$ в неделю, пишите в лс!", True),
    ("kwok", "", "請問第二張圖的螺絲是什麼尺寸？", False),
    ("watches4u", "http://watches4u.example/sale", "Nice blog. Buy cheap replica watches online, free shipping.", True),
    ("Jo", "", "Thanks! The second photo helped.", False),
    ("Rx Store", "", 'viagra 100mg <a href="http://pillz.example/buy">buy viagra online</a> no prescription', True),
    ("Farid", "", "@Hanne mine too. A narrower tin and ten minutes more did it.", False),
    ("Ulla", "", "Bei mir ging der Teig auch nicht auf, zu kalte Küche vermutlich.", False),
    ("CryptoAnna", "", "I earned 4 BTC in a week with this broker, contact her on Telegram @anna_trades", True),
    ("Bea", "", "> the loans of March\nThat was the month of the flood, so fewer came.", False),
    ("seo expert", "http://rank-first.example", "Your website could rank better. We sell backlinks and guest posts.", True),
    ("Noor", "", "Does the printer survive a power cut, or is the queue lost?", False),
    ("Luc", "", "J'ai gardé le levain deux semaines au frais, il est reparti sans peine.", False),
    ("essayhelp", "", "Need homework help? http://essays.example http://essays.example/order custom paper", True),
    ("Sam", "", "Typo in the third paragraph: “ot” for “to”.", False),
    ("hot girls", "", "http://camz.example http://camz.example/live webcam dating tonight", True),
    ("Aya", "", "الصورة الثالثة لا تظهر عندي، هل هي محذوفة؟", False),
    ("Wim", "", "Ik heb hem nagebouwd met een oude broodrooster, werkt prima.", False),
    ("JasonRen", "", "Look at my page <a href=http://slotking.example/win>jackpot</a> best price", True),
    ("Greta", "", "We did the same walk in the rain; the gate by the gasworks is locked now.", False),
    ("Olu", "", "Could you put the pattern up as a file? I would print it at the library.", False),
    ("Maria", "", "I am so happy! Dr Obadele cured my herpes with herbal medicine, email drobadele@mail.example", True),
)  # fmt: skip

STREAM = [
    (Told(name, website, body, article="bread", at=1_700_000_000 + at), is_spam)
    for at, (name, website, body, is_spam) in enumerate(_STREAM)
]
