/*
 * repair_scan (internal to repair): finds the next place that may be mojibake. Text without
 * any passes at memory speed where it is Latin.
 */
#ifndef LEAT_TEXT_REPAIR_SCAN_H
#define LEAT_TEXT_REPAIR_SCAN_H

/* The start of the next character that could lead a sequence, with one behind it that could
 * continue it in the same code page; or a C1 control; or `end`. The text is well-formed. */
const char *repair_next_suspect(const char *p, const char *end);
/* The same without special instructions. */
const char *repair_next_suspect_portable(const char *p, const char *end);

#endif
