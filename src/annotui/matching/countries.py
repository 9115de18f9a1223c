"""What newspapers call a country by: its name, its people, its capital. `Paris opposes` is what France does."""

from __future__ import annotations

# One word each; what is written in two (`New Zealand`) shares its words anyway.
_CALLED = """
afghanistan afghan afghans kabul
argentina argentine argentinian buenos-aires
australia australian australians canberra
austria austrian austrians vienna
belarus belarusian minsk
belgium belgian belgians
brazil brazilian brazilians brasilia
britain british briton britons uk london england english downing
bulgaria bulgarian sofia
canada canadian canadians ottawa
chile chilean santiago
china chinese beijing
colombia colombian bogota
croatia croatian zagreb
cuba cuban cubans havana
czechia czech czechs prague
denmark danish danes copenhagen
egypt egyptian egyptians cairo
estonia estonian tallinn
ethiopia ethiopian addis
europe european europeans eu
finland finnish finns helsinki
france french paris elysee
germany german germans berlin
greece greek greeks athens
hungary hungarian hungarians budapest
iceland icelandic reykjavik
india indian indians delhi
indonesia indonesian jakarta
iran iranian iranians tehran
iraq iraqi iraqis baghdad
ireland irish dublin
israel israeli israelis jerusalem
italy italian italians rome
japan japanese tokyo
kenya kenyan nairobi
latvia latvian riga
lebanon lebanese beirut
lithuania lithuanian vilnius
malaysia malaysian
mexico mexican mexicans
netherlands dutch hague
nigeria nigerian nigerians abuja
norway norwegian norwegians oslo
pakistan pakistani pakistanis islamabad
philippines philippine filipino filipinos manila
poland polish poles warsaw
portugal portuguese lisbon
romania romanian bucharest
russia russian russians moscow kremlin
serbia serbian serbs belgrade
slovakia slovak slovaks bratislava
slovenia slovenian ljubljana
spain spanish spaniards madrid
sweden swedish swedes stockholm
switzerland swiss bern
syria syrian syrians damascus
taiwan taiwanese taipei
thailand thai thais bangkok
turkey turkish turks ankara turkiye
ukraine ukrainian ukrainians kyiv kiev
america american americans us usa washington
venezuela venezuelan caracas
vietnam vietnamese hanoi
"""

COUNTRIES = {word: names[0] for line in _CALLED.split("\n") if (names := line.split()) for word in names}
"""The country that a folded word stands for where it has a capital."""
