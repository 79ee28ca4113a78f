-- A preview that runs shows the files of this revision now. ARGV: …, revision (0 where the job has none of its own)
local revision = tonumber(ARGV[5])
confirm(id, revision)
if revision > number(id, 'applied') then redis.call('HSET', hash(id), 'applied', text(revision)) end
redis.call('HSET', hash(id), 'updatedAt', text(now))
redis.call('HDEL', hash(id), 'leaseOwner', 'leaseCopy', 'leaseUntil')
say(id, 'kind', 'applied', 'revision', text(revision), 'at', text(now))
return 'OK'
