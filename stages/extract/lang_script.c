#include "extract/lang.h"
#include "text/utf8.h"

#include <stdint.h>

/* Blocks of Unicode 15 by script, ISO 15924; sorted. Scripts with one block each are named by
 * that block; rare historic scripts are left out. */
enum script {
	COMMON, ARAB, ARMN, BENG, BOPO, CANS, CHER, CYRL, DEVA, ETHI, GEOR, GREK, GUJR, GURU, HANG, HANI, HEBR,
	KANA, KHMR, KNDA, LAOO, LATN, MLYM, MONG, MYMR, NKOO, OLCK, ORYA, SINH, SYRC, TAML, TELU, TFNG, THAA, THAI,
	TIBT, SCRIPTS
};

static const char names[SCRIPTS][5] = {
	"Zyyy", "Arab", "Armn", "Beng", "Bopo", "Cans", "Cher", "Cyrl", "Deva", "Ethi", "Geor", "Grek", "Gujr",
	"Guru", "Kore", "Hani", "Hebr", "Jpan", "Khmr", "Knda", "Laoo", "Latn", "Mlym", "Mong", "Mymr", "Nkoo",
	"Olck", "Orya", "Sinh", "Syrc", "Taml", "Telu", "Tfng", "Thaa", "Thai", "Tibt",
};

static const struct {
	uint32_t first, last;
	enum script script;
} blocks[] = {
	{ 0x41, 0x5a, LATN }, { 0x61, 0x7a, LATN }, { 0xaa, 0xaa, LATN }, { 0xba, 0xba, LATN },
	{ 0xc0, 0xd6, LATN }, { 0xd8, 0xf6, LATN }, { 0xf8, 0x2b8, LATN }, { 0x370, 0x3ff, GREK },
	{ 0x400, 0x52f, CYRL }, { 0x531, 0x58f, ARMN }, { 0x591, 0x5f4, HEBR }, { 0x600, 0x6ff, ARAB },
	{ 0x700, 0x74f, SYRC }, { 0x750, 0x77f, ARAB }, { 0x780, 0x7bf, THAA }, { 0x7c0, 0x7ff, NKOO },
	{ 0x860, 0x86f, SYRC }, { 0x870, 0x8ff, ARAB }, { 0x900, 0x97f, DEVA }, { 0x980, 0x9ff, BENG },
	{ 0xa00, 0xa7f, GURU }, { 0xa80, 0xaff, GUJR }, { 0xb00, 0xb7f, ORYA }, { 0xb80, 0xbff, TAML },
	{ 0xc00, 0xc7f, TELU }, { 0xc80, 0xcff, KNDA }, { 0xd00, 0xd7f, MLYM }, { 0xd80, 0xdff, SINH },
	{ 0xe00, 0xe7f, THAI }, { 0xe80, 0xeff, LAOO }, { 0xf00, 0xfff, TIBT }, { 0x1000, 0x109f, MYMR },
	{ 0x10a0, 0x10ff, GEOR }, { 0x1100, 0x11ff, HANG }, { 0x1200, 0x139f, ETHI }, { 0x13a0, 0x13ff, CHER },
	{ 0x1400, 0x167f, CANS }, { 0x1780, 0x17ff, KHMR }, { 0x1800, 0x18af, MONG }, { 0x18b0, 0x18ff, CANS },
	{ 0x1c50, 0x1c7f, OLCK }, { 0x1c80, 0x1c8f, CYRL }, { 0x1c90, 0x1cbf, GEOR }, { 0x1e00, 0x1eff, LATN },
	{ 0x1f00, 0x1fff, GREK }, { 0x2c60, 0x2c7f, LATN }, { 0x2d00, 0x2d2f, GEOR }, { 0x2d30, 0x2d7f, TFNG },
	{ 0x2d80, 0x2ddf, ETHI }, { 0x2de0, 0x2dff, CYRL }, { 0x3005, 0x3007, HANI }, { 0x3041, 0x30ff, KANA },
	{ 0x3105, 0x312f, BOPO }, { 0x3131, 0x318e, HANG }, { 0x31a0, 0x31bf, BOPO }, { 0x31f0, 0x31ff, KANA },
	{ 0x3400, 0x4dbf, HANI }, { 0x4e00, 0x9fff, HANI }, { 0xa640, 0xa69f, CYRL }, { 0xa720, 0xa7ff, LATN },
	{ 0xa8e0, 0xa8ff, DEVA }, { 0xa960, 0xa97f, HANG }, { 0xa9e0, 0xa9ff, MYMR }, { 0xaa60, 0xaa7f, MYMR },
	{ 0xab00, 0xab2f, ETHI }, { 0xab30, 0xab6f, LATN }, { 0xab70, 0xabbf, CHER }, { 0xac00, 0xd7ff, HANG },
	{ 0xf900, 0xfaff, HANI }, { 0xfb00, 0xfb06, LATN }, { 0xfb1d, 0xfb4f, HEBR }, { 0xfb50, 0xfdff, ARAB },
	{ 0xfe70, 0xfefe, ARAB }, { 0xff21, 0xff5a, LATN }, { 0xff66, 0xff9f, KANA }, { 0xffa0, 0xffdc, HANG },
	{ 0x20000, 0x3ffff, HANI },
};

static enum script script_of(uint32_t c)
{
	size_t low = 0, high = sizeof blocks / sizeof *blocks;

	if (c < 0x80)
		return (c | 0x20) >= 'a' && (c | 0x20) <= 'z' ? LATN : COMMON;
	while (low < high) {
		size_t middle = (low + high) / 2;

		if (c > blocks[middle].last)
			low = middle + 1;
		else if (c < blocks[middle].first)
			high = middle;
		else
			return blocks[middle].script;
	}
	return COMMON;
}

const char *lang_script(struct str text)
{
	uint32_t counts[SCRIPTS] = { 0 };
	const char *at = text.at, *end = text.at + text.len;
	enum script best = COMMON;

	while (at < end)
		counts[script_of(utf8_next(&at, end))]++;
	counts[COMMON] = 0;
	/* Japanese is Han with kana between, Korean Hangul with some Han. */
	if (counts[KANA] * 10 >= counts[HANI])
		counts[KANA] += counts[KANA] ? counts[HANI] : 0;
	if (counts[HANG] * 4 >= counts[HANI])
		counts[HANG] += counts[HANG] ? counts[HANI] : 0;
	for (enum script s = COMMON; s < SCRIPTS; s++)
		if (counts[s] > counts[best])
			best = s;
	return names[best];
}
