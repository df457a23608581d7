/* What stands around a text, in many languages: each case puts lines above, between and below two
 * paragraphs, which alone may be left. */
#include "extract/plain.h"

#include <criterion/criterion.h>
#include <stdio.h>

static const struct {
	const char *lang, *first, *second;
} bodies[] = {
	{ "en", "The bridge over the river was closed on Tuesday after a barge had struck one of its pillars, and nobody could say when it would open again.",
	  "Engineers went down in a small boat and found a crack as long as a hand. The mayor asked all drivers to take the ferry until the pillar is mended." },
	{ "nb", "Broen over elva ble stengt tirsdag etter at en lekter hadde truffet en av pilarene, og ingen kunne si når den ville åpne igjen for biler.",
	  "Ingeniører dro ned i en liten båt og fant en sprekk så lang som en hånd. Ordføreren ba alle bilister ta fergen til pilaren er reparert." },
	{ "nn", "Brua over elva vart stengd tysdag etter at ein lekter hadde treft ein av pilarane, og ingen kunne seie når ho ville opne att for bilar.",
	  "Ingeniørar drog ned i ein liten båt og fann ei sprekk så lang som ei hand. Ordføraren bad alle bilistar ta ferja til pilaren er reparert." },
	{ "sv", "Bron över älven stängdes på tisdagen efter att en pråm hade kört på en av pelarna, och ingen kunde säga när den skulle öppna igen.",
	  "Ingenjörer åkte ner i en liten båt och hittade en spricka lika lång som en hand. Borgmästaren bad alla bilister att ta färjan så länge." },
	{ "da", "Broen over åen blev lukket tirsdag, efter at en pram havde ramt en af pillerne, og ingen kunne sige, hvornår den ville åbne igen.",
	  "Ingeniører sejlede ned i en lille båd og fandt en revne så lang som en hånd. Borgmesteren bad alle bilister tage færgen så længe." },
	{ "de", "Die Brücke über den Fluss wurde am Dienstag gesperrt, nachdem ein Lastkahn einen der Pfeiler gerammt hatte, und niemand wusste, wie lange.",
	  "Ingenieure fuhren mit einem kleinen Boot hinunter und fanden einen Riss, so lang wie eine Hand. Der Bürgermeister riet allen zur Fähre." },
	{ "fr", "Le pont sur la rivière a été fermé mardi après qu'une péniche eut heurté l'un des piliers, et personne ne savait quand il rouvrirait.",
	  "Des ingénieurs sont descendus dans une petite barque et ont trouvé une fissure longue comme la main. Le maire conseille de prendre le bac." },
	{ "es", "El puente sobre el río fue cerrado el martes después de que una barcaza golpeara uno de los pilares, y nadie sabía cuándo volvería a abrir.",
	  "Los ingenieros bajaron en un bote pequeño y hallaron una grieta tan larga como una mano. El alcalde pidió a todos que tomaran la balsa." },
	{ "pt", "A ponte sobre o rio foi fechada na terça-feira depois que uma barcaça bateu num dos pilares, e ninguém sabia quando voltaria a abrir.",
	  "Os engenheiros desceram num pequeno barco e acharam uma rachadura do tamanho de uma mão. O prefeito pediu que todos usassem a balsa." },
	{ "it", "Il ponte sul fiume è stato chiuso martedì dopo che una chiatta aveva urtato uno dei piloni, e nessuno sapeva quando avrebbe riaperto.",
	  "Gli ingegneri sono scesi con una piccola barca e hanno trovato una crepa lunga come una mano. Il sindaco consiglia a tutti il traghetto." },
	{ "nl", "De brug over de rivier werd dinsdag gesloten nadat een schip een van de pijlers had geraakt, en niemand wist wanneer hij weer open zou gaan.",
	  "Ingenieurs voeren in een kleine boot naar beneden en vonden een scheur zo lang als een hand. De burgemeester raadt iedereen het veer aan." },
	{ "fi", "Joen ylittävä silta suljettiin tiistaina, kun proomu oli osunut yhteen sen pilareista, eikä kukaan osannut sanoa, milloin se avataan.",
	  "Insinöörit laskeutuivat pienellä veneellä ja löysivät käden pituisen halkeaman. Pormestari pyysi kaikkia autoilijoita käyttämään lauttaa." },
	{ "pl", "Most na rzece zamknięto we wtorek po tym, jak barka uderzyła w jeden z filarów, i nikt nie potrafił powiedzieć, kiedy zostanie otwarty.",
	  "Inżynierowie popłynęli małą łodzią i znaleźli pęknięcie długie jak dłoń. Burmistrz poprosił wszystkich kierowców o korzystanie z promu." },
	{ "cs", "Most přes řeku byl v úterý uzavřen poté, co člun narazil do jednoho z pilířů, a nikdo nedokázal říci, kdy se zase otevře pro auta.",
	  "Inženýři sjeli dolů na malé lodi a našli trhlinu dlouhou jako ruka. Starosta požádal všechny řidiče, aby zatím jezdili přívozem." },
	{ "ru", "Мост через реку закрыли во вторник после того, как баржа ударила одну из опор, и никто не мог сказать, когда он снова откроется.",
	  "Инженеры спустились в маленькой лодке и нашли трещину длиной с ладонь. Мэр попросил всех водителей пользоваться паромом до ремонта." },
	{ "uk", "Міст через річку закрили у вівторок після того, як баржа вдарила одну з опор, і ніхто не міг сказати, коли він знову відкриється.",
	  "Інженери спустилися в маленькому човні й знайшли тріщину завдовжки з долоню. Мер попросив усіх водіїв користуватися поромом." },
	{ "zh", "星期二，一艘驳船撞上了河上大桥的一个桥墩，大桥随后被关闭，没有人知道它什么时候能够重新开放，司机们只好在岸边等着渡船。",
	  "工程师们乘小船下去查看，发现了一条手掌长的裂缝。市长请所有司机在桥墩修好以前改乘渡船，并说修理工作大约需要三个星期。" },
	{ "ja", "火曜日、川にかかる橋の橋脚の一つに台船がぶつかり、橋は通行止めになった。いつ再び通れるようになるのか、誰にも分からなかった。",
	  "技術者たちは小舟で下り、手のひらほどの長さのひびを見つけた。市長は橋脚が直るまで渡し船を使うよう、すべての運転手に呼びかけた。" },
	{ "ko", "화요일에 바지선이 교각 하나를 들이받은 뒤 강 위의 다리가 폐쇄되었고, 언제 다시 열릴지 아무도 말할 수 없었다고 시민들은 전했다.",
	  "기술자들은 작은 배를 타고 내려가 손바닥만 한 금을 발견했다. 시장은 교각을 고칠 때까지 모든 운전자에게 나룻배를 이용해 달라고 했다." },
	{ "ar", "أغلق الجسر فوق النهر يوم الثلاثاء بعد أن اصطدمت بارجة بأحد أعمدته، ولم يستطع أحد أن يقول متى سيفتح من جديد أمام السيارات.",
	  "نزل المهندسون في قارب صغير ووجدوا شقا بطول اليد. وطلب رئيس البلدية من جميع السائقين استخدام العبارة حتى يتم إصلاح العمود." },
};

