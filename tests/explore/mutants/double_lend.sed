# To find a resource idle and to take it are two steps.
/std::uint32_t seen = is_idle;/,/memory_order_acquire/c\
        store(p, is_leased);\
        return true;
