-- A preview that runs shows the files of this revision now. ARGV: …, build ('' where none is made beside it),
--   revision (0 where the job has none of its own)
local revision = tonumber(ARGV[6])
confirm(id, revision)
if revision > number(id, 'applied') then redis.call('HSET', hash(id), 'applied', text(revision)) end
redis.call('HSET', hash(id), 'updatedAt', text(now))
say(id, 'kind', 'applied', 'revision', text(revision), 'at', text(now))
let_go_or_build(id, ARGV[5])
return 'OK'
