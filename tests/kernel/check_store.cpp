// The store under sanitizers: random additions, withdrawals, buildings, savings and openings, each
// followed by searches that must agree with comparing all; then threads. Give it an empty folder.
#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "checksum.hpp"
#include "store.hpp"

using takeback::store::Found;
using takeback::store::Store;

namespace {

constexpr int kSequences = 8, kSteps = 20;
constexpr int kEnoughToIndex = 3000;  // above the length from which a tail is indexed

using Print = std::array<uint8_t, 32>;

struct Row {
    Print bits;
    int64_t id;
    uint16_t tag;
};

size_t failures = 0;

void expect(bool is_so, const char *what) {
    if (!is_so) {
        std::printf("%s\n", what);
        failures++;
    }
}

int distance(const Print &one, const Print &other) {
    int bits = 0;
    for (size_t i = 0; i < one.size(); i++) {
        bits += __builtin_popcount(static_cast<unsigned>(one[i] ^ other[i]));
    }
    return bits;
}

// Of four kinds: random, all zero, all equal, and alike but for two bytes.
Print draw(int kind, std::mt19937 &random) {
    Print bits{};
    for (size_t i = 0; i < bits.size(); i++) {
        const auto drawn = static_cast<uint8_t>(random());
        bits[i] = kind == 0 ? drawn : kind == 1 ? 0 : kind == 2 ? 0xA5 : i < 2 ? drawn : 3;
    }
    return bits;
}

void change_some(Print &bits, std::mt19937 &random) {
    for (unsigned left = random() % 40; left > 0; left--) {
        bits[random() % bits.size()] ^= static_cast<uint8_t>(1u << random() % 8);
    }
}

void compare(Store &store, const std::vector<Row> &rows, std::mt19937 &random) {
    std::vector<Print> queries(3);
    for (size_t i = 0; i < queries.size(); i++) {
        if (i > 0 && !rows.empty()) {
            queries[i] = rows[random() % rows.size()].bits;
        }
        change_some(queries[i], random);
    }
    const int limit = static_cast<int>(random() % 32);
    const takeback::store::Queries asked{queries[0].data(), queries.size(), limit,
                                         random() % 3 == 0};
    const Found found = store.search(asked, 1 + random() % 2, [] {});

    size_t at = 0;
    for (size_t query = 0; query < queries.size(); query++) {
        std::vector<int> distances;
        for (const Row &row : rows) {
            distances.push_back(distance(queries[query], row.bits));
        }
        for (int wanted = 0; wanted <= limit; wanted++) {
            for (size_t place = 0; place < rows.size(); place++) {
                if (distances[place] == wanted) {
                    expect(at < found.ids.size() && found.ids[at] == rows[place].id &&
                               found.tags[at] == rows[place].tag && found.distances[at] == wanted &&
                               found.queries[at] == static_cast<int32_t>(query),
                           "another answer than comparing all gives");
                    at++;
                }
            }
        }
    }
    expect(at == found.ids.size(), "more than comparing all finds");
    expect(store.in_force() == rows.size(), "another number in force");
}

void add_some(Store &store, std::vector<Row> &rows, int kind, std::mt19937 &random) {
    const size_t count = random() % 4 == 0 ? kEnoughToIndex : random() % 50;
    const bool has_ids = random() % 2, has_tags = random() % 2;
    std::vector<Print> bits(count);
    std::vector<int64_t> ids(count);
    std::vector<uint16_t> tags(count);
    for (size_t i = 0; i < count; i++) {
        bits[i] = draw(kind, random);
        // Some do not fit into four bytes.
        ids[i] = random() % 500 + (random() % 50 == 0 ? 5'000'000'000 : 0);
        tags[i] = static_cast<uint16_t>(random());
    }
    const uint8_t *first = count ? bits[0].data() : nullptr;
    const std::vector<int64_t> given =
        store.add(first, has_ids ? ids.data() : nullptr, has_tags ? tags.data() : nullptr, count);
    for (size_t i = 0; i < count; i++) {
        rows.push_back({bits[i], given[i], has_tags ? tags[i] : uint16_t{0}});
    }
}

void withdraw_some(Store &store, std::vector<Row> &rows, std::mt19937 &random) {
    std::vector<int64_t> ids;
    for (int i = 0; i < 10; i++) {
        ids.push_back(rows.empty() ? random() % 500 : rows[random() % rows.size()].id);
    }
    std::vector<Row> left;
    for (const Row &row : rows) {
        bool is_gone = false;
        for (const int64_t id : ids) {
            is_gone = is_gone || row.id == id;
        }
        if (!is_gone) {
            left.push_back(row);
        }
    }
    expect(store.withdraw(ids) == rows.size() - left.size(), "another number withdrawn");
    rows = left;
}

void save_and_open(std::unique_ptr<Store> &store, const std::string &path, std::mt19937 &random) {
    store->save(path, "a note");
    if (random() % 4) {
        store = std::make_unique<Store>(path, random() % 2 == 0);
        store->verify();
    }
}

void run_sequence(int seed, const std::string &folder) {
    std::mt19937 random(static_cast<unsigned>(seed));
    auto store = std::make_unique<Store>(seed % 2 == 1);
    std::vector<Row> rows;

    for (int step = 0; step < kSteps; step++) {
        switch (random() % 6) {
            case 0:
            case 1: add_some(*store, rows, seed % 4, random); break;
            case 2:
            case 3: withdraw_some(*store, rows, random); break;
            case 4: save_and_open(store, folder + "/snapshot", random); break;
            default: store->build(1 + random() % 2); break;
        }
        compare(*store, rows, random);
    }
}

// Searches and savings beside additions and withdrawals.
void run_threads(const std::string &folder) {
    constexpr size_t kFirst = 1000, kAll = 8000, kStep = 500, kQueries = 50;
    std::mt19937 random(1);
    std::vector<Print> bits(kAll);
    for (Print &each : bits) {
        each = draw(0, random);
    }
    Store store(false);
    store.add(bits[0].data(), nullptr, nullptr, kFirst);
    std::atomic<bool> is_over{false};
    std::atomic<size_t> missed{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 2; i++) {
        threads.emplace_back([&] {
            while (!is_over) {
                const Found found = store.search({bits[0].data(), kQueries, 0, false}, 1, [] {});
                missed += found.ids.size() != kQueries;
            }
        });
    }
    threads.emplace_back([&] { store.save(folder + "/beside", ""); });
    for (size_t at = kFirst; at < kAll; at += kStep) {
        store.add(bits[at].data(), nullptr, nullptr, kStep);
        const auto id = static_cast<int64_t>(at);
        store.withdraw({id, id + 1});
    }
    store.build(2);
    is_over = true;
    for (std::thread &thread : threads) {
        thread.join();
    }
    expect(missed == 0, "a search missed what was listed all the time");
    expect(store.in_force() == kAll - 2 * (kAll - kFirst) / kStep, "another number at the end");
}

void check_checksums() {
    using takeback::store::checksum;
    using takeback::store::plain_checksum;
    expect(checksum("123456789", 9) == 0xE3069283, "not CRC-32C");
    std::vector<uint8_t> bytes(1000);
    std::mt19937 random(2);
    for (uint8_t &byte : bytes) {
        byte = static_cast<uint8_t>(random());
    }
    for (size_t length = 0; length < 900; length++) {
        const uint8_t *from = bytes.data() + length % 7;
        expect(checksum(from, length) == plain_checksum(from, length), "two checksums differ");
    }
}

}  // namespace

int main(int count, char **words) {
    if (count != 2) {
        std::printf("give a folder to save in\n");
        return 2;
    }
    check_checksums();
    for (int seed = 0; seed < kSequences; seed++) {
        run_sequence(seed, words[1]);
    }
    run_threads(words[1]);
    std::printf("%zu failures\n", failures);
    return failures != 0;
}
