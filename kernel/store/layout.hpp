// What a snapshot file looks like; docs/reference/snapshot.md has it in words.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace takeback::store {

constexpr uint32_t SNAPSHOT_VERSION = 1;
constexpr size_t BLOCK_BYTES = 64 << 10;  // what has a checksum of its own
constexpr size_t SECTION_ALIGN = 64;      // as the kernel wants an index aligned
constexpr size_t NOTE_BYTES = 2000;

enum class Kind : uint32_t { plan = 1, bits, ids32, ids64, order, tags, index, withdrawn };

constexpr uint32_t IS_COMPACT = 1;  // a flag of the header

// The first bytes of the file, lowest byte of each number first.
struct Header {
    char magic[8];
    uint32_t version;
    uint32_t header_bytes;  // with sections and note, a multiple of SECTION_ALIGN: the body's start
    uint64_t file_bytes;
    uint64_t body_bytes;  // checksums of its blocks follow it, four bytes each
    uint64_t next_id;
    uint32_t section_count;
    uint32_t segment_count;
    uint32_t note_bytes;
    uint32_t flags;
    uint32_t blocks_checksum;  // of the checksums behind the body
    uint32_t checksum;         // of the first header_bytes, taken with 0 here
};
static_assert(sizeof(Header) == 64, "a header without gaps");

// A part of the body. By segment, then in the order of Kind; none overlaps another.
struct Section {
    Kind kind;
    uint32_t segment;
    uint64_t offset;  // in the body
    uint64_t bytes;
    uint64_t count;  // fingerprints of the segment
};
static_assert(sizeof(Section) == 32, "a section without gaps");

struct Layout {
    Header header;
    std::vector<Section> sections;
    std::string note;
};

size_t blocks_of(size_t body_bytes);
const char *name_of(Kind kind);

// Where the body begins, with so many sections and so long a note.
size_t header_bytes_of(size_t section_count, size_t note_bytes);

// The bytes of the header, its own checksum filled in.
std::vector<uint8_t> compose(const Layout &layout);

// Reads what compose made. `head`: the first `held` bytes of a file of file_bytes. Throws Refused
// when it is no header of this version; `needed` says how long the header is when `held` is less.
bool parse(const uint8_t *head, size_t held, size_t file_bytes, size_t *needed, Layout *out);

}  // namespace takeback::store
