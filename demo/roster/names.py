"""Names put together at random from lists of common given and family names."""

import random
import re
from dataclasses import dataclass

from demo.roster.positions import Position


@dataclass(frozen=True)
class Pool:
    """Names that occur together; `weight` is its share of the staff, relative to the others."""

    weight: int
    men: tuple[str, ...]
    women: tuple[str, ...]
    families: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


CHRISTIAN_MEN = _words(
    "Yohanes Petrus Paulus Markus Yosef Marthen Daniel Stefanus Yakobus Simon Thomas Filipus "
    "Andreas Gerson Yermias Melkianus Semuel Benyamin Hendrik Adrianus Fransiskus Agustinus "
    "Dominggus Imanuel Nikodemus Silvester Oktovianus Ferdinand Viktor Robertus"
)
CHRISTIAN_WOMEN = _words(
    "Maria Yuliana Marlina Debora Ester Martha Yohana Kristina Elisabet Agustina Fransiska Novita "
    "Ruth Naomi Adriana Selfina Yustina Theresia Margaretha Wilhelmina Rosalia Katarina Dorkas "
    "Febriana Oktaviana Yublina Melania Bernadeta Sofia Angela"
)
MUSLIM_MEN = _words("Ahmad Abdul Ibrahim Ismail Yusuf Arif Hasan Rahmat Fajar Rizal Hamid Syarif")
MUSLIM_WOMEN = _words("Siti Nur Aisyah Fatimah Rahma Halimah Zainab Nurul Fitri Aminah Laila Indah")

POOLS = (
    Pool(  # Timor
        34,
        CHRISTIAN_MEN,
        CHRISTIAN_WOMEN,
        _words(
            "Benu Tefa Nubatonis Taneo Kase Selan Fallo Nenobais Tnunay Snae Bani Lopo Boimau "
            "Missa Neonufa Liunokas Tafuli Sabneno Manbait Oematan Kolo Naisoko Banunaek Talan"
        ),
    ),
    Pool(  # Rote and Sabu
        24,
        CHRISTIAN_MEN,
        CHRISTIAN_WOMEN,
        _words(
            "Ndun Manafe Pello Lenggu Ndolu Mooy Nalle Messakh Adu Ndaumanu Tungga Saudale "
            "Riwu Djami Hede Kana Radja Lomi Bunga Dima Haba Wila Mangi Ludji"
        ),
    ),
    Pool(  # Flores, Lembata, Alor and Sumba
        24,
        CHRISTIAN_MEN,
        CHRISTIAN_WOMEN,
        _words(
            "Fernandez Hayon Tukan Bataona Lamanepa Wuwur Kleden Boli Koten Werang Jehadun "
            "Ngamal Sadipun Wangge Mbete Nggadas Laukari Maukari Atabui Lalang Umbu Ndapa "
            "Dapawole Bili"
        ),
    ),
    Pool(  # Java; the empty family name makes people with a single name
        8,
        _words("Agus Bambang Slamet Joko Sugeng Wahyu Teguh Eko Dwi Tri Budi Hari"),
        _words("Sri Endang Wahyuni Dewi Retno Lestari Ratna Wulan Tutik Yanti Murni Ningsih"),
        (*_words("Santoso Prasetyo Nugroho Hidayat Setiawan Utomo Saputra Raharjo Kurniawan"), ""),
    ),
    Pool(  # Solor, Ende, Bugis and Bima
        8,
        MUSLIM_MEN,
        MUSLIM_WOMEN,
        _words("Lamahala Dasi Pua Arsyad Mansyur Jafar Latif Kasim Tahir Usman Wahab Bakri"),
    ),
    Pool(  # Bali
        2,
        ("I Wayan", "I Made", "I Nyoman", "I Ketut"),
        ("Ni Wayan", "Ni Made", "Ni Nyoman", "Ni Ketut"),
        _words("Sudana Artawan Suryani Wirawan Astawa Parwata Widana Sukarya"),
    ),
)


def plain_name(woman: bool, rng: random.Random) -> str:
    """A name without titles: one or two given names and, mostly, a family name."""
    pool = rng.choices(POOLS, [p.weight for p in POOLS])[0]
    given = pool.women if woman else pool.men
    first, second = rng.sample(given, 2)
    two_given = len(given) > 4 and rng.random() < 0.4  # not where the given name is a birth order
    words = [first, second if two_given else "", rng.choice(pool.families)]
    return " ".join(word for word in words if word)


def with_titles(name: str, position: Position, rng: random.Random) -> str:
    """The name as HR writes it: doctors always, others mostly with what they studied."""
    if position.before_name:
        return f"{position.before_name} {name}"
    if not position.degrees or rng.random() > 0.7:
        return name
    masters = f", {position.masters}" if position.masters and rng.random() < 0.3 else ""
    return f"{name}, {rng.choice(position.degrees)}{masters}"


def mail_name(name: str) -> str:
    """First and last word in lower case, "maria.benu"; a single word stays alone."""
    words = re.findall(r"[a-z]+", name.lower())
    return ".".join(dict.fromkeys((words[0], words[-1])))
