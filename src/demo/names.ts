import type { Random } from './random.ts';

export type Language = 'ar' | 'de' | 'el' | 'en' | 'es' | 'fr' | 'he' | 'ja' | 'pl' | 'tr' | 'vi' | 'zh';

export interface PersonName {
  readonly displayName: string;
  readonly givenName: string;
  readonly surname: string;
  /** What mail addresses are made of: ASCII letters and dots, such as `anne-lise.muller` becomes `annelise.muller`. */
  readonly mailbox: string;
}

/** A given name and a surname that go together. In lists of other scripts, `=` parts a name from its Latin spelling. */
interface Names {
  readonly given: readonly string[];
  readonly surnames: readonly string[];
}

const SURNAME_FIRST: Partial<Record<Language, string>> = { ja: ' ', vi: ' ', zh: '' };

/** A name that people of this language have. */
export function nameIn(language: Language, random: Random): PersonName {
  const { given, surnames } = random.pick(NAMES[language]);
  const [givenName, givenLatin] = spelled(random.pick(given));
  const [surname, surnameLatin] = spelled(random.pick(surnames));
  const between = SURNAME_FIRST[language];
  return {
    displayName: between === undefined ? `${givenName} ${surname}` : `${surname}${between}${givenName}`,
    givenName,
    surname,
    mailbox: `${latinLetters(givenLatin)}.${latinLetters(surnameLatin)}`,
  };
}

const NO_DECOMPOSITION: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ı: 'i',
};

/** The letters a to z that a Latin name is written with when there are no others: `Łukasz` gives `lukasz`. */
export function latinLetters(name: string): string {
  return name
    .toLowerCase()
    .normalize('NFD')
    .replace(/[ßæœøłđı]/g, (letter) => NO_DECOMPOSITION[letter] ?? '')
    .replace(/[^a-z]/g, '');
}

function spelled(entry: string): [name: string, latin: string] {
  const [name = '', latin = name] = entry.split('=');
  return [name, latin];
}

function names(given: string, surnames: string): Names {
  return { given: given.split(', '), surnames: surnames.split(', ') };
}

