# Of several letters the last alone is delivered.
s/(last_ == nullptr ? first_ : last_->following) = &l;/first_ = \&l;/
