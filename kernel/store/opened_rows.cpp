// Rows as they stand in the body of a snapshot.
#include <cstring>
#include <string>

#include "rows.hpp"
#include "trouble.hpp"

namespace takeback::store {
namespace {

size_t bytes_of(Kind kind, size_t count) {
    switch (kind) {
        case Kind::bits:
            return count * TB_BYTES;
        case Kind::ids32:
        case Kind::order:
            return count * 4;
        case Kind::ids64:
            return count * 8;
        case Kind::tags:
            return count * 2;
        case Kind::withdrawn:
            return (count + 63) / 64 * 8;
        default:
            return 0;
    }
}

}  // namespace

Rows::Rows(std::shared_ptr<Body> body, const std::vector<Section> &sections)
    : body_(std::move(body)), count_(sections.front().count) {
    withdrawn_.resize((count_ + 63) / 64);
    for (const Section &section : sections) {
        check_section(section);
        take_section(section);
    }
    if (!bits_ || !ids_) {
        throw Refused("damaged: a segment without bits or ids");
    }
    // The order stands there exactly when ids do not rise.
    ids_ascend_ = order_ == nullptr;
}

void Rows::check_section(const Section &section) const {
    if (section.kind == Kind::plan || section.kind == Kind::index) {
        return;
    }
    if (section.count != count_ || section.bytes != bytes_of(section.kind, count_)) {
        throw Refused(std::string("damaged: section ") + name_of(section.kind) + " has " +
                      std::to_string(section.bytes) + " bytes, not " +
                      std::to_string(bytes_of(section.kind, count_)));
    }
}

void Rows::take_section(const Section &section) {
    const uint8_t *from = body_->at(section);
    switch (section.kind) {
        case Kind::bits:
            bits_ = from;
            break;
        case Kind::ids32:
        case Kind::ids64:
            ids_ = from;
            id_bytes_ = section.kind == Kind::ids32 ? 4 : 8;
            break;
        case Kind::order:
            order_ = reinterpret_cast<const uint32_t *>(from);
            break;
        case Kind::tags:
            tags_ = reinterpret_cast<const uint16_t *>(from);
            break;
        case Kind::withdrawn:
            take_withdrawn(section);
            break;
        default:
            break;
    }
}

void Rows::take_withdrawn(const Section &section) {
    body_->rely_on(body_->at(section), section.bytes);
    std::memcpy(withdrawn_.data(), body_->at(section), section.bytes);
    for (const uint64_t word : withdrawn_) {
        withdrawn_count_ += static_cast<size_t>(__builtin_popcountll(word));
    }
    if (count_ % 64 != 0 && withdrawn_.back() >> count_ % 64) {
        throw Refused("damaged: more fingerprints are withdrawn than there are");
    }
}

}  // namespace takeback::store