struct kind_case {
	const char *lang, *above, *between, *below;
	const char *title, *published, *author; /* NULL: absent */
	const char *cuts; /* rules, each followed by a space */
	const char *captions; /* "text|credit;" each */
};

static const struct kind_case heads[] = {
	{ "en", "Bridge Closed After Barge Strikes Pillar\nBy Alice Moore\nPublished 14 March 2023, 6:42 pm", 0, 0, "Bridge Closed After Barge Strikes Pillar", "2023-03-14", "Alice Moore", "byline date ", "" },
	{ "en", "Barge Hits Bridge\nMarch 14, 2023 | By Tom O'Neill, Staff Writer", 0, 0, "Barge Hits Bridge", "2023-03-14", "Tom O'Neill", "byline ", "" },
	{ "nb", "Lekter traff bropilar\nAv Ingrid Berg og Per Aas\nPublisert 14. mars 2023 kl. 18:42 – Oppdatert 15. mars 2023", 0, 0, "Lekter traff bropilar", "2023-03-14", "Ingrid Berg og Per Aas", "byline date ", "" },
	{ "nn", "Lekter trefte brupilar\nSkrive av Jorunn Vik\n14.03.2023", 0, 0, "Lekter trefte brupilar", "2023-03-14", "Jorunn Vik", "byline date ", "" },
	{ "sv", "Pråm körde på bropelare\nPublicerad 2023-03-14 18.42\nText: Lena Ek", 0, 0, "Pråm körde på bropelare", "2023-03-14", "Lena Ek", "date byline ", "" },
	{ "da", "Pram ramte bropille\nAf Mette Holm\nTirsdag den 14. marts 2023", 0, 0, "Pram ramte bropille", "2023-03-14", "Mette Holm", "byline date ", "" },
	{ "de", "Lastkahn rammt Brückenpfeiler\nVon Jürgen Kraus\nStand: 14.03.2023, 18:42 Uhr", 0, 0, "Lastkahn rammt Brückenpfeiler", "2023-03-14", "Jürgen Kraus", "byline date ", "" },
	{ "fr", "Une péniche heurte un pilier\nPar Élodie Marchand\nPublié le 14 mars 2023 à 18h42", 0, 0, "Une péniche heurte un pilier", "2023-03-14", "Élodie Marchand", "byline date ", "" },
	{ "es", "Una barcaza golpea el puente\nPor Lucía Ortega\n14 de marzo de 2023, 18:42 h", 0, 0, "Una barcaza golpea el puente", "2023-03-14", "Lucía Ortega", "byline date ", "" },
	{ "pt", "Barcaça bate em pilar da ponte\nPor João Teixeira\nPublicado em 14/03/2023 18h42", 0, 0, "Barcaça bate em pilar da ponte", "2023-03-14", "João Teixeira", "byline date ", "" },
	{ "it", "Una chiatta urta il ponte\ndi Marco Bellini\n14 marzo 2023 alle 18:42", 0, 0, "Una chiatta urta il ponte", "2023-03-14", "Marco Bellini", "byline date ", "" },
	{ "nl", "Schip raakt brugpijler\nDoor Anneke de Wit\nGepubliceerd op 14 maart 2023", 0, 0, "Schip raakt brugpijler", "2023-03-14", "Anneke de Wit", "byline date ", "" },
	{ "fi", "Proomu osui sillan pilariin\nTeksti: Aino Laine\nJulkaistu 14.3.2023 klo 18.42", 0, 0, "Proomu osui sillan pilariin", "2023-03-14", "Aino Laine", "byline date ", "" },
	{ "pl", "Barka uderzyła w most\nAutor: Ewa Nowak\nOpublikowano: 14 marca 2023, 18:42", 0, 0, "Barka uderzyła w most", "2023-03-14", "Ewa Nowak", "byline date ", "" },
	{ "cs", "Člun narazil do mostu\nAutor: Petr Dvořák\n14. března 2023 18:42", 0, 0, "Člun narazil do mostu", "2023-03-14", "Petr Dvořák", "byline date ", "" },
	{ "ru", "Баржа ударила опору моста\nАвтор: Анна Белова\nОпубликовано: 14 марта 2023 г.", 0, 0, "Баржа ударила опору моста", "2023-03-14", "Анна Белова", "byline date ", "" },
	{ "uk", "Баржа вдарила опору мосту\nАвтор: Олена Шевчук\n14 березня 2023, 18:42", 0, 0, "Баржа вдарила опору мосту", "2023-03-14", "Олена Шевчук", "byline date ", "" },
	{ "zh", "驳船撞桥墩 大桥关闭\n2023年3月14日 18:42 来源：河城日报\n本报记者 李明 王小红", 0, 0, "驳船撞桥墩 大桥关闭", "2023-03-14", "李明 王小红", "date byline ", "" },
	{ "zh", "驳船撞上大桥桥墩\n发布时间：2023-03-14 18:42:10　作者：李明　责任编辑：张华", 0, 0, "驳船撞上大桥桥墩", "2023-03-14", "李明", "byline ", "" },
	{ "zh", "驳船撞上大桥桥墩\n文/李明\n发表于2023年3月14日", 0, 0, "驳船撞上大桥桥墩", "2023-03-14", "李明", "byline date ", "" },
	{ "ja", "台船が橋脚に衝突、橋は通行止め\n2023年3月14日(火) 18時42分\n文・山田太郎", 0, 0, "台船が橋脚に衝突、橋は通行止め", "2023-03-14", "山田太郎", "date byline ", "" },
	{ "ja", "橋脚に台船が衝突\n公開日：2023/03/14　更新日：2023/03/15\n執筆者：佐藤花子", 0, 0, "橋脚に台船が衝突", "2023-03-14", "佐藤花子", "date byline ", "" },
	{ "ko", "바지선, 다리 교각 들이받아\n홍길동 기자 hong@news.example\n입력 2023.03.14 18:42 | 수정 2023.03.15 09:10", 0, 0, "바지선, 다리 교각 들이받아", "2023-03-14", "홍길동", "byline date ", "" },
	{ "ko", "다리 교각에 바지선 충돌\n2023년 3월 14일 오후 6시 42분", 0, 0, "다리 교각에 바지선 충돌", "2023-03-14", NULL, "date ", "" },
	{ "ar", "بارجة تصطدم بعمود الجسر\nنشر في: 14 مارس 2023", 0, 0, "بارجة تصطدم بعمود الجسر", "2023-03-14", NULL, "date ", "" },
};

