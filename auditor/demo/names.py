"""Names for people who do not exist: every pairing of two lists is invented."""

from random import Random
from typing import Final

_GIVEN: Final = """
    Abena Adaeze Alton Amara Anneliese Anselm Arturo Aveline Basil Beatriz Bertrand Bronagh
    Caspian Cedrick Celestine Chidi Clemence Corwin Dagny Delphine Desta Dunstan Eamon Edda
    Efraín Elspeth Emeka Esperanza Eudora Fadil Farida Fenwick Fionn Genoveva Gideon Giulia
    Gwendal Hadiza Hamish Hedda Hollis Ignacia Ilse Imani Isidro Jacinta Jarek Jovan Kaito
    Kalinda Keiko Kwabena Lachlan Leocadia Linnea Lorcan Ludmila Maelle Malachi Marisol Mbali
    Minh Mirela Nadim Nerys Nikolai Nkechi Noor Octavia Odile Oisín Orsolya Paloma Parveen
    Percival Quang Quincy Radmila Rafe Renske Rhoswen Rosalind Rufina Saoirse Selwyn Sigrid
    Soledad Søren Tadeusz Tamsin Thaddeus Thora Ulric Valdís Verity Wendeline Wilhelmina Xiomara
    Yevgenia Yusuf Zainab Zdenka
"""

#: A name of several words has its blanks written as “_”.
_FAMILY: Final = """
    Abernethy Achterberg Adeyinka Alderwick Almonte Anquetil Arrowsby Ashdown-Pryce Averbuch
    Baptist-Oyelaran Barrowclough Battersill Belvoir Birkenhead Blackthornley Bogdanovich
    Brackenbury Bristowe Bucknallow Calderhead Carvalhal Castellanza Chakravorty Chettlebury
    Chukwuemeka Cobbleworth Coldbeck Costigane Cromarty Dankworth Dashiell-Moore de_la_Fontaine
    Delacroix-Banda Dimitrakos Dovercourt Drinkwalter Dunmorrow Eberstark Eckersall Ekwueme
    Elphinstane Esterhuyse Fairbrass Farthingale Featherstone-Ruiz Fernsby Fitzalder Fotheringay
    Gallowglass Garibay-Lund Glasscoe Goldspink Greatorex Grimshawe Gunnarsdottir Habermehl
    Halcrow Harkaway Hattersley Haverstock Heathcliffe Hollingbery Huitzil Ibarrola Inglethorpe
    Ironmonger Jankowiak Jellicoe Juddery Kalimantan Kettlewell Khorasani Kinnaird Kowalczuk
    Kuipersma Lachance-Wu Lambspring Larkspur Ledbetterly Lindqvisten Lockridge Lovelace-Ikeda
    MacGillavry Makgoba Marchbanks Mazurkiewicz Merriweather Mistlethwaite Montesclaros Mwangura
    Nakashimura Netherfield Nightingall Nwachukwu O’Halloway O’Tierney Oakenfull Okonjo-Bell
    Olazabal Ostrander Papadimas Pemberthy Pettigrove Pocklington Quackenbosch Quiñonero
    Ravenhurst Redmayne-Sato Rockwellian Rosenquist Ruthersby Saltonstone Sandoval-Kerr
    Scattergood Shackleborough Silverwood Skarsgaarden Sommerville-Diaz St._Aubrey Stargrove
    Szczepanek Tallentire Tarkowska Thistlewood Thorneycroft Throckmorton Tollemarsh Trevelyne
    Tushingham Umarov Underhillock Uzoamaka van_der_Meersen Vancleave Villaverde-Ro Wagstaffe
    Wainthrope Weatherspoon Whitlowe Wiggleswick Winterbourne Wojtkowiak Wrenfield Xochitl-Grey
    Yarborough-Lim Yellowlees Yttergaard Zambrano-Fox Zielinskaya
"""

GIVEN: Final = tuple(_GIVEN.split())
FAMILY: Final = tuple(family.replace("_", " ") for family in _FAMILY.split())

#: Middle initials; most people here have none, as in the rosters of real departments.
MIDDLE: Final = ("", "", "", "A.", "B.", "D.", "E.", "J.", "K.", "L.", "M.", "R.", "T.")


def people(count: int, random: Random) -> list[tuple[str, str, str]]:
    """That many persons as given, middle and family name; no given and family name twice."""
    every = [(given, family) for given in GIVEN for family in FAMILY]
    return [(given, random.choice(MIDDLE), family) for given, family in random.sample(every, count)]
