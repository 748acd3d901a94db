# Who is about to wait flags what is out, and does not look whether it came back before that.
s/if (watch_if_leased(p) != is_idle) return false;/watch_if_leased(p);\
            return false;/
