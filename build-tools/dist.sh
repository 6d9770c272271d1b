# Makes app/target/serin-VERSION.tar.gz from a finished build; argument: the top folder.
set -eu
version=$(sed -n 's/.*<version>\(.*\)<\/version>.*/\1/p' "$1/pom.xml" | head -n 1)
name=serin-$version
stage=$1/app/target/dist/$name
rm -rf "$1/app/target/dist"
mkdir -p "$stage/lib/tools"
cp "$1"/app/target/serin/lib/*.jar "$stage/lib/"
cp -R "$1/app/target/serin/lib/native" "$stage/lib/"
cp "$1/build-tools/find-jdk.sh" "$stage/lib/tools/"
cp "$1/serin" "$1/LICENSE" "$1/README.md" "$1/CHANGELOG.md" "$stage/"
cp -R "$1/examples" "$stage/"
(cd "$1/app/target/dist" && tar -czf "../$name.tar.gz" "$name")
echo "app/target/$name.tar.gz"
