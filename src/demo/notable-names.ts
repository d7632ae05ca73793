import type { PersonName } from './names.ts';

/**
 * Names that programs trip over, one person each, near the top of every sample tenant: apostrophes, hyphens, other
 * scripts and directions, a dotless i, markup, a formula, a picture, a very long one, and two people with one name.
 */
export const NOTABLE_NAMES: readonly PersonName[] = [
  name('<b>Bobby</b>', 'Bobby', '<b>Bobby</b>', 'bobby'),
  name('Zoé 🦊 Renard', 'Zoé', 'Renard', 'zoe.renard'),
  name(
    'Maximiliana Theodora Josephine Walburga Philippa Konstanze Amalia von und zu Hohenfels-Lichtenau-Wittgenstein auf Burg Falkenried, geborene Freiin von Schwarzenbach-Altenmarkt, genannt die Ältere, Sprecherin des Hauses',
    'Maximiliana',
    'von und zu Hohenfels-Lichtenau-Wittgenstein',
    'maximiliana.hohenfels',
  ),
  name("Siobhán O'Neill-D'Arcy", 'Siobhán', "O'Neill-D'Arcy", 'siobhan.oneilldarcy'),
  name('Jean-Baptiste L’Hôpital-Ménard', 'Jean-Baptiste', 'L’Hôpital-Ménard', 'jeanbaptiste.lhopitalmenard'),
  name('نور الدين الحكيم', 'نور الدين', 'الحكيم', 'nureddin.alhakim'),
  name('נועם בן־שלום', 'נועם', 'בן־שלום', 'noam.benshalom'),
  name('小野寺 雪', '雪', '小野寺', 'yuki.onodera'),
  name('诸葛思远', '思远', '诸葛', 'siyuan.zhuge'),
  name('Nguyễn Thị Ánh Tuyết', 'Thị Ánh Tuyết', 'Nguyễn', 'thianhtuyet.nguyen'),
  name('Οδυσσέας Λιάπης', 'Οδυσσέας', 'Λιάπης', 'odysseas.liapis'),
  name('Işıl Çığırgan', 'Işıl', 'Çığırgan', 'isil.cigirgan'),
  name('Łucja Źdźbło', 'Łucja', 'Źdźbło', 'lucja.zdzblo'),
  name('Jörg Weißgerber', 'Jörg', 'Weißgerber', 'jorg.weissgerber'),
  name('Begoña Núñez Ibáñez', 'Begoña', 'Núñez Ibáñez', 'begona.nunezibanez'),
  name('=SUM(A1:A9)', '=SUM', '(A1:A9)', 'sum.tester'),
  name('Marie Martin', 'Marie', 'Martin', 'marie.martin'),
  name('Marie Martin', 'Marie', 'Martin', 'marie.martin'),
];

function name(displayName: string, givenName: string, surname: string, mailbox: string): PersonName {
  return { displayName, givenName, surname, mailbox };
}
