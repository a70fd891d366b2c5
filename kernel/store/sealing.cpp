// Indexing what was added, and merging segments so that there are few.
#include "store.hpp"

#include <algorithm>

#include "trouble.hpp"

namespace takeback::store {
namespace {

// A tail up to this long is scanned in 2 microseconds, less than searching one more segment takes.
constexpr size_t TAIL_MOST = 2048;
// No machine scans this many sooner than it searches an index; so nobody waits for being asked.
constexpr size_t SURELY_WORTH = 100000;
// A search may merge segments up to this many fingerprints: half a second, once in 100,000 added.
constexpr size_t MERGED_BY_A_SEARCH = 1 << 19;

}  // namespace

void Store::seal_if_grown() {
    const bool has_grown = turns_.read([&] { return tail_->count() >= seal_at_; });
    if (!has_grown) {
        return;
    }
    std::unique_lock held(building_, std::try_to_lock);
    // While another thread builds, scanning is right and sooner done than waiting.
    if (!held.owns_lock() || !is_worth_sealing()) {
        return;
    }
    freeze_tail();
    const size_t first = first_to_merge(MERGED_BY_A_SEARCH);
    if (first + 1 < segments_.size()) {
        merge_from(first, 1, false);
    } else {
        index_last(1);
    }
}

bool Store::is_worth_sealing() {
    return turns_.read([&] {
        const size_t count = tail_->count();
        tb_plan plan;
        if (count < seal_at_) {
            return false;
        }
        if (count >= SURELY_WORTH || Segment::choose_plan(*tail_, is_compact_, &plan)) {
            return true;
        }
        seal_at_ = count + count / 2;
        return false;
    });
}

// The tail becomes the last segment, without an index yet: nothing is copied.
void Store::freeze_tail() {
    auto fresh = std::make_shared<Rows>();
    turns_.write([&] {
        tail_->drop_withdrawn();
        tail_->trim();
        if (tail_->count() > 0) {
            segments_.push_back(Segment{tail_});
            tail_ = std::move(fresh);
        }
        seal_at_ = TAIL_MOST;
    });
}

void Store::put_in_order(Rows *rows) {
    if (!rows->is_ordered()) {
        Region order = rows->make_order();
        turns_.write([&] { rows->set_order(std::move(order)); });
    }
}

// Only withdrawals happen to the last segment meanwhile, and they leave bits and ids as they are.
void Store::index_last(size_t threads) {
    Segment indexed = segments_.back();
    put_in_order(indexed.rows.get());
    if (!indexed.postings) {
        indexed.rows->rely_on(indexed.rows->bits(), indexed.rows->count() * TB_BYTES);
    }
    if (!indexed.postings && Segment::choose_plan(*indexed.rows, is_compact_, &indexed.plan)) {
        indexed.build(threads);
        turns_.write([&] { segments_.back() = indexed; });
    }
}

// From where on segments are so alike in size that merging them pays: each fingerprint is then
// merged a few times in all, and the number of segments grows as the list's logarithm does.
size_t Store::first_to_merge(size_t most) const {
    return turns_.read([&] {
        size_t first = segments_.size();
        size_t together = 0;
        while (first > 0) {
            const size_t next = segments_[first - 1].rows->in_force();
            if (together > 0 && (2 * together < next || together + next > most)) {
                break;
            }
            together += next;
            first--;
        }
        return first;
    });
}

// The rows in force of the segments from `first` on. What is withdrawn meanwhile is noted.
std::shared_ptr<Rows> Store::gather(size_t first) {
    auto rows = std::make_shared<Rows>();
    std::vector<std::vector<uint64_t>> withdrawn;
    size_t count = 0;
    turns_.write([&] {
        for (size_t i = first; i < segments_.size(); i++) {
            withdrawn.push_back(segments_[i].rows->copy_withdrawn());
            count += segments_[i].rows->in_force();
        }
        withdrawn_meanwhile_.clear();
        is_merging_ = true;
    });
    rows->reserve(count);
    for (size_t i = first; i < segments_.size(); i++) {
        rows->append_in_force(*segments_[i].rows, withdrawn[i - first]);
    }
    return rows;
}

void Store::merge_from(size_t first, size_t threads, bool is_lean) {
    try {
        Segment merged{gather(first)};
        if (!is_lean && merged.rows->count() > 0) {
            if (!merged.rows->is_ordered()) {
                merged.rows->set_order(merged.rows->make_order());
            }
            if (Segment::choose_plan(*merged.rows, is_compact_, &merged.plan)) {
                merged.build(threads);
            }
        }
        install(first, merged);
    } catch (...) {
        turns_.write([&] { is_merging_ = false; });
        throw;
    }
    if (is_lean && !segments_.empty()) {
        index_last(threads);
    }
}

void Store::install(size_t first, const Segment &merged) {
    turns_.write([&] {
        is_merging_ = false;
        std::sort(withdrawn_meanwhile_.begin(), withdrawn_meanwhile_.end());
        merged.rows->withdraw(withdrawn_meanwhile_);
        segments_.erase(segments_.begin() + static_cast<std::ptrdiff_t>(first), segments_.end());
        if (merged.rows->count() > 0) {
            segments_.push_back(merged);
        }
    });
}

void Store::build(size_t threads) {
    std::lock_guard held(building_);
    freeze_tail();
    const bool is_one = turns_.read([&] {
        return segments_.size() == 1 && segments_[0].rows->in_force() == segments_[0].rows->count();
    });
    if (is_one) {
        index_last(threads);
    } else if (!segments_.empty()) {
        merge_from(0, threads, true);
    }
}

// The segments from here on are worth making anew before they are written.
size_t Store::first_mostly_withdrawn() const {
    return turns_.read([&] {
        size_t first = 0;
        while (first < segments_.size()) {
            const Rows &rows = *segments_[first].rows;
            if (rows.count() - rows.in_force() > rows.count() / 4) {
                break;
            }
            first++;
        }
        return first;
    });
}

void Store::prepare_saving() {
    if (is_worth_sealing()) {
        freeze_tail();
    }
    const size_t worn = first_mostly_withdrawn();
    const size_t alike = first_to_merge(SIZE_MAX);
    if (worn < segments_.size() || alike + 1 < segments_.size()) {
        merge_from(std::min(worn, alike), 1, true);
    } else if (!segments_.empty()) {
        index_last(1);
    }
    // One whose indexing failed for lack of memory may have none, and stand before others.
    for (const Segment &segment : segments_) {
        put_in_order(segment.rows.get());
    }
}

void Store::verify() {
    std::lock_guard held(building_);
    for (const Segment &segment : segments_) {
        Body *body = segment.rows->body();
        if (body && !body->is_resident()) {
            body->verify();
        }
    }
}

}  // namespace takeback::store
