// A plane with the memory it lies in: what Python holds as takeback._kernel.Plane.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <utility>
#include <vector>

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include "takeback/plane.h"

namespace takeback {

// `plane` points into `memory`, so one may be moved but not copied. Never changed once made: any
// number of threads may read it, without the interpreter's lock.
struct Plane {
    tb_plane plane;
    std::vector<std::max_align_t> memory;

    Plane(const Plane &) = delete;
    Plane &operator=(const Plane &) = delete;
    Plane(Plane &&) = default;
    Plane &operator=(Plane &&) = default;
    Plane() = default;
};

using Pixels = nanobind::ndarray<nanobind::ro, nanobind::device::cpu>;

// What is read from an array of pixels: (height, width) or (height, width, channels).
struct Rows {
    const uint8_t *bytes;
    size_t width, height, channels, row_bytes;
};

// Checks the type and the shape.
Rows rows_of(const Pixels &pixels);

// Throws what a return code of the kernel means, but for TB_OK.
void check_code(int code);

// Reads the rows into a plane; needs no interpreter. Returns a code of the kernel.
int fill_plane(const Rows &rows, Plane *out);

// Hands an array over to Python, which frees it.
template <typename T>
nanobind::object give(std::vector<T> &&values, std::initializer_list<size_t> shape) {
    auto *held = new std::vector<T>(std::move(values));
    nanobind::capsule owner(held,
                            [](void *p) noexcept { delete static_cast<std::vector<T> *>(p); });
    return nanobind::cast(nanobind::ndarray<nanobind::numpy, T>(held->data(), shape, owner));
}

}  // namespace takeback

// Adds Plane and what is computed from planes to the module; register_views adds the views.
void register_planes(nanobind::module_ &module);
void register_views(nanobind::module_ &module);