static const struct kind_case captions[] = {
	{ "en", 0, "The bridge on Tuesday. Photo: Alice Moore/AP", 0, 0, 0, 0, "", "The bridge on Tuesday.|Alice Moore/AP;" },
	{ "en", 0, "Divers look at the pillar. (Getty Images/Tom Reed)", 0, 0, 0, 0, "", "Divers look at the pillar.|Getty Images/Tom Reed;" },
	{ "nb", 0, "Broen tirsdag. Foto: Ingrid Berg / NTB", 0, 0, 0, 0, "", "Broen tirsdag.|Ingrid Berg / NTB;" },
	{ "sv", 0, "Bron i tisdags. Foto: Lena Ek/TT", 0, 0, 0, 0, "", "Bron i tisdags.|Lena Ek/TT;" },
	{ "da", 0, "Broen tirsdag morgen. (Foto: Mette Holm/Ritzau Scanpix)", 0, 0, 0, 0, "", "Broen tirsdag morgen.|Mette Holm/Ritzau Scanpix;" },
	{ "de", 0, "Der Pfeiler am Dienstag. (Foto: Jürgen Kraus/dpa)", 0, 0, 0, 0, "", "Der Pfeiler am Dienstag.|Jürgen Kraus/dpa;" },
	{ "fr", 0, "Le pont, mardi. (Photo : Élodie Marchand / AFP)", 0, 0, 0, 0, "", "Le pont, mardi.|Élodie Marchand / AFP;" },
	{ "es", 0, "El puente, el martes. Foto: Lucía Ortega / EFE", 0, 0, 0, 0, "", "El puente, el martes.|Lucía Ortega / EFE;" },
	{ "pt", 0, "A ponte na terça-feira. Foto: João Teixeira/Reuters", 0, 0, 0, 0, "", "A ponte na terça-feira.|João Teixeira/Reuters;" },
	{ "it", 0, "Il ponte martedì. (Foto: Marco Bellini/ANSA)", 0, 0, 0, 0, "", "Il ponte martedì.|Marco Bellini/ANSA;" },
	{ "nl", 0, "De brug op dinsdag. Foto: Anneke de Wit/ANP", 0, 0, 0, 0, "", "De brug op dinsdag.|Anneke de Wit/ANP;" },
	{ "fi", 0, "Silta tiistaina. Kuva: Aino Laine / Lehtikuva", 0, 0, 0, 0, "", "Silta tiistaina.|Aino Laine / Lehtikuva;" },
	{ "pl", 0, "Most we wtorek. Fot. Ewa Nowak / PAP", 0, 0, 0, 0, "", "Most we wtorek.|Ewa Nowak / PAP;" },
	{ "cs", 0, "Most v úterý. Foto: Petr Dvořák, ČTK", 0, 0, 0, 0, "", "Most v úterý.|Petr Dvořák, ČTK;" },
	{ "ru", 0, "Мост во вторник. Фото: Анна Белова / ТАСС", 0, 0, 0, 0, "", "Мост во вторник.|Анна Белова / ТАСС;" },
	{ "uk", 0, "Міст у вівторок. (Фото: Олена Шевчук)", 0, 0, 0, 0, "", "Міст у вівторок.|Олена Шевчук;" },
	{ "zh", 0, "图为星期二的大桥。（图片来源：河城日报）", 0, 0, 0, 0, "", "图为星期二的大桥。|河城日报;" },
	{ "zh", 0, "工程师查看桥墩。新华社记者 李明 摄", 0, 0, 0, 0, "", "工程师查看桥墩。|新华社记者 李明;" },
	{ "zh", 0, "图片来源：视觉中国", 0, 0, 0, 0, "", "|视觉中国;" },
	{ "ja", 0, "通行止めになった橋（写真：山田太郎）", 0, 0, 0, 0, "", "通行止めになった橋|山田太郎;" },
	{ "ja", 0, "橋脚を調べる技術者たち。撮影：佐藤花子", 0, 0, 0, 0, "", "橋脚を調べる技術者たち。|佐藤花子;" },
	{ "ko", 0, "화요일의 다리. 사진=연합뉴스", 0, 0, 0, 0, "", "화요일의 다리.|연합뉴스;" },
};