const NAMES: Readonly<Record<Language, readonly Names[]>> = {
  fr: [
    names(
      'Adèle, Agnès, Aïcha, Amélie, Antoine, Aurélien, Baptiste, Béatrice, Benoît, Brigitte, Camille, Cécile, Céline, Chloé, Clémence, Cyril, Damien, Delphine, Didier, Élise, Élodie, Émile, Étienne, Fabien, Françoise, François, Gaël, Geneviève, Gérard, Hélène, Hugo, Inès, Jérôme, Joël, Julien, Laëtitia, Léa, Loïc, Lucie, Manon, Margaux, Mathéo, Maëlle, Nadège, Nathan, Noël, Océane, Pascal, Quentin, Raphaël, Rémi, Romane, Sébastien, Solène, Sylvain, Théo, Valérie, Yann, Zoé, Anne-Lise, Jean-Baptiste, Marie-Claude, Pierre-Yves',
      'Aubert, Barbier, Béranger, Bertrand, Blanchet, Boulanger, Brunet, Chevalier, Collin, Cordier, D’Aboville, Delaunay, Deschamps, Dubois, Dufour, Dumas, Durand, Fabre, Faure, Fontaine, Fournier, Gaillard, Garnier, Gauthier, Guérin, Guillot, Hervé, Jacquet, Lambert, Lefèvre, Lemaître, Leroux, Marchand, Martin, Mercier, Meunier, Michaud, Moreau, N’Diaye, Noël, Pelletier, Perrin, Picard, Prévost, Renaud, Rivière, Roussel, Royer, Sauvage, Tessier, Thévenot, Vasseur, Vidal, Villeneuve, Le Goff, Saint-Clair, Roche-Bernard',
    ),
  ],
  en: [
    names(
      'Abigail, Adrian, Alice, Amir, Arthur, Beatrice, Ben, Caitlin, Charlotte, Chloe, Connor, Daisy, Daniel, Dylan, Edith, Eleanor, Elliot, Emma, Ethan, Evelyn, Finlay, Florence, Freya, George, Grace, Hannah, Harriet, Harry, Imogen, Isaac, Isla, Jack, James, Jasmine, Joseph, Laura, Leo, Lewis, Lily, Lucy, Martha, Matilda, Megan, Nathaniel, Noah, Oliver, Olivia, Oscar, Owen, Phoebe, Poppy, Rhys, Robert, Rose, Ruby, Samuel, Sarah, Sean, Sophie, Thomas, Violet, William, Zachary',
      'Abbott, Ackroyd, Archer, Baker, Barlow, Bennett, Blackwood, Brennan, Campbell, Carter, Chapman, Clarke, Cooper, Davies, Doyle, Edwards, Ellis, Fletcher, Foster, Gallagher, Gibson, Grant, Greene, Harrison, Hayes, Holmes, Hughes, Hunter, Jenkins, Kavanagh, Kendall, Lawson, Lloyd, MacDonald, Marsh, McAllister, Mitchell, Murray, Nash, O’Brien, O’Neill, O’Sullivan, Palmer, Patel, Pearson, Quinn, Reid, Robinson, Rowley, Sharp, Smith, Spencer, Stanton, Taylor, Turner, Walsh, Watkins, Whitfield, Wilson, Wright, Smith-Jones, Carey-Lewis',
    ),
  ],
  de: [
    names(
      'Anja, Bärbel, Björn, Christoph, Dieter, Elke, Frieder, Greta, Günther, Hannelore, Heiko, Ingrid, Jörg, Jürgen, Käthe, Klaus, Lena, Lothar, Marlene, Matthias, Nele, Otto, Petra, Rüdiger, Sabine, Sören, Stefan, Tobias, Ulrike, Uwe, Volker, Wiebke',
      'Bäcker, Baumann, Böhm, Brandt, Dietrich, Eichhorn, Engel, Förster, Fröhlich, Geißler, Graf, Groß, Günther, Hoffmann, Jäger, Kästner, Keller, Köhler, König, Krüger, Lindemann, Maier, Möller, Müller, Neumann, Preuß, Richter, Schäfer, Schröder, Strauß, Vogel, Weiß, Winkler, Zimmermann',
    ),
  ],
  es: [
    names(
      'Adrián, Águeda, Alejandra, Álvaro, Ángel, Begoña, Carmen, Concepción, Cristina, Diego, Elena, Esteban, Fermín, Gonzalo, Inés, Íñigo, Javier, Joaquín, Jesús, Lucía, Martín, Mónica, Nicolás, Óscar, Pilar, Ramón, Raúl, Rocío, Sofía, Tomás, Verónica, Ximena',
      'Álvarez Gil, Cañizares, Castaño, Díaz Romero, Domínguez, Fernández, Fuentes, García Lorca, Giménez, Gómez, González, Gutiérrez, Hernández, Ibáñez, Jiménez, López, Márquez, Martínez, Muñoz, Núñez, Ordóñez, Ortega, Peña, Pérez, Ramírez, Ruiz, Sáez, Sánchez, Suárez, Vázquez',
    ),
  ],
  pl: [
    names(
      'Agnieszka, Andrzej, Bartłomiej, Bogdan, Dorota, Elżbieta, Grażyna, Grzegorz, Jadwiga, Jakub, Józef, Justyna, Katarzyna, Krzysztof, Łukasz, Małgorzata, Michał, Paweł, Rafał, Stanisław, Szymon, Tomasz, Wojciech, Zbigniew, Żaneta',
      'Baran, Błaszczyk, Duda, Dudek, Gołąb, Jóźwiak, Kaczmarek, Kołodziej, Kozieł, Król, Kubiak, Łuczak, Mazur, Michalak, Nowak, Pawlak, Pietrzak, Sikora, Stępień, Szewczyk, Wieczorek, Wójcik, Woźniak, Wróbel, Zając, Żak',
    ),
  ],
  vi: [
    names(
      'Đức Anh, Gia Bảo, Hải Đăng, Hoàng Long, Hồng Nhung, Khánh Linh, Minh Châu, Minh Quân, Ngọc Ánh, Phương Thảo, Quang Huy, Quốc Việt, Thanh Hằng, Thị Hạnh, Thị Mai, Thu Hà, Thùy Dung, Trọng Nghĩa, Tuấn Kiệt, Văn Dũng',
      'Bùi, Đặng, Đinh, Đỗ, Dương, Hồ, Hoàng, Huỳnh, Lê, Lý, Mai, Ngô, Nguyễn, Phạm, Phan, Trần, Trịnh, Võ, Vũ',
    ),
  ],
  ar: [
    names(
      'أحمد=Ahmed, أمينة=Amina, بلال=Bilal, حسن=Hassan, خديجة=Khadija, رانيا=Rania, زينب=Zaynab, سارة=Sara, سلمى=Salma, طارق=Tariq, عمر=Omar, فاطمة=Fatima, كريم=Karim, ليلى=Layla, محمد=Mohammed, مريم=Maryam, نادية=Nadia, هدى=Huda, ياسين=Yassin, يوسف=Yusuf',
      'الأنصاري=Al Ansari, البغدادي=Al Baghdadi, التميمي=Al Tamimi, الجابري=Al Jabri, الحداد=Al Haddad, الخطيب=Al Khatib, الرفاعي=Al Rifai, الزهراني=Al Zahrani, السعدي=Al Saadi, الشامي=Al Shami, العلوي=Al Alawi, الفاسي=Al Fassi, القاسمي=Al Qasimi, المنصوري=Al Mansouri, النجار=Al Najjar, بن علي=Ben Ali, حمدان=Hamdan, منصور=Mansour',
    ),
  ],
  he: [
    names(
      'אבי=Avi, איתן=Eitan, אריאל=Ariel, דנה=Dana, הילה=Hila, טל=Tal, יעל=Yael, יונתן=Yonatan, מיכל=Michal, נועה=Noa, עומר=Omer, רועי=Roi, רותם=Rotem, שירה=Shira, תמר=Tamar, גל=Gal',
      'אברהם=Avraham, ברק=Barak, גולן=Golan, דהן=Dahan, הראל=Harel, כהן=Cohen, לוי=Levi, מזרחי=Mizrahi, סגל=Segal, פרץ=Peretz, צור=Tzur, רוזן=Rosen, שגיא=Sagi, שמש=Shemesh, בן־דוד=Ben David, אור=Or',
    ),
  ],
  ja: [
    names(
      '葵=Aoi, 明=Akira, 彩香=Ayaka, 大輔=Daisuke, 恵美=Emi, 花子=Hanako, 陽菜=Hina, 浩=Hiroshi, 一郎=Ichiro, 健太=Kenta, 恵子=Keiko, 真琴=Makoto, 美咲=Misaki, 直樹=Naoki, 蓮=Ren, 里奈=Rina, さくら=Sakura, 翔太=Shota, 太郎=Taro, 優子=Yuko',
      '佐藤=Sato, 鈴木=Suzuki, 高橋=Takahashi, 田中=Tanaka, 伊藤=Ito, 渡辺=Watanabe, 山本=Yamamoto, 中村=Nakamura, 小林=Kobayashi, 加藤=Kato, 吉田=Yoshida, 山田=Yamada, 松本=Matsumoto, 井上=Inoue, 木村=Kimura, 林=Hayashi, 斎藤=Saito, 清水=Shimizu, 森=Mori, 石川=Ishikawa, 藤田=Fujita',
    ),
  ],
  zh: [
    names(
      '伟=Wei, 芳=Fang, 秀英=Xiuying, 敏=Min, 静=Jing, 丽=Li, 强=Qiang, 磊=Lei, 洋=Yang, 艳=Yan, 勇=Yong, 杰=Jie, 娟=Juan, 涛=Tao, 明=Ming, 霞=Xia, 小红=Xiaohong, 志强=Zhiqiang, 雪梅=Xuemei, 子涵=Zihan',
      '王=Wang, 李=Li, 张=Zhang, 刘=Liu, 陈=Chen, 杨=Yang, 黄=Huang, 赵=Zhao, 吴=Wu, 周=Zhou, 徐=Xu, 孙=Sun, 马=Ma, 朱=Zhu, 胡=Hu, 林=Lin, 郭=Guo, 何=He, 高=Gao, 欧阳=Ouyang, 司马=Sima',
    ),
  ],
  el: [
    names(
      'Αλέξανδρος=Alexandros, Γιώργος=Giorgos, Δημήτρης=Dimitris, Ηλίας=Ilias, Θανάσης=Thanasis, Κώστας=Kostas, Μιχάλης=Michalis, Νίκος=Nikos, Σπύρος=Spyros, Στέλιος=Stelios',
      'Αγγελόπουλος=Angelopoulos, Αντωνίου=Antoniou, Βλάχος=Vlachos, Γεωργίου=Georgiou, Δημητρίου=Dimitriou, Καραγιάννης=Karagiannis, Νικολαΐδης=Nikolaidis, Παπαδόπουλος=Papadopoulos, Ψαράς=Psaras, Χατζής=Chatzis',
    ),
    names(
      'Αναστασία=Anastasia, Βασιλική=Vasiliki, Γεωργία=Georgia, Δήμητρα=Dimitra, Ελένη=Eleni, Ζωή=Zoi, Ιωάννα=Ioanna, Κατερίνα=Katerina, Μαρία=Maria, Σοφία=Sofia',
      'Αγγελοπούλου=Angelopoulou, Αντωνίου=Antoniou, Βλάχου=Vlachou, Γεωργίου=Georgiou, Δημητρίου=Dimitriou, Καραγιάννη=Karagianni, Νικολαΐδου=Nikolaidou, Παπαδοπούλου=Papadopoulou, Ψαρά=Psara, Χατζή=Chatzi',
    ),
  ],
  tr: [
    names(
      'Ayşe, Barış, Burcu, Çağla, Cem, Çiğdem, Deniz, Elif, Emre, Gökhan, Gülşen, Hakan, İbrahim, İpek, Işıl, Kübra, Mehmet, Murat, Nazlı, Oğuz, Ömer, Özge, Şebnem, Selin, Tuğba, Umut, Ümit, Yıldız, Yiğit, Zeynep',
      'Acar, Aslan, Aydın, Bozkurt, Çelik, Çetin, Demir, Doğan, Erdoğan, Güneş, Işık, Karaca, Kılıç, Koç, Öztürk, Özdemir, Polat, Şahin, Şimşek, Taş, Tekin, Uçar, Ünal, Yalçın, Yıldırım, Yılmaz',
    ),
  ],
};
