# Sourced by ./serin and ./do: sets JAVA_HOME to a JDK of version 25 or newer (the lowest that fits),
# from JAVA_HOME, JAVA*_HOME, the PATH, and the usual folders; ends with 69 when there is none.

need_jdk=25

# Prints the feature version of the JDK in folder $1, or nothing.
jdk_version() {
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\(1\.\)\{0,1\}\([0-9][0-9]*\).*/\2/p' "$1/release" | head -n 1
}

jdk_candidates() {
  [ -z "${JAVA_HOME:-}" ] || printf '%s\n' "$JAVA_HOME"
  env | sed -n 's/^JAVA[A-Z0-9_]*_HOME[A-Z0-9_]*=//p;s/^JDK[A-Z0-9_]*=\(\/.*\)/\1/p'
  on_path=$(command -v java 2>/dev/null || true)
  while [ -n "$on_path" ] && [ -L "$on_path" ]; do
    target=$(readlink "$on_path")
    case $target in
      /*) on_path=$target ;;
      *) on_path=$(dirname "$on_path")/$target ;;
    esac
  done
  [ -z "$on_path" ] || dirname "$(dirname "$on_path")"
  for folder in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /usr/local/lib/jvm/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/*; do
    [ ! -d "$folder" ] || printf '%s\n' "$folder"
  done
}

find_jdk() {
  best='' best_version=9999
  if [ -n "${JAVA_HOME:-}" ]; then
    version=$(jdk_version "$JAVA_HOME")
    if [ -n "$version" ] && [ "$version" -ge "$need_jdk" ]; then
      export JAVA_HOME
      return 0
    fi
  fi
  jdk_list=$(jdk_candidates)
  old_ifs=$IFS
  IFS='
'
  for folder in $jdk_list; do
    version=$(jdk_version "$folder")
    if [ -n "$version" ] && [ "$version" -ge "$need_jdk" ] && [ "$version" -lt "$best_version" ]; then
      best=$folder best_version=$version
    fi
  done
  IFS=$old_ifs
  if [ -n "$best" ]; then
    JAVA_HOME=$best
    export JAVA_HOME
    return 0
  fi
  {
    echo "serin: needs a JDK of version $need_jdk or newer, and found none (JAVA_HOME, JAVA*_HOME, PATH, the usual folders)."
    install_lines "temurin-25-jdk (from Adoptium's package source) or openjdk-25-jdk" java-25-openjdk-devel openjdk@25
    echo "  or set JAVA_HOME to the folder of one."
  } >&2
  exit 69
}

find_maven() {
  if command -v mvn >/dev/null 2>&1; then
    # Maven 3 calls what JDK 24 and newer warn of at every start.
    MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow"
    export MAVEN_OPTS
    return 0
  fi
  {
    echo "serin: needs Maven (3.8 or newer) on the PATH to build, and there is no mvn."
    install_lines maven maven maven
  } >&2
  exit 69
}

# Install lines for the system at hand: Debian's, Fedora's, Homebrew's name.
install_lines() {
  if [ -r /etc/debian_version ]; then
    echo "  Debian, Ubuntu:  apt-get install $1"
  elif [ -r /etc/fedora-release ] || [ -r /etc/redhat-release ]; then
    echo "  Fedora:          dnf install $2"
  elif [ "$(uname -s)" = Darwin ]; then
    echo "  macOS:           brew install $3"
  else
    printf '  Debian, Ubuntu:  apt-get install %s\n  Fedora:          dnf install %s\n  macOS:           brew install %s\n' "$1" "$2" "$3"
  fi
}