static const struct kind_case edges[] = {
	{ "en", "Skip to main content\nNews | Sport | Weather\nHome > Local > Traffic\nBridge Closed After Crash", 0, "Share on Facebook\nMost read\nBack to top", "Bridge Closed After Crash", 0, 0, "menu menu breadcrumb line menu menu ", "" },
	{ "nb", "Hopp til innhold\nMeny\nNyheter Sport Kultur\nBroen er stengt", 0, "Les også\nTil toppen", "Broen er stengt", 0, 0, "menu menu menu menu menu ", "" },
	{ "nn", "Meny\nTil framsida\nBrua er stengd", 0, "Les meir\nDel på Facebook", "Brua er stengd", 0, 0, "menu menu menu line ", "" },
	{ "sv", "Hoppa till innehåll\nLogga in\nSök\nBron är stängd", 0, "Läs mer\nMest läst\nTill toppen", "Bron är stängd", 0, 0, "menu menu menu menu menu menu ", "" },
	{ "da", "Gå til indhold\nLog ind\nMenu\nBroen er lukket", 0, "Læs også\nMest læste\nKontakt os", "Broen er lukket", 0, 0, "menu menu menu menu menu menu ", "" },
	{ "de", "Zum Inhalt springen\nStartseite › Regional\nBrücke bleibt gesperrt", 0, "Artikel drucken\nNach oben\nImpressum | Datenschutz", "Brücke bleibt gesperrt", 0, 0, "menu menu menu menu menu ", "" },
	{ "fr", "Aller au contenu\nSe connecter\nLe pont reste fermé", 0, "Partager sur Facebook\nHaut de page\nMentions légales", "Le pont reste fermé", 0, 0, "menu menu line menu menu ", "" },
	{ "es", "Saltar al contenido\nIniciar sesión\nEl puente sigue cerrado", 0, "Compartir\nMás leídas\nVolver arriba", "El puente sigue cerrado", 0, 0, "menu menu menu menu menu ", "" },
	{ "pt", "Ir para o conteúdo\nAssine\nPonte continua fechada", 0, "Compartilhar\nMais lidas\nVoltar ao topo", "Ponte continua fechada", 0, 0, "menu menu menu menu menu ", "" },
	{ "it", "Vai al contenuto\nAccedi\nIl ponte resta chiuso", 0, "Condividi\nI più letti\nTorna su", "Il ponte resta chiuso", 0, 0, "menu menu menu menu menu ", "" },
	{ "nl", "Ga naar de inhoud\nInloggen\nBrug blijft dicht", 0, "Delen\nMeest gelezen\nNaar boven", "Brug blijft dicht", 0, 0, "menu menu menu menu menu ", "" },
	{ "fi", "Siirry sisältöön\nKirjaudu\nSilta pysyy suljettuna", 0, "Jaa\nLuetuimmat\nTakaisin ylös", "Silta pysyy suljettuna", 0, 0, "menu menu menu menu menu ", "" },
	{ "pl", "Przejdź do treści\nZaloguj się\nMost nadal zamknięty", 0, "Udostępnij\nNajczęściej czytane\nDo góry", "Most nadal zamknięty", 0, 0, "menu menu menu menu menu ", "" },
	{ "cs", "Přejít k obsahu\nPřihlásit se\nMost zůstává zavřený", 0, "Sdílet\nNejčtenější\nNahoru", "Most zůstává zavřený", 0, 0, "menu menu menu menu menu ", "" },
	{ "ru", "Перейти к содержанию\nВойти\nМост остаётся закрытым", 0, "Поделиться\nКонтакты", "Мост остаётся закрытым", 0, 0, "menu menu menu menu ", "" },
	{ "uk", "Перейти до вмісту\nУвійти\nМіст лишається закритим", 0, "Поділитися\nКонтакти", "Міст лишається закритим", 0, 0, "menu menu menu menu ", "" },
	{ "zh", "首页 > 新闻 > 社会\n登录 注册\n大桥仍然关闭", 0, "分享到：微信 微博 QQ空间\n责任编辑：张华\n相关阅读\n返回顶部", "大桥仍然关闭", 0, 0, "menu menu link source menu menu ", "" },
	{ "zh", "網站首頁\n大橋仍然關閉", 0, "（責任編輯：張華）\n回到頂部", "大橋仍然關閉", 0, 0, "menu source menu ", "" },
	{ "ja", "メニュー\nログイン\n橋は通行止めのまま", 0, "この記事をシェアする\nツイート\n関連記事\nページトップへ", "橋は通行止めのまま", 0, 0, "menu menu menu menu menu menu ", "" },
	{ "ko", "본문 바로가기\n로그인\n다리는 여전히 폐쇄", 0, "공유하기\n댓글\n많이 본 뉴스", "다리는 여전히 폐쇄", 0, 0, "menu menu menu menu menu ", "" },
	{ "ar", "الرئيسية\nتسجيل الدخول\nالجسر لا يزال مغلقا", 0, "مشاركة\nالأكثر قراءة", "الجسر لا يزال مغلقا", 0, 0, "menu menu menu menu ", "" },
};

