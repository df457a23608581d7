/*
 * nfc_table: generated/nfc_table.c, for nfc.c only. What the bytes mean: gen_nfc.py.
 */
#ifndef LEAT_TEXT_NFC_TABLE_H
#define LEAT_TEXT_NFC_TABLE_H

#include <stdint.h>

extern const uint8_t nfc_index[0x110000 / 128];
extern const uint8_t nfc_block[];

#endif
