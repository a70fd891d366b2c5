// CRC-32C (Castagnoli), as iSCSI and ext4 use it: reflected, all ones before and after.
#pragma once

#include <cstddef>
#include <cstdint>

namespace takeback::store {

// Continues a checksum over more bytes; it begins at 0.
uint32_t checksum(const void *from, size_t bytes, uint32_t before = 0);

// The same, in the way that every machine has.
uint32_t plain_checksum(const void *from, size_t bytes, uint32_t before = 0);

}  // namespace takeback::store
