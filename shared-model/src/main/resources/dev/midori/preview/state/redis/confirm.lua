-- The broker has the command. ARGV: id, total timeout, revision. Answers 1 where the record still waits for it.
local id, total = ARGV[1], tonumber(ARGV[2])
if not LIVE[get(id, 'status')] then return 0 end
confirm(id, tonumber(ARGV[3]))
if redis.call('HSETNX', hash(id), 'acceptedAt', text(now)) == 1 then look_at(id, number(id, 'createdAt') + total) end
return 1
