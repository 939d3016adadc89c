// error: a sentence that no compiler says
#ifdef REJECT
static_assert(false, "another sentence");
#endif
int main() {}