static const struct kind_case notices[] = {
	{ "en", "This website uses cookies to make your visit better. Read our privacy policy for more.", "Read also: Ferry times for the week", "Share this: Facebook Twitter", 0, 0, 0, "notice link link ", "" },
	{ "nb", "Vi bruker informasjonskapsler for å gjøre nettstedet bedre.", "Les også: Slik går fergen", "Del artikkelen: Facebook", 0, 0, 0, "notice link link ", "" },
	{ "nn", "Vi brukar informasjonskapslar på denne nettstaden.", "Les også: Slik går ferja", "Del på Facebook", 0, 0, 0, "notice link line ", "" },
	{ "sv", "Den här webbplatsen använder kakor.", "Läs mer: Så går färjan", "Dela artikeln: Facebook, Twitter", 0, 0, 0, "notice link link ", "" },
	{ "da", "Hjemmesiden bruger cookies til statistik.", "Læs også: Sådan sejler færgen", "Del på Facebook", 0, 0, 0, "notice link line ", "" },
	{ "de", "Diese Website verwendet Cookies. Mehr dazu in der Datenschutzerklärung.", "Lesen Sie auch: So fährt die Fähre", "Artikel teilen: Facebook", 0, 0, 0, "notice link link ", "" },
	{ "fr", "Ce site utilise des cookies pour mesurer son audience.", "Lire aussi : Les horaires du bac", "Partager : Facebook", 0, 0, 0, "notice link link ", "" },
	{ "es", "Este sitio web utiliza cookies propias y de terceros.", "Lee también: Los horarios de la balsa", "Síguenos en Facebook y Twitter", 0, 0, 0, "notice link link ", "" },
	{ "pt", "Este site usa cookies para melhorar a navegação.", "Leia também: Os horários da balsa", "Siga-nos no Instagram", 0, 0, 0, "notice link link ", "" },
	{ "it", "Questo sito utilizza cookie tecnici.", "Leggi anche: Gli orari del traghetto", "Condividi: Facebook", 0, 0, 0, "notice link link ", "" },
	{ "nl", "Deze website gebruikt cookies.", "Lees ook: Zo vaart het veer", "Volg ons op Instagram", 0, 0, 0, "notice link link ", "" },
	{ "fi", "Sivusto käyttää evästeitä.", "Lue myös: Näin lautta kulkee", "Jaa Facebook", 0, 0, 0, "notice link menu ", "" },
	{ "pl", "Ta strona używa plików cookie.", "Czytaj też: Rozkład promu", "Podziel się: Facebook", 0, 0, 0, "notice link menu ", "" },
	{ "cs", "Tento web používá cookies.", "Čtěte také: Jízdní řád přívozu", "Sdílet na Facebook", 0, 0, 0, "notice link menu ", "" },
	{ "ru", "Сайт использует файлы cookie.", "Читайте также: Расписание парома", "Подписывайтесь на наш канал", 0, 0, 0, "notice link line ", "" },
	{ "uk", "Цей сайт використовує файли cookie.", "Читайте також: Розклад порома", "Підписуйтесь на наш канал", 0, 0, 0, "notice link line ", "" },
	{ "zh", "本网站使用Cookie，继续浏览即表示您同意。", "相关阅读：渡船时刻表", "未经授权不得转载，违者必究。", 0, 0, 0, "notice link notice ", "" },
	{ "ja", "当サイトではクッキーを使用しています。", "あわせて読みたい：渡し船の時刻表", "記事の無断転載を禁じます。", 0, 0, 0, "notice link notice ", "" },
	{ "ko", "이 사이트는 쿠키를 사용합니다.", "관련기사: 나룻배 시간표", "저작권자 ⓒ 강변신문 무단전재 및 재배포 금지", 0, 0, 0, "notice link link ", "" },
	{ "ar", "نستخدم ملفات تعريف الارتباط لتحسين تجربتك.", "اقرأ أيضا: مواعيد العبارة", "جميع الحقوق محفوظة", 0, 0, 0, "notice link notice ", "" },
};

