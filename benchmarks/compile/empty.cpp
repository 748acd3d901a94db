// What the compiler does when there is nothing to do.
int main() {}
