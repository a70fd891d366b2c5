// CRC-32C: by the processor's own instruction where it has one, else by tables.
#include "checksum.hpp"

#include <array>
#include <cstring>

#if defined(__x86_64__)
#include <nmmintrin.h>
#endif

namespace takeback::store {
namespace {

using Tables = std::array<std::array<uint32_t, 256>, 8>;

// Table k: what a byte adds to the checksum when k more bytes follow it.
Tables make_tables() {
    Tables tables{};
    for (uint32_t byte = 0; byte < 256; byte++) {
        uint32_t value = byte;
        for (int bit = 0; bit < 8; bit++) {
            value = value & 1 ? value >> 1 ^ 0x82F63B78 : value >> 1;
        }
        tables[0][byte] = value;
    }
    for (size_t byte = 0; byte < 256; byte++) {
        for (size_t k = 1; k < 8; k++) {
            const uint32_t shorter = tables[k - 1][byte];
            tables[k][byte] = shorter >> 8 ^ tables[0][shorter & 255];
        }
    }
    return tables;
}

#if defined(__x86_64__)
// 7 gigabytes a second; the tables manage 2.
__attribute__((target("sse4.2"))) uint32_t checksum_by_instruction(const uint8_t *from,
                                                                   size_t bytes, uint32_t before) {
    uint64_t value = ~before;
    for (; bytes >= 8; from += 8, bytes -= 8) {
        uint64_t word;
        std::memcpy(&word, from, 8);
        value = _mm_crc32_u64(value, word);
    }
    auto rest = static_cast<uint32_t>(value);
    for (; bytes > 0; from++, bytes--) {
        rest = _mm_crc32_u8(rest, *from);
    }
    return ~rest;
}

bool has_instruction() {
#if defined(__SSE4_2__)
    return true;
#else
    return __builtin_cpu_supports("sse4.2");
#endif
}
#endif

}  // namespace

uint32_t plain_checksum(const void *start, size_t bytes, uint32_t before) {
    static const Tables tables = make_tables();
    const auto *from = static_cast<const uint8_t *>(start);
    uint32_t value = ~before;
    for (; bytes >= 8; from += 8, bytes -= 8) {
        uint64_t word;
        std::memcpy(&word, from, 8);
        word ^= value;
        value = 0;
        for (size_t k = 0; k < 8; k++) {
            value ^= tables[7 - k][word >> 8 * k & 255];
        }
    }
    for (; bytes > 0; from++, bytes--) {
        value = value >> 8 ^ tables[0][(value ^ *from) & 255];
    }
    return ~value;
}

uint32_t checksum(const void *start, size_t bytes, uint32_t before) {
#if defined(__x86_64__)
    static const bool is_fast = has_instruction();
    if (is_fast) {
        return checksum_by_instruction(static_cast<const uint8_t *>(start), bytes, before);
    }
#endif
    return plain_checksum(start, bytes, before);
}

}  // namespace takeback::store