static const struct kind_case forms[] = {
	{ "en", 0, 0, "Leave a Reply\nYour email address will not be published.\nName *\nEmail *\nPost Comment", 0, 0, 0, "comment-form comment-form comment-form comment-form comment-form ", "" },
	{ "nb", 0, 0, "Legg igjen en kommentar\nNavn\nE-post\nPubliser kommentar", 0, 0, 0, "comment-form comment-form comment-form comment-form ", "" },
	{ "nn", 0, 0, "Skriv ein kommentar\nNamn\nSend", 0, 0, 0, "comment-form comment-form comment-form ", "" },
	{ "sv", 0, 0, "Lämna ett svar\nNamn *\nE-postadress *\nWebbplats", 0, 0, 0, "comment-form comment-form comment-form comment-form ", "" },
	{ "da", 0, 0, "Skriv en kommentar\nNavn\nE-mail\nSend kommentar", 0, 0, 0, "comment-form comment-form comment-form comment-form ", "" },
	{ "de", 0, 0, "Kommentar hinterlassen\nName\nE-Mail\nKommentar abschicken", 0, 0, 0, "comment-form comment-form comment-form comment-form ", "" },
	{ "fr", 0, 0, "Laisser un commentaire\nNom\nE-mail\nSite web", 0, 0, 0, "comment-form comment-form comment-form comment-form ", "" },
	{ "es", 0, 0, "Deja una respuesta\nNombre *\nCorreo electrónico *", 0, 0, 0, "comment-form comment-form comment-form ", "" },
	{ "pt", 0, 0, "Deixe um comentário\nNome\nE-mail", 0, 0, 0, "comment-form comment-form comment-form ", "" },
	{ "it", 0, 0, "Lascia un commento\nNome\nEmail\nInvia commento", 0, 0, 0, "comment-form comment-form comment-form comment-form ", "" },
	{ "nl", 0, 0, "Laat een reactie achter\nNaam\nE-mail", 0, 0, 0, "comment-form comment-form comment-form ", "" },
	{ "fi", 0, 0, "Jätä kommentti\nNimi\nSähköposti", 0, 0, 0, "comment-form comment-form comment-form ", "" },
	{ "pl", 0, 0, "Dodaj komentarz\nImię\nWyślij", 0, 0, 0, "comment-form comment-form comment-form ", "" },
	{ "cs", 0, 0, "Napsat komentář\nJméno\nOdeslat", 0, 0, 0, "comment-form comment-form comment-form ", "" },
	{ "ru", 0, 0, "Оставить комментарий\nИмя\nОтправить", 0, 0, 0, "comment-form comment-form comment-form ", "" },
	{ "uk", 0, 0, "Залишити коментар\nІм'я\nНадіслати", 0, 0, 0, "comment-form comment-form comment-form ", "" },
	{ "zh", 0, 0, "发表评论\n昵称\n邮箱\n提交评论", 0, 0, 0, "comment-form comment-form comment-form comment-form ", "" },
	{ "ja", 0, 0, "コメントを残す\n名前\nメールアドレス", 0, 0, 0, "comment-form comment-form comment-form ", "" },
	{ "ko", 0, 0, "댓글 남기기\n이름\n이메일", 0, 0, 0, "comment-form comment-form comment-form ", "" },
	{ "ar", 0, 0, "اترك تعليقا\nالاسم\nالبريد الإلكتروني", 0, 0, 0, "comment-form comment-form comment-form ", "" },
};

