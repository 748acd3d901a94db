// expect: query argument: pass a bool, a number, text
#include <cenote/warehouse/parameter.hpp>

struct money {
    int cents;
};

#ifdef ACCEPT
const cenote::parameter bound{250};
#else
const cenote::parameter bound{money{250}};
#endif
