// From a list to a snapshot and back.
#include "store.hpp"

#include <algorithm>
#include <cstring>
#include <map>
#include <stdexcept>

#include <sys/mman.h>

#include "trouble.hpp"
#include "writer.hpp"

namespace takeback::store {
namespace {

// A snapshot's body that withdrawn fingerprints are overwritten in, for as long as it is written.
class WritableCopy {
  public:
    explicit WritableCopy(const Body &body) : body_(&body), bytes_(body.map_writable(&map_, &size_)) {}
    WritableCopy(const WritableCopy &) = delete;
    WritableCopy &operator=(const WritableCopy &) = delete;
    ~WritableCopy() { munmap(map_, size_); }

    uint8_t *same(const uint8_t *part) const { return bytes_ + (part - body_->data()); }
    bool is_of(const Body *body) const { return body_ == body; }

  private:
    void *map_ = nullptr;
    size_t size_ = 0;
    const Body *body_;
    uint8_t *bytes_;
};

}  // namespace

// What a snapshot is to say, as of one moment. Bits and postings are not copied.
struct Store::Copy {
    std::vector<Segment> segments;
    std::vector<std::vector<uint64_t>> withdrawn;
    std::vector<std::vector<uint64_t>> unblanked;
    std::vector<std::unique_ptr<WritableCopy>> blanked;
    int64_t next_id;

    void blank_mapped();
    std::vector<Source> sources() const;

  private:
    const WritableCopy *blanked_of(const Body *body) const;
};

Store::Copy Store::copy_state() {
    auto last = std::make_shared<Rows>();
    Copy copy = turns_.write([&] {
        Copy made{segments_, {}, {}, {}, next_id_};
        for (const Segment &segment : segments_) {
            // What was withdrawn since memory was blanked: marked in the file, it is no longer
            // known to be unblanked by who opens that.
            blank_own(segment);
            made.withdrawn.push_back(segment.rows->copy_withdrawn());
            made.unblanked.push_back(segment.rows->unblanked());
        }
        last->append_in_force(*tail_, tail_->copy_withdrawn());
        return made;
    });
    if (last->count() > 0) {
        if (!last->is_ordered()) {
            last->set_order(last->make_order());
        }
        copy.segments.push_back(Segment{last});
        copy.withdrawn.emplace_back();
        copy.unblanked.emplace_back();
    }
    return copy;
}

const WritableCopy *Store::Copy::blanked_of(const Body *body) const {
    for (const auto &copy : blanked) {
        if (body && copy->is_of(body)) {
            return copy.get();
        }
    }
    return nullptr;
}

// The file that is searched stays as it is: what is overwritten are pages of our own over it.
void Store::Copy::blank_mapped() {
    for (size_t i = 0; i < segments.size(); i++) {
        const Body *body = segments[i].rows->body();
        if (!body || body->is_resident() || unblanked[i].empty()) {
            continue;
        }
        if (!blanked_of(body)) {
            // Its pages come back when they are searched; counted twice, they would be too many.
            body->let_pages_go();
            blanked.push_back(std::make_unique<WritableCopy>(*body));
        }
        const WritableCopy *copy = blanked_of(body);
        const uint8_t *postings = segments[i].postings;
        segments[i].blank(unblanked[i], copy->same(segments[i].rows->bits()),
                          postings ? copy->same(postings) : nullptr);
    }
}

std::vector<Source> Store::Copy::sources() const {
    std::vector<Source> all;
    for (size_t i = 0; i < segments.size(); i++) {
        const Segment &segment = segments[i];
        const WritableCopy *copy = blanked_of(segment.rows->body());
        std::vector<Rows::Part> parts = segment.rows->parts();
        if (segment.postings) {
            parts.insert(parts.begin(), {Kind::plan, &segment.plan, sizeof segment.plan});
            parts.push_back({Kind::index, segment.postings, segment.postings_bytes()});
        }
        if (!withdrawn[i].empty()) {
            parts.push_back({Kind::withdrawn, withdrawn[i].data(), 8 * withdrawn[i].size()});
        }
        for (const Rows::Part &part : parts) {
            const bool is_blanked = copy && (part.kind == Kind::bits || part.kind == Kind::index);
            const auto *from = static_cast<const uint8_t *>(part.from);
            const Section section{part.kind, static_cast<uint32_t>(i), 0, part.bytes,
                                  segment.rows->count()};
            all.push_back({section, is_blanked ? copy->same(from) : from});
        }
    }
    return all;
}

// What is withdrawn is never given again, so it is overwritten where it stands. That goes through
// all postings once, whatever the number of places: everybody waits 0.1 s for each million.
void Store::blank_own_memory() {
    for (const Segment &segment : segments_) {
        turns_.write([&] { blank_own(segment); });
    }
}

void Store::blank_own(const Segment &segment) {
    Rows &rows = *segment.rows;
    uint8_t *bits = rows.writable(rows.bits());
    const std::vector<uint64_t> places = bits ? rows.take_unblanked() : std::vector<uint64_t>();
    if (!places.empty()) {
        segment.blank(places, bits, segment.postings ? rows.writable(segment.postings) : nullptr);
    }
}

// Fresh checksums must not be put on what is damaged.
void Store::rely_on_everything() {
    for (const Segment &segment : segments_) {
        if (Body *body = segment.rows->body()) {
            body->rely_on(body->data(), body->bytes());
        }
    }
}

void Store::save(const std::string &path, const std::string &note) {
    if (note.size() > NOTE_BYTES) {
        throw std::invalid_argument("a note of " + std::to_string(note.size()) + " bytes; " +
                                    std::to_string(NOTE_BYTES) + " have room");
    }
    std::lock_guard held(building_);
    prepare_saving();
    rely_on_everything();
    blank_own_memory();
    Copy copy = copy_state();
    copy.blank_mapped();
    Header header{};
    header.next_id = static_cast<uint64_t>(copy.next_id);
    header.segment_count = static_cast<uint32_t>(copy.segments.size());
    header.flags = is_compact_ ? IS_COMPACT : 0;
    write_snapshot(path, header, note, copy.sources());
    turns_.write([&] { note_ = note; });
}

}  // namespace takeback::store
