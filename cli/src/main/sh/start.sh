# How Java is started for a command and how the start-up caches are trained; read by the launcher of
# the source tree and by that of the distribution, which set:
#
#   java      the program to run
#   jar       lib/signet-cli.jar
#   caches    the folder of the start-up caches
#   root      the folder that the command line calls its own
#
# say LINE writes a line to standard error. POSIX sh.
# shellcheck shell=sh disable=SC2154

# train NAME OPTION...: the classes as a training run left them, for this Java only. Without a cache
# everything works, only slower. Two, because a cache loads all it has at once: "tools" for what only
# needs to start, "server" for what has the server in it.
train() {
  name=$1
  shift
  rm -f "$caches/$name.aot"
  # Where none was written there is nothing to move, and that is a failure too.
  if "$java" -XX:AOTCacheOutput="$caches/$name.aot.new" -Xlog:disable "$@" -cp "$jar" \
    signet.cli.TrainingRun "$name" </dev/null >"$caches/$name.log" 2>&1 &&
    mv "$caches/$name.aot.new" "$caches/$name.aot" 2>>"$caches/$name.log"; then
    return 0
  fi
  say "no start-up cache could be made, so starts are slower; see $caches/$name.log"
  return 1
}

train_all() {
  say 'preparing the start-up caches.'
  trained=0
  train tools -XX:TieredStopAtLevel=1 -XX:+UseSerialGC || trained=1
  train server -XX:+UseSerialGC || trained=1
  return "$trained"
}

# start CACHES ARGUMENT...: hands over to Java. CACHES is "cached" where caches may be used.
start() {
  cached=$1
  shift
  # What runs for long gets every compiler and a heap that suits most installations; the rest only
  # needs to start. On so small a heap the serial collector takes the least memory, and less still
  # where new objects have 32 MB and not a third of all. For more, say
  # SIGNET_JAVA_OPTS='-Xmx2g -XX:+UseG1GC': a collector named there is the one that is used.
  heap=
  case ${1:-} in
    serve | gateway | demo)
      cache=server tiers=''
      heap='-Xms64m -XX:NewSize=32m -Xmx256m -XX:+ExitOnOutOfMemoryError'
      ;;
    user | client | session | audit) cache=server tiers=-XX:TieredStopAtLevel=1 ;;
    *) cache=tools tiers=-XX:TieredStopAtLevel=1 ;;
  esac
  collector=-XX:+UseSerialGC
  case ${SIGNET_JAVA_OPTS:-} in *-XX:+Use*GC*) collector='' ;; esac
  set -- ${tiers:+"$tiers"} ${collector:+"$collector"} -jar "$jar" "$@"
  if [ "$cached" = cached ] && [ -f "$caches/$cache.aot" ]; then
    set -- -XX:AOTCache="$caches/$cache.aot" "$@"
  fi

  terminals=
  [ ! -t 0 ] || terminals="${terminals}in,"
  [ ! -t 1 ] || terminals="${terminals}out,"
  [ ! -t 2 ] || terminals="${terminals}err,"

  # shellcheck disable=SC2086 # the options are words
  exec "$java" -Dsignet.terminals="$terminals" -Dsignet.root="$root" -Xlog:disable \
    --sun-misc-unsafe-memory-access=allow $heap ${SIGNET_JAVA_OPTS:-} "$@"
}
