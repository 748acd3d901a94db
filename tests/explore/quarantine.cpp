#include "quarantine.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <malloc.h>
#include <new>
#include <span>

#if defined(__SANITIZE_ADDRESS__)
#define CENOTE_EXPLORE_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define CENOTE_EXPLORE_SANITIZED 1
#endif
#endif

namespace explore::quarantine {
namespace {

// What a schedule frees; beyond that many blocks, freed is freed.
std::array<void*, 4096> kept;
std::size_t number = 0;
bool on = false;

[[maybe_unused]] bool keep(void* block) noexcept {
    if (!on || number == kept.size()) return false;
    std::memset(block, filling, ::malloc_usable_size(block));
    kept[number++] = block;
    return true;
}

bool untouched(void* block) noexcept {
    const std::span all{static_cast<const unsigned char*>(block), ::malloc_usable_size(block)};
    return std::ranges::all_of(all, [](auto byte) { return byte == filling; });
}

} // namespace

void begin() noexcept {
    on = true;
}

bool end() noexcept {
    on = false;
    const std::span all{kept.data(), std::exchange(number, 0)};
    const bool clean = std::ranges::all_of(all, untouched);
    std::ranges::for_each(all, std::free);
    return clean;
}

} // namespace explore::quarantine

#ifndef CENOTE_EXPLORE_SANITIZED

void* operator new(std::size_t size) {
    if (void* const block = std::malloc(size)) return block;
    throw std::bad_alloc{};
}

void* operator new(std::size_t size, std::align_val_t alignment) {
    const auto line = static_cast<std::size_t>(alignment);
    if (void* const block = std::aligned_alloc(line, (size + line - 1) / line * line)) return block;
    throw std::bad_alloc{};
}

void operator delete(void* block) noexcept {
    if (block != nullptr && !explore::quarantine::keep(block)) std::free(block);
}

void operator delete(void* block, std::size_t) noexcept {
    operator delete(block);
}

void operator delete(void* block, std::align_val_t) noexcept {
    operator delete(block);
}

void operator delete(void* block, std::size_t, std::align_val_t) noexcept {
    operator delete(block);
}

#endif
