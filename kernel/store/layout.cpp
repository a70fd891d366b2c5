// Composing and checking the header of a snapshot.
#include "layout.hpp"

#include <cstring>

#include "checksum.hpp"
#include "trouble.hpp"

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "snapshots are mapped as they are: lowest byte first"
#endif

namespace takeback::store {
namespace {

// The last two bytes show a transfer that changed line ends, or cut off at an end-of-file mark.
constexpr char MAGIC[8] = {'T', 'B', 'I', 'N', 'D', 'E', '\x1a', '\n'};
constexpr size_t HEADER_MOST = 1 << 20;  // thousands of segments would have room

size_t round_up(size_t bytes) { return (bytes + SECTION_ALIGN - 1) / SECTION_ALIGN * SECTION_ALIGN; }

uint32_t checksum_of_header(const uint8_t *head, size_t bytes) {
    const size_t place = offsetof(Header, checksum);
    const uint8_t zeros[4] = {0, 0, 0, 0};
    uint32_t value = checksum(head, place);
    value = checksum(zeros, 4, value);
    return checksum(head + place + 4, bytes - place - 4, value);
}

void check_lengths(const Header &header, size_t file_bytes) {
    const std::string has = "it has " + std::to_string(file_bytes) + " of " +
                            std::to_string(header.file_bytes) + " bytes";
    if (file_bytes < header.file_bytes) {
        throw Refused("truncated: " + has);
    }
    if (file_bytes > header.file_bytes) {
        throw Refused("damaged: " + has);
    }
    if (header.body_bytes > header.file_bytes ||
        header.header_bytes + header.body_bytes + 4 * blocks_of(header.body_bytes) !=
            header.file_bytes) {
        throw Refused("damaged: its parts do not add up to its length");
    }
}

void check_sections(const Layout &layout) {
    uint64_t end = 0;
    uint64_t previous = 0;
    for (const Section &section : layout.sections) {
        const auto kind = static_cast<uint32_t>(section.kind);
        const uint64_t place = uint64_t{section.segment} * 16 + kind;
        if (kind < 1 || kind > static_cast<uint32_t>(Kind::withdrawn) || place <= previous ||
            section.segment >= layout.header.segment_count || section.count >= UINT32_MAX) {
            throw Refused("damaged: its sections are not in order");
        }
        if (section.offset < end || section.offset % SECTION_ALIGN != 0 ||
            section.offset > layout.header.body_bytes ||
            section.bytes > layout.header.body_bytes - section.offset) {
            throw Refused(std::string("damaged: section ") + name_of(section.kind) +
                          " lies outside of its place");
        }
        previous = place;
        end = section.offset + section.bytes;
    }
}

}  // namespace

size_t blocks_of(size_t body_bytes) {
    return body_bytes / BLOCK_BYTES + (body_bytes % BLOCK_BYTES != 0);
}

const char *name_of(Kind kind) {
    static const char *const names[] = {"?",    "plan",  "bits",     "ids", "ids",
                                        "order", "tags", "postings", "withdrawn"};
    return names[static_cast<uint32_t>(kind)];
}

size_t header_bytes_of(size_t section_count, size_t note_bytes) {
    return round_up(sizeof(Header) + section_count * sizeof(Section) + note_bytes);
}

std::vector<uint8_t> compose(const Layout &layout) {
    Header header = layout.header;
    std::memcpy(header.magic, MAGIC, sizeof MAGIC);
    header.version = SNAPSHOT_VERSION;
    header.section_count = static_cast<uint32_t>(layout.sections.size());
    header.note_bytes = static_cast<uint32_t>(layout.note.size());
    header.header_bytes =
        static_cast<uint32_t>(header_bytes_of(layout.sections.size(), layout.note.size()));
    header.checksum = 0;
    std::vector<uint8_t> head(header.header_bytes);
    uint8_t *next = head.data() + sizeof header;
    for (const Section &section : layout.sections) {
        std::memcpy(next, &section, sizeof section);
        next += sizeof section;
    }
    std::memcpy(next, layout.note.data(), layout.note.size());
    std::memcpy(head.data(), &header, sizeof header);
    header.checksum = checksum_of_header(head.data(), head.size());
    std::memcpy(head.data(), &header, sizeof header);
    return head;
}

bool parse(const uint8_t *head, size_t held, size_t file_bytes, size_t *needed, Layout *out) {
    Header header;
    if (file_bytes == 0) {
        throw Refused("not a snapshot: it is empty");
    }
    if (std::memcmp(head, MAGIC, held < sizeof MAGIC ? held : sizeof MAGIC) != 0) {
        throw Refused("not a snapshot: it begins otherwise");
    }
    if (held < sizeof header) {
        throw Refused("truncated: it has " + std::to_string(file_bytes) +
                      " bytes, less than a header");
    }
    std::memcpy(&header, head, sizeof header);
    if (header.version > SNAPSHOT_VERSION) {
        throw Refused("made by a later version: form " + std::to_string(header.version) +
                      "; this reads form " + std::to_string(SNAPSHOT_VERSION));
    }
    if (header.version != SNAPSHOT_VERSION || header.header_bytes > HEADER_MOST ||
        header.section_count > HEADER_MOST / sizeof(Section) || header.note_bytes > NOTE_BYTES ||
        header.header_bytes != header_bytes_of(header.section_count, header.note_bytes)) {
        throw Refused("damaged: its header makes no sense");
    }
    *needed = header.header_bytes;
    if (held < header.header_bytes) {
        if (file_bytes < header.header_bytes) {
            throw Refused("truncated: it has " + std::to_string(file_bytes) + " bytes, and a header of " +
                          std::to_string(header.header_bytes));
        }
        return false;
    }
    if (header.checksum != checksum_of_header(head, header.header_bytes)) {
        throw Refused("damaged: its header is not as it was written");
    }
    check_lengths(header, file_bytes);
    out->header = header;
    out->sections.resize(header.section_count);
    const uint8_t *next = head + sizeof header;
    if (header.section_count > 0) {
        std::memcpy(out->sections.data(), next, header.section_count * sizeof(Section));
    }
    next += header.section_count * sizeof(Section);
    out->note.assign(reinterpret_cast<const char *>(next), header.note_bytes);
    check_sections(*out);
    return true;
}

}  // namespace takeback::store
