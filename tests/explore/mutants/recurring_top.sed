# A top of the stack that was taken and put back is mistaken for one that stayed.
s/wanted |= (seen & number_bits) + change_number;/wanted |= seen \& number_bits;/
