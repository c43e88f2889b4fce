// A program as users bring it: arguments, environment, standard input, a file in, files out, both streams, an exit code.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int main(int argc, char **argv) {
  for (int i = 0; i < argc; i++) printf("argument %d: %s\n", i, argv[i]);
  const char *level = getenv("LEVEL");
  printf("LEVEL: %s\n", level ? level : "not set");

  char line[256];
  int lines = 0;
  while (fgets(line, sizeof line, stdin)) {
    line[strcspn(line, "\n")] = 0;
    printf("input %d: %s\n", ++lines, line);
  }

  FILE *in = fopen("data/numbers.txt", "r");
  if (!in) {
    fprintf(stderr, "no numbers\n");
    return 2;
  }
  double number, sum = 0;
  while (fscanf(in, "%lf", &number) == 1) sum += number;
  fclose(in);

  mkdir("out", 0777);
  FILE *out = fopen("out/sum.txt", "w");
  if (!out) return 4;
  fprintf(out, "%g\n", sum);
  fclose(out);
  FILE *log = fopen("data/log.txt", "a");
  if (!log) return 5;
  fprintf(log, "second\n");
  fclose(log);

  // One character in two writes.
  fflush(stdout);
  write(1, "caf\xc3", 4);
  write(1, "\xa9\n", 2);
  fprintf(stderr, "sum is %g\n", sum);
  // Neither stream ends with a line break.
  fprintf(stderr, "no break");
  printf("done");
  return 3;
}