/* What is said of the text's own sentences again. */
static const struct kind_case quotes[] = {
	{ "en", 0, "\"Nobody could say when it would open again\"", 0, 0, 0, 0, "pull-quote ", "" },
	{ "nb", 0, "«Fant en sprekk så lang som en hånd»", 0, 0, 0, 0, "pull-quote ", "" },
	{ "nn", 0, "Ingen kunne seie når ho ville opne att for bilar.", 0, 0, 0, 0, "pull-quote ", "" },
	{ "sv", 0, "– Ingen kunde säga när den skulle öppna igen.", 0, 0, 0, 0, "pull-quote ", "" },
	{ "da", 0, "»Ingen kunne sige, hvornår den ville åbne igen«", 0, 0, 0, 0, "pull-quote ", "" },
	{ "de", 0, "„Fanden einen Riss, so lang wie eine Hand“", 0, 0, 0, 0, "pull-quote ", "" },
	{ "fr", 0, "« Personne ne savait quand il rouvrirait »", 0, 0, 0, 0, "pull-quote ", "" },
	{ "es", 0, "«Nadie sabía cuándo volvería a abrir»", 0, 0, 0, 0, "pull-quote ", "" },
	{ "it", 0, "Hanno trovato una crepa lunga come una mano.", 0, 0, 0, 0, "pull-quote ", "" },
	{ "ru", 0, "«Никто не мог сказать, когда он снова откроется»", 0, 0, 0, 0, "pull-quote ", "" },
	{ "pl", 0, "„Nikt nie potrafił powiedzieć, kiedy zostanie otwarty”", 0, 0, 0, 0, "pull-quote ", "" },
	{ "zh", 0, "“没有人知道它什么时候能够重新开放”", 0, 0, 0, 0, "pull-quote ", "" },
	{ "ja", 0, "いつ再び通れるようになるのか、誰にも分からなかった。", 0, 0, 0, 0, "pull-quote ", "" },
};

