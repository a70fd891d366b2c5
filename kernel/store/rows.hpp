// Fingerprints in the order of adding, with their ids and tags, and which were withdrawn.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "body.hpp"
#include "region.hpp"
#include "takeback/kernel.h"

namespace takeback::store {

// In memory of its own, growing while it is the tail of a list; or in the body of a snapshot.
// Whoever changes it holds the list's lock alone; whoever reads it shares that lock.
class Rows {
  public:
    Rows() = default;
    // Sections of one segment of a snapshot, of any kind; those of other kinds are ignored.
    Rows(std::shared_ptr<Body> body, const std::vector<Section> &sections);

    size_t count() const { return count_; }
    size_t in_force() const { return count_ - withdrawn_count_; }
    const uint8_t *bits() const { return bits_; }
    const uint64_t *withdrawn() const { return withdrawn_count_ ? withdrawn_.data() : nullptr; }
    bool is_withdrawn(size_t place) const {
        return withdrawn_count_ > 0 && (withdrawn_[place / 64] >> place % 64 & 1);
    }
    bool has_tags() const { return tags_ != nullptr; }
    // Whether withdrawing by id finds its places without reading every id.
    bool is_ordered() const { return ids_ascend_ || order_; }
    size_t memory_bytes() const;
    Body *body() const { return body_.get(); }

    int64_t id_at(size_t place) const;
    uint16_t tag_at(size_t place) const;

    // ids: 0 or more. tags: null when all are 0. Throws std::bad_alloc, changing nothing that is
    // seen.
    void append(const uint8_t *bits, const int64_t *ids, const uint16_t *tags, size_t count);
    void reserve(size_t count);
    // All of other rows but those marked in `withdrawn` (empty: none), which is as of one moment.
    // Throws Refused when they lie in a snapshot and are damaged.
    void append_in_force(const Rows &other, const std::vector<uint64_t> &withdrawn);
    // Leaves out what was withdrawn; only of memory of its own, and of rows without an index.
    void drop_withdrawn();
    // Gives back memory that was kept to grow.
    void trim();

    // Marks every place of the ids, which rise; returns how many were in force.
    size_t withdraw(const std::vector<int64_t> &ids);

    // Places by rising id, for rows whose ids do not rise; made apart, since it takes a while.
    Region make_order() const;
    void set_order(Region order);

    // Withdrawn places whose bits are still there, rising.
    std::vector<uint64_t> unblanked() const;
    // From where on bits may be overwritten: memory of its own, or a resident body; else null.
    uint8_t *writable(const uint8_t *part) const;
    std::vector<uint64_t> take_unblanked() {
        std::vector<uint64_t> places = unblanked();
        unblanked_.clear();
        return places;
    }

    // Throws Refused unless these bytes of a snapshot are as they were written.
    void rely_on(const void *from, size_t bytes) const {
        if (body_) {
            body_->rely_on(from, bytes);
        }
    }

    // What stands in a snapshot of these rows; bytes are null for kinds that it does without.
    struct Part {
        Kind kind;
        const void *from;
        size_t bytes;
    };
    std::vector<Part> parts() const;
    // A copy of what changes, for saving while the rows go on being changed.
    std::vector<uint64_t> copy_withdrawn() const {
        return withdrawn_count_ ? withdrawn_ : std::vector<uint64_t>();
    }

  private:
    void keep_ids(const int64_t *ids, size_t count);
    void widen_ids();
    void keep_tags(const uint16_t *tags, size_t count);
    size_t withdraw_place(size_t place);
    size_t withdraw_unordered(const std::vector<int64_t> &ids);
    size_t place_at(size_t rank) const;
    void take_section(const Section &section);
    void take_withdrawn(const Section &section);
    void check_section(const Section &section) const;

    std::shared_ptr<Body> body_;
    Region own_bits_, own_ids_, own_tags_, own_order_;
    const uint8_t *bits_ = nullptr;
    const uint8_t *ids_ = nullptr;
    const uint16_t *tags_ = nullptr;   // null: all are 0
    const uint32_t *order_ = nullptr;  // places by id; null where ids rise, or not made yet
    size_t count_ = 0;
    size_t id_bytes_ = 4;
    bool ids_ascend_ = true;
    std::vector<uint64_t> withdrawn_;
    size_t withdrawn_count_ = 0;
    std::vector<uint64_t> unblanked_;
};

}  // namespace takeback::store
