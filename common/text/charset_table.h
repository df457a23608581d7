/*
 * charset_table: the rows of generated/charset_tables.h, for the files of charset.h only.
 */
#ifndef LEAT_TEXT_CHARSET_TABLE_H
#define LEAT_TEXT_CHARSET_TABLE_H

#include <stddef.h>
#include <stdint.h>

enum charset_codec {
	CODEC_UTF8,
	CODEC_UTF16LE,
	CODEC_UTF16BE,
	CODEC_SINGLE, /* by charset_single_byte[table] */
	CODEC_ICONV, /* by iconv, which knows it as iconv_name */
};

struct charset_encoding {
	const char *name;
	enum charset_codec codec;
	const char *iconv_name;
	unsigned table;
};

struct charset_label {
	const char *label;
	unsigned encoding;
};

extern const uint16_t charset_single_byte[][128]; /* bytes 0x80 to 0xFF */
extern const struct charset_encoding charset_encodings[];
extern const struct charset_label charset_labels[]; /* sorted */
extern const size_t charset_label_count;

#endif
