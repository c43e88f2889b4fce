// What may go wrong in a program, by the name of its first argument; and what chance and time are to it.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

__attribute__((noinline)) static void fall(void) { __builtin_trap(); }

static int random_bytes(void) {
  unsigned char bytes[12];
  if (getentropy(bytes, sizeof bytes) != 0) return 1;
  for (size_t i = 0; i < sizeof bytes; i++) printf("%02x", bytes[i]);
  return 0;
}

static int clocks(void) {
  struct timespec before, after;
  clock_gettime(CLOCK_MONOTONIC, &before);
  sleep(3600);
  clock_gettime(CLOCK_MONOTONIC, &after);
  printf("%lld %lld", (long long)time(NULL), (long long)(after.tv_sec - before.tv_sec));
  return 0;
}

int main(int argc, char **argv) {
  const char *what = argc > 1 ? argv[1] : "nothing";
  if (!strcmp(what, "trap")) {
    printf("before");
    FILE *out = fopen("half.txt", "w");
    fputs("half", out);
    fflush(out);
    fflush(stdout);
    fall();
  }
  if (!strcmp(what, "random")) return random_bytes();
  if (!strcmp(what, "clocks")) return clocks();
  if (!strcmp(what, "forever")) while (time(NULL)) ;
  if (!strcmp(what, "memory")) {
    // Volatile, or the compiler leaves it out. Limits are looked at when the program asks for something.
    for (;;) {
      volatile char *block = malloc(1 << 20);
      if (!block) return 12;
      block[0] = 1;
      time(NULL);
    }
  }
  if (!strcmp(what, "bytes")) {
    for (int i = 0; i < 256; i++) putchar(i);
  }
  if (!strcmp(what, "write")) {
    int count = atoi(argv[2]);
    FILE *out = fopen("big.bin", "w");
    char block[4096];
    for (int i = 0; i < count; i++) {
      memset(block, i, sizeof block);
      if (fwrite(block, 1, sizeof block, out) != sizeof block) return 28;
    }
    fclose(out);
  }
  if (!strcmp(what, "files")) {
    FILE *both = fopen("both.txt", "w+");
    fputs("0123456789", both);
    fseek(both, 4, SEEK_SET);
    fputs("xy", both);
    fseek(both, 20, SEEK_SET);
    fputs("end", both);
    rewind(both);
    char back[32] = {0};
    size_t length = fread(back, 1, sizeof back, both);
    fclose(both);
    printf("%zu %s\n", length, back);
    truncate("both.txt", 6);
    rename("both.txt", "renamed.txt");
    remove("gone.txt");
    FILE *same = fopen("same.txt", "w");
    fputs("same", same);
    fclose(same);
  }
  return 0;
}
