/* Made by gen_repair.py; do not edit. */
#include "text/repair_tables.h"

const struct repair_char repair_chars[] = {
	{ .class = REPAIR_LETTER },
	{ { 0x80, 0, 0x80, 0, 0, 0, 0, 0, 0 }, REPAIR_CONTROL, 0, 0x000, 0x000, 0x005 }, /* U+0080 */
	{ { 0x81, 0x81, 0x81, 0, 0x81, 0x81, 0x81, 0, 0 }, REPAIR_CONTROL, 0, 0x000, 0x000, 0x077 }, /* U+0081 */
	{ { 0x82, 0, 0x82, 0, 0, 0, 0, 0, 0 }, REPAIR_CONTROL, 0, 0x000, 0x000, 0x005 }, /* U+0082 */
	{ { 0x83, 0x83, 0x83, 0, 0, 0, 0x83, 0, 0 }, REPAIR_CONTROL, 0, 0x000, 0x000, 0x047 }, /* U+0083 */
	{ { 0x84, 0, 0x84, 0, 0, 0, 0, 0, 0 }, REPAIR_CONTROL, 0, 0x000, 0x000, 0x005 }, /* U+0084 */
	{ { 0x85, 0, 0x85, 0, 0, 0, 0, 0, 0 }, REPAIR_CONTROL, 0, 0x000, 0x000, 0x005 }, /* U+0085 */
	{ { 0x86, 0, 0x86, 0, 0, 0, 0, 0, 0 }, REPAIR_CONTROL, 0, 0x000, 0x000, 0x005 }, /* U+0086 */
	{ { 0x87, 0, 0x87, 0, 0, 0, 0, 0, 0 }, REPAIR_CONTROL, 0, 0x000, 0x000, 0x005 }, /* U+0087 */
	{ { 0x88, 0x88, 0x88, 0, 0x88, 0, 0x88, 0, 0 }, REPAIR_CONTROL, 0, 0x000, 0x000, 0x057 }, /* U+0088 */
	{ { 0x89, 0, 0x89, 0, 0, 0, 0, 0, 0 }, REPAIR_CONTROL, 0, 0x000, 0x000, 0x005 }, /* U+0089 */
	{ { 0x8a, 0, 0x8a, 0, 0x8a, 0, 0x8a, 0, 0 }, REPAIR_CONTROL, 0, 0x000, 0x000, 0x055 }, /* U+008A */
	{ { 0x8b, 0, 0x8b, 0, 0, 0, 0, 0, 0 }, REPAIR_CONTROL, 0, 0x000, 0x000, 0x005 }, /* U+008B */
	{ { 0x8c, 0, 0x8c, 0, 0x8c, 0, 0x8c, 0, 0 }, REPAIR_CONTROL, 0, 0x000, 0x000, 0x055 }, /* U+008C */
	{ { 0x8d, 0, 0x8d, 0, 0x8d, 0x8d, 0, 0, 0 }, REPAIR_CONTROL, 0, 0x000, 0x000, 0x035 }, /* U+008D */
	{ { 0x8e, 0, 0x8e, 0, 0x8e, 0x8e, 0, 0, 0 }, REPAIR_CONTROL, 0, 0x000, 0x000, 0x035 }, /* U+008E */
	{ { 0x8f, 0, 0x8f, 0, 0x8f, 0x8f, 0, 0, 0 }, REPAIR_CONTROL, 0, 0x000, 0x000, 0x035 }, /* U+008F */
	{ { 0x90, 0x90, 0x90, 0, 0x90, 0x90, 0x90, 0, 0 }, REPAIR_CONTROL, 0, 0x000, 0x000, 0x077 }, /* U+0090 */
	{ { 0x91, 0, 0x91, 0, 0, 0, 0, 0, 0 }, REPAIR_CONTROL, 0, 0x000, 0x000, 0x005 }, /* U+0091 */
	{ { 0x92, 0, 0x92, 0, 0, 0, 0, 0, 0 }, REPAIR_CONTROL, 0, 0x000, 0x000, 0x005 }, /* U+0092 */
	{ { 0x93, 0, 0x93, 0, 0, 0, 0, 0, 0 }, REPAIR_CONTROL, 0, 0x000, 0x000, 0x005 }, /* U+0093 */
	{ { 0x94, 0, 0x94, 0, 0, 0, 0, 0, 0 }, REPAIR_CONTROL, 0, 0x000, 0x000, 0x005 }, /* U+0094 */
	{ { 0x95, 0, 0x95, 0, 0, 0, 0, 0, 0 }, REPAIR_CONTROL, 0, 0x000, 0x000, 0x005 }, /* U+0095 */
	{ { 0x96, 0, 0x96, 0, 0, 0, 0, 0, 0 }, REPAIR_CONTROL, 0, 0x000, 0x000, 0x005 }, /* U+0096 */
	{ { 0x97, 0, 0x97, 0, 0, 0, 0, 0, 0 }, REPAIR_CONTROL, 0, 0x000, 0x000, 0x005 }, /* U+0097 */
	{ { 0x98, 0x98, 0x98, 0x98, 0x98, 0, 0x98, 0, 0 }, REPAIR_CONTROL, 0, 0x000, 0x000, 0x05f }, /* U+0098 */
	{ { 0x99, 0, 0x99, 0, 0, 0, 0, 0, 0 }, REPAIR_CONTROL, 0, 0x000, 0x000, 0x005 }, /* U+0099 */
	{ { 0x9a, 0, 0x9a, 0, 0x9a, 0, 0x9a, 0, 0 }, REPAIR_CONTROL, 0, 0x000, 0x000, 0x055 }, /* U+009A */
	{ { 0x9b, 0, 0x9b, 0, 0, 0, 0, 0, 0 }, REPAIR_CONTROL, 0, 0x000, 0x000, 0x005 }, /* U+009B */
	{ { 0x9c, 0, 0x9c, 0, 0x9c, 0, 0x9c, 0, 0 }, REPAIR_CONTROL, 0, 0x000, 0x000, 0x055 }, /* U+009C */
	{ { 0x9d, 0, 0x9d, 0, 0x9d, 0x9d, 0, 0, 0 }, REPAIR_CONTROL, 0, 0x000, 0x000, 0x035 }, /* U+009D */
	{ { 0x9e, 0, 0x9e, 0, 0x9e, 0x9e, 0, 0, 0 }, REPAIR_CONTROL, 0, 0x000, 0x000, 0x035 }, /* U+009E */
	{ { 0x9f, 0, 0x9f, 0, 0x9f, 0, 0x9f, 0, 0 }, REPAIR_CONTROL, 0, 0x000, 0x000, 0x055 }, /* U+009F */
	{ { 0xa0, 0xa0, 0xa0, 0xa0, 0xa0, 0xa0, 0xa0, 0xca, 0xff }, REPAIR_PUNCTUATION, 0, 0x000, 0x000, 0x07f }, /* U+00A0 */
	{ { 0xa1, 0, 0, 0, 0, 0xa1, 0, 0xc1, 0xad }, REPAIR_SIGN, 0, 0x000, 0x000, 0x121 }, /* U+00A1 */
	{ { 0xa2, 0, 0, 0, 0, 0xa2, 0xa2, 0xa2, 0x9b }, REPAIR_ODD, 0, 0x000, 0x000, 0x1e1 }, /* U+00A2 */
	{ { 0xa3, 0, 0, 0, 0xa3, 0xa3, 0xa3, 0xa3, 0x9c }, REPAIR_SIGN, 0, 0x000, 0x000, 0x1f1 }, /* U+00A3 */
	{ { 0xa4, 0xa4, 0xa4, 0xa4, 0xa4, 0xa4, 0xa4, 0, 0 }, REPAIR_ODD, 0, 0x000, 0x000, 0x07f }, /* U+00A4 */
	{ { 0xa5, 0, 0, 0, 0xa5, 0xa5, 0, 0xb4, 0x9d }, REPAIR_ODD, 0, 0x000, 0x000, 0x1b1 }, /* U+00A5 */
	{ { 0xa6, 0xa6, 0, 0xa6, 0xa6, 0xa6, 0xa6, 0, 0 }, REPAIR_ODD, 0, 0x000, 0x000, 0x07b }, /* U+00A6 */
	{ { 0xa7, 0xa7, 0xa7, 0xa7, 0xa7, 0xa7, 0xa7, 0xa4, 0 }, REPAIR_SIGN, 0, 0x000, 0x000, 0x0ff }, /* U+00A7 */
	{ { 0xa8, 0xa8, 0xa8, 0, 0xa8, 0xa8, 0x8d, 0xac, 0 }, REPAIR_ODD, 0, 0x000, 0x000, 0x0f7 }, /* U+00A8 */
	{ { 0xa9, 0xa9, 0, 0xa9, 0xa9, 0xa9, 0xa9, 0xa9, 0 }, REPAIR_SIGN, 0, 0x000, 0x000, 0x0fb }, /* U+00A9 */
	{ { 0xaa, 0, 0, 0, 0, 0xaa, 0, 0xbb, 0xa6 }, REPAIR_ODD, 0, 0x000, 0x000, 0x1a1 }, /* U+00AA */
	{ { 0xab, 0xab, 0, 0xab, 0xab, 0xab, 0xab, 0xc7, 0xae }, REPAIR_PUNCTUATION, 0, 0x000, 0x000, 0x17b }, /* U+00AB */
	{ { 0xac, 0xac, 0, 0xac, 0xac, 0xac, 0xac, 0xc2, 0xaa }, REPAIR_ODD, 0, 0x080, 0x000, 0x17b }, /* U+00AC */
	{ { 0xad, 0xad, 0xad, 0xad, 0xad, 0xad, 0xad, 0, 0 }, REPAIR_ODD, 0, 0x000, 0x000, 0x07f }, /* U+00AD */
	{ { 0xae, 0xae, 0, 0xae, 0xae, 0xae, 0xae, 0xa8, 0 }, REPAIR_SIGN, 0, 0x000, 0x000, 0x0fb }, /* U+00AE */
	{ { 0xaf, 0, 0, 0, 0, 0xaf, 0x9d, 0xf8, 0 }, REPAIR_ODD, 0, 0x000, 0x000, 0x061 }, /* U+00AF */
	{ { 0xb0, 0xb0, 0xb0, 0xb0, 0xb0, 0xb0, 0xb0, 0xa1, 0xf8 }, REPAIR_ODD, 0, 0x000, 0x000, 0x0ff }, /* U+00B0 */
	{ { 0xb1, 0xb1, 0, 0xb1, 0xb1, 0xb1, 0xb1, 0xb1, 0xf1 }, REPAIR_ODD, 0, 0x000, 0x000, 0x0fb }, /* U+00B1 */
	{ { 0xb2, 0, 0, 0, 0xb2, 0xb2, 0xb2, 0, 0xfd }, REPAIR_ODD, 0, 0x000, 0x000, 0x071 }, /* U+00B2 */
	{ { 0xb3, 0, 0, 0, 0xb3, 0xb3, 0xb3, 0, 0 }, REPAIR_ODD, 0, 0x000, 0x000, 0x071 }, /* U+00B3 */
	{ { 0xb4, 0xb4, 0xb4, 0, 0, 0xb4, 0xb4, 0xab, 0 }, REPAIR_ODD, 0, 0x000, 0x000, 0x0e7 }, /* U+00B4 */
	{ { 0xb5, 0xb5, 0, 0xb5, 0xb5, 0xb5, 0xb5, 0xb5, 0xe6 }, REPAIR_LETTER, 0, 0x100, 0x100, 0x0fb }, /* U+00B5 */
	{ { 0xb6, 0xb6, 0, 0xb6, 0xb6, 0xb6, 0xb6, 0xa6, 0 }, REPAIR_ODD, 0, 0x000, 0x000, 0x0fb }, /* U+00B6 */
	{ { 0xb7, 0xb7, 0, 0xb7, 0xb7, 0xb7, 0xb7, 0xe1, 0xfa }, REPAIR_SIGN, 0, 0x080, 0x080, 0x07b }, /* U+00B7 */
	{ { 0xb8, 0xb8, 0xb8, 0, 0, 0xb8, 0x8f, 0xfc, 0 }, REPAIR_ODD, 0, 0x000, 0x000, 0x067 }, /* U+00B8 */
	{ { 0xb9, 0, 0, 0, 0, 0xb9, 0xb9, 0, 0 }, REPAIR_ODD, 0, 0x000, 0x000, 0x061 }, /* U+00B9 */
	{ { 0xba, 0, 0, 0, 0, 0xba, 0, 0xbc, 0xa7 }, REPAIR_ODD, 0, 0x000, 0x000, 0x1a1 }, /* U+00BA */
	{ { 0xbb, 0xbb, 0, 0xbb, 0xbb, 0xbb, 0xbb, 0xc8, 0xaf }, REPAIR_PUNCTUATION, 0, 0x000, 0x000, 0x17b }, /* U+00BB */
	{ { 0xbc, 0, 0, 0, 0, 0xbc, 0xbc, 0, 0xac }, REPAIR_ODD, 0, 0x000, 0x000, 0x161 }, /* U+00BC */
	{ { 0xbd, 0, 0, 0, 0xbd, 0xbd, 0xbd, 0, 0xab }, REPAIR_ODD, 0, 0x000, 0x000, 0x171 }, /* U+00BD */
	{ { 0xbe, 0, 0, 0, 0, 0xbe, 0xbe, 0, 0 }, REPAIR_ODD, 0, 0x000, 0x000, 0x061 }, /* U+00BE */
	{ { 0xbf, 0, 0, 0, 0, 0xbf, 0, 0xc0, 0xa8 }, REPAIR_SIGN, 0, 0x000, 0x000, 0x121 }, /* U+00BF */
	{ { 0xc0, 0, 0, 0, 0, 0xc0, 0, 0xcb, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+00C0 */
	{ { 0xc1, 0xc1, 0xc1, 0, 0, 0xc1, 0, 0xe7, 0 }, REPAIR_LETTER, 1, 0x080, 0x080, 0x000 }, /* U+00C1 */
	{ { 0xc2, 0xc2, 0xc2, 0, 0, 0xc2, 0, 0xe5, 0 }, REPAIR_LETTER, 1, 0x0a7, 0x080, 0x000 }, /* U+00C2 */
	{ { 0xc3, 0, 0, 0, 0, 0xc3, 0, 0xcc, 0 }, REPAIR_LETTER, 1, 0x021, 0x000, 0x000 }, /* U+00C3 */
	{ { 0xc4, 0xc4, 0xc4, 0, 0, 0xc4, 0xc4, 0x80, 0x8e }, REPAIR_LETTER, 1, 0x067, 0x000, 0x180 }, /* U+00C4 */
	{ { 0xc5, 0, 0, 0, 0, 0xc5, 0xc5, 0x81, 0x8f }, REPAIR_LETTER, 1, 0x061, 0x000, 0x180 }, /* U+00C5 */
	{ { 0xc6, 0, 0, 0, 0, 0xc6, 0xaf, 0xae, 0x92 }, REPAIR_LETTER, 1, 0x021, 0x000, 0x1c0 }, /* U+00C6 */
	{ { 0xc7, 0xc7, 0xc7, 0, 0, 0xc7, 0, 0x82, 0x80 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x180 }, /* U+00C7 */
	{ { 0xc8, 0, 0, 0, 0, 0xc8, 0, 0xe9, 0 }, REPAIR_LETTER, 1, 0x0a1, 0x080, 0x000 }, /* U+00C8 */
	{ { 0xc9, 0xc9, 0xc9, 0, 0, 0xc9, 0xc9, 0x83, 0x90 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x180 }, /* U+00C9 */
	{ { 0xca, 0, 0, 0, 0, 0xca, 0, 0xe6, 0 }, REPAIR_LETTER, 1, 0x080, 0x080, 0x000 }, /* U+00CA */
	{ { 0xcb, 0xcb, 0xcb, 0, 0, 0xcb, 0, 0xe8, 0 }, REPAIR_LETTER, 1, 0x081, 0x080, 0x000 }, /* U+00CB */
	{ { 0xcc, 0, 0, 0, 0, 0xcc, 0, 0xed, 0 }, REPAIR_LETTER, 1, 0x0a1, 0x080, 0x000 }, /* U+00CC */
	{ { 0xcd, 0xcd, 0xcd, 0, 0, 0xcd, 0, 0xea, 0 }, REPAIR_LETTER, 1, 0x080, 0x080, 0x000 }, /* U+00CD */
	{ { 0xce, 0xce, 0xce, 0, 0, 0xce, 0, 0xeb, 0 }, REPAIR_LETTER, 1, 0x0a7, 0x080, 0x000 }, /* U+00CE */
	{ { 0xcf, 0, 0, 0, 0, 0xcf, 0, 0xec, 0 }, REPAIR_LETTER, 1, 0x0a1, 0x080, 0x000 }, /* U+00CF */
	{ { 0xd0, 0, 0, 0, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x001, 0x000, 0x000 }, /* U+00D0 */
	{ { 0xd1, 0, 0, 0, 0, 0xd1, 0, 0x84, 0xa5 }, REPAIR_LETTER, 1, 0x021, 0x000, 0x180 }, /* U+00D1 */
	{ { 0xd2, 0, 0, 0, 0, 0xd2, 0, 0xf1, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+00D2 */
	{ { 0xd3, 0xd3, 0xd3, 0, 0, 0xd3, 0xd3, 0xee, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+00D3 */
	{ { 0xd4, 0xd4, 0xd4, 0, 0, 0xd4, 0, 0xef, 0 }, REPAIR_LETTER, 1, 0x080, 0x080, 0x000 }, /* U+00D4 */
	{ { 0xd5, 0, 0, 0, 0, 0xd5, 0xd5, 0xcd, 0 }, REPAIR_LETTER, 1, 0x001, 0x000, 0x000 }, /* U+00D5 */
	{ { 0xd6, 0xd6, 0xd6, 0, 0, 0xd6, 0xd6, 0x85, 0x99 }, REPAIR_LETTER, 1, 0x001, 0x000, 0x180 }, /* U+00D6 */
	{ { 0xd7, 0xd7, 0xd7, 0, 0, 0xd7, 0xd7, 0, 0 }, REPAIR_ODD, 0, 0x067, 0x000, 0x000 }, /* U+00D7 */
	{ { 0xd8, 0, 0, 0, 0, 0xd8, 0xa8, 0xaf, 0 }, REPAIR_LETTER, 1, 0x021, 0x000, 0x0c0 }, /* U+00D8 */
	{ { 0xd9, 0, 0, 0, 0, 0xd9, 0, 0xf4, 0 }, REPAIR_LETTER, 1, 0x021, 0x000, 0x000 }, /* U+00D9 */
	{ { 0xda, 0xda, 0xda, 0, 0, 0xda, 0, 0xf2, 0 }, REPAIR_LETTER, 1, 0x001, 0x000, 0x000 }, /* U+00DA */
	{ { 0xdb, 0, 0, 0, 0, 0xdb, 0, 0xf3, 0 }, REPAIR_LETTER, 1, 0x001, 0x000, 0x000 }, /* U+00DB */
	{ { 0xdc, 0xdc, 0xdc, 0, 0, 0xdc, 0xdc, 0x86, 0x9a }, REPAIR_LETTER, 1, 0x000, 0x000, 0x180 }, /* U+00DC */
	{ { 0xdd, 0xdd, 0xdd, 0, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+00DD */
	{ { 0xde, 0, 0, 0, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+00DE */
	{ { 0xdf, 0xdf, 0xdf, 0, 0, 0xdf, 0xdf, 0xa7, 0xe1 }, REPAIR_LETTER, 0, 0x100, 0x100, 0x080 }, /* U+00DF */
	{ { 0xe0, 0, 0, 0, 0, 0xe0, 0, 0x88, 0x85 }, REPAIR_LETTER, 0, 0x021, 0x021, 0x180 }, /* U+00E0 */
	{ { 0xe1, 0xe1, 0xe1, 0, 0, 0xe1, 0, 0x87, 0xa0 }, REPAIR_LETTER, 0, 0x027, 0x027, 0x180 }, /* U+00E1 */
	{ { 0xe2, 0xe2, 0xe2, 0, 0, 0xe2, 0, 0x89, 0x83 }, REPAIR_LETTER, 0, 0x027, 0x027, 0x180 }, /* U+00E2 */
	{ { 0xe3, 0, 0, 0, 0, 0xe3, 0, 0x8b, 0 }, REPAIR_LETTER, 0, 0x021, 0x021, 0x080 }, /* U+00E3 */
	{ { 0xe4, 0xe4, 0xe4, 0, 0, 0xe4, 0xe4, 0x8a, 0x84 }, REPAIR_LETTER, 0, 0x067, 0x067, 0x180 }, /* U+00E4 */
	{ { 0xe5, 0, 0, 0, 0, 0xe5, 0xe5, 0x8c, 0x86 }, REPAIR_LETTER, 0, 0x061, 0x061, 0x180 }, /* U+00E5 */
	{ { 0xe6, 0, 0, 0, 0, 0xe6, 0xbf, 0xbe, 0x91 }, REPAIR_LETTER, 0, 0x021, 0x021, 0x1c0 }, /* U+00E6 */
	{ { 0xe7, 0xe7, 0xe7, 0, 0, 0xe7, 0, 0x8d, 0x87 }, REPAIR_LETTER, 0, 0x027, 0x027, 0x180 }, /* U+00E7 */
	{ { 0xe8, 0, 0, 0, 0, 0xe8, 0, 0x8f, 0x8a }, REPAIR_LETTER, 0, 0x021, 0x021, 0x180 }, /* U+00E8 */
	{ { 0xe9, 0xe9, 0xe9, 0, 0, 0xe9, 0xe9, 0x8e, 0x82 }, REPAIR_LETTER, 0, 0x067, 0x067, 0x180 }, /* U+00E9 */
	{ { 0xea, 0, 0, 0, 0, 0xea, 0, 0x90, 0x88 }, REPAIR_LETTER, 0, 0x021, 0x021, 0x180 }, /* U+00EA */
	{ { 0xeb, 0xeb, 0xeb, 0, 0, 0xeb, 0, 0x91, 0x89 }, REPAIR_LETTER, 0, 0x027, 0x027, 0x180 }, /* U+00EB */
	{ { 0xec, 0, 0, 0, 0, 0xec, 0, 0x93, 0x8d }, REPAIR_LETTER, 0, 0x021, 0x021, 0x180 }, /* U+00EC */
	{ { 0xed, 0xed, 0xed, 0, 0, 0xed, 0, 0x92, 0xa1 }, REPAIR_LETTER, 0, 0x027, 0x027, 0x180 }, /* U+00ED */
	{ { 0xee, 0xee, 0xee, 0, 0, 0xee, 0, 0x94, 0x8c }, REPAIR_LETTER, 0, 0x000, 0x000, 0x180 }, /* U+00EE */
	{ { 0xef, 0, 0, 0, 0, 0xef, 0, 0x95, 0x8b }, REPAIR_LETTER, 0, 0x021, 0x021, 0x180 }, /* U+00EF */
	{ { 0xf0, 0, 0, 0, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x001, 0x001, 0x000 }, /* U+00F0 */
	{ { 0xf1, 0, 0, 0, 0, 0xf1, 0, 0x96, 0xa4 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x180 }, /* U+00F1 */
	{ { 0xf2, 0, 0, 0, 0, 0xf2, 0, 0x98, 0x95 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x180 }, /* U+00F2 */
	{ { 0xf3, 0xf3, 0xf3, 0, 0, 0xf3, 0xf3, 0x97, 0xa2 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x180 }, /* U+00F3 */
	{ { 0xf4, 0xf4, 0xf4, 0, 0, 0xf4, 0, 0x99, 0x93 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x180 }, /* U+00F4 */
	{ { 0xf5, 0, 0, 0, 0, 0xf5, 0xf5, 0x9b, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x080 }, /* U+00F5 */
	{ { 0xf6, 0xf6, 0xf6, 0, 0, 0xf6, 0xf6, 0x9a, 0x94 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x180 }, /* U+00F6 */
	{ { 0xf7, 0xf7, 0xf7, 0, 0, 0xf7, 0xf7, 0xd6, 0xf6 }, REPAIR_ODD, 0, 0x000, 0x000, 0x000 }, /* U+00F7 */
	{ { 0xf8, 0, 0, 0, 0, 0xf8, 0xb8, 0xbf, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x0c0 }, /* U+00F8 */
	{ { 0xf9, 0, 0, 0, 0, 0xf9, 0, 0x9d, 0x97 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x180 }, /* U+00F9 */
	{ { 0xfa, 0xfa, 0xfa, 0, 0, 0xfa, 0, 0x9c, 0xa3 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x180 }, /* U+00FA */
	{ { 0xfb, 0, 0, 0, 0, 0xfb, 0, 0x9e, 0x96 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x180 }, /* U+00FB */
	{ { 0xfc, 0xfc, 0xfc, 0, 0, 0xfc, 0xfc, 0x9f, 0x81 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x180 }, /* U+00FC */
	{ { 0xfd, 0xfd, 0xfd, 0, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+00FD */
	{ { 0xfe, 0, 0, 0, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+00FE */
	{ { 0xff, 0, 0, 0, 0, 0xff, 0, 0xd8, 0x98 }, REPAIR_LETTER, 0, 0x080, 0x000, 0x100 }, /* U+00FF */
	{ { 0, 0, 0, 0, 0, 0, 0xc2, 0, 0 }, REPAIR_LETTER, 1, 0x040, 0x000, 0x000 }, /* U+0100 */
	{ { 0, 0, 0, 0, 0, 0, 0xe2, 0, 0 }, REPAIR_LETTER, 0, 0x040, 0x040, 0x000 }, /* U+0101 */
	{ { 0, 0xc3, 0xc3, 0, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x006, 0x000, 0x000 }, /* U+0102 */
	{ { 0, 0xe3, 0xe3, 0, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x006, 0x006, 0x000 }, /* U+0103 */
	{ { 0, 0xa5, 0xa1, 0, 0, 0, 0xc0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x006 }, /* U+0104 */
	{ { 0, 0xb9, 0xb1, 0, 0, 0, 0xe0, 0, 0 }, REPAIR_LETTER, 0, 0x040, 0x040, 0x006 }, /* U+0105 */
	{ { 0, 0xc6, 0xc6, 0, 0, 0, 0xc3, 0, 0 }, REPAIR_LETTER, 1, 0x046, 0x000, 0x000 }, /* U+0106 */
	{ { 0, 0xe6, 0xe6, 0, 0, 0, 0xe3, 0, 0 }, REPAIR_LETTER, 0, 0x046, 0x046, 0x000 }, /* U+0107 */
	{ { 0, 0xc8, 0xc8, 0, 0, 0, 0xc8, 0, 0 }, REPAIR_LETTER, 1, 0x046, 0x000, 0x000 }, /* U+010C */
	{ { 0, 0xe8, 0xe8, 0, 0, 0, 0xe8, 0, 0 }, REPAIR_LETTER, 0, 0x046, 0x046, 0x000 }, /* U+010D */
	{ { 0, 0xcf, 0xcf, 0, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x006, 0x000, 0x000 }, /* U+010E */
	{ { 0, 0xef, 0xef, 0, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x006, 0x006, 0x000 }, /* U+010F */
	{ { 0, 0xd0, 0xd0, 0, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x006, 0x000, 0x000 }, /* U+0110 */
	{ { 0, 0xf0, 0xf0, 0, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x006, 0x006, 0x000 }, /* U+0111 */
	{ { 0, 0, 0, 0, 0, 0, 0xc7, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+0112 */
	{ { 0, 0, 0, 0, 0, 0, 0xe7, 0, 0 }, REPAIR_LETTER, 0, 0x040, 0x040, 0x000 }, /* U+0113 */
	{ { 0, 0, 0, 0, 0, 0, 0xcb, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+0116 */
	{ { 0, 0, 0, 0, 0, 0, 0xeb, 0, 0 }, REPAIR_LETTER, 0, 0x040, 0x040, 0x000 }, /* U+0117 */
	{ { 0, 0xca, 0xca, 0, 0, 0, 0xc6, 0, 0 }, REPAIR_LETTER, 1, 0x040, 0x000, 0x000 }, /* U+0118 */
	{ { 0, 0xea, 0xea, 0, 0, 0, 0xe6, 0, 0 }, REPAIR_LETTER, 0, 0x046, 0x046, 0x000 }, /* U+0119 */
	{ { 0, 0xcc, 0xcc, 0, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x006, 0x000, 0x000 }, /* U+011A */
	{ { 0, 0xec, 0xec, 0, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x006, 0x006, 0x000 }, /* U+011B */
	{ { 0, 0, 0, 0, 0, 0xd0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x020, 0x000, 0x000 }, /* U+011E */
	{ { 0, 0, 0, 0, 0, 0xf0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x020, 0x020, 0x000 }, /* U+011F */
	{ { 0, 0, 0, 0, 0, 0, 0xcc, 0, 0 }, REPAIR_LETTER, 1, 0x040, 0x000, 0x000 }, /* U+0122 */
	{ { 0, 0, 0, 0, 0, 0, 0xec, 0, 0 }, REPAIR_LETTER, 0, 0x040, 0x040, 0x000 }, /* U+0123 */
	{ { 0, 0, 0, 0, 0, 0, 0xce, 0, 0 }, REPAIR_LETTER, 1, 0x040, 0x000, 0x000 }, /* U+012A */
	{ { 0, 0, 0, 0, 0, 0, 0xee, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+012B */
	{ { 0, 0, 0, 0, 0, 0, 0xc1, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+012E */
	{ { 0, 0, 0, 0, 0, 0, 0xe1, 0, 0 }, REPAIR_LETTER, 0, 0x040, 0x040, 0x000 }, /* U+012F */
	{ { 0, 0, 0, 0, 0, 0xdd, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+0130 */
	{ { 0, 0, 0, 0, 0, 0xfd, 0, 0xf5, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+0131 */
	{ { 0, 0, 0, 0, 0, 0, 0xcd, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+0136 */
	{ { 0, 0, 0, 0, 0, 0, 0xed, 0, 0 }, REPAIR_LETTER, 0, 0x040, 0x040, 0x000 }, /* U+0137 */
	{ { 0, 0xc5, 0xc5, 0, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x006, 0x000, 0x000 }, /* U+0139 */
	{ { 0, 0xe5, 0xe5, 0, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x006, 0x006, 0x000 }, /* U+013A */
	{ { 0, 0, 0, 0, 0, 0, 0xcf, 0, 0 }, REPAIR_LETTER, 1, 0x040, 0x000, 0x000 }, /* U+013B */
	{ { 0, 0, 0, 0, 0, 0, 0xef, 0, 0 }, REPAIR_LETTER, 0, 0x040, 0x040, 0x000 }, /* U+013C */
	{ { 0, 0xbc, 0xa5, 0, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x006 }, /* U+013D */
	{ { 0, 0xbe, 0xb5, 0, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x006 }, /* U+013E */
	{ { 0, 0xa3, 0xa3, 0, 0, 0, 0xd9, 0, 0 }, REPAIR_LETTER, 1, 0x040, 0x000, 0x006 }, /* U+0141 */
	{ { 0, 0xb3, 0xb3, 0, 0, 0, 0xf9, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x006 }, /* U+0142 */
	{ { 0, 0xd1, 0xd1, 0, 0, 0, 0xd1, 0, 0 }, REPAIR_LETTER, 1, 0x046, 0x000, 0x000 }, /* U+0143 */
	{ { 0, 0xf1, 0xf1, 0, 0, 0, 0xf1, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+0144 */
	{ { 0, 0, 0, 0, 0, 0, 0xd2, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+0145 */
	{ { 0, 0, 0, 0, 0, 0, 0xf2, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+0146 */
	{ { 0, 0xd2, 0xd2, 0, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+0147 */
	{ { 0, 0xf2, 0xf2, 0, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+0148 */
	{ { 0, 0, 0, 0, 0, 0, 0xd4, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+014C */
	{ { 0, 0, 0, 0, 0, 0, 0xf4, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+014D */
	{ { 0, 0xd5, 0xd5, 0, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+0150 */
	{ { 0, 0xf5, 0xf5, 0, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+0151 */
	{ { 0x8c, 0, 0, 0, 0, 0x8c, 0, 0xce, 0 }, REPAIR_LETTER, 1, 0x080, 0x000, 0x021 }, /* U+0152 */
	{ { 0x9c, 0, 0, 0, 0, 0x9c, 0, 0xcf, 0 }, REPAIR_LETTER, 0, 0x080, 0x000, 0x021 }, /* U+0153 */
	{ { 0, 0xc0, 0xc0, 0, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+0154 */
	{ { 0, 0xe0, 0xe0, 0, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x006, 0x006, 0x000 }, /* U+0155 */
	{ { 0, 0, 0, 0, 0, 0, 0xaa, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x040 }, /* U+0156 */
	{ { 0, 0, 0, 0, 0, 0, 0xba, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x040 }, /* U+0157 */
	{ { 0, 0xd8, 0xd8, 0, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x006, 0x000, 0x000 }, /* U+0158 */
	{ { 0, 0xf8, 0xf8, 0, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+0159 */
	{ { 0, 0x8c, 0xa6, 0, 0, 0, 0xda, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x006 }, /* U+015A */
	{ { 0, 0x9c, 0xb6, 0, 0, 0, 0xfa, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x006 }, /* U+015B */
	{ { 0, 0xaa, 0xaa, 0, 0, 0xde, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x006 }, /* U+015E */
	{ { 0, 0xba, 0xba, 0, 0, 0xfe, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x006 }, /* U+015F */
	{ { 0x8a, 0x8a, 0xa9, 0, 0, 0x8a, 0xd0, 0, 0 }, REPAIR_LETTER, 1, 0x040, 0x000, 0x027 }, /* U+0160 */
	{ { 0x9a, 0x9a, 0xb9, 0, 0, 0x9a, 0xf0, 0, 0 }, REPAIR_LETTER, 0, 0x040, 0x040, 0x027 }, /* U+0161 */
	{ { 0, 0xde, 0xde, 0, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+0162 */
	{ { 0, 0xfe, 0xfe, 0, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+0163 */
	{ { 0, 0x8d, 0xab, 0, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x006 }, /* U+0164 */
	{ { 0, 0x9d, 0xbb, 0, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x006 }, /* U+0165 */
	{ { 0, 0, 0, 0, 0, 0, 0xdb, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+016A */
	{ { 0, 0, 0, 0, 0, 0, 0xfb, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+016B */
	{ { 0, 0xd9, 0xd9, 0, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x006, 0x000, 0x000 }, /* U+016E */
	{ { 0, 0xf9, 0xf9, 0, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+016F */
	{ { 0, 0xdb, 0xdb, 0, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+0170 */
	{ { 0, 0xfb, 0xfb, 0, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+0171 */
	{ { 0, 0, 0, 0, 0, 0, 0xd8, 0, 0 }, REPAIR_LETTER, 1, 0x040, 0x000, 0x000 }, /* U+0172 */
	{ { 0, 0, 0, 0, 0, 0, 0xf8, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+0173 */
	{ { 0x9f, 0, 0, 0, 0, 0x9f, 0, 0xd9, 0 }, REPAIR_LETTER, 1, 0x080, 0x000, 0x021 }, /* U+0178 */
	{ { 0, 0x8f, 0xac, 0, 0, 0, 0xca, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x006 }, /* U+0179 */
	{ { 0, 0x9f, 0xbc, 0, 0, 0, 0xea, 0, 0 }, REPAIR_LETTER, 0, 0x040, 0x040, 0x006 }, /* U+017A */
	{ { 0, 0xaf, 0xaf, 0, 0, 0, 0xdd, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x006 }, /* U+017B */
	{ { 0, 0xbf, 0xbf, 0, 0, 0, 0xfd, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x006 }, /* U+017C */
	{ { 0x8e, 0x8e, 0xae, 0, 0, 0, 0xde, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x007 }, /* U+017D */
	{ { 0x9e, 0x9e, 0xbe, 0, 0, 0, 0xfe, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x007 }, /* U+017E */
	{ { 0x83, 0, 0, 0, 0x83, 0x83, 0, 0xc4, 0x9f }, REPAIR_ODD, 0, 0x080, 0x000, 0x131 }, /* U+0192 */
	{ { 0x88, 0, 0, 0, 0, 0x88, 0, 0xf6, 0 }, REPAIR_ODD, 0, 0x000, 0x000, 0x021 }, /* U+02C6 */
	{ { 0, 0xa1, 0xb7, 0, 0, 0, 0x8e, 0xff, 0 }, REPAIR_ODD, 0, 0x000, 0x000, 0x046 }, /* U+02C7 */
	{ { 0, 0xa2, 0xa2, 0, 0, 0, 0, 0xf9, 0 }, REPAIR_ODD, 0, 0x000, 0x000, 0x006 }, /* U+02D8 */
	{ { 0, 0xff, 0xff, 0, 0, 0, 0xff, 0xfa, 0 }, REPAIR_ODD, 0, 0x000, 0x000, 0x000 }, /* U+02D9 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0xfb, 0 }, REPAIR_ODD, 0, 0x000, 0x000, 0x000 }, /* U+02DA */
	{ { 0, 0xb2, 0xb2, 0, 0, 0, 0x9e, 0xfe, 0 }, REPAIR_ODD, 0, 0x000, 0x000, 0x046 }, /* U+02DB */
	{ { 0x98, 0, 0, 0, 0, 0x98, 0, 0xf7, 0 }, REPAIR_ODD, 0, 0x000, 0x000, 0x021 }, /* U+02DC */
	{ { 0, 0xbd, 0xbd, 0, 0, 0, 0, 0xfd, 0 }, REPAIR_ODD, 0, 0x000, 0x000, 0x006 }, /* U+02DD */
	{ { 0, 0, 0, 0, 0xb4, 0, 0, 0, 0 }, REPAIR_ODD, 0, 0x000, 0x000, 0x010 }, /* U+0384 */
	{ { 0, 0, 0, 0, 0xa1, 0, 0, 0, 0 }, REPAIR_ODD, 0, 0x000, 0x000, 0x010 }, /* U+0385 */
	{ { 0, 0, 0, 0, 0xa2, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x010 }, /* U+0386 */
	{ { 0, 0, 0, 0, 0xb8, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x010 }, /* U+0388 */
	{ { 0, 0, 0, 0, 0xb9, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x010 }, /* U+0389 */
	{ { 0, 0, 0, 0, 0xba, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x010 }, /* U+038A */
	{ { 0, 0, 0, 0, 0xbc, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x010 }, /* U+038C */
	{ { 0, 0, 0, 0, 0xbe, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x010 }, /* U+038E */
	{ { 0, 0, 0, 0, 0xbf, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x010 }, /* U+038F */
	{ { 0, 0, 0, 0, 0xc0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+0390 */
	{ { 0, 0, 0, 0, 0xc1, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+0391 */
	{ { 0, 0, 0, 0, 0xc2, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x010, 0x000, 0x000 }, /* U+0392 */
	{ { 0, 0, 0, 0, 0xc3, 0, 0, 0, 0xe2 }, REPAIR_LETTER, 1, 0x110, 0x100, 0x000 }, /* U+0393 */
	{ { 0, 0, 0, 0, 0xc4, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x010, 0x000, 0x000 }, /* U+0394 */
	{ { 0, 0, 0, 0, 0xc5, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x010, 0x000, 0x000 }, /* U+0395 */
	{ { 0, 0, 0, 0, 0xc6, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x010, 0x000, 0x000 }, /* U+0396 */
	{ { 0, 0, 0, 0, 0xc7, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+0397 */
	{ { 0, 0, 0, 0, 0xc8, 0, 0, 0, 0xe9 }, REPAIR_LETTER, 1, 0x110, 0x100, 0x000 }, /* U+0398 */
	{ { 0, 0, 0, 0, 0xc9, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+0399 */
	{ { 0, 0, 0, 0, 0xca, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+039A */
	{ { 0, 0, 0, 0, 0xcb, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+039B */
	{ { 0, 0, 0, 0, 0xcc, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x010, 0x000, 0x000 }, /* U+039C */
	{ { 0, 0, 0, 0, 0xcd, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+039D */
	{ { 0, 0, 0, 0, 0xce, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x010, 0x000, 0x000 }, /* U+039E */
	{ { 0, 0, 0, 0, 0xcf, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x010, 0x000, 0x000 }, /* U+039F */
	{ { 0, 0, 0, 0, 0xd0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x010, 0x000, 0x000 }, /* U+03A0 */
	{ { 0, 0, 0, 0, 0xd1, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x010, 0x000, 0x000 }, /* U+03A1 */
	{ { 0, 0, 0, 0, 0xd3, 0, 0, 0, 0xe4 }, REPAIR_LETTER, 1, 0x100, 0x100, 0x000 }, /* U+03A3 */
	{ { 0, 0, 0, 0, 0xd4, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+03A4 */
	{ { 0, 0, 0, 0, 0xd5, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+03A5 */
	{ { 0, 0, 0, 0, 0xd6, 0, 0, 0, 0xe8 }, REPAIR_LETTER, 1, 0x100, 0x100, 0x000 }, /* U+03A6 */
	{ { 0, 0, 0, 0, 0xd7, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x010, 0x000, 0x000 }, /* U+03A7 */
	{ { 0, 0, 0, 0, 0xd8, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x010, 0x000, 0x000 }, /* U+03A8 */
	{ { 0, 0, 0, 0, 0xd9, 0, 0, 0xbd, 0xea }, REPAIR_LETTER, 1, 0x110, 0x100, 0x080 }, /* U+03A9 */
	{ { 0, 0, 0, 0, 0xda, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+03AA */
	{ { 0, 0, 0, 0, 0xdb, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+03AB */
	{ { 0, 0, 0, 0, 0xdc, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+03AC */
	{ { 0, 0, 0, 0, 0xdd, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+03AD */
	{ { 0, 0, 0, 0, 0xde, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+03AE */
	{ { 0, 0, 0, 0, 0xdf, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+03AF */
	{ { 0, 0, 0, 0, 0xe0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x010, 0x010, 0x000 }, /* U+03B0 */
	{ { 0, 0, 0, 0, 0xe1, 0, 0, 0, 0xe0 }, REPAIR_LETTER, 0, 0x110, 0x110, 0x000 }, /* U+03B1 */
	{ { 0, 0, 0, 0, 0xe2, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x010, 0x010, 0x000 }, /* U+03B2 */
	{ { 0, 0, 0, 0, 0xe3, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x010, 0x010, 0x000 }, /* U+03B3 */
	{ { 0, 0, 0, 0, 0xe4, 0, 0, 0, 0xeb }, REPAIR_LETTER, 0, 0x110, 0x110, 0x000 }, /* U+03B4 */
	{ { 0, 0, 0, 0, 0xe5, 0, 0, 0, 0xee }, REPAIR_LETTER, 0, 0x010, 0x010, 0x000 }, /* U+03B5 */
	{ { 0, 0, 0, 0, 0xe6, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x010, 0x010, 0x000 }, /* U+03B6 */
	{ { 0, 0, 0, 0, 0xe7, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x010, 0x010, 0x000 }, /* U+03B7 */
	{ { 0, 0, 0, 0, 0xe8, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x010, 0x010, 0x000 }, /* U+03B8 */
	{ { 0, 0, 0, 0, 0xe9, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x010, 0x010, 0x000 }, /* U+03B9 */
	{ { 0, 0, 0, 0, 0xea, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x010, 0x010, 0x000 }, /* U+03BA */
	{ { 0, 0, 0, 0, 0xeb, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x010, 0x010, 0x000 }, /* U+03BB */
	{ { 0, 0, 0, 0, 0xec, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x010, 0x010, 0x000 }, /* U+03BC */
	{ { 0, 0, 0, 0, 0xed, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x010, 0x010, 0x000 }, /* U+03BD */
	{ { 0, 0, 0, 0, 0xee, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+03BE */
	{ { 0, 0, 0, 0, 0xef, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x010, 0x010, 0x000 }, /* U+03BF */
	{ { 0, 0, 0, 0, 0xf0, 0, 0, 0xb9, 0xe3 }, REPAIR_LETTER, 0, 0x110, 0x110, 0x080 }, /* U+03C0 */
	{ { 0, 0, 0, 0, 0xf1, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+03C1 */
	{ { 0, 0, 0, 0, 0xf2, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+03C2 */
	{ { 0, 0, 0, 0, 0xf3, 0, 0, 0, 0xe5 }, REPAIR_LETTER, 0, 0x100, 0x100, 0x000 }, /* U+03C3 */
	{ { 0, 0, 0, 0, 0xf4, 0, 0, 0, 0xe7 }, REPAIR_LETTER, 0, 0x100, 0x100, 0x000 }, /* U+03C4 */
	{ { 0, 0, 0, 0, 0xf5, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+03C5 */
	{ { 0, 0, 0, 0, 0xf6, 0, 0, 0, 0xed }, REPAIR_LETTER, 0, 0x100, 0x100, 0x000 }, /* U+03C6 */
	{ { 0, 0, 0, 0, 0xf7, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+03C7 */
	{ { 0, 0, 0, 0, 0xf8, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+03C8 */
	{ { 0, 0, 0, 0, 0xf9, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+03C9 */
	{ { 0, 0, 0, 0, 0xfa, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+03CA */
	{ { 0, 0, 0, 0, 0xfb, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+03CB */
	{ { 0, 0, 0, 0, 0xfc, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+03CC */
	{ { 0, 0, 0, 0, 0xfd, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+03CD */
	{ { 0, 0, 0, 0, 0xfe, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+03CE */
	{ { 0, 0, 0, 0xa8, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x008 }, /* U+0401 */
	{ { 0, 0, 0, 0x80, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x008 }, /* U+0402 */
	{ { 0, 0, 0, 0x81, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x008 }, /* U+0403 */
	{ { 0, 0, 0, 0xaa, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x008 }, /* U+0404 */
	{ { 0, 0, 0, 0xbd, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x008 }, /* U+0405 */
	{ { 0, 0, 0, 0xb2, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x008 }, /* U+0406 */
	{ { 0, 0, 0, 0xaf, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x008 }, /* U+0407 */
	{ { 0, 0, 0, 0xa3, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x008 }, /* U+0408 */
	{ { 0, 0, 0, 0x8a, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x008 }, /* U+0409 */
	{ { 0, 0, 0, 0x8c, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x008 }, /* U+040A */
	{ { 0, 0, 0, 0x8e, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x008 }, /* U+040B */
	{ { 0, 0, 0, 0x8d, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x008 }, /* U+040C */
	{ { 0, 0, 0, 0xa1, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x008 }, /* U+040E */
	{ { 0, 0, 0, 0x8f, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x008 }, /* U+040F */
	{ { 0, 0, 0, 0xc0, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+0410 */
	{ { 0, 0, 0, 0xc1, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+0411 */
	{ { 0, 0, 0, 0xc2, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x008, 0x000, 0x000 }, /* U+0412 */
	{ { 0, 0, 0, 0xc3, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x008, 0x000, 0x000 }, /* U+0413 */
	{ { 0, 0, 0, 0xc4, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x008, 0x000, 0x000 }, /* U+0414 */
	{ { 0, 0, 0, 0xc5, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x008, 0x000, 0x000 }, /* U+0415 */
	{ { 0, 0, 0, 0xc6, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x008, 0x000, 0x000 }, /* U+0416 */
	{ { 0, 0, 0, 0xc7, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+0417 */
	{ { 0, 0, 0, 0xc8, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x008, 0x000, 0x000 }, /* U+0418 */
	{ { 0, 0, 0, 0xc9, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+0419 */
	{ { 0, 0, 0, 0xca, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+041A */
	{ { 0, 0, 0, 0xcb, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+041B */
	{ { 0, 0, 0, 0xcc, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+041C */
	{ { 0, 0, 0, 0xcd, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+041D */
	{ { 0, 0, 0, 0xce, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x008, 0x000, 0x000 }, /* U+041E */
	{ { 0, 0, 0, 0xcf, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x008, 0x000, 0x000 }, /* U+041F */
	{ { 0, 0, 0, 0xd0, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x008, 0x000, 0x000 }, /* U+0420 */
	{ { 0, 0, 0, 0xd1, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x008, 0x000, 0x000 }, /* U+0421 */
	{ { 0, 0, 0, 0xd2, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+0422 */
	{ { 0, 0, 0, 0xd3, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+0423 */
	{ { 0, 0, 0, 0xd4, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+0424 */
	{ { 0, 0, 0, 0xd5, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+0425 */
	{ { 0, 0, 0, 0xd6, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+0426 */
	{ { 0, 0, 0, 0xd7, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x008, 0x000, 0x000 }, /* U+0427 */
	{ { 0, 0, 0, 0xd8, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x008, 0x000, 0x000 }, /* U+0428 */
	{ { 0, 0, 0, 0xd9, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x008, 0x000, 0x000 }, /* U+0429 */
	{ { 0, 0, 0, 0xda, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+042A */
	{ { 0, 0, 0, 0xdb, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+042B */
	{ { 0, 0, 0, 0xdc, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+042C */
	{ { 0, 0, 0, 0xdd, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+042D */
	{ { 0, 0, 0, 0xde, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+042E */
	{ { 0, 0, 0, 0xdf, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x000 }, /* U+042F */
	{ { 0, 0, 0, 0xe0, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x008, 0x008, 0x000 }, /* U+0430 */
	{ { 0, 0, 0, 0xe1, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x008, 0x008, 0x000 }, /* U+0431 */
	{ { 0, 0, 0, 0xe2, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x008, 0x008, 0x000 }, /* U+0432 */
	{ { 0, 0, 0, 0xe3, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x008, 0x008, 0x000 }, /* U+0433 */
	{ { 0, 0, 0, 0xe4, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x008, 0x008, 0x000 }, /* U+0434 */
	{ { 0, 0, 0, 0xe5, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x008, 0x008, 0x000 }, /* U+0435 */
	{ { 0, 0, 0, 0xe6, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x008, 0x008, 0x000 }, /* U+0436 */
	{ { 0, 0, 0, 0xe7, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x008, 0x008, 0x000 }, /* U+0437 */
	{ { 0, 0, 0, 0xe8, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x008, 0x008, 0x000 }, /* U+0438 */
	{ { 0, 0, 0, 0xe9, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x008, 0x008, 0x000 }, /* U+0439 */
	{ { 0, 0, 0, 0xea, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x008, 0x008, 0x000 }, /* U+043A */
	{ { 0, 0, 0, 0xeb, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x008, 0x008, 0x000 }, /* U+043B */
	{ { 0, 0, 0, 0xec, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x008, 0x008, 0x000 }, /* U+043C */
	{ { 0, 0, 0, 0xed, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x008, 0x008, 0x000 }, /* U+043D */
	{ { 0, 0, 0, 0xee, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+043E */
	{ { 0, 0, 0, 0xef, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x008, 0x008, 0x000 }, /* U+043F */
	{ { 0, 0, 0, 0xf0, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x008, 0x008, 0x000 }, /* U+0440 */
	{ { 0, 0, 0, 0xf1, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+0441 */
	{ { 0, 0, 0, 0xf2, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+0442 */
	{ { 0, 0, 0, 0xf3, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+0443 */
	{ { 0, 0, 0, 0xf4, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+0444 */
	{ { 0, 0, 0, 0xf5, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+0445 */
	{ { 0, 0, 0, 0xf6, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+0446 */
	{ { 0, 0, 0, 0xf7, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+0447 */
	{ { 0, 0, 0, 0xf8, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+0448 */
	{ { 0, 0, 0, 0xf9, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+0449 */
	{ { 0, 0, 0, 0xfa, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+044A */
	{ { 0, 0, 0, 0xfb, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+044B */
	{ { 0, 0, 0, 0xfc, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+044C */
	{ { 0, 0, 0, 0xfd, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+044D */
	{ { 0, 0, 0, 0xfe, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+044E */
	{ { 0, 0, 0, 0xff, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x000 }, /* U+044F */
	{ { 0, 0, 0, 0xb8, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x008 }, /* U+0451 */
	{ { 0, 0, 0, 0x90, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x008 }, /* U+0452 */
	{ { 0, 0, 0, 0x83, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x008 }, /* U+0453 */
	{ { 0, 0, 0, 0xba, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x008 }, /* U+0454 */
	{ { 0, 0, 0, 0xbe, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x008 }, /* U+0455 */
	{ { 0, 0, 0, 0xb3, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x008 }, /* U+0456 */
	{ { 0, 0, 0, 0xbf, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x008 }, /* U+0457 */
	{ { 0, 0, 0, 0xbc, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x008 }, /* U+0458 */
	{ { 0, 0, 0, 0x9a, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x008 }, /* U+0459 */
	{ { 0, 0, 0, 0x9c, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x008 }, /* U+045A */
	{ { 0, 0, 0, 0x9e, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x008 }, /* U+045B */
	{ { 0, 0, 0, 0x9d, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x008 }, /* U+045C */
	{ { 0, 0, 0, 0xa2, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x008 }, /* U+045E */
	{ { 0, 0, 0, 0x9f, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x008 }, /* U+045F */
	{ { 0, 0, 0, 0xa5, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 1, 0x000, 0x000, 0x008 }, /* U+0490 */
	{ { 0, 0, 0, 0xb4, 0, 0, 0, 0, 0 }, REPAIR_LETTER, 0, 0x000, 0x000, 0x008 }, /* U+0491 */
	{ { 0x96, 0x96, 0, 0x96, 0x96, 0x96, 0x96, 0xd0, 0 }, REPAIR_PUNCTUATION, 0, 0x080, 0x000, 0x07b }, /* U+2013 */
	{ { 0x97, 0x97, 0, 0x97, 0x97, 0x97, 0x97, 0xd1, 0 }, REPAIR_PUNCTUATION, 0, 0x080, 0x000, 0x07b }, /* U+2014 */
	{ { 0, 0, 0, 0, 0xaf, 0, 0, 0, 0 }, REPAIR_ODD, 0, 0x000, 0x000, 0x010 }, /* U+2015 */
	{ { 0x91, 0x91, 0, 0x91, 0x91, 0x91, 0x91, 0xd4, 0 }, REPAIR_PUNCTUATION, 0, 0x000, 0x000, 0x07b }, /* U+2018 */
	{ { 0x92, 0x92, 0, 0x92, 0x92, 0x92, 0x92, 0xd5, 0 }, REPAIR_PUNCTUATION, 0, 0x000, 0x000, 0x07b }, /* U+2019 */
	{ { 0x82, 0x82, 0, 0x82, 0x82, 0x82, 0x82, 0xe2, 0 }, REPAIR_PUNCTUATION, 0, 0x080, 0x080, 0x07b }, /* U+201A */
	{ { 0x93, 0x93, 0, 0x93, 0x93, 0x93, 0x93, 0xd2, 0 }, REPAIR_PUNCTUATION, 0, 0x000, 0x000, 0x07b }, /* U+201C */
	{ { 0x94, 0x94, 0, 0x94, 0x94, 0x94, 0x94, 0xd3, 0 }, REPAIR_PUNCTUATION, 0, 0x000, 0x000, 0x07b }, /* U+201D */
	{ { 0x84, 0x84, 0, 0x84, 0x84, 0x84, 0x84, 0xe3, 0 }, REPAIR_PUNCTUATION, 0, 0x080, 0x080, 0x07b }, /* U+201E */
	{ { 0x86, 0x86, 0, 0x86, 0x86, 0x86, 0x86, 0xa0, 0 }, REPAIR_ODD, 0, 0x000, 0x000, 0x0fb }, /* U+2020 */
	{ { 0x87, 0x87, 0, 0x87, 0x87, 0x87, 0x87, 0xe0, 0 }, REPAIR_ODD, 0, 0x080, 0x080, 0x07b }, /* U+2021 */
	{ { 0x95, 0x95, 0, 0x95, 0x95, 0x95, 0x95, 0xa5, 0 }, REPAIR_SIGN, 0, 0x000, 0x000, 0x0fb }, /* U+2022 */
	{ { 0x85, 0x85, 0, 0x85, 0x85, 0x85, 0x85, 0xc9, 0 }, REPAIR_PUNCTUATION, 0, 0x000, 0x000, 0x07b }, /* U+2026 */
	{ { 0x89, 0x89, 0, 0x89, 0x89, 0x89, 0x89, 0xe4, 0 }, REPAIR_ODD, 0, 0x080, 0x080, 0x07b }, /* U+2030 */
	{ { 0x8b, 0x8b, 0, 0x8b, 0x8b, 0x8b, 0x8b, 0xdc, 0 }, REPAIR_PUNCTUATION, 0, 0x000, 0x000, 0x07b }, /* U+2039 */
	{ { 0x9b, 0x9b, 0, 0x9b, 0x9b, 0x9b, 0x9b, 0xdd, 0 }, REPAIR_PUNCTUATION, 0, 0x000, 0x000, 0x07b }, /* U+203A */
	{ { 0, 0, 0, 0, 0, 0, 0, 0xda, 0 }, REPAIR_ODD, 0, 0x000, 0x000, 0x000 }, /* U+2044 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xfc }, REPAIR_ODD, 0, 0x000, 0x000, 0x000 }, /* U+207F */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0x9e }, REPAIR_ODD, 0, 0x000, 0x000, 0x100 }, /* U+20A7 */
	{ { 0x80, 0x80, 0, 0x88, 0x80, 0x80, 0x80, 0xdb, 0 }, REPAIR_SIGN, 0, 0x000, 0x000, 0x07b }, /* U+20AC */
	{ { 0, 0, 0, 0xb9, 0, 0, 0, 0, 0 }, REPAIR_SIGN, 0, 0x000, 0x000, 0x008 }, /* U+2116 */
	{ { 0x99, 0x99, 0, 0x99, 0x99, 0x99, 0x99, 0xaa, 0 }, REPAIR_SIGN, 0, 0x000, 0x000, 0x0fb }, /* U+2122 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0xb6, 0 }, REPAIR_ODD, 0, 0x000, 0x000, 0x080 }, /* U+2202 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0xc6, 0 }, REPAIR_ODD, 0, 0x080, 0x000, 0x000 }, /* U+2206 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0xb8, 0 }, REPAIR_ODD, 0, 0x000, 0x000, 0x080 }, /* U+220F */
	{ { 0, 0, 0, 0, 0, 0, 0, 0xb7, 0 }, REPAIR_ODD, 0, 0x000, 0x000, 0x080 }, /* U+2211 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xf9 }, REPAIR_ODD, 0, 0x000, 0x000, 0x000 }, /* U+2219 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0xc3, 0xfb }, REPAIR_ODD, 0, 0x080, 0x000, 0x000 }, /* U+221A */
	{ { 0, 0, 0, 0, 0, 0, 0, 0xb0, 0xec }, REPAIR_ODD, 0, 0x100, 0x100, 0x080 }, /* U+221E */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xef }, REPAIR_ODD, 0, 0x100, 0x100, 0x000 }, /* U+2229 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0xba, 0 }, REPAIR_ODD, 0, 0x000, 0x000, 0x080 }, /* U+222B */
	{ { 0, 0, 0, 0, 0, 0, 0, 0xc5, 0xf7 }, REPAIR_ODD, 0, 0x080, 0x000, 0x000 }, /* U+2248 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0xad, 0 }, REPAIR_ODD, 0, 0x000, 0x000, 0x080 }, /* U+2260 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xf0 }, REPAIR_ODD, 0, 0x100, 0x100, 0x000 }, /* U+2261 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0xb2, 0xf3 }, REPAIR_ODD, 0, 0x000, 0x000, 0x080 }, /* U+2264 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0xb3, 0xf2 }, REPAIR_ODD, 0, 0x000, 0x000, 0x080 }, /* U+2265 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xa9 }, REPAIR_ODD, 0, 0x000, 0x000, 0x100 }, /* U+2310 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xf4 }, REPAIR_ODD, 0, 0x000, 0x000, 0x000 }, /* U+2320 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xf5 }, REPAIR_ODD, 0, 0x000, 0x000, 0x000 }, /* U+2321 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xc4 }, REPAIR_BOX, 0, 0x100, 0x000, 0x000 }, /* U+2500 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xb3 }, REPAIR_BOX, 0, 0x000, 0x000, 0x100 }, /* U+2502 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xda }, REPAIR_BOX, 0, 0x000, 0x000, 0x000 }, /* U+250C */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xbf }, REPAIR_BOX, 0, 0x000, 0x000, 0x100 }, /* U+2510 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xc0 }, REPAIR_BOX, 0, 0x000, 0x000, 0x000 }, /* U+2514 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xd9 }, REPAIR_BOX, 0, 0x100, 0x000, 0x000 }, /* U+2518 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xc3 }, REPAIR_BOX, 0, 0x100, 0x000, 0x000 }, /* U+251C */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xb4 }, REPAIR_BOX, 0, 0x000, 0x000, 0x100 }, /* U+2524 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xc2 }, REPAIR_BOX, 0, 0x100, 0x000, 0x000 }, /* U+252C */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xc1 }, REPAIR_BOX, 0, 0x000, 0x000, 0x000 }, /* U+2534 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xc5 }, REPAIR_BOX, 0, 0x100, 0x000, 0x000 }, /* U+253C */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xcd }, REPAIR_BOX, 0, 0x000, 0x000, 0x000 }, /* U+2550 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xba }, REPAIR_BOX, 0, 0x000, 0x000, 0x100 }, /* U+2551 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xd5 }, REPAIR_BOX, 0, 0x000, 0x000, 0x000 }, /* U+2552 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xd6 }, REPAIR_BOX, 0, 0x000, 0x000, 0x000 }, /* U+2553 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xc9 }, REPAIR_BOX, 0, 0x000, 0x000, 0x000 }, /* U+2554 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xb8 }, REPAIR_BOX, 0, 0x000, 0x000, 0x100 }, /* U+2555 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xb7 }, REPAIR_BOX, 0, 0x000, 0x000, 0x100 }, /* U+2556 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xbb }, REPAIR_BOX, 0, 0x000, 0x000, 0x100 }, /* U+2557 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xd4 }, REPAIR_BOX, 0, 0x000, 0x000, 0x000 }, /* U+2558 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xd3 }, REPAIR_BOX, 0, 0x000, 0x000, 0x000 }, /* U+2559 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xc8 }, REPAIR_BOX, 0, 0x100, 0x000, 0x000 }, /* U+255A */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xbe }, REPAIR_BOX, 0, 0x000, 0x000, 0x100 }, /* U+255B */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xbd }, REPAIR_BOX, 0, 0x000, 0x000, 0x100 }, /* U+255C */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xbc }, REPAIR_BOX, 0, 0x000, 0x000, 0x100 }, /* U+255D */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xc6 }, REPAIR_BOX, 0, 0x100, 0x000, 0x000 }, /* U+255E */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xc7 }, REPAIR_BOX, 0, 0x000, 0x000, 0x000 }, /* U+255F */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xcc }, REPAIR_BOX, 0, 0x000, 0x000, 0x000 }, /* U+2560 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xb5 }, REPAIR_BOX, 0, 0x000, 0x000, 0x100 }, /* U+2561 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xb6 }, REPAIR_BOX, 0, 0x000, 0x000, 0x100 }, /* U+2562 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xb9 }, REPAIR_BOX, 0, 0x000, 0x000, 0x100 }, /* U+2563 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xd1 }, REPAIR_BOX, 0, 0x100, 0x000, 0x000 }, /* U+2564 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xd2 }, REPAIR_BOX, 0, 0x000, 0x000, 0x000 }, /* U+2565 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xcb }, REPAIR_BOX, 0, 0x000, 0x000, 0x000 }, /* U+2566 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xcf }, REPAIR_BOX, 0, 0x100, 0x000, 0x000 }, /* U+2567 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xd0 }, REPAIR_BOX, 0, 0x100, 0x000, 0x000 }, /* U+2568 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xca }, REPAIR_BOX, 0, 0x000, 0x000, 0x000 }, /* U+2569 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xd8 }, REPAIR_BOX, 0, 0x100, 0x000, 0x000 }, /* U+256A */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xd7 }, REPAIR_BOX, 0, 0x100, 0x000, 0x000 }, /* U+256B */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xce }, REPAIR_BOX, 0, 0x100, 0x000, 0x000 }, /* U+256C */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xdf }, REPAIR_BOX, 0, 0x000, 0x000, 0x000 }, /* U+2580 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xdc }, REPAIR_BOX, 0, 0x000, 0x000, 0x000 }, /* U+2584 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xdb }, REPAIR_BOX, 0, 0x000, 0x000, 0x000 }, /* U+2588 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xdd }, REPAIR_BOX, 0, 0x000, 0x000, 0x000 }, /* U+258C */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xde }, REPAIR_BOX, 0, 0x000, 0x000, 0x000 }, /* U+2590 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xb0 }, REPAIR_BOX, 0, 0x000, 0x000, 0x100 }, /* U+2591 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xb1 }, REPAIR_BOX, 0, 0x000, 0x000, 0x100 }, /* U+2592 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xb2 }, REPAIR_BOX, 0, 0x000, 0x000, 0x100 }, /* U+2593 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0xfe }, REPAIR_ODD, 0, 0x000, 0x000, 0x000 }, /* U+25A0 */
	{ { 0, 0, 0, 0, 0, 0, 0, 0xd7, 0 }, REPAIR_ODD, 0, 0x080, 0x000, 0x000 }, /* U+25CA */
};

const uint8_t repair_index[REPAIR_INDEXED / 64] = {
	0, 0, 1, 2, 3, 4, 5, 0, 0, 0, 0, 6, 0, 0, 7, 8,
	9, 10, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	12, 13, 14, 0, 15, 0, 0, 0, 16, 17, 0, 0, 18, 0, 0, 0,
	0, 0, 0, 0, 19, 20, 21, 22, 0, 0, 0, 0, 0, 0, 0, 0,
};

const uint16_t repair_block[] = {
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
	17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32,
	33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48,
	49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63, 64,
	65, 66, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76, 77, 78, 79, 80,
	81, 82, 83, 84, 85, 86, 87, 88, 89, 90, 91, 92, 93, 94, 95, 96,
	97, 98, 99, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112,
	113, 114, 115, 116, 117, 118, 119, 120, 121, 122, 123, 124, 125, 126, 127, 128,
	129, 130, 131, 132, 133, 134, 135, 136, 0, 0, 0, 0, 137, 138, 139, 140,
	141, 142, 143, 144, 0, 0, 145, 146, 147, 148, 149, 150, 0, 0, 151, 152,
	0, 0, 153, 154, 0, 0, 0, 0, 0, 0, 155, 156, 0, 0, 157, 158,
	159, 160, 0, 0, 0, 0, 161, 162, 0, 163, 164, 165, 166, 167, 168, 0,
	0, 169, 170, 171, 172, 173, 174, 175, 176, 0, 0, 0, 177, 178, 0, 0,
	179, 180, 181, 182, 183, 184, 185, 186, 187, 188, 189, 190, 0, 0, 191, 192,
	193, 194, 195, 196, 197, 198, 0, 0, 0, 0, 199, 200, 0, 0, 201, 202,
	203, 204, 205, 206, 0, 0, 0, 0, 207, 208, 209, 210, 211, 212, 213, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 214, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 215, 216, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 217, 218, 219, 220, 221, 222, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 223, 224, 225, 0, 226, 227, 228, 0, 229, 0, 230, 231,
	232, 233, 234, 235, 236, 237, 238, 239, 240, 241, 242, 243, 244, 245, 246, 247,
	248, 249, 0, 250, 251, 252, 253, 254, 255, 256, 257, 258, 259, 260, 261, 262,
	263, 264, 265, 266, 267, 268, 269, 270, 271, 272, 273, 274, 275, 276, 277, 278,
	279, 280, 281, 282, 283, 284, 285, 286, 287, 288, 289, 290, 291, 292, 293, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 294, 295, 296, 297, 298, 299, 300, 301, 302, 303, 304, 305, 0, 306, 307,
	308, 309, 310, 311, 312, 313, 314, 315, 316, 317, 318, 319, 320, 321, 322, 323,
	324, 325, 326, 327, 328, 329, 330, 331, 332, 333, 334, 335, 336, 337, 338, 339,
	340, 341, 342, 343, 344, 345, 346, 347, 348, 349, 350, 351, 352, 353, 354, 355,
	356, 357, 358, 359, 360, 361, 362, 363, 364, 365, 366, 367, 368, 369, 370, 371,
	0, 372, 373, 374, 375, 376, 377, 378, 379, 380, 381, 382, 383, 0, 384, 385,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	386, 387, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 388, 389, 390, 0, 0, 391, 392, 393, 0, 394, 395, 396, 0,
	397, 398, 399, 0, 0, 0, 400, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	401, 0, 0, 0, 0, 0, 0, 0, 0, 402, 403, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 404, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 405,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 406, 0, 0, 0, 0, 407, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 408, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 409, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 410, 0, 0, 0, 411, 0, 0, 0, 0, 0, 0, 0, 0, 412,
	0, 413, 0, 0, 0, 0, 0, 0, 0, 414, 415, 0, 0, 0, 416, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 417, 0, 418, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 419, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	420, 421, 0, 0, 422, 423, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	424, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	425, 426, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	427, 0, 428, 0, 0, 0, 0, 0, 0, 0, 0, 0, 429, 0, 0, 0,
	430, 0, 0, 0, 431, 0, 0, 0, 432, 0, 0, 0, 433, 0, 0, 0,
	0, 0, 0, 0, 434, 0, 0, 0, 0, 0, 0, 0, 435, 0, 0, 0,
	0, 0, 0, 0, 436, 0, 0, 0, 0, 0, 0, 0, 437, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	438, 439, 440, 441, 442, 443, 444, 445, 446, 447, 448, 449, 450, 451, 452, 453,
	454, 455, 456, 457, 458, 459, 460, 461, 462, 463, 464, 465, 466, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	467, 0, 0, 0, 468, 0, 0, 0, 469, 0, 0, 0, 470, 0, 0, 0,
	471, 472, 473, 474, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	475, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 476, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
};

const char *const repair_codec_names[REPAIR_CODECS] = {
	"windows-1252",
	"windows-1250",
	"iso-8859-2",
	"windows-1251",
	"windows-1253",
	"windows-1254",
	"windows-1257",
	"macintosh",
	"ibm437",
};

const int8_t repair_lead[REPAIR_CODECS][0x100] = {
	{ /* windows-1252 */
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, 15, 15, 5, 5, -5, -128, 0, -128, -128, -10, 0, -128, 5, 5,
		5, 5, -128, -128, -128, -5, -5, 5, 5, 5, 3, 3, -128, -128, -128, -128,
		0, 0, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -128, 5,
		10, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
	},
	{ /* windows-1250 */
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, 5, 5, 5, 5, -5, -128, 0, -128, -128, -128, 0, -128, 0, 0,
		3, 3, -128, -128, -128, -128, -128, 3, 3, 3, -128, -128, -128, -128, -128, -128,
		0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -128, 5,
		5, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
	},
	{ /* iso-8859-2 */
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, 5, 5, 5, 5, -5, -128, 0, -128, -128, -128, 0, -128, 0, 0,
		3, 3, -128, -128, -128, -128, -128, 3, 3, 3, -128, -128, -128, -128, -128, -128,
		0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -128, 5,
		5, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
	},
	{ /* windows-1251 */
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, 0, 5, 0, 0, -5, -128, 0, -128, -128, -128, -128, -128, 0, 0,
		3, 3, -128, -128, -128, -128, -128, 0, 0, 0, -128, -128, -128, -128, -128, -128,
		0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -128, 5,
		5, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
	},
	{ /* windows-1253 */
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, 5, 5, 5, 5, -5, -128, 0, -128, -128, -128, 0, -128, 0, 0,
		3, 3, -128, -128, -128, -128, -128, 3, 3, 3, -128, -128, -128, -128, -128, -128,
		0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -128, 5,
		5, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
	},
	{ /* windows-1254 */
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, 5, 5, 5, 5, -5, -128, 0, -128, -128, -128, 0, -128, 0, 0,
		3, 3, -128, -128, -128, -128, -128, 3, 3, 3, -128, -128, -128, -128, -128, -128,
		0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -128, 5,
		5, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
	},
	{ /* windows-1257 */
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, 5, 5, 5, 5, -5, -128, 0, -128, -128, -128, 0, -128, 0, 0,
		3, 3, -128, -128, -128, -128, -128, 3, 3, 3, -128, -128, -128, -128, -128, -128,
		0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -128, 5,
		5, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
	},
	{ /* macintosh */
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, 5, 10, 5, 5, -5, -128, -128, -128, -128, -128, -128, -128, 3, 3,
		0, 0, -128, -128, -128, -128, -128, 5, 5, 5, -128, -128, -128, -128, -128, -128,
		0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -128, 0,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
	},
	{ /* ibm437 */
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
		-128, -128, 5, 5, 5, 5, -5, -128, 0, -128, -128, -128, -128, -128, 5, 5,
		5, 5, -128, -128, -128, -128, -128, 5, 5, 5, -128, -128, -128, -128, -128, -128,
		0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -128, 5,
		5, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
	},
};
