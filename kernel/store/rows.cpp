// Keeping fingerprints, ids and tags; ids take four bytes while they fit.
#include "rows.hpp"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <string>

#include "trouble.hpp"

namespace takeback::store {

int64_t Rows::id_at(size_t place) const {
    const uint8_t *from = ids_ + place * id_bytes_;
    rely_on(from, id_bytes_);
    if (id_bytes_ == 4) {
        uint32_t id;
        std::memcpy(&id, from, 4);
        return id;
    }
    int64_t id;
    std::memcpy(&id, from, 8);
    return id;
}

uint16_t Rows::tag_at(size_t place) const {
    if (!tags_) {
        return 0;
    }
    rely_on(tags_ + place, sizeof *tags_);
    return tags_[place];
}

size_t Rows::memory_bytes() const {
    const size_t rows = count_ * (TB_BYTES + id_bytes_ + (tags_ ? 2 : 0) + (order_ ? 4 : 0));
    return rows + 8 * (withdrawn_.size() + unblanked_.size());
}

void Rows::append(const uint8_t *bits, const int64_t *ids, const uint16_t *tags, size_t count) {
    if (count == 0) {
        return;
    }
    const size_t all = count_ + count;
    own_bits_.grow(all * TB_BYTES);
    bits_ = own_bits_.data();
    withdrawn_.reserve((all + 63) / 64);
    keep_ids(ids, count);
    keep_tags(tags, count);
    std::memcpy(own_bits_.data() + count_ * TB_BYTES, bits, count * TB_BYTES);
    withdrawn_.resize((all + 63) / 64);
    count_ = all;
}

void Rows::keep_ids(const int64_t *ids, size_t count) {
    const auto fits = [](int64_t id) { return id <= UINT32_MAX; };
    if (id_bytes_ == 4 && !std::all_of(ids, ids + count, fits)) {
        widen_ids();
    }
    own_ids_.grow((count_ + count) * id_bytes_);
    ids_ = own_ids_.data();
    int64_t last = count_ > 0 ? id_at(count_ - 1) : 0;
    uint8_t *into = own_ids_.data() + count_ * id_bytes_;
    bool ascend = ids_ascend_;
    for (size_t i = 0; i < count; i++, into += id_bytes_) {
        ascend = ascend && ids[i] >= last;
        last = ids[i];
        std::memcpy(into, &last, id_bytes_);
    }
    ids_ascend_ = ascend;
}

// From the last on, each moves into room that is free by then.
void Rows::widen_ids() {
    own_ids_.grow(count_ * 8);
    ids_ = own_ids_.data();
    for (size_t place = count_; place-- > 0;) {
        uint64_t id = 0;
        std::memcpy(&id, own_ids_.data() + 4 * place, 4);
        std::memcpy(own_ids_.data() + 8 * place, &id, 8);
    }
    id_bytes_ = 8;
}

void Rows::keep_tags(const uint16_t *tags, size_t count) {
    const auto is_given = [](uint16_t tag) { return tag != 0; };
    if (!tags_ && !(tags && std::any_of(tags, tags + count, is_given))) {
        return;
    }
    own_tags_.grow((count_ + count) * sizeof *tags_);
    auto *into = reinterpret_cast<uint16_t *>(own_tags_.data());
    if (!tags_) {
        std::memset(into, 0, count_ * sizeof *tags_);
    }
    if (tags) {
        std::memcpy(into + count_, tags, count * sizeof *tags_);
    } else {
        std::memset(into + count_, 0, count * sizeof *tags_);
    }
    tags_ = into;
}

void Rows::reserve(size_t count) {
    own_bits_.grow((count > 0 ? count : 1) * TB_BYTES);
    bits_ = own_bits_.data();
}

void Rows::append_in_force(const Rows &other, const std::vector<uint64_t> &withdrawn) {
    constexpr size_t BATCH = 4096;
    std::vector<int64_t> ids(BATCH);
    std::vector<uint16_t> tags(BATCH);
    std::vector<uint8_t> bits(BATCH * TB_BYTES);
    other.rely_on(other.bits_, other.count_ * TB_BYTES);
    for (size_t place = 0; place < other.count_;) {
        size_t kept = 0;
        for (; place < other.count_ && kept < BATCH; place++) {
            if (withdrawn.empty() || !(withdrawn[place / 64] >> place % 64 & 1)) {
                ids[kept] = other.id_at(place);
                tags[kept] = other.tag_at(place);
                std::memcpy(&bits[kept * TB_BYTES], other.bits_ + place * TB_BYTES, TB_BYTES);
                kept++;
            }
        }
        append(bits.data(), ids.data(), tags.data(), kept);
    }
}

void Rows::drop_withdrawn() {
    if (withdrawn_count_ == 0) {
        return;
    }
    size_t kept = 0;
    auto *tags = reinterpret_cast<uint16_t *>(own_tags_.data());
    for (size_t place = 0; place < count_; place++) {
        if (!is_withdrawn(place)) {
            std::memmove(own_bits_.data() + kept * TB_BYTES, bits_ + place * TB_BYTES, TB_BYTES);
            std::memmove(own_ids_.data() + kept * id_bytes_, ids_ + place * id_bytes_, id_bytes_);
            if (tags_) {
                tags[kept] = tags[place];
            }
            kept++;
        }
    }
    // No trace of them stays behind the end.
    std::memset(own_bits_.data() + kept * TB_BYTES, 0, (count_ - kept) * TB_BYTES);
    count_ = kept;
    withdrawn_.assign((kept + 63) / 64, 0);
    withdrawn_count_ = 0;
    unblanked_.clear();
}

void Rows::trim() {
    own_bits_.trim(count_ * TB_BYTES);
    own_ids_.trim(count_ * id_bytes_);
    own_tags_.trim(tags_ ? count_ * sizeof *tags_ : 0);
}

size_t Rows::place_at(size_t rank) const {
    if (!order_) {
        return rank;
    }
    rely_on(order_ + rank, sizeof *order_);
    if (order_[rank] >= count_) {
        body_->refuse_damage();
    }
    return order_[rank];
}

size_t Rows::withdraw_place(size_t place) {
    if (is_withdrawn(place)) {
        return 0;
    }
    unblanked_.push_back(place);
    withdrawn_[place / 64] |= uint64_t{1} << place % 64;
    withdrawn_count_++;
    return 1;
}

size_t Rows::withdraw(const std::vector<int64_t> &ids) {
    if (!is_ordered()) {
        return withdraw_unordered(ids);
    }
    size_t withdrawn = 0;
    for (const int64_t id : ids) {
        size_t first = 0;
        for (size_t length = count_; length > 0;) {
            const size_t half = length / 2;
            const bool is_before = id_at(place_at(first + half)) < id;
            first = is_before ? first + half + 1 : first;
            length = is_before ? length - half - 1 : half;
        }
        for (; first < count_ && id_at(place_at(first)) == id; first++) {
            withdrawn += withdraw_place(place_at(first));
        }
    }
    return withdrawn;
}

size_t Rows::withdraw_unordered(const std::vector<int64_t> &ids) {
    size_t withdrawn = 0;
    for (size_t place = 0; place < count_; place++) {
        if (std::binary_search(ids.begin(), ids.end(), id_at(place))) {
            withdrawn += withdraw_place(place);
        }
    }
    return withdrawn;
}

Region Rows::make_order() const {
    Region made(count_ * sizeof *order_);
    auto *order = reinterpret_cast<uint32_t *>(made.data());
    rely_on(ids_, count_ * id_bytes_);
    std::iota(order, order + count_, 0);
    std::sort(order, order + count_, [this](uint32_t a, uint32_t b) {
        const int64_t one = id_at(a);
        const int64_t other = id_at(b);
        return one < other || (one == other && a < b);
    });
    return made;
}

void Rows::set_order(Region order) {
    own_order_ = std::move(order);
    order_ = reinterpret_cast<const uint32_t *>(own_order_.data());
}

std::vector<uint64_t> Rows::unblanked() const {
    std::vector<uint64_t> places = unblanked_;
    std::sort(places.begin(), places.end());
    return places;
}

uint8_t *Rows::writable(const uint8_t *part) const {
    if (body_) {
        return body_->is_resident() ? body_->resident() + (part - body_->data()) : nullptr;
    }
    return const_cast<uint8_t *>(part);  // our own Region, which is not constant
}

std::vector<Rows::Part> Rows::parts() const {
    const Kind ids = id_bytes_ == 4 ? Kind::ids32 : Kind::ids64;
    std::vector<Part> parts = {{Kind::bits, bits_, count_ * TB_BYTES}, {ids, ids_, count_ * id_bytes_}};
    if (order_) {
        parts.push_back({Kind::order, order_, count_ * sizeof *order_});
    }
    if (tags_) {
        parts.push_back({Kind::tags, tags_, count_ * sizeof *tags_});
    }
    return parts;
}

}  // namespace takeback::store
