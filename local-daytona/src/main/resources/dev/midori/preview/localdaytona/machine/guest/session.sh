# A session: reads lines of 'id stdin base64' and runs each command in this very shell, so that 'cd' and 'export' last
# and 'exit' ends it. The standard input of a command is 'empty', or 'open': then a pipe of its id in the folder $1. Says on its standard output, a line at a time:
#   id 1 text   a line of the command's standard output
#   id 2 text   a line of its standard error
#   id 1.       nothing more can come on that stream, for all that held it open have ended
#   id 0 code   the command has ended
exec 7>&1 8<&0 >/dev/null 2>&1 </dev/null

__inputs=$1

__label() {
  sed -u "s/^/$1 $2 /"
  printf '\n%s %s.\n' "$1" "$2"
}

# A command may end the shell. What it had to say is on its way still, and nobody listens once this process is gone.
trap 'exec >/dev/null 2>&1 7>&-; rm -rf -- "$__inputs"; wait' EXIT

while IFS=' ' read -r __id __stdin __code <&8; do
  exec 9</dev/null
  if [ "$__stdin" = open ] && mkdir -p -m 700 "$__inputs" && mkfifo -m 600 "$__inputs/$__id"; then
    # Open for writing too, so that neither end waits for the other, nor sees it go.
    exec 9<>"$__inputs/$__id"
  fi
  # Redirections are made in this order: the labels still need what the command shall not see.
  eval "$(printf %s "$__code" | base64 -d)" > >(__label "$__id" 1 >&7) 2> >(__label "$__id" 2 >&7) 7>&- 8<&- <&9 9<&-
  printf '%s 0 %s\n' "$__id" "$?" >&7
  rm -f -- "$__inputs/$__id"
done
