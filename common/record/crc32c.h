/*
 * crc32c: CRC-32C (Castagnoli, RFC 3720 appendix B.4), by the processor's instruction
 * where there is one.
 */
#ifndef LEAT_RECORD_CRC32C_H
#define LEAT_RECORD_CRC32C_H

#include <stddef.h>
#include <stdint.h>

/* Start with crc 0; a longer run is crc32c(crc32c(0, a), b). */
uint32_t crc32c(uint32_t crc, const void *bytes, size_t count);
/* The portable version; same result. */
uint32_t crc32c_portable(uint32_t crc, const void *bytes, size_t count);

#endif