/* What looks like one of the kinds and is the text. */
static const struct kind_case kept[] = {
	{ "zh", 0, "记者在河边看到，许多司机正在排队等着上船。", 0, 0, 0, 0, "", "" },
	{ "zh", 0, "2023年3月14日是星期二，河上起了大雾。", 0, 0, 0, 0, "", "" },
	{ "zh", 0, "来源：谁也不知道消息是从哪里来的，但是人人都相信。", 0, 0, 0, 0, "", "" },
	{ "ja", 0, "記者は川べりで運転手たちの話を聞いた。", 0, 0, 0, 0, "", "" },
	{ "ko", 0, "기자는 강가에서 운전자들의 이야기를 들었다.", 0, 0, 0, 0, "", "" },
	{ "en", 0, "Photo finishes were rare that year.", 0, 0, 0, 0, "", "" },
	{ "nb", 0, "Av og til kom det en båt.", 0, 0, 0, 0, "", "" },
	{ "de", 0, "Von der Fähre sah man den Riss.", 0, 0, 0, 0, "", "" },
	{ "fr", 0, "Par beau temps, le bac part toutes les heures.", 0, 0, 0, 0, "", "" },
	{ "ru", 0, "Источник: никто не знает, откуда пришла новость.", 0, 0, 0, 0, "", "" },
};

static void join(char *out, size_t size, struct str a, const char *mark)
{
	size_t used = strlen(out);

	snprintf(out + used, size - used, "%.*s%s", STR_ARG(a), mark);
}

static void expect(const struct kind_case *c, const char *what, struct str got, const char *want)
{
	const char *around = c->above ? c->above : c->between ? c->between : c->below;

	cr_expect((got.at == NULL) == (want == NULL) && (!want || str_is(got, want)), "%s, %s: %s is \"%.*s\", not \"%s\"", c->lang,
		  around, what, STR_ARG(got), want ? want : "(absent)");
}

/* `newlines` part the paragraphs. */
static void run_case(const struct kind_case *c, bool stays, const char *newlines)
{
	struct arena arena = ARENA_INIT;
	struct plain_result r;
	char input[4000] = "", text[3000], cuts[500] = "", pictures[500] = "";
	const char *parts[5] = { c->above, NULL, c->between, NULL, c->below };

	for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
		if (strcmp(bodies[i].lang, c->lang) == 0) {
			parts[1] = bodies[i].first;
			parts[3] = bodies[i].second;
		}
	cr_assert(parts[1], "%s", c->lang);
	for (int i = 0; i < 5; i++)
		for (const char *at = parts[i]; at && *at; at += strcspn(at, "\n"), at += *at == '\n')
			join(input, sizeof input, str_from(at, strcspn(at, "\n")), newlines);
	snprintf(text, sizeof text, "%s\n\n%s%s%s", parts[1], stays ? c->between : "", stays ? "\n\n" : "", parts[3]);
	plain_extract(&arena, str_of(input), STR_NONE, &r);
	for (size_t k = 0; k < r.ncuts; k++)
		join(cuts, sizeof cuts, str_of(r.cuts[k].rule), " ");
	for (size_t k = 0; k < r.ncaptions; k++) {
		join(pictures, sizeof pictures, r.captions[k].text, "|");
		join(pictures, sizeof pictures, r.captions[k].credit, ";");
	}
	expect(c, "text", r.text, text);
	expect(c, "cuts", str_of(cuts), c->cuts);
	expect(c, "captions", str_of(pictures), c->captions);
	expect(c, "title", r.title, c->title);
	expect(c, "published", r.published, c->published);
	expect(c, "author", r.author, c->author);
	arena_release(&arena);
}

#define RUN(table, stays) \
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) { \
		run_case(&table[i], stays, "\n\n"); \
		run_case(&table[i], stays, "\n"); \
	}

Test(plain_kinds, dates_and_bylines)
{
	RUN(heads, false)
}

Test(plain_kinds, captions_with_credits)
{
	RUN(captions, false)
}

Test(plain_kinds, menus_at_the_edges)
{
	RUN(edges, false)
}

Test(plain_kinds, cookie_link_and_share_lines)
{
	RUN(notices, false)
}

Test(plain_kinds, comment_forms)
{
	RUN(forms, false)
}

Test(plain_kinds, pull_quotes)
{
	RUN(quotes, false)
}

Test(plain_kinds, what_stays)
{
	RUN(kept, true)
}
