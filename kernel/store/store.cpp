// Adding, withdrawing and searching.
#include "store.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <thread>

namespace takeback::store {
namespace {

// Queries of one turn: enough that vectors are full, few enough that who adds waits a moment only.
constexpr size_t QUERIES_A_TURN = 256;
constexpr size_t SCANNED_A_TURN = 16;  // over long lists: a sixth of a second at 10 million
// Pairs that a thread keeps room for between searches.
constexpr size_t PAIRS_KEPT = 1 << 18;

void append_to(Found *all, const Found &part) {
    all->queries.insert(all->queries.end(), part.queries.begin(), part.queries.end());
    all->ids.insert(all->ids.end(), part.ids.begin(), part.ids.end());
    all->tags.insert(all->tags.end(), part.tags.begin(), part.tags.end());
    all->distances.insert(all->distances.end(), part.distances.begin(), part.distances.end());
}

void reserve(Found *all, size_t count) {
    all->queries.reserve(count);
    all->ids.reserve(count);
    all->tags.reserve(count);
    all->distances.reserve(count);
}

// Each part is let go when it was copied: what is found takes memory twice at most.
Found joined(std::vector<std::vector<Found>> *parts) {
    if (parts->size() == 1 && parts->front().size() == 1) {
        return std::move(parts->front().front());
    }
    size_t count = 0;
    for (const std::vector<Found> &turn : *parts) {
        for (const Found &part : turn) {
            count += part.ids.size();
        }
    }
    Found all;
    reserve(&all, count);
    for (std::vector<Found> &turn : *parts) {
        for (Found &part : turn) {
            append_to(&all, part);
            part = Found();
        }
    }
    return all;
}

}  // namespace

std::vector<int64_t> Store::add(const uint8_t *bits, const int64_t *ids, const uint16_t *tags,
                                size_t count) {
    if (ids && std::any_of(ids, ids + count, [](int64_t id) { return id < 0; })) {
        throw std::invalid_argument("an id below 0; ids are 0 to 9223372036854775807");
    }
    std::vector<int64_t> given(count);
    return turns_.write([&] {
        if (tail_->count() + count >= UINT32_MAX) {
            throw std::invalid_argument("more than 4294967294 fingerprints at once; add, build, and "
                                        "add the rest");
        }
        if (!ids && count > static_cast<uint64_t>(INT64_MAX - next_id_)) {
            throw std::invalid_argument("no numbers are left after " + std::to_string(next_id_) +
                                        "; give ids");
        }
        if (ids) {
            std::copy(ids, ids + count, given.begin());
        } else {
            std::iota(given.begin(), given.end(), next_id_);
        }
        tail_->append(bits, given.data(), tags, count);
        for (const int64_t id : given) {
            next_id_ = std::max(next_id_, id < INT64_MAX ? id + 1 : id);
        }
        return std::move(given);
    });
}

size_t Store::withdraw(std::vector<int64_t> ids) {
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return turns_.write([&] {
        if (is_merging_) {
            withdrawn_meanwhile_.insert(withdrawn_meanwhile_.end(), ids.begin(), ids.end());
        }
        size_t withdrawn = tail_->withdraw(ids);
        for (const Segment &segment : segments_) {
            withdrawn += segment.rows->withdraw(ids);
        }
        return withdrawn;
    });
}

Found Store::search(const Queries &queries, size_t threads, const std::function<void()> &pause) {
    seal_if_grown();
    const bool is_slow = queries.by_scan && in_force() > 1000000;
    const size_t most = is_slow ? SCANNED_A_TURN : QUERIES_A_TURN;
    const size_t turns = (queries.count + most - 1) / most;
    const auto caller = std::this_thread::get_id();
    std::vector<std::vector<Found>> parts(turns);
    share_out(turns, threads, [&](size_t turn) {
        const size_t first = turn * most;
        look_in_parts({queries.bits + first * TB_BYTES, std::min(most, queries.count - first),
                       queries.limit, queries.by_scan},
                      first, &parts[turn]);
        if (std::this_thread::get_id() == caller) {
            pause();
        }
    });
    return joined(&parts);
}

// As many queries together as have room for their pairs.
void Store::look_in_parts(const Queries &queries, size_t first, std::vector<Found> *found) const {
    static thread_local Pairs pairs;
    size_t together = queries.count;
    for (size_t next = 0; next < queries.count;) {
        const Queries some = {queries.bits + next * TB_BYTES,
                              std::min(together, queries.count - next), queries.limit,
                              queries.by_scan};
        Found part;
        const size_t count = look(some, &pairs, &part);
        if (some.count > 1 && count > Pairs::MOST) {
            together = std::max(some.count * Pairs::MOST / count / 2, size_t{1});
            continue;
        }
        for (int32_t &query : part.queries) {
            query += static_cast<int32_t>(first + next);
        }
        found->push_back(std::move(part));
        next += some.count;
    }
    if (pairs.pairs.size() > PAIRS_KEPT) {
        pairs = Pairs();
    }
}

// Returns how many pairs there are; more than Pairs::MOST of several queries are not collected.
size_t Store::look(const Queries &queries, Pairs *pairs, Found *found) const {
    pairs->used = 0;
    return turns_.read([&] {
        uint64_t base = 0;
        size_t count = 0;
        const auto is_too_much = [&] { return queries.count > 1 && count > Pairs::MOST; };
        for (const Segment &segment : segments_) {
            count = segment.find(queries, base, pairs);
            base += segment.rows->count();
            if (is_too_much()) {
                return count;
            }
        }
        if (tail_->count() > 0) {
            count = Segment(tail_).find(queries, base, pairs);
        }
        if (!is_too_much()) {
            collect(*pairs, queries.count, found);
        }
        return count;
    });
}

// Segments give their pairs by query and then by place, and stand in the order of adding: so
// counting puts them in order, however many there are.
void Store::collect(const Pairs &pairs, size_t query_count, Found *found) const {
    const auto group_of = [](const tb_pair &pair) {
        return pair.query * (TB_INDEX_LIMIT + size_t{1}) + pair.distance;
    };
    std::vector<size_t> places(query_count * (TB_INDEX_LIMIT + 1) + 1);
    for (size_t i = 0; i < pairs.used; i++) {
        places[group_of(pairs.pairs[i]) + 1]++;
    }
    std::partial_sum(places.begin(), places.end(), places.begin());
    found->queries.resize(pairs.used);
    found->ids.resize(pairs.used);
    found->tags.resize(pairs.used);
    found->distances.resize(pairs.used);
    for (size_t i = 0; i < pairs.used; i++) {
        const tb_pair &pair = pairs.pairs[i];
        const size_t place = places[group_of(pair)]++;
        uint64_t listed = pair.listed;
        const Rows &rows = rows_with(&listed);
        found->queries[place] = static_cast<int32_t>(pair.query);
        found->ids[place] = rows.id_at(listed);
        found->tags[place] = rows.tag_at(listed);
        found->distances[place] = static_cast<uint16_t>(pair.distance);
    }
}

const Rows &Store::rows_with(uint64_t *place) const {
    for (const Segment &segment : segments_) {
        if (*place < segment.rows->count()) {
            return *segment.rows;
        }
        *place -= segment.rows->count();
    }
    return *tail_;
}

size_t Store::in_force() const {
    return turns_.read([&] {
        size_t count = tail_->in_force();
        for (const Segment &segment : segments_) {
            count += segment.rows->in_force();
        }
        return count;
    });
}

size_t Store::memory_bytes() const {
    return turns_.read([&] {
        size_t bytes = tail_->memory_bytes();
        for (const Segment &segment : segments_) {
            bytes += segment.rows->memory_bytes() + segment.postings_bytes();
        }
        return bytes;
    });
}

size_t Store::segment_count() const {
    return turns_.read([&] { return segments_.size(); });
}

std::string Store::note() const {
    return turns_.read([&] { return note_; });
}

}  // namespace takeback::store
