-- Takes a slot for a sandbox that shall wait in it, unless it is taken. ARGV: id, user, project, content hash, longest wait
local id, user = ARGV[1], ARGV[2]
local same, others = live_of(user, ARGV[3])
if same or #others > 0 then return 0 end
start_record(id, user, ARGV[3], ARGV[4], 1, '0')
redis.call('HSET', hash(id), 'pooledFor', ARGV[5], 'aliveBecause', 'pool')
look_at(id, now + LOOK_AGAIN)
return 1
