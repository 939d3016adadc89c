// error: this program compiles, so the harness must fail
int main() {}
