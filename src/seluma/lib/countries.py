"""Codes of states and nationalities as passports print them, with their names.

Source: ICAO Doc 9303 part 3, section 5 (ISO 3166-1 alpha-3, with Germany as `D` and additional codes for
organisations, British nationals and persons without a nationality). Names of states: Unicode CLDR.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from babel import Locale

_ISO = """
ABW:AW AFG:AF AGO:AO AIA:AI ALA:AX ALB:AL AND:AD ARE:AE ARG:AR ARM:AM ASM:AS ATA:AQ ATF:TF ATG:AG AUS:AU AUT:AT AZE:AZ
BDI:BI BEL:BE BEN:BJ BES:BQ BFA:BF BGD:BD BGR:BG BHR:BH BHS:BS BIH:BA BLM:BL BLR:BY BLZ:BZ BMU:BM BOL:BO BRA:BR BRB:BB
BRN:BN BTN:BT BVT:BV BWA:BW CAF:CF CAN:CA CCK:CC CHE:CH CHL:CL CHN:CN CIV:CI CMR:CM COD:CD COG:CG COK:CK COL:CO COM:KM
CPV:CV CRI:CR CUB:CU CUW:CW CXR:CX CYM:KY CYP:CY CZE:CZ D:DE DJI:DJ DMA:DM DNK:DK DOM:DO DZA:DZ ECU:EC EGY:EG ERI:ER
ESH:EH ESP:ES EST:EE ETH:ET FIN:FI FJI:FJ FLK:FK FRA:FR FRO:FO FSM:FM GAB:GA GBR:GB GEO:GE GGY:GG GHA:GH GIB:GI GIN:GN
GLP:GP GMB:GM GNB:GW GNQ:GQ GRC:GR GRD:GD GRL:GL GTM:GT GUF:GF GUM:GU GUY:GY HKG:HK HMD:HM HND:HN HRV:HR HTI:HT HUN:HU
IDN:ID IMN:IM IND:IN IOT:IO IRL:IE IRN:IR IRQ:IQ ISL:IS ISR:IL ITA:IT JAM:JM JEY:JE JOR:JO JPN:JP KAZ:KZ KEN:KE KGZ:KG
KHM:KH KIR:KI KNA:KN KOR:KR KWT:KW LAO:LA LBN:LB LBR:LR LBY:LY LCA:LC LIE:LI LKA:LK LSO:LS LTU:LT LUX:LU LVA:LV MAC:MO
MAF:MF MAR:MA MCO:MC MDA:MD MDG:MG MDV:MV MEX:MX MHL:MH MKD:MK MLI:ML MLT:MT MMR:MM MNE:ME MNG:MN MNP:MP MOZ:MZ MRT:MR
MSR:MS MTQ:MQ MUS:MU MWI:MW MYS:MY MYT:YT NAM:NA NCL:NC NER:NE NFK:NF NGA:NG NIC:NI NIU:NU NLD:NL NOR:NO NPL:NP NRU:NR
NZL:NZ OMN:OM PAK:PK PAN:PA PCN:PN PER:PE PHL:PH PLW:PW PNG:PG POL:PL PRI:PR PRK:KP PRT:PT PRY:PY PSE:PS PYF:PF QAT:QA
REU:RE ROU:RO RUS:RU RWA:RW SAU:SA SDN:SD SEN:SN SGP:SG SGS:GS SHN:SH SJM:SJ SLB:SB SLE:SL SLV:SV SMR:SM SOM:SO SPM:PM
SRB:RS SSD:SS STP:ST SUR:SR SVK:SK SVN:SI SWE:SE SWZ:SZ SXM:SX SYC:SC SYR:SY TCA:TC TCD:TD TGO:TG THA:TH TJK:TJ TKL:TK
TKM:TM TLS:TL TON:TO TTO:TT TUN:TN TUR:TR TUV:TV TWN:TW TZA:TZ UGA:UG UKR:UA UMI:UM URY:UY USA:US UZB:UZ VAT:VA VCT:VC
VEN:VE VGB:VG VIR:VI VNM:VN VUT:VU WLF:WF WSM:WS YEM:YE ZAF:ZA ZMB:ZM ZWE:ZW RKS:XK EUE:EU UNO:UN
"""

_STATES: dict[str, str] = dict(pair.split(":", 1) for pair in _ISO.split())

_OTHERS: dict[str, tuple[str, str]] = {
    "GBD": ("Britania: warga wilayah seberang laut", "British overseas territories citizen"),
    "GBN": ("Britania: warga nasional (seberang laut)", "British national (overseas)"),
    "GBO": ("Britania: warga seberang laut", "British overseas citizen"),
    "GBP": ("Britania: orang yang dilindungi", "British protected person"),
    "GBS": ("Britania: kawula", "British subject"),
    "UNA": ("Badan khusus Perserikatan Bangsa-Bangsa", "United Nations specialised agency"),
    "UNK": ("Misi PBB di Kosovo", "United Nations mission in Kosovo"),
    "XOM": ("Ordo Militer Malta", "Sovereign Military Order of Malta"),
    "XPO": ("Interpol", "Interpol"),
    "XXA": ("Tanpa kewarganegaraan", "Stateless person"),
    "XXB": ("Pengungsi (Konvensi 1951)", "Refugee (1951 Convention)"),
    "XXC": ("Pengungsi lain", "Refugee, other"),
    "XXX": ("Kewarganegaraan tidak tercantum", "Unspecified nationality"),
    "UTO": ("Utopia (contoh)", "Utopia (specimen)"),
}

_WRITTEN_OTHERWISE = {"DEU": "D", "XKX": "RKS", "XXK": "RKS"}

CODES: frozenset[str] = frozenset(_STATES) | frozenset(_OTHERS)
"""Every code that may stand in a passport's nationality or issuer field here, without fillers."""


def normal(code: str) -> str | None:
    """The code as passports print it (`deu` and `D<<` become `D`), or None where there is no such code."""
    written = code.strip().upper().rstrip("<")
    written = _WRITTEN_OTHERWISE.get(written, written)
    return written if written in CODES else None


def name(code: str, language: str) -> str:
    """The name in this language (Indonesian or English for what CLDR has no name for); the code itself if unknown."""
    if code in _OTHERS:
        indonesian, english = _OTHERS[code]
        return indonesian if language == "id" else english
    if code not in _STATES:
        return code
    return _territories(language).get(_STATES[code], code)


@cache
def choices(language: str) -> tuple[tuple[str, str], ...]:
    """All (code, name), by name without regard to accents; codes that name no state stand at the end."""
    states = sorted(((code, name(code, language)) for code in _STATES), key=lambda pair: _sort_key(pair[1]))
    others = sorted(((code, name(code, language)) for code in _OTHERS), key=lambda pair: _sort_key(pair[1]))
    return (*states, *others)


@cache
def _territories(language: str) -> dict[str, str]:
    return {str(code): str(text) for code, text in Locale.parse(language.replace("-", "_")).territories.items()}


def _sort_key(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)).casefold()
