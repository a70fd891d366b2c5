// A list of fingerprints that is searched while it changes: what Python holds as an Index.
//
// Fingerprints lie in segments, each with an index of its own, and in a tail that is scanned. What
// is added goes to the tail; a tail that has grown is indexed by the next search. Segments are
// merged so that there are few. Two locks: `building_` for whoever seals, merges or saves, which
// may take seconds; `turns_` for everybody, and nobody keeps that for long.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "segment.hpp"
#include "threads.hpp"

namespace takeback::store {

// What is near which query: by query, then distance, then the order of adding.
struct Found {
    std::vector<int32_t> queries;
    std::vector<int64_t> ids;
    std::vector<uint16_t> tags;
    std::vector<uint16_t> distances;
};

class Store {
  public:
    explicit Store(bool is_compact) : is_compact_(is_compact) {}
    // Throws Refused or FileTrouble.
    Store(const std::string &path, bool is_resident);

    // ids: null to number on. tags: null for 0. Returns the ids. Throws std::invalid_argument.
    std::vector<int64_t> add(const uint8_t *bits, const int64_t *ids, const uint16_t *tags,
                             size_t count);
    // Returns how many fingerprints are no longer in force.
    size_t withdraw(std::vector<int64_t> ids);
    // `pause` is called by the calling thread now and then; what it throws ends the search.
    Found search(const Queries &queries, size_t threads, const std::function<void()> &pause);
    // One index over everything in force. While it is made, searches may have to scan.
    void build(size_t threads);
    void save(const std::string &path, const std::string &note);
    void verify();

    size_t in_force() const;
    size_t memory_bytes() const;
    size_t segment_count() const;
    std::string note() const;

  private:
    Store(const std::string &path, const std::shared_ptr<Body> &body);

    struct Copy;  // of the state, for saving

    void look_in_parts(const Queries &queries, size_t first, std::vector<Found> *found) const;
    size_t look(const Queries &queries, Pairs *pairs, Found *found) const;
    void collect(const Pairs &pairs, size_t query_count, Found *found) const;
    // The rows that a place, counted over everything, lies in; it becomes the place in them.
    const Rows &rows_with(uint64_t *place) const;
    void seal_if_grown();
    void freeze_tail();
    bool is_worth_sealing();
    void put_in_order(Rows *rows);
    void index_last(size_t threads);
    size_t first_to_merge(size_t most) const;
    void merge_from(size_t first, size_t threads, bool is_lean);
    std::shared_ptr<Rows> gather(size_t first);
    void install(size_t first, const Segment &merged);
    void prepare_saving();
    void blank_own_memory();
    void rely_on_everything();
    Copy copy_state();
    void blank_own(const Segment &segment);
    size_t first_mostly_withdrawn() const;

    const bool is_compact_;
    mutable Turns turns_;
    std::mutex building_;

    // Changed with both locks, so that holding either allows to read them.
    std::vector<Segment> segments_;

    // Guarded by turns_, as is what the rows of all segments say of withdrawals.
    std::shared_ptr<Rows> tail_ = std::make_shared<Rows>();
    std::string note_;
    int64_t next_id_ = 0;
    std::atomic<size_t> seal_at_{2048};
    bool is_merging_ = false;
    std::vector<int64_t> withdrawn_meanwhile_;
};

}  // namespace takeback::store
