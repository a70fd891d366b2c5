// Searching for Python: near pairs, fingerprints of tilted parts, and refinement.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>

#include "plane.hpp"
#include "takeback/refine.h"
#include "takeback/search.h"

namespace nb = nanobind;
using takeback::Plane;

void register_search(nb::module_ &module);

namespace {

using Words = nb::ndarray<const uint64_t, nb::shape<TB_WORDS, -1>, nb::c_contig, nb::device::cpu>;
using Prints = nb::ndarray<const uint8_t, nb::shape<-1, TB_BYTES>, nb::c_contig, nb::device::cpu>;
using Quads = nb::ndarray<const float, nb::shape<-1, 4, 2>, nb::c_contig, nb::device::cpu>;

// The way of a name; without one, the fastest.
size_t find_path(const std::optional<std::string> &name) {
    for (size_t path = tb_path_count(); path-- > 0;) {
        if (!name || *name == tb_path_name(path)) {
            return path;
        }
    }
    throw nb::value_error("a path that this machine does not have; see paths()");
}

// Hands an array over to Python, which frees it.
template <typename T>
auto give(std::vector<T> &&values, std::initializer_list<size_t> shape) {
    auto *held = new std::vector<T>(std::move(values));
    nb::capsule owner(held, [](void *p) noexcept { delete static_cast<std::vector<T> *>(p); });
    return nb::cast(nb::ndarray<nb::numpy, T>(held->data(), shape, owner));
}

struct Found {
    std::vector<int32_t> queries;
    std::vector<int64_t> listed;
    std::vector<uint16_t> distances;
};

// By query, then by place in the list: within one query the kernel gives them in that order.
Found sort_by_query(const std::vector<tb_pair> &pairs, size_t query_count) {
    std::vector<size_t> places(query_count + 1);
    for (const tb_pair &pair : pairs) {
        places[pair.query + 1]++;
    }
    for (size_t i = 0; i < query_count; i++) {
        places[i + 1] += places[i];
    }
    Found found{std::vector<int32_t>(pairs.size()), std::vector<int64_t>(pairs.size()),
                std::vector<uint16_t>(pairs.size())};
    for (const tb_pair &pair : pairs) {
        const size_t place = places[pair.query]++;
        found.queries[place] = static_cast<int32_t>(pair.query);
        found.listed[place] = static_cast<int64_t>(pair.listed);
        found.distances[place] = static_cast<uint16_t>(pair.distance);
    }
    return found;
}

nb::tuple scan(const Words &words, const Prints &queries, int limit,
               const std::optional<std::string> &path_name) {
    const size_t path = find_path(path_name);
    const size_t query_count = queries.shape(0);
    if (limit < 0 || limit > TB_BITS) {
        throw nb::value_error("a limit is 0 to 256 bits");
    }
    if (query_count > INT32_MAX) {
        throw nb::value_error("more queries than 2147483647");
    }
    Found found;
    {
        nb::gil_scoped_release released;
        std::vector<tb_pair> pairs(4096);
        size_t count = 0;
        const auto look = [&] {
            return tb_scan(words.data(), words.shape(1), queries.data(), query_count, limit, path,
                           pairs.data(), pairs.size());
        };
        while ((count = look()) > pairs.size()) {
            pairs.resize(count);
        }
        pairs.resize(count);
        found = sort_by_query(pairs, query_count);
    }
    const size_t count = found.queries.size();
    return nb::make_tuple(give(std::move(found.queries), {count}),
                          give(std::move(found.listed), {count}),
                          give(std::move(found.distances), {count}));
}

// One workspace a thread, kept: five megabytes cost more to ask for than a fingerprint.
void *begin(const Plane &plane, size_t path) {
    static thread_local std::vector<std::max_align_t> workspace(
        tb_quads_workspace_bytes() / sizeof(std::max_align_t) + 1);
    tb_quads_begin(workspace.data(), &plane.plane, path);
    return workspace.data();
}

tb_quad quad_at(const float *corners) {
    tb_quad quad;
    std::memcpy(quad.corners, corners, sizeof quad.corners);
    return quad;
}

nb::tuple fingerprint_quads(const Plane &plane, const Quads &quads,
                            const std::optional<std::string> &path_name) {
    const size_t path = find_path(path_name);
    const size_t count = quads.shape(0);
    std::vector<uint8_t> bits(count * TB_BYTES);
    std::vector<int32_t> qualities(count);
    {
        nb::gil_scoped_release released;
        void *workspace = begin(plane, path);
        for (size_t i = 0; i < count; i++) {
            const tb_quad quad = quad_at(quads.data() + 8 * i);
            tb_quad_bits(workspace, &quad, bits.data() + i * TB_BYTES, &qualities[i]);
        }
    }
    return nb::make_tuple(give(std::move(bits), {count, static_cast<size_t>(TB_BYTES)}),
                          give(std::move(qualities), {count}));
}

nb::tuple refine(const Plane &plane, const Quads &quads, const Prints &targets,
                 const std::optional<std::string> &path_name) {
    const size_t path = find_path(path_name);
    const size_t count = quads.shape(0);
    if (targets.shape(0) != count) {
        throw nb::value_error("as many targets as quads are needed");
    }
    std::vector<float> corners(count * 8);
    std::vector<uint16_t> distances(count);
    {
        nb::gil_scoped_release released;
        void *workspace = begin(plane, path);
        for (size_t i = 0; i < count; i++) {
            const tb_quad start = quad_at(quads.data() + 8 * i);
            tb_quad found;
            int32_t distance = 0;
            tb_refine(workspace, &start, targets.data() + i * TB_BYTES, &found, &distance);
            std::memcpy(corners.data() + 8 * i, found.corners, sizeof found.corners);
            distances[i] = static_cast<uint16_t>(distance);
        }
    }
    return nb::make_tuple(give(std::move(corners), {count, 4, 2}),
                          give(std::move(distances), {count}));
}

}  // namespace

void register_search(nb::module_ &module) {
    module.def("scan", &scan, nb::arg("words").noconvert(), nb::arg("queries").noconvert(),
               nb::arg("limit"), nb::kw_only(), nb::arg("path") = nb::none(),
               "Every pair within the limit: query, place in the list, distance.");
    module.def("fingerprint_quads", &fingerprint_quads, nb::arg("plane"), nb::arg("quads"),
               nb::kw_only(), nb::arg("path") = nb::none(),
               "Bits and quality of each quad; 0 where it is none.");
    module.def("refine", &refine, nb::arg("plane"), nb::arg("quads"), nb::arg("targets"),
               nb::kw_only(), nb::arg("path") = nb::none(),
               "Each quad moved towards its target, and the distance that is left.");
}
