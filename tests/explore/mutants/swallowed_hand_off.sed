# Who is out of time fails, although a resource has been handed to it.
s/if (t.granted != nullptr) return take_granted(t);/if (t.granted != nullptr) return too_late ? answer::refuse(lack()) : take_granted(t);/
